#include "analysis/measure/number.hpp"
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <string_view>
#include <system_error>
#include "sim/check.hpp"

namespace stalemate::analysis::measure {
namespace {

constexpr int significant_digits = 9;
constexpr int least_plain_exponent = -7;
constexpr int greatest_plain_exponent = 14;

struct Decimal {
  bool is_negative = false;
  std::string digits;  ///< d1 d2 ...: d1.d2... times 10^exponent; no zeros at the end.
  int exponent = 0;
};

std::string scientific(double value, int digits = significant_digits) {
  std::array<char, 32> buffer{};
  const auto [end, status] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                           std::chars_format::scientific, digits - 1);
  CHECK_INVARIANT(status == std::errc{});
  return {buffer.data(), end};
}

Decimal decimal_of(double value) {
  Decimal decimal;
  const std::string text = scientific(std::abs(value));
  const std::size_t mark = text.find('e');
  decimal.is_negative = value < 0;
  decimal.digits = text.substr(0, 1) + text.substr(2, mark - 2);
  decimal.digits.erase(decimal.digits.find_last_not_of('0') + 1);
  const char* from = text.data() + mark + (text[mark + 1] == '+' ? 2 : 1);
  std::from_chars(from, text.data() + text.size(), decimal.exponent);
  return decimal;
}

std::string plain(const Decimal& decimal) {
  if (decimal.exponent < 0) {
    return "0." + std::string(static_cast<std::size_t>(-decimal.exponent - 1), '0') + decimal.digits;
  }
  const std::size_t whole = static_cast<std::size_t>(decimal.exponent) + 1;
  if (decimal.digits.size() <= whole) return decimal.digits + std::string(whole - decimal.digits.size(), '0');
  return decimal.digits.substr(0, whole) + '.' + decimal.digits.substr(whole);
}

std::string with_exponent(const Decimal& decimal) {
  std::string text = decimal.digits.substr(0, 1);
  if (decimal.digits.size() > 1) text += '.' + decimal.digits.substr(1);
  return text + 'e' + (decimal.exponent < 0 ? "-" : "+") + std::to_string(std::abs(decimal.exponent));
}

}  // namespace

double rounded(double value) { return rounded(value, significant_digits); }

// What differs beyond all digits that are told does not differ.
double rounded_to_side(double value, int digits, bool up) {
  const double told = rounded(value);
  const double nearest = rounded(told, digits);
  if (up ? nearest >= told : nearest <= told) return nearest;
  const std::string text = scientific(told);
  const std::size_t mark = text.find('e');
  const std::string last = "1" + text.substr(mark);  // of the first digit; less by as many as follow it
  double unit = 0;
  std::from_chars(last.data(), last.data() + last.size(), unit);
  for (int digit = 1; digit < digits; ++digit) unit /= 10;
  return rounded(up ? nearest + unit : nearest - unit, digits);
}

double rounded(double value, int digits) {
  if (!std::isfinite(value) || value == 0) return value;
  const std::string text = scientific(value, digits);
  double nearest = 0;
  std::from_chars(text.data(), text.data() + text.size(), nearest);
  return nearest;
}

std::string number_text(double value) {
  if (!std::isfinite(value)) return "null";
  if (value == 0) return "0";
  const Decimal decimal = decimal_of(value);
  const bool is_plain = decimal.exponent >= least_plain_exponent && decimal.exponent <= greatest_plain_exponent;
  return (decimal.is_negative ? "-" : "") + (is_plain ? plain(decimal) : with_exponent(decimal));
}

}  // namespace stalemate::analysis::measure
