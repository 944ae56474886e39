#include "analysis/page/legend.hpp"
#include <algorithm>
#include "analysis/page/figures.hpp"
#include "analysis/page/harm.hpp"
#include "analysis/page/over_seeds.hpp"
#include "analysis/page/standing.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::page {
namespace {

constexpr double errors_worth_telling = 0.01;

class Legend {
 public:
  Legend(const Report& report, const Table& table) : report_(report), table_(table) {}

  std::vector<std::string> lines() {
    add_intervals();
    if (shows("verdict")) add_verdicts();
    if (shows("healed after")) add_healing();
    if (shows("unanswered"))
      add("unanswered: share of reads that failed or had no answer by the end; what is said of ages and p99 is said of "
          "the answered");
    if (shows("lost updates"))
      add("lost updates: share of the writes that overwrote what the session that wrote had not seen");
    if (shows("reads of lost data"))
      add("reads of lost data: share of the answers that a key is not there, since the only copy of it was lost");
    if (shows("lost writes")) add("lost writes: share of the commits whose last copy was lost: WHY says with what");
    if (shows("phantom reads"))
      add("phantom reads: share of the answers that gave a write which was lost; stale are only those that a later "
          "write had superseded");
    add_harm();
    const std::string origin = main_origin(report_);
    if (has_nodes(report_, origin) && shows(busy_title(origin))) add(busy_title(origin) + ": its busiest node");
    if (shows(hit_title)) add_hits();
    return std::move(lines_);
  }

 private:
  void add(std::string line) { lines_.push_back(std::move(line)); }

  bool shows(const std::string& title) const {
    return std::any_of(table_.columns.begin(), table_.columns.end(),
                       [&](const Column& column) { return column.title == title; });
  }

  template <class Predicate>
  bool any(Predicate predicate) const {
    return std::any_of(report_.strategies.begin(), report_.strategies.end(), predicate);
  }

  bool stands(Standing standing) const {
    return any([&](const StrategyReport& each) { return standing_of(each) == standing; });
  }

  void add_intervals() {
    if (!has_intervals(table_)) return;
    add("\xC2\xB1: half of the 95 % interval of the mean over " + plural(seeds_of(report_), "seed") +
        "; \xC2\xB1" "0: identical in all of them");
  }

  void add_verdicts() {
    if (stands(Standing::undecided)) add("?: undecided, WHY says why");
    const bool differ =
        any([](const StrategyReport& each) { return verdict_text(each).find('/') != std::string::npos; });
    if (stands(Standing::unmet)) add("UNMET: no promise is broken, but an expectation is not met");
    if (differ) add("in n/m: in so many of m seeds; the verdict itself is that of their mean");
  }

  void add_harm() {
    for (const std::string& unit : harm_units(report_))
      if (const std::string title = harm_title(unit); shows(title))
        add(title + ": in the time measured, at " + prices_in(report_, unit) + ": the scenario's own numbers");
    const auto titled = [&](const char* ending) {
      return std::any_of(table_.columns.begin(), table_.columns.end(),
                         [&](const Column& column) { return column.title.ends_with(ending); });
    };
    if (shows(sessions_title)) add("sessions affected: so many got a stale read");
    if (titled(": overtaken"))
      add("overtaken: what had been read was current then, and superseded when the act committed; it needs no cache");
    if (titled(": too late")) add("too late: let in after the right had been revoked; latest: so long after");
  }

  void add_hits() {
    if (has_tiers(report_)) {
      add("hit ratio: of the reads that asked a cache, those that any of them answered");
    } else if (has_errors()) {
      add("hit ratio: of the lookups that got an answer");
    }
  }

  void add_healing() {
    const bool has_seeds = any([](const StrategyReport& each) { return each.runs.size() > 1; });
    if (has_seeds) add("healed after: mean over the seeds in which the fault made stale reads more frequent");
    if (has_unhealed()) add("healed after never: not by the end of the run");
    if (has_unhurt())
      add(std::string("healed after -: its stale reads were no more frequent than before the fault") +
          (has_seeds ? ", in most seeds" : "") +
          (has_endless_fault() ? ", or the fault does not end within the run" : "") +
          (has_untimed_fault() ? ", or it strikes again and again, or never did" : ""));
  }

  bool has_unhealed() const {
    return any([&](const StrategyReport& each) {
      const Healing found = healing(report_, each);
      return found.applies && found.never > 0;
    });
  }

  bool has_unhurt() const {
    return any([&](const StrategyReport& each) {
      return !healing(report_, each).applies && sum(each, "staleness.stale") > 0;
    });
  }

  bool has_untimed_fault() const {
    return std::any_of(report_.faults.begin(), report_.faults.end(),
                       [](const FaultFact& each) { return !each.is_timed; });
  }

  bool has_endless_fault() const {
    return std::any_of(report_.faults.begin(), report_.faults.end(), goes_on);
  }

  bool has_errors() const {
    const std::string cache = main_cache(report_);
    return any([&](const StrategyReport& each) {
      double all = 0;
      for (const char* outcome : {"hit", "stale_by_policy", "joined", "miss", "error"})
        all += sum(each, cache_path(cache, std::string("lookups.") + outcome));
      return sum(each, cache_path(cache, "lookups.error")) > errors_worth_telling * all;
    });
  }

  const Report& report_;
  const Table& table_;
  std::vector<std::string> lines_;
};

}  // namespace

std::vector<std::string> legend(const Report& report, const Table& table) { return Legend(report, table).lines(); }

}  // namespace stalemate::analysis::page
