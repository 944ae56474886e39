#include "analysis/page/markup.hpp"
#include <algorithm>
#include "analysis/page/words.hpp"

namespace stalemate::analysis::page {

std::string xml_text(const std::string& text) {
  std::string safe;
  for (const char c : visible(text)) {
    switch (c) {
      case '&': safe += "&amp;"; break;
      case '<': safe += "&lt;"; break;
      case '>': safe += "&gt;"; break;
      case '"': safe += "&quot;"; break;
      case '\'': safe += "&#39;"; break;
      default: safe += c;
    }
  }
  return safe;
}

std::string xml_lines(const std::string& text) {
  std::string safe;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t end = std::min(text.find('\n', from), text.size());
    std::string line = text.substr(from, end - from);
    if (line.ends_with('\r')) line.pop_back();
    for (std::size_t tab = line.find('\t'); tab != std::string::npos; tab = line.find('\t', tab))
      line.replace(tab, 1, "    ");
    safe += xml_text(line);
    if (end < text.size()) safe += '\n';
    from = end + 1;
  }
  return safe;
}

std::string json_for_script(const Json& json) {
  std::string safe;
  for (const char c : json.dump(-1, ' ', false, Json::error_handler_t::replace))
    safe += c == '<' ? std::string("\\u003c") : std::string(1, c);
  return safe;
}

}  // namespace stalemate::analysis::page
