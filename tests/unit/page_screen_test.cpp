// The screen that ends a run, from a report made by hand.
// Promise: the whole screen is compared to the letter at one width; at every width no line is wider.
// Source: this project's interface.
#include <algorithm>
#include <catch2/catch.hpp>
#include <sstream>
#include <string>
#include <vector>
#include "analysis/page/screen.hpp"
#include "analysis/page/words.hpp"
#include "tests/unit/page_samples.hpp"
#include "tests/unit/texts.hpp"

using namespace stalemate::analysis::page;
using namespace stalemate::tests;
using stalemate::analysis::measure::Verdict;

namespace {

constexpr const char* whole_screen = R"(The delete is lost
What if cache invalidation fails?
Promise price: no read older than 5 s
Fault   0:08-0:12.5 all shop -> redis dropped

                       promise  oldest  healed  db reads            db  read    hit
strategy             broken by    read   after    mean/s  peak/s  busy   p99  ratio
no cache (baseline)     0.00 %     0 s       -     1 999   2 049  82 %   6ms      -  ok
short ttl               0.00 %     0 s       -       290     340  10 %   6ms   64 %  ok
delete                 12.21 %   359 s   never        17      67   2 %   6ms   98 %  BROKEN
ttl only               39.62 %    60 s       -        65     115   3 %   6ms   92 %  BROKEN
healed after never: not by the end of the run
healed after -: its stale reads were no more frequent than before the fault

reads over 5 s old  0:02  0:08    0:20
lost deletes              [===]
delete              ......************
ttl only            ......************
share of reads: . none, : below 1 %, + below 10 %, * below 30 %, # from 30 %

ANSWER  "short ttl" keeps the 5 s promise through this fault: 290 origin reads/s (db peaks at 340),
        14.51 % of those without a cache.
        db could serve everything uncached at 82 % busy: little room, but possible.
WHY     delete    100 % invalidation-lost: 100 of 1 000 invalidations were lost; entries have no
                  expiry.
        ttl only  100 % ttl-window: nothing tells redis of a write; entries live up to 60 s.
TRUST   1 seed: no intervals (--seeds 20). Not calibrated: no "observed" block.
        Assumed: writes hit keys as reads do (load.1).
        Assumed too: duration = 20s.
        "short ttl": no broken promise in 10 000 reads means below 0.03 % (3/n, were reads
        independent), not never.
        Guesses: nodes.db.read.
        Left out: connection pools.
NEXT    stalemate describe lost-delete.json                            the system in plain sentences
        stalemate explain lost-delete.json 'ttl only'                  one stale read, step by step
        stalemate run lost-delete.json --set load.1.keys_like=uniform  if writes hit all keys alike
        stalemate run lost-delete.json --no-faults                     the same on a calm day
        stalemate run lost-delete.json --seeds 20 -o report.html       more seeds, as a page
digest 1056c9b73bd281e5 · seed 1 · stalemate 0.1.0 · exit 1: a promise is broken
)";

constexpr const char* golden_table_at_60 = R"(                       promise  oldest  db reads
strategy             broken by    read    mean/s
no cache (baseline)     0.00 %     0 s     1 999  ok
short ttl               0.00 %     0 s       290  ok
delete                 12.21 %   359 s        17  BROKEN
ttl only               39.62 %    60 s        65  BROKEN
no room here for: hit ratio, db reads/s peak, read p99, db
busy, healed after; COLUMNS=160 makes some
)";

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::int64_t widest(const std::string& text) {
  std::int64_t width = 0;
  for (const std::string& line : lines_of(text)) width = std::max(width, columns(line));
  return width;
}

std::string without_colour(const std::string& text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\x1b') {
      i = text.find('m', i);
    } else {
      plain += text[i];
    }
  }
  return plain;
}

/// Every text that a scenario can bring, in one report.
Report report_of(std::int64_t strategies, const std::string& name) {
  Report report = lost_delete();
  const StrategyReport pattern = report.strategies.back();
  while (static_cast<std::int64_t>(report.strategies.size()) > strategies) report.strategies.pop_back();
  for (std::int64_t i = static_cast<std::int64_t>(report.strategies.size()); i < strategies; ++i) {
    report.strategies.push_back(pattern);
    report.strategies.back().name = name + std::to_string(i);
  }
  return report;
}

}  // namespace

TEST_CASE("the screen of the lost delete is compared to the letter", "[page]") {
  CHECK(screen(lost_delete(), {100, false}) == whole_screen);
}

TEST_CASE("at sixty columns the table drops columns and says which", "[page]") {
  CHECK(texts::holds(screen(lost_delete(), {60, false}), golden_table_at_60));
}

TEST_CASE("no line is wider than asked and never narrower than sixty is asked", "[page]") {
  for (const int width : {60, 61, 72, 80, 99, 100, 140, 240})
    CHECK(widest(screen(lost_delete(), {width, false})) <= width);
  CHECK(screen(lost_delete(), {20, false}) == screen(lost_delete(), {60, false}));
  CHECK(texts::holds(screen(lost_delete(), {140, false}), "hit"));
  CHECK_FALSE(texts::holds(screen(lost_delete(), {140, false}), "no room here"));
}

TEST_CASE("colour changes nothing but colour", "[page]") {
  const std::string coloured = screen(lost_delete(), {100, true});
  CHECK(texts::holds(coloured, "\x1b["));
  CHECK(without_colour(coloured) == screen(lost_delete(), {100, false}));
}

