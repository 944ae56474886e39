// What several seeds show, in words: intervals in cells, differences that are not shown, advice.
// Promise: with one seed there is no interval, and it is said so; "about n seeds" is rounded up.
// Source: this project's semantics ("Statistics") and interface.
#pragma once
#include <string>
#include <vector>
#include "analysis/page/report.hpp"

namespace stalemate::analysis::page {

/// " ±1 %" would repeat the unit: "5 %" and "1 %" give "5 ±1 %", "21ms" and "1ms" give "21ms ±1ms".
std::string with_interval(const std::string& figure, const std::string& half_width);

/// The most that any strategy was run with.
std::int64_t seeds_of(const Report& report);
/// " in 3 runs together"; of one run nothing.
std::string together_text(std::size_t runs);
/// `"A" and "B": no difference shown in origin reads over 8 seeds; about 30 would show one of this size.` Of the first
/// in the order of the answer and those that share its verdict. Empty when all differences among them are shown.
std::string no_difference_sentence(const Report& report);
/// How many seeds, and what was made of them.
std::string seeds_sentence(const Report& report);
std::vector<std::string> advice_sentences(const Report& report);

/// Up to 20 as it is; above, rounded up to what two digits can say.
std::string about_text(std::int64_t seeds);

}  // namespace stalemate::analysis::page
