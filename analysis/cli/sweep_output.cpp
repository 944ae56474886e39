#include "analysis/cli/sweep_output.hpp"
#include <algorithm>
#include <filesystem>
#include "analysis/cli/interrupt.hpp"
#include "analysis/cli/page_output.hpp"
#include "analysis/cli/run_output.hpp"
#include "analysis/cli/terminal.hpp"
#include "analysis/load/nearest.hpp"
#include "analysis/load/visible.hpp"
#include "analysis/map/export.hpp"
#include "analysis/map/html.hpp"

namespace stalemate::analysis::cli {
namespace {

using store::StoreError;

enum class Form : std::uint8_t { csv, json, markdown, html, metrics };

std::optional<Form> form_of(const std::string& path) {
  const std::string ending = std::filesystem::path(path).extension().string();
  if (ending == ".csv") return Form::csv;
  if (ending == ".json") return Form::json;
  if (ending == ".md") return Form::markdown;
  if (ending == ".html") return Form::html;
  if (ending == ".prom") return Form::metrics;
  return std::nullopt;
}

Form form_of(Format format) {
  return format == Format::csv ? Form::csv : format == Format::json ? Form::json : Form::markdown;
}

/// What a sweep has once it is read whole.
struct Told {
  const store::SweepStore& store;
  const map::Map& map;
  const map::Ending& ending;
};

std::optional<StoreError> write_text(Form form, const Told& told, const map::Sink& sink) {
  switch (form) {
    case Form::csv: return map::write_csv(told.store, sink);
    case Form::json: return map::write_json(told.store, told.map, sink);
    case Form::markdown: sink(map::markdown(told.map, told.ending)); break;
    case Form::html: sink(map::html(told.map, told.ending, assets_of_charts())); break;
    case Form::metrics: sink(map::open_metrics(told.map)); break;
  }
  return std::nullopt;
}

std::optional<Trouble> write_file(OutputFile& file, const Told& told) {
  std::optional<Trouble> why;
  const auto error = write_text(*form_of(file.path()), told, [&](std::string_view piece) {
    why = file.append(piece);
    return !why && !is_interrupted();
  });
  if (why || is_interrupted()) return why;
  return error ? store_trouble(told.store.path(), *error) : file.commit("");
}

std::optional<Trouble> print_text(Format format, const Told& told) {
  if (format == Format::table) return print(map::screen(told.map, told.ending, {table_width(), wants_colour()}));
  std::optional<Trouble> why;
  const auto error = write_text(form_of(format), told, [&](std::string_view piece) {
    why = print(piece);
    return !why && !is_interrupted();
  });
  if (why || is_interrupted()) return why;
  return error ? std::optional(store_trouble(told.store.path(), *error)) : std::nullopt;
}

}  // namespace

std::optional<Trouble> SweepOutput::wrong_names(const std::vector<std::string>& paths) {
  for (const std::string& path : paths)
    if (!form_of(path) || is_one_page(path))
      return trouble(Exit::wrong_input, "-o " + load::in_quotes(path) +
                                            ": of a sweep, or beside a store, the ending must be .db, .html, .json, "
                                            ".csv, .md (but no answer.md) or .prom");
  return named_twice(paths);
}

std::variant<SweepOutput, Trouble> SweepOutput::open(const std::vector<std::string>& paths, Format format) {
  SweepOutput output;
  output.format_ = format;
  auto files = open_all(paths);
  if (auto* const why = std::get_if<Trouble>(&files)) return std::move(*why);
  output.files_ = std::move(std::get<std::vector<OutputFile>>(files));
  return output;
}

std::variant<Exit, Trouble> SweepOutput::write(const store::SweepStore& store,
                                               const std::optional<map::Ending>& wrong, bool strict) {
  auto read = map::read_map(store);
  if (const auto* const why = std::get_if<StoreError>(&read)) return store_trouble(store.path(), *why);
  const auto& map = std::get<map::Map>(read);
  map::Ending ending = wrong ? *wrong : map::ending_of(map, strict);
  const Told told{store, map, ending};
  std::optional<Trouble> first;
  for (OutputFile& file : files_) {
    auto why = write_file(file, told);
    if (is_interrupted()) break;
    if (!why || first) continue;
    first = std::move(why);
    ending = {static_cast<int>(first->exit), "a file could not be written"};
  }
  auto why = is_interrupted() ? std::nullopt : print_text(format_, told);
  if (is_interrupted()) {
    complain("stalemate: interrupted: no further file is written; `stalemate report` writes them from a store\n");
    return exit_of_interrupt();
  }
  if (first || why) return first ? std::move(*first) : std::move(*why);
  return static_cast<Exit>(ending.status);
}

std::optional<Trouble> SweepOutput::show_part(const map::Map& map, const map::Ending& ending) const {
  if (format_ != Format::table) return std::nullopt;
  return print(map::screen(map, ending, {table_width(), wants_colour()}));
}

bool is_store(const std::string& path) { return std::filesystem::path(path).extension() == ".db"; }

std::variant<SweepPaths, Trouble> sweep_paths(const std::vector<std::string>& outputs) {
  SweepPaths paths;
  for (const std::string& path : outputs) {
    if (!is_store(path)) {
      paths.others.push_back(path);
    } else if (!paths.store.empty()) {
      return trouble(Exit::wrong_input, "-o " + load::in_quotes(path) + ": a sweep has one store");
    } else {
      paths.store = path;
    }
  }
  if (auto why = SweepOutput::wrong_names(paths.others)) return std::move(*why);
  return paths;
}

Trouble store_trouble(const std::string& path, const StoreError& error) {
  const std::string what = load::visible(path) + " " + error.message;
  switch (error.kind) {
    case StoreError::Kind::in_use: return trouble(Exit::machine, what + "; wait until that has ended");
    case StoreError::Kind::foreign: return trouble(Exit::wrong_input, what);
    case StoreError::Kind::damaged: return trouble(Exit::machine, what + "; take it from a copy, or run it again");
    case StoreError::Kind::machine: break;
  }
  return trouble(Exit::machine, "cannot use " + load::visible(path) + ": " + error.message);
}

}  // namespace stalemate::analysis::cli
