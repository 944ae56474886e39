// The library and the templates by name.
// Promise: a name is given without ending; a title comes from the file itself.
// Source: scenarios/.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>
#include "analysis/cli/embedded.hpp"

namespace stalemate::analysis::cli {

std::optional<std::string_view> text_named(std::span<const EmbeddedFile> files, std::string_view name);
std::vector<std::string> names_of(std::span<const EmbeddedFile> files);
/// The file's "title"; empty when it has none.
std::string title_of(const EmbeddedFile& file);

}  // namespace stalemate::analysis::cli
