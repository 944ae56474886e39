#include "analysis/measure/advice.hpp"
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <optional>
#include <utility>
#include "analysis/load/diagnostics.hpp"
#include "analysis/load/path.hpp"
#include "analysis/measure/number.hpp"
#include "analysis/measure/results_json.hpp"
#include "analysis/measure/settling.hpp"
#include "models/options/quantity.hpp"

namespace stalemate::analysis::measure {
namespace {

using Json = nlohmann::ordered_json;

constexpr double enough_stale_reads = 100;
constexpr double full = 0.99;

/// Rounded up to what a person would write.
std::string tidy_time(double seconds) {
  constexpr std::array<double, 14> steps = {1, 5, 10, 20, 30, 45, 60, 120, 180, 300, 600, 900, 1200, 1800};
  constexpr double hour = 3600;
  const auto step = std::find_if(steps.begin(), steps.end(), [&](double each) { return each >= seconds; });
  const double tidy = step == steps.end() ? std::ceil(seconds / hour) * hour : *step;
  return models::options::write_duration(sim::Duration{static_cast<std::int64_t>(tidy) * 1'000'000'000});
}

std::string names(const std::vector<std::string>& strategies) {
  std::string text;
  for (const std::string& each : strategies) text += (text.empty() ? "" : ", ") + load::in_quotes(each);
  return text;
}

std::string whole(double value) { return number_text(std::round(value)); }

/// The mean over runs of a series below `series`, second by second, of the seconds that all have; nulls are left out.
std::vector<double> mean_series(const std::vector<Json>& runs, const char* group, const std::string& name) {
  std::vector<double> sums;
  for (std::size_t r = 0; r < runs.size(); ++r) {
    std::vector<double> own;
    for (const Json& value : runs[r].at("series").at(group).at(name))
      if (value.is_number()) own.push_back(value.get<double>());
    sums.resize(r == 0 ? own.size() : std::min(sums.size(), own.size()));
    for (std::size_t s = 0; s < sums.size(); ++s) sums[s] += own[s];
  }
  for (double& sum : sums) sum /= static_cast<double>(runs.size());
  return sums;
}

struct NamedSeries {
  std::string title;
  std::vector<double> values;
};

/// The series that a warm-up is for: hit ratios and origin reads.
std::vector<NamedSeries> warming(const std::vector<Json>& runs) {
  constexpr std::array<std::pair<const char*, const char*>, 2> groups = {
      {{"hit_ratio", "the hit ratio of "}, {"origin_reads_per_s", "the read rate of "}}};
  std::vector<NamedSeries> all;
  for (const auto& [group, title] : groups)
    for (const auto& [name, unused] : runs.front().at("series").at(group).items())
      all.push_back({title + name, mean_series(runs, group, name)});
  return all;
}

void add_name(std::vector<std::string>& strategies, const std::string& name) {
  if (strategies.empty() || strategies.back() != name) strategies.push_back(name);
}

std::string warm_up_text(const std::string& figure, const std::string& strategy, const Unsettled& worst) {
  const std::string subject = figure + " under " + load::in_quotes(strategy);
  if (!worst.cut.is_within) return "by MSER-5 " + subject + " does not settle within the run";
  return "warm-up too short by MSER-5: " + subject + " settles after " + std::to_string(worst.cut.seconds) + " s";
}

std::optional<Advice> about_warm_up(const Frame& frame, const std::vector<Judged>& strategies) {
  Advice advice;
  std::optional<Unsettled> worst;
  for (const Judged& each : strategies)
    for (NamedSeries& series : warming(each.runs)) {
      const auto calm = static_cast<std::size_t>(std::floor(frame.calm_until_s));
      series.values.resize(std::min(series.values.size(), calm));
      const auto found = unsettled(series.values, static_cast<std::int64_t>(std::ceil(frame.warm_up_s)));
      if (!found) continue;
      add_name(advice.strategies, each.strategy);
      if (worst && found->cut.seconds <= worst->cut.seconds) continue;
      worst = found;
      advice.text = warm_up_text(series.title, each.strategy, *found);
    }
  if (!worst) return std::nullopt;
  advice.text += ", which moves its mean by " + whole(std::max(1.0, 100 * std::abs(worst->bias))) + " %";
  if (advice.strategies.size() > 1) advice.text += " (of " + names(advice.strategies) + " it is the slowest)";
  if (frame.calm_until_s < frame.duration_s)
    advice.text += ", judged on the " + whole(frame.calm_until_s) + " s before the first change of load or fault";
  const auto cut = static_cast<double>(worst->cut.seconds);
  advice.mend = worst->cut.is_within ? "make warm_up at least " + tidy_time(cut)
                                     : "measure longer: warm_up " + tidy_time(2 * cut) + ", duration " +
                                           tidy_time(2 * frame.duration_s);
  return advice;
}

std::optional<Advice> about_few_stale_reads(const Frame& frame, const std::vector<Judged>& strategies) {
  Advice advice;
  advice.about = Advice::About::few_stale_reads;
  double fewest = enough_stale_reads;
  for (const Judged& each : strategies) {
    const double stale = mean_at(each.runs, "staleness.stale").value_or(0);
    if (stale == 0 || stale >= enough_stale_reads) continue;
    advice.strategies.push_back(each.strategy);
    fewest = std::min(fewest, stale);
  }
  if (advice.strategies.empty()) return std::nullopt;
  const std::string s = fewest < 1.5 ? "" : "s";
  const std::string few = fewest < 1 ? "fewer than 1 stale read" : whole(fewest) + " stale read" + s;
  const std::string least = advice.strategies.size() > 1 ? " at the least" : "";
  advice.text = few + " a run under " + names(advice.strategies) + least + ": a p99 of their age needs about " +
                whole(enough_stale_reads);
  const double measured = std::max(1.0, frame.duration_s - frame.warm_up_s);
  const double needed = frame.warm_up_s + measured * enough_stale_reads / fewest;
  constexpr double day = 86'400;
  advice.mend = needed <= day ? "measure longer: duration " + tidy_time(needed) : "read the oldest, not the p99";
  return advice;
}

/// What an origin's queue did; empty where it kept up.
std::string queue_text(const std::vector<Json>& runs, const std::string& origin) {
  const auto grew = growth(mean_series(runs, "queue", origin));
  if (grew)
    return "the queue of " + origin + " grew from quarter to quarter of the measured time (" + whole(grew->first) +
           " waiting in the first, " + whole(grew->last) + " in the last)";
  const std::string path = load::join("load.origin", origin) + ".utilisation";
  const double utilisation = mean_at(runs, path).value_or(0);
  return utilisation < full ? "" : origin + " was " + whole(100 * utilisation) + " % busy";
}

std::optional<Advice> about_steady_state(const std::vector<Judged>& strategies) {
  Advice advice;
  advice.about = Advice::About::no_steady_state;
  std::string where;
  for (const Judged& each : strategies)
    for (const auto& [origin, unused] : each.runs.front().at("load").at("origin").items()) {
      const std::string text = queue_text(each.runs, origin);
      if (text.empty()) continue;
      add_name(advice.strategies, each.strategy);
      if (!where.empty()) continue;
      where = origin;
      advice.text = "no steady state under " + load::in_quotes(each.strategy) + ": " + text;
    }
  if (advice.strategies.empty()) return std::nullopt;
  if (advice.strategies.size() > 1) advice.text += "; nor under all of " + names(advice.strategies);
  advice.mend = "these figures are of this duration only; lower the load or give " + where + " more servers";
  return advice;
}

const char* word_for(Advice::About about) {
  constexpr std::array<const char*, 3> words = {"warm_up", "few_stale_reads", "no_steady_state"};
  return words[static_cast<std::size_t>(about)];
}

}  // namespace

Frame frame_of(const load::Scenario& scenario) {
  const models::Blueprint& system = scenario.system;
  Frame frame{sim::seconds(system.warm_up), sim::seconds(system.duration), sim::seconds(system.duration)};
  const auto changes_at = [&](sim::Instant at) {
    const double s = sim::seconds(at - sim::Instant{});
    if (at != sim::Instant::never() && s > 0) frame.calm_until_s = std::min(frame.calm_until_s, s);
  };
  for (const models::Fault& fault : system.faults) {
    changes_at(fault.at);
    const bool at_any_time = fault.when || (fault.every && fault.at == sim::Instant{});
    if (at_any_time) frame.calm_until_s = 0;
  }
  for (const models::Load& load : system.loads) {
    changes_at(load.begins);
    changes_at(load.ends);
    if (!load.curve.empty()) changes_at(load.begins + load.curve.front().lasts);
  }
  return frame;
}

std::vector<Advice> advise(const Frame& frame, const std::vector<Judged>& strategies) {
  std::vector<Advice> all;
  for (auto& advice : {about_steady_state(strategies), about_warm_up(frame, strategies),
                       about_few_stale_reads(frame, strategies)})
    if (advice) all.push_back(*advice);
  return all;
}

Json advice_json(const std::vector<Advice>& advice) {
  Json json = Json::array();
  for (const Advice& each : advice)
    json.push_back({{"about", word_for(each.about)},
                    {"strategies", each.strategies},
                    {"text", each.text},
                    {"mend", each.mend}});
  return json;
}

}  // namespace stalemate::analysis::measure
