#include "analysis/page/roll_back.hpp"
#include <cstddef>
#include <utility>
#include "analysis/page/figures.hpp"
#include "analysis/page/prose.hpp"
#include "analysis/page/reasons.hpp"
#include "analysis/page/standing.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::page {
namespace {

class RollBack {
 public:
  RollBack(const load::Scenario& scenario, const Report& report, const Recommendation& of)
      : report_(report), of_(of), plan_(plan_of(scenario, of.runs_next())) {}

  std::vector<std::string> sentences() {
    const StrategyReport* const next = of_.runs_next();
    if (next != nullptr && !next->is_baseline && !caches(*next)) {
      add(in_quotes(next->name) + " caches nothing: to go back is to undo what it changes in the system.");
    } else {
      add_without_cache();
    }
    add_current();
    add_old_entries();
    return std::move(sentences_);
  }

 private:
  void add(std::string sentence) { sentences_.push_back(std::move(sentence)); }

  static const load::StrategyPlan* plan_of(const load::Scenario& scenario, const StrategyReport* strategy) {
    for (const load::StrategyPlan& each : scenario.strategies)
      if (strategy != nullptr && each.name == strategy->name) return &each;
    return nullptr;
  }

  std::string sole_classes() const {
    std::vector<std::string> names;
    for (const std::string& each : report_.sole) names.push_back(visible(each));
    return joined(names, ", ");
  }

  void add_without_cache() {
    if (report_.is_sole) return add("The cache cannot be switched off: no origin has " + sole_classes() + ".");
    if (of_.baseline == nullptr)
      return add("What becomes of the origins without the cache was not measured: the run has no row \"no cache\".");
    std::string text = uncached_sentence(report_);
    const StrategyReport* const next = of_.runs_next();
    const double now = next == nullptr || next->is_baseline ? 0 : origin_load(*next);
    const double then = origin_load(*of_.baseline);
    if (now > 0)
      text += " Without the cache origin reads go from " + rate_text(now) + "/s to " + rate_text(then) + "/s, " +
              short_number(then / now) + " times as many" + latency_text(*next) + ".";
    add(text + " " + kept_text(*of_.baseline));
    if (plan_ != nullptr && !plan_->sets.empty())
      add("That is the system as described, without what the strategy changes in it: undo that too.");
    if (!report_.sole.empty()) add("There the cache still keeps " + sole_classes() + ", which no origin has.");
    add_advice();
  }

  std::string latency_text(const StrategyReport& now) const {
    constexpr const char* path = "latency_s.reads.p99";
    const auto before = mean(now, path), after = mean(*of_.baseline, path);
    return before && after ? ", and the p99 of reads from " + time_text(*before) + " to " + time_text(*after) : "";
  }

  void add_advice() {
    const auto serves = serves_uncached(report_);
    if (!serves && sum(*of_.baseline, "reads.failed") > 0)
      add("Its origins are not full in the mean: find out what fails without the cache before it is switched off.");
    if (serves == false)
      add("So do not switch it off at once. First limit what may reach the origins (a limit of rate or queue there, "
          "\"fallback\": {\"use\": \"origin\", \"limit\": ...} in the callers, load shed by priority), and then take "
          "the cache from one class or instance after the other.");
  }

  static std::string kept_text(const StrategyReport& strategy) {
    if (strategy.outcomes.empty()) return "Nothing is promised there.";
    switch (standing_of(strategy)) {
      case Standing::kept: return "Every promise is kept there.";
      case Standing::unmet: return "Every promise is kept there, but not every expectation is met.";
      case Standing::undecided: return "Whether promises are kept there is undecided.";
      case Standing::broken: break;
    }
    return "Promises are broken there.";
  }

  void add_current() {
    if (of_.current == nullptr)
      return add("Back to what runs now: which strategy that is was not said (\"current\"), or it was not run.");
    const std::string name = in_quotes(of_.current->name);
    if (of_.current == of_.recommended) return add(name + " is what production runs: nothing changes.");
    if (of_.recommended == nullptr) return add(name + " is what production runs, and stays.");
    add("Back to " + name + ", which production runs: " + verdict_text(*of_.current) + ", " +
        rate_text(origin_load(*of_.current)) + " origin reads/s.");
  }

  void add_entries(const models::DataClass& data_class, const PolicyFact& tier) {
    if (tier.cache.empty()) return;
    const std::string where = visible(data_class.name) + " in " + visible(tier.cache);
    if (!data_class.has_origin) return add(where + ": the only copy. Never flush it; move it first.");
    std::string text = where + ": " + expiry_text(tier);
    if (tier.life.ttl || tier.life.at_most) {
      text += "; what is wrong when nobody tells the cache any more goes by then, or with a flush.";
    } else if (tier.life.ends()) {
      text += ": what is read again and again never ends, right or wrong, so flush it.";
    } else {
      text += ": only a flush, eviction or a later change ends what is wrong there, so flush it.";
    }
    if (tier.write == "write-behind")
      text += " First let it bring to the origin what it holds back: a flush would lose those writes.";
    add(text);
  }

  /// Those of the strategy that would be left.
  void add_old_entries() {
    if (plan_ == nullptr) return;
    const auto& classes = plan_->blueprint.classes;
    for (std::size_t i = 0; i < classes.size(); ++i) {
      const PolicyFact& policy = of_.runs_next()->policies[i];
      add_entries(classes[i], policy);
      for (const PolicyFact& tier : policy.farther) add_entries(classes[i], tier);
    }
  }

  const Report& report_;
  const Recommendation& of_;
  const load::StrategyPlan* plan_;  ///< Of what will run; null: nothing is known to.
  std::vector<std::string> sentences_;
};

}  // namespace

std::vector<std::string> roll_back(const load::Scenario& scenario, const Report& report, const Recommendation& of) {
  return RollBack(scenario, report, of).sentences();
}

}  // namespace stalemate::analysis::page
