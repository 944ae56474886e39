// The known word nearest to a mistyped one.
// Promise: offers only what a person could have meant; ties go to the earlier candidate.
// Source: Damerau 1964, Levenshtein 1966 (the restricted form: no letter is edited twice).
// Departs: a word that differs in case alone wins, and a beginning of a word stands for it.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stalemate::analysis::load {

/// Insertions, deletions, replacements and swaps of neighbours, counted in code points.
std::int64_t edit_distance(std::string_view from, std::string_view to);

/// The nearest candidate within a third of the word's length (at least one edit); none when nothing is near.
std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& candidates);

/// `did you mean "x"?`, else `known here: "a", "b"` (the first ten), else nothing: ready to be a mend.
std::string mend_for(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace stalemate::analysis::load
