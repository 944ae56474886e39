// Whether a faster query, an index, a smaller payload or a replica would do instead of the cache.
#include <algorithm>
#include <utility>
#include "analysis/measure/expectations.hpp"
#include "analysis/page/figures.hpp"
#include "analysis/page/words.hpp"
#include "analysis/review/chapters.hpp"

namespace stalemate::analysis::review {
namespace {

using page::StrategyReport;
using page::visible;

constexpr double near = 2;               ///< Times as long as with the cache.

/// How a system without a cache, or a strategy, stands.
struct Standing {
  double busy = 0;
  std::optional<double> p99_s;
  double unanswered = 0;
  bool is_broken = false;

  explicit Standing(const StrategyReport& row)
      : busy(busiest_origin(row)),
        p99_s(page::mean(row, "latency_s.reads.p99")),
        unanswered(unanswered_reads(row)),
        is_broken(row.verdict == measure::Verdict::broken) {}
  bool carries() const { return unanswered <= unanswered_few && busy <= page::roomy_limit; }
  std::string text() const {
    return "busiest origin " + page::whole_percent_text(busy) + ", " +
           (p99_s ? "99 % of the reads within " + page::time_text(*p99_s) : std::string("no read answered")) +
           (unanswered > 0 ? ", " + page::share_text(unanswered) + " without an answer" : "") +
           (is_broken ? ", a promise broken" : "");
  }
};

bool caches(const StrategyReport& row) {
  return std::any_of(row.policies.begin(), row.policies.end(),
                     [](const page::PolicyFact& policy) { return !policy.cache.empty(); });
}

/// The quickest of the strategies that cache something and break no promise; of all those, if each breaks one.
const StrategyReport* quickest(const Evidence& evidence) {
  const StrategyReport* best = nullptr;
  std::pair<bool, double> least;
  for (const StrategyReport& row : evidence.described().strategies) {
    const auto p99 = page::mean(row, "latency_s.reads.p99");
    const std::pair<bool, double> mine{row.verdict == measure::Verdict::broken, p99.value_or(0)};
    if (row.is_baseline || !caches(row) || !p99 || (best != nullptr && mine >= least)) continue;
    best = &row;
    least = mine;
  }
  return best;
}

std::string judged(const Standing& trial, const Standing* cached) {
  if (trial.unanswered > unanswered_few) return "It would not carry the load";
  if (!trial.carries()) return "It leaves little room";
  if (trial.is_broken) return "It carries the load, and breaks a promise";
  if (cached == nullptr || !cached->p99_s || !trial.p99_s) return "It would carry the load";
  if (*trial.p99_s <= near * *cached->p99_s) return "It comes near the cache";
  return "It would carry the load, with reads " + page::short_number(*trial.p99_s / *cached->p99_s) +
         " times as long as with the cache";
}

Claim claim_of(const Trial& trial, const Standing* cached, const std::string& describe) {
  const StrategyReport* row = trial.why_not.empty() ? baseline_of(trial.report) : nullptr;
  if (row == nullptr) return {"Not tried: " + trial.title + ": " + visible(trial.why_not) + ".", describe};
  const Standing standing(*row);
  return {"Without it, but with " + trial.title + ": " + standing.text() + ". " + judged(standing, cached) + ".",
          reproduce_of(*row)};
}

std::vector<Claim> claims_of(const Evidence& evidence, const StrategyReport& baseline) {
  std::vector<Claim> claims;
  std::optional<Standing> with;
  if (const StrategyReport* cached = quickest(evidence)) {
    with.emplace(*cached);
    claims.push_back({"With the cache, under " + page::in_quotes(cached->name) + ": " + with->text() + ".",
                      reproduce_of(*cached)});
  }
  claims.push_back({"Without it, as things are: " + Standing(baseline).text() + ".", reproduce_of(baseline)});
  for (const Trial& trial : evidence.trials)
    claims.push_back(claim_of(trial, with ? &*with : nullptr, evidence.commands.describe));
  return claims;
}

}  // namespace

Chapter instead_chapter(const Evidence& evidence) {
  Chapter chapter{"instead", "Would something else do?"};
  if (const StrategyReport* baseline = baseline_of(evidence.described()))
    chapter.parts.push_back(claims_of(evidence, *baseline));
  else
    chapter.parts.push_back(std::vector<Claim>{
        {"Nothing can be tried without a cache: no origin has the data, or no strategy keeps what has none.",
         evidence.commands.describe}});
  return chapter;
}

}  // namespace stalemate::analysis::review
