#include "analysis/cli/run_output.hpp"
#include <algorithm>
#include <filesystem>
#include "analysis/cli/embedded.hpp"
#include "analysis/cli/terminal.hpp"
#include "analysis/load/diagnostics.hpp"
#include "analysis/load/visible.hpp"
#include "analysis/measure/results_json.hpp"
#include "analysis/page/csv.hpp"
#include "analysis/page/junit.hpp"
#include "analysis/page/markdown.hpp"
#include "analysis/page/one_page.hpp"

namespace stalemate::analysis::cli {

bool is_one_page(const std::string& path) {
  const std::string name = std::filesystem::path(path).filename().string();
  return name == "answer.md" || name.ends_with(".answer.md") || name.ends_with("-answer.md");
}

namespace {

std::optional<Format> format_of(const std::string& path) {
  if (is_one_page(path)) return Format::one_page;
  const std::string ending = std::filesystem::path(path).extension().string();
  if (ending == ".json") return Format::json;
  if (ending == ".csv") return Format::csv;
  if (ending == ".md") return Format::markdown;
  if (ending == ".html") return Format::html;
  if (ending == ".svg") return Format::svg;
  if (ending == ".xml") return Format::junit;
  return std::nullopt;
}

bool tells_exit_status(const std::string& path) {
  const auto format = format_of(path);
  return format == Format::markdown || format == Format::html || format == Format::one_page;
}

/// What tells the exit status comes last, when it is known whether the others could be written.
std::vector<std::string> in_order_of_writing(const std::vector<std::string>& paths) {
  std::vector<std::string> ordered;
  for (const bool is_last : {false, true})
    for (const std::string& path : paths)
      if (tells_exit_status(path) == is_last) ordered.push_back(path);
  return ordered;
}

std::string text_of(Format format, const load::Scenario& scenario, const page::Report& report,
                    const std::vector<page::Json>& runs, const RunOutput::TextOf& drawn) {
  switch (format) {
    case Format::json: return measure::write_json(measure::document_json(scenario, tool_name(), runs));
    case Format::csv: return page::csv(report);
    case Format::markdown: return page::markdown(report);
    case Format::junit: return page::junit(report);
    case Format::one_page: return page::one_page(scenario, report);
    case Format::html:
    case Format::svg: return drawn(format);
    case Format::table: break;
  }
  return page::screen(report, {table_width(), wants_colour()});
}

}  // namespace

std::string RunOutput::Texts::operator()(Format format) const {
  switch (format) {
    case Format::json: return measure::write_json(json());
    case Format::csv: return csv();
    case Format::markdown: return markdown();
    case Format::table:
    case Format::html:
    case Format::svg:
    case Format::junit:
    case Format::one_page: break;
  }
  return screen({table_width(), wants_colour()});
}

std::string tool_name() { return std::string(program_version()); }

std::optional<Trouble> RunOutput::wrong_names(const std::vector<std::string>& paths) {
  for (const std::string& path : paths)
    if (!format_of(path))
      return trouble(Exit::wrong_input,
                     "-o " + load::in_quotes(path) + ": the ending must be .html, .svg, .xml, .json, .csv or .md");
  return named_twice(paths);
}

std::variant<RunOutput, Trouble> RunOutput::open(const std::vector<std::string>& paths, Format format) {
  RunOutput output;
  output.format_ = format;
  auto files = open_all(in_order_of_writing(paths));
  if (auto* const why = std::get_if<Trouble>(&files)) return std::move(*why);
  output.files_ = std::move(std::get<std::vector<OutputFile>>(files));
  return output;
}

std::optional<Trouble> RunOutput::write(page::Report& report, const TextOf& text_of) {
  std::optional<Trouble> first;
  for (OutputFile& file : files_) {
    auto why = file.commit(text_of(*format_of(file.path())));
    if (!why || first) continue;
    first = std::move(why);
    report.exit_status = static_cast<int>(first->exit);
    report.exit_reason = "a file could not be written";
  }
  auto why = print(text_of(format_));
  return first ? first : why;
}

std::optional<Trouble> RunOutput::write(const load::Scenario& scenario, page::Report& report,
                                        const std::vector<page::Json>& runs, const TextOf& drawn) {
  return write(report, [&](Format format) { return text_of(format, scenario, report, runs, drawn); });
}

std::optional<Trouble> RunOutput::show_part(const std::string& heading, const TextOf& text_of) const {
  if (format_ != Format::table) return std::nullopt;
  return print(heading + "\n\n" + text_of(format_));
}

std::optional<Trouble> RunOutput::show_part(const std::string& heading, const page::Report& report) const {
  return show_part(heading, [&](Format) { return page::screen(report, {table_width(), wants_colour()}); });
}

std::optional<Trouble> RunOutput::drawn_names(const std::vector<std::string>& paths, const std::string& what) {
  const auto is_drawn = [](const std::string& path) {
    const auto format = format_of(path);
    return format == Format::html || format == Format::svg || format == Format::junit || format == Format::one_page;
  };
  const auto found = std::find_if(paths.begin(), paths.end(), is_drawn);
  if (found == paths.end()) return std::nullopt;
  return trouble(Exit::wrong_input, "-o " + load::in_quotes(*found) + ": " + what +
                                        " is neither drawn nor told as tests or on one page, as a plain run is; the "
                                        "ending must be .json, .csv or another .md");
}

std::optional<std::string> RunOutput::page() const {
  for (const OutputFile& file : files_)
    if (format_of(file.path()) == Format::html) return file.path();
  return std::nullopt;
}

std::string RunOutput::files() const {
  std::string names;
  for (const OutputFile& file : files_) names += (names.empty() ? "" : ", ") + load::visible(file.path());
  return names;
}

}  // namespace stalemate::analysis::cli
