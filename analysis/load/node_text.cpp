#include "analysis/load/node_text.hpp"
#include <nlohmann/json.hpp>

namespace stalemate::analysis::load {
namespace {

// What is no UTF-8 was refused when the document was read.
std::string string_text(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

std::string json_text(const Node& node) {
  std::string text;
  switch (node.kind) {
    case Kind::null: return "null";
    case Kind::flag: return node.flag ? "true" : "false";
    case Kind::integer:
    case Kind::number: return node.text;
    case Kind::text: return string_text(node.text);
    case Kind::array:
      for (const Node& item : node.items) text += (text.empty() ? "" : ",") + json_text(item);
      return "[" + text + "]";
    case Kind::object:
      for (const Member& member : node.members)
        text += (text.empty() ? "" : ",") + string_text(member.key) + ":" + json_text(member.value);
      return "{" + text + "}";
  }
  return text;
}

}  // namespace stalemate::analysis::load
