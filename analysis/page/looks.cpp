#include "analysis/page/looks.hpp"
#include <algorithm>
#include "analysis/page/figures.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::page {
namespace {

constexpr std::size_t worst_shown = 2;
constexpr std::int64_t label_width = 24;

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool beats(const Report& report, const StrategyReport& one, const StrategyReport& other) {
  const auto own = broken_share(report, one), its = broken_share(report, other);
  if (!own || !its) return false;
  const double load = origin_load(one), its_load = origin_load(other);
  return *own <= *its && load <= its_load && (*own < *its || load < its_load);
}

/// So many of them, from one end to the other.
std::vector<std::string> spread(const std::vector<std::string>& all, std::size_t count) {
  if (all.size() <= count || count < 2) return all;
  std::vector<std::string> some;
  for (std::size_t i = 0; i < count; ++i) some.push_back(all[i * (all.size() - 1) / (count - 1)]);
  return some;
}

/// Those that stand out, the most telling first.
std::vector<std::string> telling(const Report& report, const std::string& current) {
  std::vector<std::string> names;
  const auto add = [&](const std::string& name) {
    if (names.size() < marker_shapes && !contains(names, name)) names.push_back(name);
  };
  const auto has = [&](const StrategyReport& each) { return each.name == current; };
  const auto& all = report.strategies;
  for (const StrategyReport& each : all)
    if (each.is_baseline) add(each.name);
  if (std::any_of(all.begin(), all.end(), has)) add(current);
  for (std::size_t i = 0; i < std::min(worst_shown, all.size()); ++i) add(all[all.size() - 1 - i].name);
  for (const std::string& name : spread(front_of(report), marker_shapes - names.size())) add(name);
  for (const StrategyReport& each : all) add(each.name);
  return names;
}

}  // namespace

std::string Look::classes(const char* more) const {
  return (shape ? "look look-" + std::to_string(*shape) : std::string("muted")) + more;
}

std::string Look::label() const { return shortened(visible(name), label_width); }

std::string Look::group(const std::string& svg) const {
  return "<g data-series=\"" + std::to_string(number) + "\">" + svg + "</g>\n";
}

std::vector<std::string> front_of(const Report& report) {
  if (report.comparison) return report.comparison->front;
  std::vector<std::string> names;
  for (const StrategyReport& each : report.strategies) {
    const auto is_better = [&](const StrategyReport& other) { return beats(report, other, each); };
    if (broken_share(report, each) && std::none_of(report.strategies.begin(), report.strategies.end(), is_better))
      names.push_back(each.name);
  }
  return names;
}

std::vector<Look> looks_of(const Report& report, const std::string& current) {
  const auto names = telling(report, current);
  std::vector<Look> looks;
  int next = 0;
  for (const StrategyReport& each : report.strategies)
    looks.push_back({each.name, looks.size(), each.is_baseline,
                     contains(names, each.name) ? std::optional(next++) : std::nullopt});
  return looks;
}

bool has_muted(const std::vector<Look>& looks) {
  return std::any_of(looks.begin(), looks.end(), [](const Look& each) { return !each.shape; });
}

std::string look_marker(const Look& look, Point at, double radius) {
  return svg_marker(look.shape.value_or(0), at, look.shape ? radius : 0.6 * radius, look.classes(" mark"));
}

}  // namespace stalemate::analysis::page
