// The words that stand beside steps: what the removal of the request or the fault does to the read, and what they mean.
// Promise: a word, never a colour or a sign alone; a request or a fault is marked once, at the first of its steps.
// Source: models of counterfactuals in explain/story.hpp.
#pragma once
#include <string>
#include <vector>
#include "analysis/explain/story.hpp"

namespace stalemate::analysis::explain {

/// Of the request or fault: "cause", "part", "context", "read"; empty: not tried, or nobody's doing.
std::string mark_of(const Story& story, const Step& step);
/// The same at its first step; at a later one "as 3", which is the number of the first.
std::string mark_beside(const Story& story, const Step& step);
/// What the marks of this story mean, and what the read is like without those that are no causes.
std::vector<std::string> legend_of(const Story& story);

}  // namespace stalemate::analysis::explain
