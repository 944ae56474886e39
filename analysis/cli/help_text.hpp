// The texts of --help that are more than a line an option.
// Promise: what there is to name (standard faults, formats) comes from where it is made.
// Source: this project's interface ("Commands, in the order of work").
#pragma once
#include <string>

namespace stalemate::analysis::cli {

extern const char* const general_help;
extern const char* const search_footer;       ///< --solve, --find-capacity
extern const char* const vary_footer;
extern const char* const review_footer;       ///< with its example
extern const char* const sensitivity_footer;  ///< with its example
extern const char* const diff_footer;         ///< with its example
std::string what_if_footer();
std::string replay_footer();

}  // namespace stalemate::analysis::cli
