#include "analysis/cli/library.hpp"
#include <algorithm>
#include "analysis/load/document.hpp"

namespace stalemate::analysis::cli {

std::optional<std::string_view> text_named(std::span<const EmbeddedFile> files, std::string_view name) {
  const auto found = std::find_if(files.begin(), files.end(), [&](const EmbeddedFile& f) { return f.name == name; });
  return found == files.end() ? std::nullopt : std::optional(found->text);
}

std::vector<std::string> names_of(std::span<const EmbeddedFile> files) {
  std::vector<std::string> names;
  for (const EmbeddedFile& file : files) names.emplace_back(file.name);
  return names;
}

std::string title_of(const EmbeddedFile& file) {
  load::Diagnostics ignored;
  const auto document = load::parse(file.text, file.name, ignored);
  const load::Node* title = document ? document->get("title") : nullptr;
  return title == nullptr ? "" : title->text;
}

}  // namespace stalemate::analysis::cli
