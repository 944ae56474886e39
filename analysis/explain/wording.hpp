// The sentences of an explanation that every form of it says: how many, which read, and where all this is from.
// Promise: a number stands beside what it was counted among; a sentence says the same on screen, in Markdown and in
// SVG. Source: this project's semantics ("Stale ratio").
#pragma once
#include <string>
#include <vector>
#include "analysis/explain/explanation.hpp"

namespace stalemate::analysis::explain {

/// "Under "ttl", 12 of 345 answered reads were stale (3.48 %)." and what led there, a paragraph each.
std::vector<std::string> how_many(const Explanation& of);
/// Indices of the causes that there are, the most frequent first.
std::vector<std::size_t> causes_by_count(const Explanation& of);
/// "THE OLDEST", "of 12 stale reads"
std::string which(const Explanation& of);
std::string among(const Explanation& of);
/// "A read of price 17 got version 3, 4.2 s after a newer one: ..."
std::string the_read(const Explanation& of);
/// The other strategies that were run, a line each.
std::vector<std::string> the_others(const Explanation& of);

}  // namespace stalemate::analysis::explain
