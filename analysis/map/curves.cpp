#include "analysis/map/curves.hpp"
#include <algorithm>
#include "analysis/map/answer.hpp"
#include "analysis/page/axis.hpp"
#include "analysis/page/labels.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::map {
namespace {

using page::Anchor;
using page::Point;
using page::svg_line;
using page::svg_text;

constexpr double curve_width = 760, plot_from = 84, plot_to = 600, plot_top = 40, plot_bottom = 320;
constexpr double knee_step = 14, label_room = 7, mark_radius = 4;

class CurveChart {
 public:
  CurveChart(const Map& map, Shown what)
      : map_(map),
        what_(what),
        looks_(looks_of(map)),
        value_(page::Axis::of_values(all_values(), {plot_bottom, plot_top})) {
    place_points();
    for (const KneeFact& each : map.knees)
      if (each.is_of_load == (what == Shown::load)) knees_.push_back(each);
  }

  double height() const { return knees_from() + knee_step * static_cast<double>(knees_.size()) + 28; }
  std::string draw() const { return axes() + lines() + knees(); }

 private:
  double knees_from() const { return plot_bottom + 52; }

  std::vector<double> all_values() const {
    std::vector<double> all;
    for (const Cell& cell : map_.cells)
      if (cell.has_run()) {
        const auto figure = figure_of(cell, what_);
        all.push_back(figure.mean);
        all.push_back(figure.mean + figure.half_width().value_or(0));
      }
    return all;
  }

  /// By their places on the axis, or by its logarithm; words one after the other.
  void place_points() {
    const auto along = along_of(map_);
    const auto [least, most] = std::minmax_element(along.begin(), along.end());
    const double low = *least, size = *most - *least;
    for (const double each : along)
      x_.push_back(size > 0 ? plot_from + (each - low) / size * (plot_to - plot_from) : plot_from);
  }

  std::string axes() const {
    const char* const law = value_.is_log() ? " (logarithmic)" : "";
    std::string text = svg_text({8, 20}, "\xE2\x86\x91 " + title_of(map_, what_) + law, "axis-title");
    for (const page::Tick& tick : value_.ticks(what_ == Shown::share ? page::percent_tick : page::number_tick))
      text += svg_line({plot_from, tick.at}, {plot_to, tick.at}, "grid") +
              svg_text({plot_from - 8, tick.at + 4}, tick.label, "tick", Anchor::end);
    text += svg_line({plot_from, plot_bottom}, {plot_to, plot_bottom}, "axis") + ticks();
    const std::string path = page::shortened(page::visible(map_.facts.axes.front().path), 70);
    const std::string scale = map_.facts.axes.front().scale == "log" ? " (logarithmic)" : "";
    return text + svg_text({plot_to, plot_bottom + 42}, path + scale + " \xE2\x86\x92", "axis-title", Anchor::end);
  }

  /// Every value has its tick, and those a text that have room for it.
  std::string ticks() const {
    std::string text;
    double free_from = 0;
    for (std::size_t i = 0; i < x_.size(); ++i) {
      text += svg_line({x_[i], plot_bottom}, {x_[i], plot_bottom + 5}, "axis");
      const std::string label = page::shortened(map_.point_text(i), 16);
      const double half = page::text_width(label) / 2;
      if (x_[i] - half < free_from) continue;
      text += svg_text({x_[i], plot_bottom + 20}, label, "tick", Anchor::middle);
      free_from = x_[i] + half + label_room;
    }
    return text;
  }

  std::string line_of(std::size_t strategy) const {
    const page::Look& look = looks_[strategy];
    std::vector<Point> line;
    std::string marks;
    for (std::size_t point = 0; point < x_.size(); ++point) {
      const Cell& cell = map_.at(point, strategy);
      if (!cell.has_run()) continue;
      const auto figure = figure_of(cell, what_);
      const Point at{x_[point], value_.at(figure.mean)};
      const double half = figure.half_width().value_or(0);
      if (half > 0 && look.shape)
        marks += svg_line({at.x, value_.at(std::max(0.0, figure.mean - half))}, {at.x, value_.at(figure.mean + half)},
                          "whisker");
      marks += "<g>" +
               page::svg_title(page::visible(look.name) + ", " + map_.point_text(point) + ": " +
                               figure_text(figure.mean, what_) + ", " + cell.verdict) +
               page::look_marker(look, at, mark_radius) + "</g>";
      line.push_back(at);
    }
    return look.group(page::svg_path(line, look.classes(" line")) + marks);
  }