TEST_CASE("one strategy and forty fit and long names keep both their ends", "[page]") {
  const std::string name = "invalidate then wait for \xC3\xA4ll the replicas to tell their caches number ";
  for (const std::int64_t count : {0, 1, 2, 40}) {
    for (const int width : {60, 80, 100, 140}) {
      const std::string text = screen(report_of(count, name), {width, false});
      CHECK(widest(text) <= width);
      if (count == 40) CHECK(texts::holds(text, "39  "));
    }
  }
}

TEST_CASE("texts of a scenario cannot steer the terminal", "[page]") {
  const std::string evil =
      "\x1b]0;owned\x07\n\x9b"
      "31m\xE2\x80\xAE";
  Report report = lost_delete();
  report.title += evil;
  report.question = evil;
  report.file = evil;
  report.assumed.push_back("x = " + evil);
  report.guesses.push_back(evil);
  report.leaves_out.push_back(evil);
  report.promises.front().data_class = evil;
  for (FaultFact& fault : report.faults) {
    fault.name = fault.text = evil;
    for (FaultFact::Row& row : fault.rows) row.name = evil;
  }
  for (StrategyReport& strategy : report.strategies) {
    strategy.name += evil;
    for (auto& outcome : strategy.outcomes) outcome.text = evil;
    for (PolicyFact& policy : strategy.policies) policy.data_class = policy.lagging_origin = evil;
  }
  report.unfinished.push_back(evil);
  const std::string text = screen(report, {100, false});
  const auto steers = [](char c) { return c != '\n' && (static_cast<unsigned char>(c) < 0x20 || c == 0x7f); };
  CHECK(std::none_of(text.begin(), text.end(), steers));
  CHECK_FALSE(texts::holds(text, "\xE2\x80\xAE"));
  CHECK_FALSE(texts::holds(text, "\x9b"));
}

TEST_CASE("those that break a promise come last whatever their load and the baseline comes first", "[page]") {
  const Report report = lost_delete();
  std::vector<std::string> order;
  for (const StrategyReport& each : report.strategies) order.push_back(each.name);
  CHECK(order == std::vector<std::string>{"no cache", "short ttl", "delete", "ttl only"});
  CHECK(report.exit_status == 1);
}

TEST_CASE("when nothing keeps the promise the answer says so", "[page]") {
  Report report = lost_delete();
  std::erase_if(report.strategies, [](const StrategyReport& each) { return each.name == "short ttl"; });
  const std::string text = screen(report);
  CHECK(texts::holds(text, "ANSWER  No cached strategy here keeps the 5 s promise through this fault.\n"));
  CHECK(texts::holds(text, "db could serve everything uncached at 82 % busy: little room, but possible.\n"));
}

TEST_CASE("what is undecided is neither kept nor broken", "[page]") {
  Report report = lost_delete();
  for (StrategyReport& each : report.strategies)
    if (each.name == "short ttl") each.verdict = each.outcomes.front().verdict = Verdict::undecided;
  sort_for_answer(report);
  const std::string text = screen(report);
  CHECK(texts::holds(text, "No cached strategy is shown to keep the 5 s promise"));
  CHECK(texts::holds(text, "Undecided (?), as WHY says: \"short ttl\".\n"));
  CHECK(report.strategies[1].name == "short ttl");
}

TEST_CASE("the exit status follows the verdicts and undecided fails only when strict", "[page]") {
  Report report = lost_delete();
  std::erase_if(report.strategies, [](const StrategyReport& each) { return each.verdict == Verdict::broken; });
  conclude(report, false);
  CHECK(report.exit_status == 0);
  CHECK(report.exit_reason == "every promise and expectation held");
  report.strategies.back().verdict = report.strategies.back().outcomes.front().verdict = Verdict::undecided;
  conclude(report, false);
  CHECK(report.exit_status == 0);
  conclude(report, true);
  CHECK(report.exit_status == 1);
  CHECK(report.exit_reason == "1 row undecided (?), and --strict");
}

TEST_CASE("a missed observation stands over the answer", "[page]") {
  Report report = lost_delete();
  report.calibration = stalemate::analysis::measure::Calibration{
      "delete", {{{"load.origin.db.reads_per_s.mean", 180, 210}, 17.4, false}}};
  const std::string text = screen(report);
  CHECK(texts::holds(text, "ANSWER  NOT CALIBRATED: production shows other figures; see TRUST.\n"));
  CHECK(texts::holds(text, "NOT CALIBRATED: \"delete\" misses"));
}

TEST_CASE("a report without promise or fault has neither column and counts stale reads", "[page]") {
  Report report = lost_delete();
  report.promises.clear();
  report.faults.clear();
  for (StrategyReport& each : report.strategies) {
    each.outcomes.clear();
    each.verdict = Verdict::held;
  }
  conclude(report, false);
  const std::string text = screen(report);
  CHECK(texts::holds(text, "Promise no data class promises anything\nFault   none\n"));
  CHECK_FALSE(texts::holds(text, "healed"));
  CHECK(texts::holds(text, "  stale"));
  CHECK(texts::holds(text, "Nothing is promised or expected, so nothing can be broken"));
  CHECK(texts::holds(text, "exit 0: nothing was promised or expected"));
}

TEST_CASE("one digest names all runs and of a lone run it is its own", "[page]") {
  Report report = report_of(1, "");
  CHECK(digest_of(report) == "0123456789abcdf0");
  const std::string all = digest_of(lost_delete());
  CHECK(all.size() == 16);
  CHECK(all == digest_of(lost_delete()));
  Report other = lost_delete();
  other.strategies.back().runs.front()["digest"] = "0000000000000000";
  CHECK(digest_of(other) != all);
}
