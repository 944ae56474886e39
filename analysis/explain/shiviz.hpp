// A story as a log with vector clocks, for ShiViz.
// Promise: two lines an event, matched by shiviz_pattern; a host's name holds no blank and no two hosts share one.
// Source: ShiViz (Beschastnikh et al. 2016); vector clocks (Fidge 1988, Mattern 1989).
#pragma once
#include <string>
#include "analysis/explain/story.hpp"

namespace stalemate::analysis::explain {

/// What is to be typed into ShiViz as the log parsing expression; it is its default.
inline constexpr const char* shiviz_pattern = R"((?<event>.*)\n(?<host>\S*) (?<clock>{.*}))";

std::string shiviz(const Story& story);

}  // namespace stalemate::analysis::explain
