#include "analysis/page/standing.hpp"
#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include "analysis/page/words.hpp"

namespace stalemate::analysis::page {
namespace {

using measure::Outcome;
using measure::Verdict;
using Seeds = std::set<std::uint64_t>;

constexpr std::size_t seeds_listed = 6;

/// Seeds that break outcomes of one kind, among those with this verdict on the means.
Seeds seeds_breaking(const StrategyReport& strategy, bool promises, Verdict on_the_mean) {
  Seeds seeds;
  for (const Outcome& outcome : strategy.outcomes) {
    if (outcome.is_promise != promises || outcome.verdict != on_the_mean) continue;
    const auto own = measure::broken_in(strategy.runs, outcome);
    seeds.insert(own.begin(), own.end());
  }
  return seeds;
}

std::string seed_list(const Seeds& seeds) {
  std::vector<std::string> listed;
  for (const std::uint64_t seed : seeds)
    if (listed.size() < seeds_listed) listed.push_back(std::to_string(seed));
  const std::string more = seeds.size() > seeds_listed ? " and others" : "";
  return "(seed" + std::string(seeds.size() == 1 ? " " : "s ") + joined(listed, ", ") + more + ")";
}

std::string in_some(const Seeds& seeds, std::size_t all) {
  return " in " + std::to_string(seeds.size()) + "/" + std::to_string(all);
}

std::string held_text(const StrategyReport& strategy) {
  const Seeds broken = seeds_breaking(strategy, true, Verdict::held);
  const Seeds unmet = seeds_breaking(strategy, false, Verdict::held);
  if (!broken.empty()) return "ok, BROKEN" + in_some(broken, strategy.runs.size());
  return unmet.empty() ? "ok" : "ok, UNMET" + in_some(unmet, strategy.runs.size());
}

std::string failed_text(const StrategyReport& strategy, const std::string& word, bool promises) {
  const Seeds seeds = seeds_breaking(strategy, promises, Verdict::broken);
  const bool differ = !seeds.empty() && seeds.size() < strategy.runs.size();
  return differ ? word + in_some(seeds, strategy.runs.size()) : word;
}

}  // namespace

bool answers_too_few(const StrategyReport& strategy) {
  return measure::unanswered_share(strategy.runs, "reads").value_or(0) > measure::unanswered_at_most;
}

Standing standing_of(const StrategyReport& strategy) {
  if (strategy.verdict == Verdict::held) return Standing::kept;
  if (strategy.verdict == Verdict::undecided) return Standing::undecided;
  const auto breaks = [](const Outcome& each) { return each.is_promise && each.verdict == Verdict::broken; };
  const bool broken = std::any_of(strategy.outcomes.begin(), strategy.outcomes.end(), breaks);
  return broken ? Standing::broken : Standing::unmet;
}

const char* word_of(Standing standing) {
  constexpr const char* words[] = {"ok", "UNMET", "?", "BROKEN"};
  return words[static_cast<std::size_t>(standing)];
}

bool keeps_promises(const StrategyReport& strategy) {
  const auto keeps = [](const Outcome& each) { return !each.is_promise || each.verdict == Verdict::held; };
  return !answers_too_few(strategy) && std::all_of(strategy.outcomes.begin(), strategy.outcomes.end(), keeps);
}

std::string verdict_text(const StrategyReport& strategy) {
  switch (standing_of(strategy)) {
    case Standing::kept: return held_text(strategy);
    case Standing::unmet: return failed_text(strategy, "UNMET", false);
    case Standing::undecided: return "?";
    case Standing::broken: break;
  }
  return failed_text(strategy, "BROKEN", true);
}

std::string seeds_text(const StrategyReport& strategy, const Outcome& outcome) {
  const auto own = measure::broken_in(strategy.runs, outcome);
  const Seeds seeds(own.begin(), own.end());
  const std::size_t all = strategy.runs.size();
  const std::string how = outcome.is_promise ? "broken" : "unmet";
  const std::string of_them = std::to_string(seeds.size()) + " of them " + seed_list(seeds);
  const std::string mean = " on the mean of " + std::to_string(all) + " seeds; ";
  if (outcome.verdict == Verdict::held && !seeds.empty()) return "held" + mean + how + " in " + of_them;
  const bool some = !seeds.empty() && seeds.size() < all;
  return outcome.verdict == Verdict::broken && some ? how + mean + "in " + of_them : "";
}

std::string seeds_text(const Report& report) {
  Seeds broken;
  Seeds unmet;
  std::size_t all = 0;
  for (const StrategyReport& each : report.strategies) {
    broken.merge(seeds_breaking(each, true, Verdict::held));
    unmet.merge(seeds_breaking(each, false, Verdict::held));
    all = std::max(all, each.runs.size());
  }
  const auto part = [](const std::string& what, const Seeds& seeds) {
    return seeds.empty() ? "" : "; " + what + " in " + std::to_string(seeds.size()) + " of them " + seed_list(seeds);
  };
  if (broken.empty() && unmet.empty()) return "";
  return " on the mean of " + std::to_string(all) + " seeds" + part("a promise broken", broken) +
         part("an expectation unmet", unmet);
}

// One that concerns several strategies, or has two bounds, is one expectation: held where all of it is.
std::string expectations_text(const Report& report) {
  std::map<std::pair<std::string, std::string>, bool> held;
  for (const StrategyReport& strategy : report.strategies)
    for (const Outcome& each : strategy.outcomes) {
      if (each.is_promise) continue;
      const auto entry = held.try_emplace({each.text, each.path}, true).first;
      entry->second = entry->second && each.verdict == Verdict::held;
    }
  if (held.empty()) return "";
  const auto count = std::count_if(held.begin(), held.end(), [](const auto& each) { return each.second; });
  return std::to_string(count) + " of " + std::to_string(held.size()) + " expectations held";
}

}  // namespace stalemate::analysis::page
