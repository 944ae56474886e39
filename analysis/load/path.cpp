// Dotted paths: parsing, printing, walking.
// Promise: every part of any characters survives print and parse.
// Source: dotted keys of TOML 1.0. Departs: within quotes only \" and \\ are escapes.
#include "analysis/load/path.hpp"
#include <algorithm>
#include <charconv>
#include <cstddef>
#include "analysis/load/nearest.hpp"

namespace stalemate::analysis::load {

namespace {

bool needs_quotes(std::string_view part) {
  return part.empty() || std::any_of(part.begin(), part.end(), [](char c) {
           return static_cast<unsigned char>(c) <= ' ' || c == '.' || c == '"' || c == '\\' || c == '=' || c == ',';
         });
}

std::string print_part(std::string_view part) {
  if (!needs_quotes(part)) return std::string(part);
  std::string text = "\"";
  for (const char c : part) {
    if (c == '"' || c == '\\') text += '\\';
    text += c;
  }
  return text + '"';
}

/// Reads parts off a text from left to right.
class PathParser {
 public:
  explicit PathParser(std::string_view text) : text_(text) {}

  std::optional<Path> parse() {
    Path path;
    do {
      auto part = is_at('"') ? quoted_part() : bare_part();
      if (!part) return std::nullopt;
      path.parts.push_back(std::move(*part));
    } while (step_over('.'));
    if (at_ < text_.size()) return refuse("a dot is missing after the quoted part"), std::nullopt;
    return path;
  }
  PathError error() const { return error_; }

 private:
  bool is_at(char c) const { return at_ < text_.size() && text_[at_] == c; }
  bool step_over(char c) { return is_at(c) && (++at_, true); }

  void refuse(std::string message) {
    const auto is_start = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
    const auto before = std::count_if(text_.begin(), text_.begin() + std::ptrdiff_t(at_), is_start);
    error_ = {std::int64_t(before) + 1, std::move(message), {}};
  }

  std::optional<std::string> bare_part() {
    const std::size_t end = std::min(text_.find('.', at_), text_.size());
    std::string part(text_.substr(at_, end - at_));
    const auto stray = std::find_if(part.begin(), part.end(), [](char c) { return needs_quotes({&c, 1}); });
    if (part.empty()) return refuse("a part of the path is empty"), std::nullopt;
    if (stray != part.end()) {
      const std::string mended = std::string(text_.substr(0, at_)) + print_part(part) + std::string(text_.substr(end));
      at_ += std::size_t(stray - part.begin());
      refuse("this character needs quotes around the part");
      if (parse_path(mended)) error_.mended = mended;
      return std::nullopt;
    }
    at_ = end;
    return part;
  }

  std::optional<std::string> quoted_part() {
    std::string part;
    for (++at_; at_ < text_.size(); ++at_) {
      if (step_over('"')) return part;
      const bool is_escape = is_at('\\') && at_ + 1 < text_.size();
      if (is_escape) ++at_;
      if (is_escape && !is_at('"') && !is_at('\\')) {
        return refuse("only \\\" and \\\\ are escapes"), std::nullopt;
      }
      part += text_[at_];
    }
    return refuse("the quotes are not closed"), std::nullopt;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  PathError error_;
};

std::optional<std::size_t> index_in(const Node& array, std::string_view part) {
  std::size_t index = 0;
  const auto [end, status] = std::from_chars(part.data(), part.data() + part.size(), index);
  const bool is_number = status == std::errc{} && end == part.data() + part.size();
  const bool is_plain = part == "0" || !part.starts_with('0');
  if (!is_number || !is_plain || index >= array.items.size()) return std::nullopt;
  return index;
}

/// A number wins over a name; of two entries of one name the first is meant.
std::optional<std::size_t> entry_of(const Node& array, std::string_view part) {
  if (const auto index = index_in(array, part)) return index;
  if (part.empty()) return std::nullopt;
  for (std::size_t i = 0; i < array.items.size(); ++i)
    if (name_of(array.items[i]) == part) return i;
  return std::nullopt;
}

const Node* child(const Node& node, const std::string& part) {
  if (!node.is(Kind::array)) return node.get(part);
  const auto index = entry_of(node, part);
  return index ? &node.items[*index] : nullptr;
}

std::vector<std::string> names_in(const Node& node) {
  std::vector<std::string> names = node.keys();
  for (const Node& item : node.items)
    if (!name_of(item).empty()) names.emplace_back(name_of(item));
  return names;
}

}  // namespace

std::optional<Path> parse_path(std::string_view text, PathError* why) {
  PathParser parser(text);
  std::optional<Path> path = parser.parse();
  if (!path && why != nullptr) *why = parser.error();
  return path;
}

std::string print(const Path& path) {
  std::string text;
  for (const std::string& part : path.parts) text = join(text, part);
  return text;
}

std::string join(std::string_view base, std::string_view part) {
  return base.empty() ? print_part(part) : std::string(base) + '.' + print_part(part);
}

std::string join(std::string_view base, std::int64_t index) { return join(base, std::to_string(index)); }

std::optional<std::pair<std::string_view, std::string_view>> split_assignment(std::string_view text) {
  bool is_quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_quoted && text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      is_quoted = !is_quoted;
    } else if (text[i] == '=' && !is_quoted) {
      return std::pair(text.substr(0, i), text.substr(i + 1));
    }
  }
  return std::nullopt;
}

std::string_view name_of(const Node& entry) {
  const Node* const name = entry.get("name");
  return name != nullptr && name->is(Kind::text) ? std::string_view(name->text) : std::string_view();
}

Path with_numbers(const Node& root, Path path) {
  const Node* node = &root;
  for (std::string& part : path.parts) {
    const Node* const next = child(*node, part);
    if (next == nullptr) break;
    if (node->is(Kind::array)) part = std::to_string(*entry_of(*node, part));
    node = next;
  }
  return path;
}

Walk walk(const Node& root, const Path& path) {
  Walk walk{&root, 0};
  for (const std::string& part : path.parts) {
    const Node* next = child(*walk.node, part);
    if (next == nullptr) break;
    walk.node = next;
    ++walk.parts;
  }
  return walk;
}

const Node* find(const Node& root, const Path& path) {
  const Walk reached = walk(root, path);
  return reached.parts == std::int64_t(path.parts.size()) ? reached.node : nullptr;
}

Node* find(Node& root, const Path& path) { return const_cast<Node*>(find(std::as_const(root), path)); }

std::optional<std::string> nearest_path(const Node& root, const Path& path, const std::vector<std::string>& known) {
  const Walk reached = walk(root, path);
  if (reached.parts == std::int64_t(path.parts.size())) return print(path);
  std::vector<std::string> candidates = names_in(*reached.node);
  candidates.insert(candidates.end(), known.begin(), known.end());
  const auto wrong = std::size_t(reached.parts);
  const auto found = nearest(path.parts[wrong], candidates);
  if (!found) return std::nullopt;
  Path mended = path;
  mended.parts[wrong] = *found;
  return print(mended);
}

}  // namespace stalemate::analysis::load
