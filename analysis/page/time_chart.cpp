#include "analysis/page/time_chart.hpp"
#include <algorithm>
#include "analysis/page/axis.hpp"
#include "analysis/page/labels.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::page {
namespace {

constexpr double time_width = 760, plot_height = 220, time_from = 84, time_to = 590;
constexpr double band_row = 16, below_plot = 46;
constexpr std::size_t band_rows_at_most = 4;

/// Names of faults above the plot, in as few rows as they need.
struct BandName {
  std::string text;
  double x = 0;
  std::size_t row = 0;
};

std::vector<BandName> name_bands(const std::vector<TimeBand>& bands, const Axis& time) {
  std::vector<BandName> names;
  std::vector<double> ends;  // of each row
  std::vector<std::string> told;
  for (const TimeBand& band : bands) {
    if (std::find(told.begin(), told.end(), band.name) != told.end()) continue;
    const std::string text = shortened(visible(band.name), 40);
    const double x = std::max(0.0, std::min(time.at(band.from_s), time_width - text_width(text)));
    std::size_t row = 0;
    while (row < ends.size() && ends[row] > x) ++row;
    if (row == band_rows_at_most) continue;
    if (row == ends.size()) ends.push_back(0);
    ends[row] = x + text_width(text) + 8;
    names.push_back({text, x, row});
    told.push_back(band.name);
  }
  return names;
}

/// A line's name, at the height where there is room for it.
struct LineEnd {
  const Look* look = nullptr;
  double value = 0;  ///< Where the line ends.
  double at = 0;
};

constexpr double name_step = 15;

void move_apart(std::vector<LineEnd>& ends, double lowest) {
  std::stable_sort(ends.begin(), ends.end(), [](const LineEnd& a, const LineEnd& b) { return a.value < b.value; });
  for (std::size_t i = 1; i < ends.size(); ++i) ends[i].at = std::max(ends[i].at, ends[i - 1].at + name_step);
  double room = lowest;
  for (std::size_t i = ends.size(); i > 0; --i) {
    ends[i - 1].at = std::min(ends[i - 1].at, room);
    room = ends[i - 1].at - name_step;
  }
}

class TimeChart {
 public:
  TimeChart(const TimeSeries& series, Shown what, const std::string& title)
      : series_(series),
        what_(what),
        title_(title),
        time_(Axis::of_time(static_cast<double>(series.from_s), static_cast<double>(series.to_s),
                            {time_from, time_to})),
        names_(name_bands(series.bands, time_)) {
    std::size_t rows = 0;
    for (const BandName& each : names_) rows = std::max(rows, each.row + 1);
    top_ = 34 + band_row * static_cast<double>(rows);
    value_ = Axis::of_values(all_values(), {bottom(), top_});
  }

  double height() const { return bottom() + below_plot; }
  std::string draw() const { return bands() + axes() + lines() + ends(); }

 private:
  double bottom() const { return top_ + plot_height; }

  std::vector<double> all_values() const {
    std::vector<double> all;
    double most = 0;
    for (const TimeLine& line : series_.lines)
      for (const auto& value : values_of(line, what_)) most = std::max(most, value.value_or(0));
    return {most};
  }

  std::string bands() const {
    std::string text;
    for (const TimeBand& band : series_.bands) {
      const double from = time_.at(band.from_s), to = std::max(time_.at(band.to_s), from + 1.5);
      text += "<g>" + svg_title(visible(band.name)) +
              svg_rect({from, top_ - 4}, {to - from, plot_height + 4}, "band") +
              svg_line({from, top_ - 4}, {from, bottom()}, "band-edge");
      if (!band.goes_on) text += svg_line({to, top_ - 4}, {to, bottom()}, "band-edge");
      text += "</g>\n";
    }
    for (const BandName& each : names_)
      text += svg_text({each.x, top_ - 10 - band_row * static_cast<double>(each.row)}, each.text, "band-name");
    return text;
  }

