// Text of a scenario made fit to stand in HTML and SVG, as content, as an attribute, and as data for a script.
// Promise: whatever it holds it stays text: no markup, no end of a script, nothing that steers.
// Source: XML 1.0 (predefined entities); HTML, "Restrictions for contents of script elements".
#pragma once
#include <string>
#include "analysis/page/report.hpp"

namespace stalemate::analysis::page {

/// As content or attribute of HTML and XML, on one line; what XML 1.0 does not allow is seen as an escape.
std::string xml_text(const std::string& text);
/// The same of a text of several lines, which stay lines.
std::string xml_lines(const std::string& text);
/// JSON as the content of a script element that is data: it holds no "<".
std::string json_for_script(const Json& json);

}  // namespace stalemate::analysis::page
