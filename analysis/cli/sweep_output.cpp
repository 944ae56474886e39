#include "analysis/cli/sweep_output.hpp"
#include <algorithm>
#include <filesystem>
#include <set>
#include "analysis/cli/page_output.hpp"
#include "analysis/cli/terminal.hpp"
#include "analysis/load/nearest.hpp"
#include "analysis/load/visible.hpp"
#include "analysis/map/export.hpp"
#include "analysis/map/html.hpp"

namespace stalemate::analysis::cli {
namespace {

using store::StoreError;

enum class Ending : std::uint8_t { csv, json, markdown, html, metrics };

std::optional<Ending> ending_of(const std::string& path) {
  const std::string ending = std::filesystem::path(path).extension().string();
  if (ending == ".csv") return Ending::csv;
  if (ending == ".json") return Ending::json;
  if (ending == ".md") return Ending::markdown;
  if (ending == ".html") return Ending::html;
  if (ending == ".prom") return Ending::metrics;
  return std::nullopt;
}

Ending ending_of(Format format) {
  return format == Format::csv ? Ending::csv : format == Format::json ? Ending::json : Ending::markdown;
}

/// What a sweep has once it is read whole.
struct Told {
  const store::SweepStore& store;
  const map::Map& map;
  const map::Ending& ending;
};

std::optional<StoreError> write_text(Ending ending, const Told& told, const map::Sink& sink) {
  switch (ending) {
    case Ending::csv: return map::write_csv(told.store, sink);
    case Ending::json: return map::write_json(told.store, told.map, sink);
    case Ending::markdown: sink(map::markdown(told.map, told.ending)); break;
    case Ending::html: sink(map::html(told.map, told.ending, assets_of_charts())); break;
    case Ending::metrics: sink(map::open_metrics(told.map)); break;
  }
  return std::nullopt;
}

Trouble unreadable(const StoreError& error) { return store_trouble("the store", error); }

std::optional<Trouble> write_file(OutputFile& file, const Told& told) {
  std::optional<Trouble> why;
  const auto error = write_text(*ending_of(file.path()), told, [&](std::string_view piece) {
    why = file.append(piece);
    return !why;
  });
  if (why) return why;
  return error ? unreadable(*error) : file.commit("");
}

std::optional<Trouble> print_text(Format format, const Told& told) {
  if (format == Format::table) return print(map::screen(told.map, told.ending, {table_width(), wants_colour()}));
  std::optional<Trouble> why;
  const auto error = write_text(ending_of(format), told, [&](std::string_view piece) {
    why = print(piece);
    return !why;
  });
  if (why) return why;
  return error ? std::optional(unreadable(*error)) : std::nullopt;
}

}  // namespace

std::optional<Trouble> SweepOutput::wrong_names(const std::vector<std::string>& paths) {
  std::set<std::string> known;
  for (const std::string& path : paths) {
    if (!ending_of(path))
      return trouble(Exit::wrong_input, "-o " + load::in_quotes(path) +
                                            ": of a sweep the ending must be .db, .html, .json, .csv, .md or .prom");
    if (!known.insert(identity_of(path)).second)
      return trouble(Exit::wrong_input, "-o " + load::in_quotes(path) + ": the same file is given twice");
  }
  return std::nullopt;
}

std::variant<SweepOutput, Trouble> SweepOutput::open(const std::vector<std::string>& paths, Format format) {
  SweepOutput output;
  output.format_ = format;
  for (const std::string& path : paths) {
    auto file = OutputFile::open(path);
    if (auto* const why = std::get_if<Trouble>(&file)) return std::move(*why);
    output.files_.push_back(std::move(std::get<OutputFile>(file)));
  }
  return output;
}

std::optional<Trouble> SweepOutput::write(const store::SweepStore& store, map::Ending& ending) {
  auto read = map::read_map(store);
  if (const auto* const why = std::get_if<StoreError>(&read)) return unreadable(*why);
  const Told told{store, std::get<map::Map>(read), ending};
  std::optional<Trouble> first;
  for (OutputFile& file : files_) {
    auto why = write_file(file, told);
    if (!why || first) continue;
    first = std::move(why);
    ending = {static_cast<int>(first->exit), "a file could not be written"};
  }
  auto why = print_text(format_, told);
  return first ? first : why;
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
