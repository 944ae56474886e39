#include "analysis/page/normal_range.hpp"
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include "analysis/measure/advice.hpp"
#include "analysis/measure/number.hpp"
#include "analysis/page/figures.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::page {
namespace {

using models::Alert;

/// Alerts look back on a minute; the worst of a shorter time leaves them room.
constexpr std::size_t worst_of_s = 10;

double rounded_out(double value, bool up) { return measure::rounded_to_side(value, 3, up); }

struct Extent {
  double least = 0;
  double most = 0;
};

class CalmTime {
 public:
  CalmTime(const load::Scenario& scenario, const StrategyReport& strategy) : strategy_(strategy) {
    const measure::Frame frame = measure::frame_of(scenario);
    const auto measured = strategy.runs.front().at("series").at("answered").size();
    const double until_s = scenario.system.stop_requests > 0 && frame.calm_until_s == frame.duration_s
                               ? static_cast<double>(measured)
                               : frame.calm_until_s;
    from_ = static_cast<std::size_t>(std::ceil(frame.warm_up_s));
    until_ = static_cast<std::size_t>(std::floor(until_s));
  }

  bool is_long_enough() const { return until_ >= from_ + worst_of_s; }
  std::string text() const {
    return clock_text(static_cast<double>(from_)) + "-" + clock_text(static_cast<double>(until_));
  }

  /// Of the means over ten seconds in a row.
  std::optional<Extent> extent(const char* group, const std::string& name) const {
    std::optional<Extent> extent;
    for (const Json& run : strategy_.runs) {
      const auto values = calm(run.at("series").at(group).at(name));
      for (std::size_t end = worst_of_s; end <= values.size(); ++end) {
        double sum = 0;
        for (std::size_t s = end - worst_of_s; s < end; ++s) sum += values[s];
        const double mean = sum / double(worst_of_s);
        if (!extent) extent = {mean, mean};
        extent = {std::min(extent->least, mean), std::max(extent->most, mean)};
      }
    }
    return extent;
  }

  /// Of all requests that ended: how many, and of them those that failed.
  std::pair<double, double> ended_and_failed() const {
    double ended = 0, failed = 0;
    for (const Json& run : strategy_.runs) {
      for (const double each : calm(run.at("series").at("answered"))) ended += each;
      for (const double each : calm(run.at("series").at("failed"))) failed += each;
    }
    return {ended + failed, failed};
  }

 private:
  /// The whole seconds of it.
  std::vector<double> calm(const Json& series) const {
    std::vector<double> values;
    for (std::size_t s = from_; s < std::min(until_, series.size()); ++s)
      values.push_back(series[s].is_null() ? 0 : series[s].get<double>());
    return values;
  }

  const StrategyReport& strategy_;
  std::size_t from_ = 0;
  std::size_t until_ = 0;
};

class RangeMaker {
 public:
  RangeMaker(const load::Scenario& scenario, const StrategyReport& strategy)
      : scenario_(scenario), strategy_(strategy), calm_(scenario, strategy) {}

  NormalRange make() {
    if (!calm_.is_long_enough()) {
      range_.notes = {"Nothing is known of a normal range: fewer than " + plural(worst_of_s, "second") +
                      " were measured before a fault may strike or a load changes."};
      return std::move(range_);
    }
    range_.notes.push_back("The bounds are the worst " + std::to_string(worst_of_s) + " s of " +
                           in_quotes(strategy_.name) + " in the calm time, " + calm_.text() +
                           (strategy_.runs.size() > 1 ? " of " + plural(seeds(), "seed") : "") +
                           ", rounded away from it to three digits.");
    add_hit_ratios();
    add_origin_reads();
    add_errors();
    add_changes();
    return std::move(range_);
  }

 private:
  std::int64_t seeds() const { return static_cast<std::int64_t>(strategy_.runs.size()); }

  const Json& series(const char* group) const { return strategy_.runs.front().at("series").at(group); }

