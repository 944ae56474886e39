// An explanation made fit for a page: its diagram, and each of its steps in words.
// Promise: as many sentences as the diagram has steps, in their order; a message that no sentence tells is told by its
// label. Source: this project's interface ("The page").
#pragma once
#include <optional>
#include "analysis/explain/explanation.hpp"
#include "analysis/page/incident.hpp"

namespace stalemate::analysis::explain {

/// None without a story.
std::optional<page::Incident> stepped(const Explanation& explanation);

}  // namespace stalemate::analysis::explain
