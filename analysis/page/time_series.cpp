#include "analysis/page/time_series.hpp"
#include <algorithm>
#include <cmath>
#include "analysis/measure/results_json.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::page {
namespace {

constexpr std::int64_t points_of_few = 180, points_of_many = 90;
constexpr std::size_t few_strategies = 10;

/// What is counted as stale, in results.
const char* stale_series_of(const Report& report) {
  const auto is_of_loss = [](const PromiseFact& each) { return each.is_of_loss; };
  if (report.promises.empty()) return "stale";
  return std::all_of(report.promises.begin(), report.promises.end(), is_of_loss) ? "data_lost" : "over_bound";
}

double sum_between(const Json& series, std::int64_t from, std::int64_t to) {
  double sum = 0;
  const auto end = std::min(static_cast<std::size_t>(to), series.size());
  for (auto s = static_cast<std::size_t>(from); s < end; ++s) sum += series[s].is_null() ? 0 : series[s].get<double>();
  return sum;
}

std::int64_t seconds_of(const Report& report) {
  std::size_t most = 0;
  for (const StrategyReport& each : report.strategies)
    most = std::max(most, each.runs.front().at("series").at("answered").size());
  return static_cast<std::int64_t>(most);
}

/// Whole seconds, so that a span holds whole windows of the results.
std::int64_t span_for(std::int64_t seconds, std::size_t strategies) {
  const std::int64_t most = strategies <= few_strategies ? points_of_few : points_of_many;
  return std::max<std::int64_t>(1, (seconds + most - 1) / most);
}

TimeLine line_of(const StrategyReport& strategy, const TimeSeries& of, const char* stale_series) {
  const Json& series = strategy.runs.front().at("series");
  TimeLine line;
  for (std::int64_t from = of.from_s; from < of.to_s; from += of.span_s) {
    const std::int64_t to = std::min(from + of.span_s, of.to_s);
    const double answered = sum_between(series.at("answered"), from, to);
    line.stale.push_back(answered > 0 ? std::optional(sum_between(series.at(stale_series), from, to) / answered)
                                      : std::nullopt);
    double reads = 0;
    for (const auto& [origin, each] : series.at("origin_reads_per_s").items()) reads += sum_between(each, from, to);
    line.load.emplace_back(reads / static_cast<double>(to - from));
  }
  return line;
}

std::vector<TimeBand> bands_of(const Report& report, const TimeSeries& of) {
  std::vector<TimeBand> bands;
  const auto end = static_cast<double>(of.to_s), begin = static_cast<double>(of.from_s);
  for (const FaultFact& fault : report.faults)
    for (const FaultFact::Row& row : fault.rows)
      for (const StrikeFact& strike : row.strikes) {
        const double until = std::min(end, strike.until_s.value_or(end));
        if (until < begin || strike.from_s > end) continue;
        bands.push_back({row.name, std::max(begin, strike.from_s), until, !strike.until_s});
      }
  return bands;
}

/// As many digits as a picture shows.
Json for_picture(const std::vector<std::optional<double>>& values, double scale) {
  Json all = Json::array();
  for (const auto& value : values) {
    if (!value)
      all.push_back(nullptr);
    else
      all.push_back(std::round(*value * scale) / scale);
  }
  return all;
}

}  // namespace

const std::vector<std::optional<double>>& values_of(const TimeLine& line, Shown what) {
  return what == Shown::staleness ? line.stale : line.load;
}

std::vector<double> TimeSeries::middles() const {
  std::vector<double> all;
  for (std::int64_t from = from_s; from < to_s; from += span_s)
    all.push_back(static_cast<double>(from + std::min(from + span_s, to_s)) / 2);
  return all;
}

TimeSeries time_series(const Report& report, const std::vector<Look>& looks) {
  TimeSeries series;
  series.to_s = seconds_of(report);
  series.from_s = std::min(series.to_s, static_cast<std::int64_t>(std::ceil(report.warm_up_s)));
  series.span_s = span_for(series.to_s - series.from_s, report.strategies.size());
  for (std::size_t i = 0; i < report.strategies.size(); ++i) {
    series.lines.push_back(line_of(report.strategies[i], series, stale_series_of(report)));
    series.lines.back().look = looks[i];
  }
  series.bands = bands_of(report, series);
  return series;
}

Grid time_grid(const TimeSeries& series, Shown what, const std::string& title) {
  Grid grid{title + ", in spans of " + plural(series.span_s, "second") + " from the time on", {"from"}, {}};
  for (const TimeLine& line : series.lines) grid.titles.push_back(visible(line.look.name));
  std::size_t row = 0;
  for (std::int64_t from = series.from_s; from < series.to_s; from += series.span_s, ++row) {
    grid.rows.push_back({clock_text(static_cast<double>(from))});
    for (const TimeLine& line : series.lines) {
      const auto& value = values_of(line, what)[row];
      grid.rows.back().push_back(!value                     ? std::string("-")
                                 : what == Shown::staleness ? percent_text(*value)
                                                            : rate_text(*value));
    }
  }
  return grid;
}

Json time_json(const TimeSeries& series) {
  Json lines = Json::array(), bands = Json::array();
  for (const TimeLine& each : series.lines)
    lines.push_back({{"stale", for_picture(each.stale, 1e5)}, {"load", for_picture(each.load, 1e2)}});
  for (const TimeBand& each : series.bands)
    bands.push_back({{"name", visible(each.name)}, {"from", each.from_s}, {"to", each.to_s}});
  return {{"at", series.middles()}, {"from", series.from_s}, {"to", series.to_s}, {"lines", lines}, {"bands", bands}};
}

}  // namespace stalemate::analysis::page
