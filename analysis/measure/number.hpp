// Figures as text: nine significant digits in their shortest form, the same on every machine.
// Promise: no locale, no exponent below 10^15 and above 10^-7; what is no finite number is "null".
// Source: this project's contract of results; Ryu as std::to_chars has it.
#pragma once
#include <string>

namespace stalemate::analysis::measure {

/// The double nearest to `value` in nine significant decimal digits.
double rounded(double value);
/// In fewer digits.
double rounded(double value, int digits);
/// Of what is not negative: to so many digits, up or down.
double rounded_to_side(double value, int digits, bool up);
/// The same as JSON text: "0.0001", "1999.25", "1.5e+22", "null".
std::string number_text(double value);

}  // namespace stalemate::analysis::measure