  std::string lines() const {
    std::string below, above, names;
    page::Labels labels({{plot_to, plot_top - 16}, {curve_width - 2, plot_bottom + 8}});
    for (std::size_t strategy = 0; strategy < looks_.size(); ++strategy) {
      (looks_[strategy].shape ? above : below) += line_of(strategy);
      const auto end = end_of(strategy);
      if (looks_[strategy].shape && end)
        names += looks_[strategy].group(labels.place(*end, page::shortened(looks_[strategy].label(), 18)));
    }
    return below + above + names;
  }

  std::optional<Point> end_of(std::size_t strategy) const {
    for (std::size_t point = x_.size(); point > 0; --point)
      if (const Cell& cell = map_.at(point - 1, strategy); cell.has_run())
        return Point{plot_to + 4, value_.at(figure_of(cell, what_).mean)};
    return std::nullopt;
  }

  std::string knees() const {
    if (knees_.empty()) return "";
    std::string text = svg_text({8, knees_from() + 4}, "knees", "tick");
    double y = knees_from();
    for (const KneeFact& each : knees_) {
      const double from = x_[each.knee.least.value_or(each.knee.at)], to = x_[each.knee.most.value_or(each.knee.at)];
      const page::Look& look = looks_[each.strategy];
      text += look.group((from < to ? svg_line({from, y}, {to, y}, "whisker") : "") +
                         page::look_marker(look, {x_[each.knee.at], y}, mark_radius) +
                         svg_text({plot_to + 12, y + 4}, page::shortened(look.label(), 18), "tick"));
      y += knee_step;
    }
    return text;
  }

  const Map& map_;
  Shown what_;
  std::vector<page::Look> looks_;
  page::Axis value_;
  std::vector<double> x_;  ///< Of each point.
  std::vector<KneeFact> knees_;
};

std::string told_of_curves(const Map& map, Shown what) {
  return title_of(map, what) + " along " + page::visible(map.facts.axes.front().path) + ", from " + map.point_text(0) +
         " to " + map.point_text(map.facts.points.size() - 1) + ". The table below has the figures.";
}

}  // namespace

std::string title_of(const Map& map, Shown what) {
  if (what == Shown::load) return "origin reads a second";
  return map.promises ? "reads beyond a promise" : "stale reads";
}

measure::Estimate figure_of(const Cell& cell, Shown what) { return what == Shown::load ? cell.load() : cell.share(); }

std::string figure_text(double value, Shown what) {
  return what == Shown::load ? page::rate_text(value) : page::percent_text(value);
}

std::vector<page::Look> looks_of(const Map& map) {
  const auto& strategies = map.facts.strategies;
  std::vector<std::size_t> telling;  // the baseline, what is recommended, the front, then as they come
  const auto add = [&](std::size_t strategy) {
    const bool is_new = std::find(telling.begin(), telling.end(), strategy) == telling.end();
    if (is_new && telling.size() < page::marker_shapes) telling.push_back(strategy);
  };
  for (std::size_t i = 0; i < strategies.size(); ++i)
    if (strategies[i].is_baseline) add(i);
  if (const auto best = cheapest_held(map)) add(best->strategy);
  for (const Place& each : map.front) add(each.strategy);
  for (std::size_t i = 0; i < strategies.size(); ++i) add(i);
  std::vector<page::Look> looks;
  int shape = 0;
  for (std::size_t i = 0; i < strategies.size(); ++i) {
    const bool stands_out = std::find(telling.begin(), telling.end(), i) != telling.end();
    looks.push_back({strategies[i].name, i, strategies[i].is_baseline,
                     stands_out ? std::optional(shape++) : std::nullopt});
  }
  return looks;
}

page::Picture curves_picture(const Map& map, Shown what) {
  const CurveChart chart(map, what);
  return {"curves", title_of(map, what), told_of_curves(map, what), curve_width, chart.height(), chart.draw()};
}

}  // namespace stalemate::analysis::map
