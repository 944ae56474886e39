#include "analysis/cli/explain_output.hpp"
#include <filesystem>
#include <functional>
#include <map>
#include "analysis/cli/terminal.hpp"
#include "analysis/explain/diagram_svg.hpp"
#include "analysis/explain/mermaid.hpp"
#include "analysis/explain/perfetto.hpp"
#include "analysis/explain/shiviz.hpp"
#include "analysis/load/diagnostics.hpp"
#include "analysis/load/visible.hpp"

namespace stalemate::analysis::cli {
namespace {

using explain::Explanation;
using explain::KeyLife;

using Write = std::string (*)(const Explanation& explanation, const KeyLife& life);

const std::map<std::string, Write>& writers() {
  static const std::map<std::string, Write> all = {
      {".svg", [](const Explanation& of, const KeyLife&) { return explain::diagram_svg(of); }},
      {".mmd", [](const Explanation& of, const KeyLife&) { return explain::mermaid(*of.story); }},
      {".json", [](const Explanation& of, const KeyLife& life) { return explain::perfetto(*of.story, life); }},
      {".log", [](const Explanation& of, const KeyLife&) { return explain::shiviz(*of.story); }},
      {".md", [](const Explanation& of, const KeyLife&) { return explain::markdown(of); }}};
  return all;
}

std::string ending_of(const std::string& path) { return std::filesystem::path(path).extension().string(); }

std::string text_of(Format format, const Explanation& explanation) {
  if (format == Format::json) return explain::data(explanation);
  if (format == Format::markdown) return explain::markdown(explanation);
  return explain::screen(explanation, {table_width(), wants_colour()});
}

}  // namespace

std::optional<Trouble> ExplainOutput::wrong_names(const std::vector<std::string>& paths) {
  for (const std::string& path : paths)
    if (!writers().contains(ending_of(path)))
      return trouble(Exit::wrong_input,
                     "-o " + load::in_quotes(path) + ": the ending must be .svg, .mmd, .json, .log or .md");
  return named_twice(paths);
}

std::variant<ExplainOutput, Trouble> ExplainOutput::open(const std::vector<std::string>& paths, Format format) {
  ExplainOutput output;
  output.format_ = format;
  auto files = open_all(paths);
  if (auto* const why = std::get_if<Trouble>(&files)) return std::move(*why);
  output.files_ = std::move(std::get<std::vector<OutputFile>>(files));
  return output;
}

std::optional<Trouble> ExplainOutput::write(const Explanation& explanation, const KeyLife& life) {
  std::optional<Trouble> first;
  for (OutputFile& file : files_) {
    if (!explanation.story && ending_of(file.path()) != ".md") {
      complain("stalemate: no stale read to draw; not written: " + load::visible(file.path()) + "\n");
      is_missing_ = true;
      continue;
    }
    auto why = file.commit(writers().at(ending_of(file.path()))(explanation, life));
    if (why && !first) first = std::move(why);
  }
  auto why = print(text_of(format_, explanation));
  return first ? first : why;
}

}  // namespace stalemate::analysis::cli
