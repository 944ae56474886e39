#include "analysis/page/causes_chart.hpp"
#include <algorithm>
#include <utility>
#include "analysis/measure/cause.hpp"
#include "analysis/page/figures.hpp"
#include "analysis/page/labels.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::page {
namespace {

constexpr double causes_width = 760, bars_from = 190, bars_to = 610, bar_height = 20, bar_step = 30;
constexpr std::int64_t name_width = 23;

std::int64_t count_at(const StrategyReport& strategy, const std::string& path) {
  return static_cast<std::int64_t>(sum(strategy, path));
}

std::string cause_path(const std::string& cause) { return "staleness.causes." + cause; }

std::string number_text(std::int64_t count) { return count_text(static_cast<double>(count)); }

double part_of(std::int64_t count, std::int64_t all) {
  return all == 0 ? 0 : static_cast<double>(count) / static_cast<double>(all);
}

std::string told_after(const CauseBars::Bar& bar) {
  if (bar.stale == 0) return bar.answered == 0 ? "nothing read" : "none stale";
  return number_text(bar.stale) + " stale";
}

std::string bar_part(const std::string& cause, std::size_t number, std::int64_t count, double share, Point corner,
                     double width) {
  const std::string label = cause + " " + whole_percent_text(share);
  std::string text = "<g>" + svg_title(cause + ": " + number_text(count) + ", " + percent_text(share)) +
                     svg_rect(corner, {width, bar_height}, "part part-" + std::to_string(number % marker_shapes));
  for (const std::string& each : {label, cause})
    if (text_width(each) + 8 <= width)
      return text + svg_text({corner.x + 6, corner.y + 14.5}, each, "in-part") + "</g>\n";
  return text + "</g>\n";
}

std::string bar_text(const CauseBars& bars, const CauseBars::Bar& bar, double y) {
  const std::string name = shortened(visible(bar.strategy), name_width);
  std::string text = svg_text({bars_from - 10, y + 14.5}, name, "", Anchor::end);
  double x = bars_from;
  for (std::size_t i = 0; i < bars.causes.size(); ++i) {
    if (bar.counts[i] == 0) continue;
    const double share = part_of(bar.counts[i], bar.stale), width = share * (bars_to - bars_from);
    text += bar_part(bars.causes[i], i, bar.counts[i], share, {x, y}, width);
    x += width;
  }
  return text + svg_text({bars_to + 10, y + 14.5}, told_after(bar), "tick");
}

}  // namespace

CauseBars cause_bars(const Report& report) {
  std::vector<std::pair<std::int64_t, std::string>> found;
  for (std::size_t i = 0; i < measure::cause_count; ++i) {
    const std::string name(measure::name_of(static_cast<measure::Cause>(i)));
    std::int64_t count = 0;
    for (const StrategyReport& each : report.strategies) count += count_at(each, cause_path(name));
    if (count > 0) found.emplace_back(count, name);
  }
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  CauseBars bars;
  for (const auto& [count, name] : found) bars.causes.push_back(name);
  for (const StrategyReport& each : report.strategies) {
    CauseBars::Bar bar{each.name, {}, count_at(each, "staleness.stale"), count_at(each, "reads.answered")};
    if (each.is_baseline && bar.stale == 0) continue;
    for (const std::string& name : bars.causes) bar.counts.push_back(count_at(each, cause_path(name)));
    bars.bars.push_back(std::move(bar));
  }
  return bars;
}

Picture causes_picture(const CauseBars& bars) {
  std::string body;
  double y = 8;
  for (const CauseBars::Bar& bar : bars.bars) {
    body += bar_text(bars, bar, y);
    y += bar_step;
  }
  const std::string told = "A bar a strategy, of all its stale reads; the table below has the counts.";
  return {"causes", "Causes of stale reads", told, causes_width, y, body};
}

Grid causes_grid(const CauseBars& bars) {
  Grid grid{"Causes of stale reads", {"strategy", "stale reads", "of answered"}, {}};
  grid.titles.insert(grid.titles.end(), bars.causes.begin(), bars.causes.end());
  for (const CauseBars::Bar& bar : bars.bars) {
    grid.rows.push_back({visible(bar.strategy), number_text(bar.stale),
                         bar.answered == 0 ? "-" : percent_text(part_of(bar.stale, bar.answered))});
    for (const std::int64_t count : bar.counts) grid.rows.back().push_back(count == 0 ? "-" : number_text(count));
  }
  return grid;
}

std::vector<std::pair<std::string, std::string>> cause_meanings(const CauseBars& bars) {
  std::vector<std::pair<std::string, std::string>> all;
  for (std::size_t i = 0; i < measure::cause_count; ++i) {
    const auto cause = static_cast<measure::Cause>(i);
    const std::string name(measure::name_of(cause));
    if (std::find(bars.causes.begin(), bars.causes.end(), name) != bars.causes.end())
      all.emplace_back(name, measure::meaning_of(cause));
  }
  return all;
}

}  // namespace stalemate::analysis::page