  void add(Alert::Signal signal, const std::string& name, const std::string& of, bool above, double bound) {
    Alert alert;
    alert.name = name;
    alert.signal = signal;
    alert.of = of;
    alert.above = above;
    alert.bound = bound;
    range_.alerts.push_back(std::move(alert));
  }

  void add_hit_ratios() {
    for (const auto& [cache, unused] : series("hit_ratio").items()) {
      const auto found = calm_.extent("hit_ratio", cache);
      const double bound = found ? rounded_out(found->least, false) : 0;
      if (bound > 0) add(Alert::Signal::hit_ratio, "hit ratio of " + cache + " low", cache, false, bound);
    }
  }

  void add_origin_reads() {
    for (const auto& [origin, unused] : series("origin_reads_per_s").items()) {
      const auto found = calm_.extent("origin_reads_per_s", origin);
      if (found && found->most > 0)
        add(Alert::Signal::origin_reads_per_s, "reads of " + origin + " high", origin, true,
            rounded_out(found->most, true));
    }
  }

  void add_errors() {
    const auto [ended, failed] = calm_.ended_and_failed();
    if (ended == 0) return;
    const double share = failed > 0 ? failed / ended : std::min(1.0, 3 / ended);
    if (share >= 1) return;
    add(Alert::Signal::error_ratio, "requests fail", "", true, rounded_out(share, true));
    range_.notes.push_back(failed > 0 ? "That of failures is the share that failed in the calm time: " +
                                            share_text(share) + " of " + count_text(ended) + " requests."
                                      : "That of failures is 3/n: none of the " + count_text(ended) +
                                            " requests of the calm time failed.");
  }

  /// The least age that a class promises whose copies are told of changes.
  std::optional<double> promised_of_told() const {
    const auto plan = std::find_if(scenario_.strategies.begin(), scenario_.strategies.end(),
                                   [&](const load::StrategyPlan& each) { return each.name == strategy_.name; });
    std::optional<double> least;
    for (std::size_t i = 0; i < strategy_.policies.size(); ++i) {
      const PolicyFact& policy = strategy_.policies[i];
      const auto tells = [](const PolicyFact& tier) { return tier.announces; };
      const bool is_told = policy.announces || std::any_of(policy.farther.begin(), policy.farther.end(), tells);
      const auto& promised = plan->blueprint.classes[i].promise.max_age;
      if (!is_told || !promised) continue;
      least = std::min(least.value_or(sim::seconds(*promised)), sim::seconds(*promised));
    }
    return least;
  }

  void add_changes() {
    if (const auto promised = promised_of_told()) {
      add(Alert::Signal::invalidation_lag, "changes late", "", true, *promised);
      range_.notes.push_back("That of the lag of changes is the promise, " + time_text(*promised) + ".");
    }
    const double sent = sum(strategy_, "load.changes.sent");
    const double lost = sum(strategy_, "load.changes.lost");
    if (sent == 0) return;
    // A fault loses more than is normal; what is lost without one is normal here.
    const double measured_s = sum(strategy_, "measured_s");
    const double bound = scenario_.system.faults.empty() && measured_s > 0 ? lost / measured_s : 0;
    add(Alert::Signal::failed_changes_per_s, "changes fail", "", true, rounded_out(bound, true));
    const std::string of_all = (lost > 0 ? count_text(lost) : "none") + " of " + count_text(sent);
    range_.notes.push_back("That of changes that fail: " + of_all + (lost == 1 ? " was lost" : " were lost") +
                           (lost == 0                         ? "."
                            : scenario_.system.faults.empty() ? ", without a fault: so many are normal."
                                                              : ", under faults: none of that is normal."));
  }

  const load::Scenario& scenario_;
  const StrategyReport& strategy_;
  CalmTime calm_;
  NormalRange range_;
};

}  // namespace

NormalRange normal_range(const load::Scenario& scenario, const StrategyReport& strategy) {
  return RangeMaker(scenario, strategy).make();
}

}  // namespace stalemate::analysis::page
