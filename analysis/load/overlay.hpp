// Laying one document over another: `extends`, a strategy's `set`, and --set on the command line.
// Promise: every value keeps the place it was written at; nothing is set where nothing exists; extends never loops.
// Source: RFC 7396 (JSON Merge Patch). Departs: a patch that is no object is an error at the top.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include "analysis/load/diagnostics.hpp"
#include "analysis/load/document.hpp"

namespace stalemate::analysis::load {

/// Objects merge key by key, arrays and scalars replace, null deletes a key.
void merge(Node& base, Node over);

/// Sets one value. Entries of arrays go by number or by name. The parent must exist; a new key under an existing object
/// is allowed, null deletes a key. `place` is where the path was written; false, with an error there, when the path
/// leads nowhere.
bool set_value(Node& root, std::string_view path, Node value, Place place, Diagnostics& diagnostics);

/// The same for --set: the text is JSON when it is valid JSON, else a string; `place` becomes the place of the value.
/// The usual place is {diagnostics.file("--set")}.
bool apply_set(Node& root, std::string_view path, std::string_view value_text, Place place, Diagnostics& diagnostics);
/// "PATH=VALUE" in one word.
bool apply_set(Node& root, std::string_view assignment, Place place, Diagnostics& diagnostics);

/// The text of a file, or none when there is no such file. The name is the one written in `extends`, taken from the
/// folder of the file that says it.
using FindText = std::function<std::optional<std::string>(std::string_view name)>;

inline constexpr std::int64_t extends_at_most = 16;

/// Parses a text and lays it over what it `extends`, that over what it extends in turn. The key `extends` is gone from
/// the result. None when any of the texts is no JSON, is not found, or extends itself.
std::optional<Node> read_document(std::string_view name, std::string_view text, const FindText& find_text,
                                  Diagnostics& diagnostics);

}  // namespace stalemate::analysis::load
