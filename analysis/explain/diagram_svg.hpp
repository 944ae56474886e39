// A story as a picture: a sequence diagram with its sentences beneath, in one SVG file.
// Promise: self-contained, well-formed whatever names hold, readable on light and dark, by shape and not by colour
// alone. Source: SVG 1.1; prefers-color-scheme (Media Queries 5).
#pragma once
#include <string>
#include "analysis/explain/explanation.hpp"

namespace stalemate::analysis::explain {

/// Of an explanation that has a story, with all that a picture needs that travels alone: what was run, which read it
/// is, what the marks mean.
std::string diagram_svg(const Explanation& explanation);
/// Its lanes and steps alone, without a style: for a page that has one, and that tells the sentences itself. A step is
/// a group of class `step`, numbered from 1 by data-step.
std::string diagram_inline(const Story& story);

}  // namespace stalemate::analysis::explain
