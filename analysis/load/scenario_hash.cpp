// The hash that names a scenario: of its values and their order, not of blanks and comments.
#define XXH_INLINE_ALL
#include <xxhash.h>
#include "analysis/load/hexadecimal.hpp"
#include "analysis/load/reading.hpp"

namespace stalemate::analysis::load {

namespace {

// A length before every text, so that no two documents give one stream of bytes.
void add_text(std::string& bytes, const std::string& text) { bytes += std::to_string(text.size()) + ':' + text; }

void add_node(std::string& bytes, const Node& node) {
  bytes += std::to_string(static_cast<int>(node.kind));
  switch (node.kind) {
    case Kind::null: return;
    case Kind::flag: bytes += node.flag ? 't' : 'f'; return;
    case Kind::integer:
    case Kind::number:
    case Kind::text: return add_text(bytes, node.text);
    case Kind::array:
      for (const Node& item : node.items) add_node(bytes, item);
      break;
    case Kind::object:
      for (const Member& member : node.members) {
        add_text(bytes, member.key);
        add_node(bytes, member.value);
      }
      break;
  }
  bytes += ';';
}

}  // namespace

std::string hash_of(const Node& document) {
  std::string bytes;
  add_node(bytes, document);
  return hexadecimal(XXH3_64bits(bytes.data(), bytes.size()));
}

}  // namespace stalemate::analysis::load
