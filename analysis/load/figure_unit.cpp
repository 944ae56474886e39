#include "analysis/load/figure_unit.hpp"
#include <cstddef>
#include <vector>
#include "analysis/load/path.hpp"
#include "models/options/quantity.hpp"
#include "sim/time.hpp"

namespace stalemate::analysis::load {
namespace {

namespace options = models::options;

/// Without the names that users give: of a class, of an origin, of a cache, of a bus, of a link, of what harm is
/// counted in, of a fault, of an alert.
std::vector<std::string> own_words(const Path& path) {
  std::vector<std::string> words = path.parts;
  const bool is_of_class = words.size() > 1 && (words[0] == "classes" || words[0] == "cost" || words[0] == "harm");
  const bool is_of_node = words.size() > 2 && words[0] == "load" &&
                          (words[1] == "origin" || words[1] == "cache" || words[1] == "bus" || words[1] == "links");
  const bool is_of_incident = words.size() > 2 && words[0] == "incidents";
  const bool is_of_alert = words.size() > 1 && words[0] == "alerts";
  if (is_of_incident) words.erase(words.begin(), words.begin() + (words.size() > 4 && words[3] == "by" ? 5 : 3));
  if (is_of_alert) words.erase(words.begin(), words.begin() + 2);
  if (is_of_class) words.erase(words.begin(), words.begin() + 2);
  if (is_of_node) words.erase(words.begin(), words.begin() + 3);
  return words;
}

std::optional<double> number_of(std::string_view text) {
  if (const auto count = options::read_count(text)) return double(*count);
  return text.ends_with('%') ? std::nullopt : options::read_ratio(text);
}

}  // namespace

std::optional<FigureUnit> unit_of(std::string_view path) {
  const auto parsed = parse_path(path);
  if (!parsed) return std::nullopt;
  const std::vector<std::string> words = own_words(*parsed);
  const std::string_view last = words.empty() ? std::string_view() : std::string_view(words.back());
  if (last == "count" || last == "unsettled") return FigureUnit::count;
  if (last == "ratio" || last == "hit_ratio" || last == "utilisation") return FigureUnit::share;
  if (last == "amplification" || last == "cache_dependency") return FigureUnit::factor;
  if (last == "bytes" || last == "bytes_max") return FigureUnit::bytes;
  FigureUnit unit = last == "goodput" ? FigureUnit::per_second : FigureUnit::count;
  for (const std::string& word : words)
    if (word.ends_with("_per_s")) {
      unit = FigureUnit::per_second;
    } else if (word.ends_with("_s")) {
      unit = FigureUnit::seconds;
    }
  return unit;
}

std::optional<double> read_figure(std::string_view text, FigureUnit unit) {
  if (const auto number = number_of(text)) return number;
  switch (unit) {
    case FigureUnit::count: break;
    case FigureUnit::factor:
    case FigureUnit::share: return options::read_ratio(text);
    case FigureUnit::seconds:
      if (const auto duration = options::read_duration(text)) return sim::seconds(*duration);
      break;
    case FigureUnit::per_second: return options::read_rate_per_s(text);
    case FigureUnit::bytes:
      if (const auto bytes = options::read_bytes(text)) return double(*bytes);
      break;
  }
  return std::nullopt;
}

const char* example_of(FigureUnit unit) {
  switch (unit) {
    case FigureUnit::count: return "it is a number: write 100";
    case FigureUnit::factor: return "it is a factor: write 0.5 or \"50%\"";
    case FigureUnit::share: return "it is a share: write \"1%\" or 0.01";
    case FigureUnit::seconds: return "it is a time: write \"5s\"";
    case FigureUnit::per_second: return "it is a rate: write \"2000/s\"";
    case FigureUnit::bytes: break;
  }
  return "it is a size: write \"64MiB\"";
}

}  // namespace stalemate::analysis::load