  std::string axes() const {
    std::string text = svg_text({8, 18}, "\xE2\x86\x91 " + title_, "axis-title");
    for (const Tick& tick : value_.ticks(what_ == Shown::staleness ? percent_tick : number_tick))
      text += svg_line({time_from, tick.at}, {time_to, tick.at}, "grid") +
              svg_text({time_from - 8, tick.at + 4}, tick.label, "tick", Anchor::end);
    for (const Tick& tick : time_.ticks([](double seconds) { return clock_text(seconds); }))
      text += svg_line({tick.at, bottom()}, {tick.at, bottom() + 5}, "axis") +
              svg_text({tick.at, bottom() + 20}, tick.label, "tick", Anchor::middle);
    text += svg_line({time_from, bottom()}, {time_to, bottom()}, "axis");
    return text + svg_text({time_to, bottom() + 40}, "time of the run \xE2\x86\x92", "axis-title", Anchor::end);
  }

  /// In pieces, where something was read.
  std::string line(const TimeLine& of) const {
    const auto& values = values_of(of, what_);
    const auto middles = series_.middles();
    std::string text;
    std::vector<Point> piece;
    for (std::size_t i = 0; i <= values.size(); ++i) {
      if (i < values.size() && values[i]) {
        piece.push_back({time_.at(middles[i]), value_.at(*values[i])});
      } else {
        text += svg_path(piece, of.look.classes(" line"));
        piece.clear();
      }
    }
    return text;
  }

  std::string lines() const {
    std::string below, above;
    for (const TimeLine& each : series_.lines) {
      const std::string text = each.look.group(svg_title(visible(each.look.name)) + line(each));
      (each.look.shape ? above : below) += text;
    }
    return below + above;
  }

  /// Where a line ends; nothing where none has a value.
  std::optional<Point> end_of(const TimeLine& of) const {
    const auto& values = values_of(of, what_);
    for (std::size_t i = values.size(); i > 0; --i)
      if (values[i - 1]) return Point{time_to, value_.at(*values[i - 1])};
    return std::nullopt;
  }

  /// Names beside the ends of their lines, moved apart where they would cover each other.
  std::string ends() const {
    std::vector<LineEnd> all;
    for (const TimeLine& each : series_.lines)
      if (const auto end = each.look.shape ? end_of(each) : std::nullopt) all.push_back({&each.look, end->y, end->y});
    move_apart(all, bottom());
    std::string text;
    for (const LineEnd& each : all) {
      const std::string lead =
          each.at == each.value ? "" : svg_line({time_to + 1, each.value}, {time_to + 10, each.at}, "lead");
      text += each.look->group(lead + look_marker(*each.look, {time_to + 16, each.at}, 5) +
                               svg_text({time_to + 26, each.at + 4}, shortened(each.look->label(), 17)));
    }
    return text;
  }

  const TimeSeries& series_;
  Shown what_;
  std::string title_;
  Axis time_;
  std::vector<BandName> names_;
  double top_ = 0;
  Axis value_;
};

std::string told_of(const TimeSeries& series) {
  std::vector<std::string> faults;
  for (const TimeBand& each : series.bands)
    faults.push_back(visible(each.name) + " from " + clock_text(each.from_s) +
                     (each.goes_on ? " on" : " to " + clock_text(each.to_s)));
  if (faults.size() > 6) faults.resize(6), faults.emplace_back("and more");
  return "From " + clock_text(static_cast<double>(series.from_s)) + " to " +
         clock_text(static_cast<double>(series.to_s)) + ", of the first seed. Faults: " +
         (faults.empty() ? "none" : joined(faults, "; ")) + ". The table below has the figures.";
}

}  // namespace

Picture time_picture(const TimeSeries& series, Shown what, const std::string& title) {
  const TimeChart chart(series, what, title);
  return {"time", title + " over time", told_of(series), time_width, chart.height(), chart.draw()};
}

}  // namespace stalemate::analysis::page
