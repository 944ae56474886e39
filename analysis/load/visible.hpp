// Text that cannot steer the terminal that shows it.
// Promise: one line; control characters, direction marks, invisible blanks and broken UTF-8 are seen, not obeyed.
// Source: Unicode bidirectional attacks (Boucher & Anderson 2021); JSON's escapes.
#pragma once
#include <string>
#include <string_view>

namespace stalemate::analysis::load {

/// What steers as an escape ("\n", "\u202e"), what is no UTF-8 as U+FFFD, all else as it is.
std::string visible(std::string_view text);

}  // namespace stalemate::analysis::load
