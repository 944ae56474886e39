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
/// Text as content or attribute of XML; what XML 1.0 does not allow becomes U+FFFD.
std::string xml_text(const std::string& text);

}  // namespace stalemate::analysis::explain
