// Dotted paths: `nodes."my db".read.p50`, `load.1.rate`; the same in --set, --vary, errors and results.
// Promise: print and parse are inverse; a path that leads nowhere is answered with the nearest that leads somewhere.
// Source: dotted keys of TOML 1.0. Departs: entries of arrays are numbers from 0, or their names; few characters need
// quotes.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
#include "analysis/load/document.hpp"

namespace stalemate::analysis::load {

struct Path {
  std::vector<std::string> parts;
  bool operator==(const Path&) const = default;
};

/// Why a text is no path, and at which code point (from 1).
struct PathError {
  std::int64_t column = 0;
  std::string message;
  std::string mended;  ///< The path with the quotes that it needs; empty: not known.
};

std::optional<Path> parse_path(std::string_view text, PathError* why = nullptr);
std::string print(const Path& path);
/// `base` with one more part, quoted where it must be; an empty base gives the part alone.
std::string join(std::string_view base, std::string_view part);
std::string join(std::string_view base, std::int64_t index);

/// PATH=VALUE parted at the first '=' outside quotes.
std::optional<std::pair<std::string_view, std::string_view>> split_assignment(std::string_view text);

/// The value of "name" of an entry of an array; empty when it has none.
std::string_view name_of(const Node& entry);
/// The same path with the numbers of entries for their names, as far as it leads.
Path with_numbers(const Node& root, Path path);

const Node* find(const Node& root, const Path& path);
Node* find(Node& root, const Path& path);

/// How far a path can be walked: the last node that exists, and how many parts led there.
struct Walk {
  const Node* node = nullptr;
  std::int64_t parts = 0;
};
Walk walk(const Node& root, const Path& path);

/// The path with its first unknown part mended, by what is present there or by `known` (names the caller knows of at
/// that place); none when nothing is near. What follows the mended part is kept.
std::optional<std::string> nearest_path(const Node& root, const Path& path, const std::vector<std::string>& known = {});

}  // namespace stalemate::analysis::load
