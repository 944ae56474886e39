// Laying documents over each other.
// Promise: a refused overlay leaves the base as it was.
// Source: RFC 7396, section 2. Departs: see the header.
#include "analysis/load/overlay.hpp"
#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>
#include "analysis/load/nearest.hpp"
#include "analysis/load/path.hpp"

namespace stalemate::analysis::load {

namespace {

constexpr std::string_view extends_key = "extends";

Member* member_of(Node& object, std::string_view key) {
  return const_cast<Member*>(std::as_const(object).member(key));
}

void remove(Node& object, std::string_view key) {
  std::erase_if(object.members, [&](const Member& member) { return member.key == key; });
}

/// A patch's nulls delete; where there is nothing to delete they vanish (RFC 7396).
void drop_nulls(Node& node) {
  if (!node.is(Kind::object)) return;
  std::erase_if(node.members, [](const Member& member) { return member.value.is(Kind::null); });
  for (Member& member : node.members) drop_nulls(member.value);
}

void merge_member(Node& base, Member over) {
  Member* old = member_of(base, over.key);
  if (over.value.is(Kind::null)) {
    remove(base, over.key);
  } else if (old != nullptr && old->value.is(Kind::object) && over.value.is(Kind::object)) {
    merge(old->value, std::move(over.value));
  } else {
    drop_nulls(over.value);
    if (old != nullptr) {
      *old = std::move(over);
    } else {
      base.members.push_back(std::move(over));
    }
  }
}

std::string what_is_there(const Node& node, const Path& path, std::size_t parts) {
  const Path there{{path.parts.begin(), path.parts.begin() + std::ptrdiff_t(parts)}};
  const std::string name = parts == 0 ? "the document" : print(there);
  if (!node.is(Kind::array)) return name + " is " + excerpt(node) + ", not an object";
  std::string names;
  for (const Node& item : node.items)
    if (!name_of(item).empty()) names += (names.empty() ? ", or named " : ", ") + in_quotes(name_of(item));
  return name + " has " + std::to_string(node.items.size()) + " entries, numbered from 0" + names;
}

void refuse_path(const Node& root, const Path& path, Place place, Diagnostics& diagnostics) {
  const Walk reached = walk(root, path);
  const auto parts = std::size_t(reached.parts);
  if (!reached.node->is(Kind::object)) {
    const auto near = nearest_path(root, path);
    diagnostics.error(place, print(path), "leads nowhere: " + what_is_there(*reached.node, path, parts),
                      near ? "did you mean " + *near + "?" : "");
    return;
  }
  const auto near = nearest_path(root, path);
  const std::string mend = near ? "did you mean " + *near + "?" : mend_for(path.parts[parts], reached.node->keys());
  diagnostics.error(place, print(path), "leads nowhere: there is no " + in_quotes(path.parts[parts]), mend);
}

std::int64_t levels_of(const Node& node) {
  std::int64_t deepest = 0;
  for (const Node& item : node.items) deepest = std::max(deepest, levels_of(item));
  for (const Member& member : node.members) deepest = std::max(deepest, levels_of(member.value));
  return node.is(Kind::array) || node.is(Kind::object) ? deepest + 1 : 0;
}

bool fits(const Path& path, const Node& value, Place place, Diagnostics& diagnostics) {
  const bool is_shallow = std::int64_t(path.parts.size()) + levels_of(value) <= levels_at_most;
  const bool is_short = std::int64_t(print(path).size()) <= path_bytes_at_most;
  if (is_shallow && is_short) return true;
  diagnostics.error(place, "", "the path to this value is too long or nested too deep");
  return false;
}

void put(Node& parent, const std::string& key, Node value, Place place) {
  if (value.is(Kind::null)) {
    remove(parent, key);
  } else if (Member* old = member_of(parent, key)) {
    *old = {key, place, std::move(value)};
  } else {
    parent.members.push_back({key, place, std::move(value)});
  }
}

/// "shop": "service" is short for {"kind": "service"}: what is set below it needs the long form.
void write_node_out(Node& root, const Path& path) {
  if (path.parts.size() != 3 || path.parts.front() != "nodes") return;
  Node* const node = find(root, Path{{path.parts[0], path.parts[1]}});
  if (node == nullptr || !node->is(Kind::text)) return;
  Node whole;
  whole.kind = Kind::object;
  whole.place = node->place;
  whole.members.push_back({"kind", node->place, std::move(*node)});
  set_paths(whole, print(Path{{path.parts[0], path.parts[1]}}));
  *node = std::move(whole);
}

std::optional<Path> checked_path(std::string_view text, Place place, Diagnostics& diagnostics) {
  PathError why;
  std::optional<Path> path = parse_path(text, &why);
  if (path) return path;
  const char* const shell = place.line == 0 ? ", in a shell within '...'" : "";
  const std::string mend = why.mended.empty() ? "" : "write " + why.mended + shell;
  diagnostics.error(
      place, "", in_quotes(text) + " is not a path: " + why.message + " (character " + std::to_string(why.column) + ")",
      mend);
  return std::nullopt;
}

/// The value text of --set. A text that is no JSON is a string; one that repeats a key is refused.
std::optional<Node> value_of(std::string_view text, Place place, Diagnostics& diagnostics) {
  Diagnostics judged;
  std::optional<Node> value = parse(text, "", judged);
  if (!value) return text_node(std::string(text), place);
  set_places(*value, place);
  for (const Diagnostic& repeat : judged.sorted()) diagnostics.error(place, repeat.path, "a key is written twice");
  return judged.has_errors() ? std::nullopt : std::move(value);
}

/// "a/b.json" and "../c.json" give "c.json": a name is taken from the folder of the file that says it.
std::string name_beside(std::string_view from, std::string_view name) {
  const auto slash = from.rfind('/');
  const bool is_absolute = name.starts_with('/');
  const std::string whole = is_absolute || slash == std::string_view::npos
                                ? std::string(name)
                                : std::string(from.substr(0, slash + 1)) + std::string(name);
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= whole.size();) {
    const std::size_t end = std::min(whole.find('/', at), whole.size());
    std::string part = whole.substr(at, end - at);
    at = end + 1;
    const bool goes_up = part == ".." && !parts.empty() && parts.back() != ".." && !parts.back().empty();
    if (goes_up) {
      parts.pop_back();
    } else if (part != "." && (!part.empty() || parts.empty())) {
      parts.push_back(std::move(part));
    }
  }
  std::string result;
  for (std::size_t i = 0; i < parts.size(); ++i) result += (i > 0 ? "/" : "") + parts[i];
  return is_absolute && parts.size() == 1 ? "/" : result;
}

/// Follows `extends` from file to file.
class Extender {
 public:
  Extender(const FindText& find_text, Diagnostics& diagnostics) : find_text_(find_text), diagnostics_(diagnostics) {}

