// Which keys a load of its own asks for: drawn by a popularity, or one after the other, as a crawl or an import does.
#include "analysis/load/reading.hpp"

namespace stalemate::analysis::load {

using models::Popularity;

namespace {

/// "scan", or {"scan": {"from": 1000}}.
bool is_scan(const Node& node) {
  if (node.is(Kind::text)) return node.text == "scan";
  return node.is(Kind::object) && node.get("scan") != nullptr;
}

Popularity scan_of(const Node& node, std::int64_t keys, Draft& draft) {
  Popularity scan;
  scan.law = Popularity::Law::scan;
  if (!node.is(Kind::object)) return scan;
  Reader whole(node, draft.diagnostics, draft.notes);
  if (auto in = whole.optional_object("scan")) {
    const std::int64_t from = in->count("from", std::int64_t{0}, between(std::int64_t{0}, limits::keys));
    if (keys > 0 && from >= keys)
      in->error("from", "is none of the " + std::to_string(keys) + " keys",
                "they are numbered 0 to " + std::to_string(keys - 1));
    scan.scan_from = static_cast<std::uint32_t>(from);
    in->finish();
  }
  whole.finish();
  return scan;
}

}  // namespace

std::optional<Popularity> keys_like_of(const Node& node, std::int64_t keys, Draft& draft) {
  return is_scan(node) ? scan_of(node, keys, draft) : popularity_of(node, keys, draft);
}

}  // namespace stalemate::analysis::load
