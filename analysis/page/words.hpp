// Text for people: figures, times, names made fit to be shown, and lines filled to a width.
// Promise: a width is counted in code points; what could steer a terminal becomes a visible escape.
// Source: this project's interface. Departs: a code point is one column, wide letters of East Asia too.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include "analysis/load/visible.hpp"

namespace stalemate::analysis::page {

std::string count_text(double value);          ///< "1 999"
std::string rate_text(double per_second);      ///< "0.25", "4.2", "1 999"
std::string percent_text(double share);        ///< "25.58 %"; what is neither none nor all never looks so
std::string whole_percent_text(double share);  ///< "82 %"; the same holds
std::string share_text(double share);          ///< "9.7 %"; three digits at most, and the same holds
std::string time_text(double seconds);         ///< "850us", "42ms", "4.2 s", "359 s", "17 min", "2.8 h"
std::string clock_text(double seconds);        ///< "4:00", "1:00:30", "0:00.5"
std::string short_number(double value);        ///< Three significant digits: "0.0278"
std::string plural(std::int64_t count, std::string_view one);  ///< "1 seed", "20 seeds"

constexpr std::int64_t gap = 2;  ///< Between two columns of a table.
std::int64_t columns(std::string_view text);
using load::visible;
std::string in_quotes(const std::string& name);  ///< Made visible.
/// Made visible; what could begin markup is escaped, or an entity where a backslash does not help.
std::string markdown_text(const std::string& text);
/// At most `width` columns; a longer one loses its middle to an ellipsis.
std::string shortened(const std::string& text, std::int64_t width);
/// The same for names that stand together: what tells them apart is kept where the width allows it.
std::vector<std::string> shortened_apart(const std::vector<std::string>& names, std::int64_t width);
std::string left(const std::string& text, std::int64_t width);   ///< Filled with blanks to the right.
std::string right(const std::string& text, std::int64_t width);  ///< Filled with blanks to the left.
/// Broken at blanks, but for those within figures, into lines of at most `width`, 1 or more; a longer word is
/// broken within.
std::vector<std::string> wrapped(const std::string& text, std::int64_t width);
/// A word as a POSIX shell takes it back unchanged. What would steer a terminal is written by printf, so that the line
/// can be shown, and copied from there; but for a line break at its end, which a shell would cut off.
std::string shell_word(const std::string& word);
std::string joined(const std::vector<std::string>& items, std::string_view between);

}  // namespace stalemate::analysis::page