  /// The documents, the one that was asked for first; none when the chain breaks.
  std::optional<std::vector<Node>> chain(std::string_view name, std::string_view text) {
    std::vector<Node> documents;
    std::optional<std::string> next_text = std::string(text);
    std::string next_name(name);
    while (next_text) {
      names_.push_back(next_name);
      std::optional<Node> document = parse(*next_text, next_name, diagnostics_);
      if (!document) return std::nullopt;
      documents.push_back(std::move(*document));
      const Node* extends = documents.back().get(extends_key);
      if (extends == nullptr) return documents;
      next_name = name_beside(next_name, extends->text);
      next_text = text_of(*extends, next_name);
    }
    return std::nullopt;
  }

 private:
  std::optional<std::string> refuse(const Node& extends, std::string message, std::string mend = {}) {
    diagnostics_.error(extends.place, extends.path, std::move(message), std::move(mend));
    return std::nullopt;
  }

  std::optional<std::string> text_of(const Node& extends, const std::string& name) {
    if (!extends.is(Kind::text)) return refuse(extends, excerpt(extends) + " is not the name of a file in quotes");
    if (std::find(names_.begin(), names_.end(), name) != names_.end()) {
      return refuse(extends, "extends itself: " + chain_to(name));
    }
    if (std::int64_t(names_.size()) > extends_at_most) {
      return refuse(extends, "a chain of more than " + std::to_string(extends_at_most) + " files: " + chain_to(name));
    }
    std::optional<std::string> text = find_text_(name);
    return text ? text : refuse(extends, "there is no file " + in_quotes(name));
  }

  std::string chain_to(const std::string& last) const {
    std::string text;
    for (const std::string& name : names_) text += in_quotes(name) + " -> ";
    return text + in_quotes(last);
  }

  const FindText& find_text_;
  Diagnostics& diagnostics_;
  std::vector<std::string> names_;
};

}  // namespace

void merge(Node& base, Node over) {
  if (!base.is(Kind::object) || !over.is(Kind::object)) {
    drop_nulls(over);
    base = std::move(over);
    return;
  }
  for (Member& member : over.members) merge_member(base, std::move(member));
}

bool set_value(Node& root, std::string_view path_text, Node value, Place place, Diagnostics& diagnostics) {
  const std::optional<Path> typed = checked_path(path_text, place, diagnostics);
  if (!typed || !fits(*typed, value, place, diagnostics)) return false;
  const Path path = with_numbers(root, *typed);
  const Path parent_path{{path.parts.begin(), path.parts.end() - 1}};
  set_paths(value, print(path));
  write_node_out(root, path);
  Node* parent = find(root, parent_path);
  if (parent != nullptr && parent->is(Kind::object)) {
    put(*parent, path.parts.back(), std::move(value), place);
    return true;
  }
  if (Node* entry = find(root, path)) {
    *entry = std::move(value);
    return true;
  }
  refuse_path(root, *typed, place, diagnostics);
  return false;
}

bool apply_set(Node& root, std::string_view path, std::string_view value_text, Place place, Diagnostics& diagnostics) {
  std::optional<Node> value = value_of(value_text, place, diagnostics);
  return value && set_value(root, path, std::move(*value), place, diagnostics);
}

bool apply_set(Node& root, std::string_view assignment, Place place, Diagnostics& diagnostics) {
  const auto parts = split_assignment(assignment);
  if (parts) return apply_set(root, parts->first, parts->second, place, diagnostics);
  diagnostics.error(place, "", in_quotes(assignment) + " has no \"=\"", "write PATH=VALUE");
  return false;
}

std::optional<Node> read_document(std::string_view name, std::string_view text, const FindText& find_text,
                                  Diagnostics& diagnostics) {
  std::optional<std::vector<Node>> chain = Extender(find_text, diagnostics).chain(name, text);
  if (!chain) return std::nullopt;
  Node document = std::move(chain->back());
  if (chain->size() > 1 && !document.is(Kind::object)) {
    diagnostics.error(document.place, "", excerpt(document) + " cannot be extended: it is not an object");
    return std::nullopt;
  }
  for (std::size_t i = chain->size() - 1; i-- > 0;) merge(document, std::move((*chain)[i]));
  remove(document, extends_key);
  return document;
}

}  // namespace stalemate::analysis::load
