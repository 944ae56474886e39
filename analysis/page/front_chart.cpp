#include "analysis/page/front_chart.hpp"
#include <algorithm>
#include "analysis/page/axis.hpp"
#include "analysis/page/figures.hpp"
#include "analysis/page/labels.hpp"
#include "analysis/page/over_seeds.hpp"
#include "analysis/page/standing.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::page {
namespace {

constexpr double front_width = 760, front_height = 430;
constexpr Reach load_reach{84, 716}, stale_reach{370, 48};
constexpr double mark_radius = 6;
constexpr const char* load_title = "origin reads a second";

/// Over the seeds, of one figure of the comparison.
std::optional<double> half_of(const measure::Compared& figure, const std::string& strategy) {
  for (const auto& [name, estimate] : figure.strategies)
    if (name == strategy) return estimate.half_width();
  return std::nullopt;
}

std::vector<double> with_halves(const std::vector<FrontPoint>& points, double FrontPoint::*value,
                                std::optional<double> FrontPoint::*half) {
  std::vector<double> all;
  for (const FrontPoint& each : points) {
    all.push_back(each.*value);
    all.push_back(each.*value + (each.*half).value_or(0));
  }
  return all;
}

class FrontChart {
 public:
  FrontChart(const std::string& stale_title, const std::vector<FrontPoint>& points)
      : title_(stale_title),
        points_(points),
        load_(Axis::of_values(with_halves(points, &FrontPoint::load, &FrontPoint::load_half), load_reach)),
        stale_(Axis::of_values(with_halves(points, &FrontPoint::stale, &FrontPoint::stale_half), stale_reach)) {}

  std::string draw() const { return axes() + front() + marks() + names(); }

 private:
  Point at(const FrontPoint& of) const { return {load_.at(of.load), stale_.at(of.stale)}; }

  std::string axes() const {
    std::string text;
    for (const Tick& tick : stale_.ticks(percent_tick))
      text += svg_line({load_reach.from, tick.at}, {load_reach.to, tick.at}, "grid") +
              svg_text({load_reach.from - 8, tick.at + 4}, tick.label, "tick", Anchor::end);
    for (const Tick& tick : load_.ticks(number_tick))
      text += svg_line({tick.at, stale_reach.from}, {tick.at, stale_reach.from + 5}, "axis") +
              svg_text({tick.at, stale_reach.from + 20}, tick.label, "tick", Anchor::middle);
    text += svg_line({load_reach.from, stale_reach.from}, {load_reach.to, stale_reach.from}, "axis");
    text += svg_text({8, 20}, "\xE2\x86\x91 " + title_ + note(stale_), "axis-title");
    return text + svg_text({load_reach.to, stale_reach.from + 44}, load_title + note(load_) + " \xE2\x86\x92",
                           "axis-title", Anchor::end);
  }
  static std::string note(const Axis& axis) { return axis.is_log() ? " (logarithmic)" : ""; }

  /// Steps: what lies above and to the right of them is worse in both.
  std::vector<Point> steps() const {
    std::vector<Point> corners;
    for (const FrontPoint& each : points_)
      if (each.is_on_front) corners.push_back(at(each));
    std::sort(corners.begin(), corners.end(), [](const Point& a, const Point& b) {
      return a.x != b.x ? a.x < b.x : a.y < b.y;
    });
    std::vector<Point> all;
    for (const Point& each : corners) {
      if (!all.empty()) all.push_back({each.x, all.back().y});
      all.push_back(each);
    }
    return all;
  }
  std::string front() const { return svg_path(steps(), "front-line"); }

  std::string intervals(const FrontPoint& of) const {
    std::string text;
    const Point middle = at(of);
    const double load = of.load_half.value_or(0), stale = of.stale_half.value_or(0);
    if (load > 0)
      text += svg_line({load_.at(of.load - load), middle.y}, {load_.at(of.load + load), middle.y}, "whisker");
    if (stale > 0)
      text += svg_line({middle.x, stale_.at(of.stale - stale)}, {middle.x, stale_.at(of.stale + stale)}, "whisker");
    return text;
  }

  std::string mark(const FrontPoint& of) const {
    return of.look.group(
           svg_title(visible(of.look.name) + ": " + percent_text(of.stale) + " " + title_ + ", " + rate_text(of.load) +
                     " " + load_title + (of.is_on_front ? ", on the front" : "") + ", " + of.verdict) +
           intervals(of) + look_marker(of.look, at(of), mark_radius));
  }

  /// The muted ones below.
  std::string marks() const {
    std::string below, above;
    for (const FrontPoint& each : points_) (each.look.shape ? above : below) += mark(each);
    return below + above;
  }

  std::string names() const {
    Labels labels({{load_reach.from, stale_reach.to - 20}, {front_width - 2, stale_reach.from + 2}});
    for (const FrontPoint& each : points_) {
      const Point middle = at(each);
      const double radius = each.look.shape ? mark_radius : 0.5 * mark_radius;
      labels.keep_clear({{middle.x - radius, middle.y - radius}, {middle.x + radius, middle.y + radius}});
    }
    const auto line = steps();
    for (std::size_t i = 1; i < line.size(); ++i)
      labels.keep_clear({{std::min(line[i - 1].x, line[i].x) - 1, std::min(line[i - 1].y, line[i].y) - 1},
                         {std::max(line[i - 1].x, line[i].x) + 1, std::max(line[i - 1].y, line[i].y) + 1}});
    std::string text;
    for (const FrontPoint& each : points_)
      if (each.look.shape && each.is_named) text += each.look.group(labels.place(at(each), each.look.label()));
    return text;
  }

  std::string title_;
  const std::vector<FrontPoint>& points_;
  Axis load_;
  Axis stale_;
};

std::string described(const std::string& title, const std::vector<FrontPoint>& points) {
  std::vector<std::string> told;
  for (const FrontPoint& each : points)
    if (each.is_on_front)
      told.push_back(in_quotes(each.look.name) + " at " + percent_text(each.stale) + " and " + rate_text(each.load));
  return "Less is better in both: " + title + " upwards, " + load_title + " to the right. On the front: " +
         (told.empty() ? "none" : joined(told, ", ")) + ".";
}

}  // namespace

std::string staleness_title(const Report& report) {
  if (report.promises.empty()) return "stale reads";
  const auto is_of_loss = [](const PromiseFact& each) { return each.is_of_loss; };
  if (std::all_of(report.promises.begin(), report.promises.end(), is_of_loss)) return "reads of lost data";
  if (report.promises.size() > 1) return "reads over their bound, worst class";
  return "reads over " + time_text(report.promises.front().max_age_s) + " old";
}

std::vector<FrontPoint> front_points(const Report& report, const std::vector<Look>& looks) {
  const auto front = front_of(report);
  std::vector<FrontPoint> points;
  for (std::size_t i = 0; i < report.strategies.size(); ++i) {
    const StrategyReport& each = report.strategies[i];
    const auto stale = broken_share(report, each);
    if (!stale) continue;
    FrontPoint point{looks[i], origin_load(each), *stale};
    if (report.comparison) {
      point.load_half = half_of(report.comparison->load(), each.name);
      point.stale_half = half_width(each, broken_share_path(report, each));
    }
    point.is_on_front = std::find(front.begin(), front.end(), each.name) != front.end();
    point.verdict = verdict_text(each);
    points.push_back(std::move(point));
  }
  return points;
}

Picture front_picture(const std::string& stale_title, const std::vector<FrontPoint>& points) {
  const std::string title = "Staleness against load";
  return {"front", title, described(stale_title, points), front_width, front_height,
          FrontChart(stale_title, points).draw()};
}

Grid front_grid(const Report& report, const std::vector<FrontPoint>& points) {
  Grid grid{"Staleness against load", {"strategy", staleness_title(report), load_title, "on the front", "verdict"}, {},
            {3, 4}};
  const auto with = [](const std::string& figure, const std::optional<double>& half, std::string (*text)(double)) {
    return half ? with_interval(figure, *half == 0 ? "0" : text(*half)) : figure;
  };
  for (const FrontPoint& each : points)
    grid.rows.push_back({visible(each.look.name), with(percent_text(each.stale), each.stale_half, percent_text),
                         with(rate_text(each.load), each.load_half, rate_text), each.is_on_front ? "yes" : "-",
                         each.verdict});
  return grid;
}

}  // namespace stalemate::analysis::page
