// Which keys the writes hit decides which strategy is the better one: the assumption that is said aloud, put to test.
// Promise: each strategy is measured under both assumptions, and the order is the one that the screen shows.
// Source: with writes like reads a hot key is written all the time: under a TTL alone its copy is old at nearly every
// read, while a lost delete is mended by the next. With uniform writes a hot key is hardly ever written: its TTL mends
// what a lost delete leaves wrong for minutes.
#include <algorithm>
#include <catch2/catch.hpp>
#include <iostream>
#include "analysis/load/describe.hpp"
#include "analysis/measure/measurement.hpp"
#include "analysis/measure/results_json.hpp"
#include "analysis/page/screen.hpp"
#include "tests/analytic/over_seeds.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;
using analysis::load::Scenario;
using analysis::page::Report;
using Names = std::vector<std::string>;


const char* const price_cache = R"({
  "title": "Price cache",
  "duration": "22m",
  "warm_up": "2m",
  "data": {
    "price": { "keys": 4000, "popularity": { "zipf": 1 }, "promise": { "max_age": "5s", "share": "95%" } }
  },
  "nodes": { "shop": "service", "redis": "cache", "db": "origin" },
  "load": [
    { "from": "shop", "reads": "price", "rate": "200/s" },
    { "from": "shop", "writes": "price", "rate": "4/s" }
  ],
  "faults": [
    { "name": "a quarter of the deletes is lost", "kind": "drop", "from": "shop", "to": "redis",
      "messages": "invalidations", "share": "25%", "at": "0s" }
  ],
  "strategies": {
    "delete": { "price": { "read": "cache-aside", "write": "invalidate" } },
    "ttl only": { "price": { "read": "cache-aside", "expiry": "60s" } }
  }
})";

Scenario read(const Names& sets) {
  analysis::load::ReadContext context;
  context.sets = sets;
  context.no_baseline = true;
  analysis::load::Diagnostics diagnostics;
  auto scenario = analysis::load::read_scenario(price_cache, "price-cache.json", context, diagnostics);
  INFO(diagnostics.render());
  REQUIRE(scenario.has_value());
  return std::move(*scenario);
}

/// What a run of the program reports of one seed.
Report report_of(const Scenario& scenario, std::uint64_t seed) {
  std::vector<analysis::page::Json> runs;
  for (const auto& plan : scenario.strategies) {
    const auto result = analysis::measure::run_and_measure(plan.for_run(seed).value());
    runs.push_back(analysis::measure::run_json(result, {plan.name, seed, plan.options, ""}));
  }
  return analysis::page::make_report(scenario, "stalemate", runs);
}

const analysis::page::StrategyReport& row(const Report& report, const std::string& name) {
  const auto found = std::find_if(report.strategies.begin(), report.strategies.end(),
                                  [&](const auto& strategy) { return strategy.name == name; });
  REQUIRE(found != report.strategies.end());
  return *found;
}

double figure(const Report& report, const std::string& strategy, const char* path) {
  return analysis::measure::value_at(row(report, strategy).runs.front(), path).value();
}
double broken_share(const Report& report, const std::string& strategy) {
  return figure(report, strategy, "classes.price.staleness.over_bound.ratio");
}
double origin_reads(const Report& report, const std::string& strategy) {
  return figure(report, strategy, "load.origin.db.reads_per_s.mean");
}

/// By the share of reads that break the promise, then by the load of the origin.
Names by_broken_share(const Report& report) {
  const auto merit = [&](const std::string& name) {
    return std::pair(broken_share(report, name), origin_reads(report, name));
  };
  return merit("delete") < merit("ttl only") ? Names{"delete", "ttl only"} : Names{"ttl only", "delete"};
}

Names as_on_the_screen(const Report& report) {
  Names names;
  for (const auto& strategy : report.strategies) names.push_back(strategy.name);
  return names;
}

/// The order is the expected one at every seed, and the shares differ by this factor at least.
void ranks(const Scenario& scenario, const Names& expected, double factor) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const Report report = report_of(scenario, seed);
    const double best = broken_share(report, expected[0]), worst = broken_share(report, expected[1]);
    std::cout << "Expectation " << expected[0] << " before " << expected[1] << " (seed " << seed << ")\nActual "
              << expected[0] << ' ' << 100 * best << " %, " << expected[1] << ' ' << 100 * worst << " % [one run]\n";
    CHECK(by_broken_share(report) == expected);
    CHECK(as_on_the_screen(report) == expected);
    CHECK(worst > factor * best);
  }
}

std::string part_of(const std::string& text, const std::string& from, const std::string& to) {
  const std::size_t begin = text.find(from), end = text.find(to, begin);
  REQUIRE(begin != std::string::npos);
  REQUIRE(end != std::string::npos);
  return text.substr(begin, end - begin);
}

bool says(const std::string& text, const std::string& words) { return text.find(words) != std::string::npos; }

const char* const keys_like_reads = "load.1.keys_like=reads";
const char* const keys_like_uniform = "load.1.keys_like=uniform";

}  // namespace

TEST_CASE("Writes that hit keys as reads do: deletes of which a quarter is lost beat a TTL alone", "[long]") {
  ranks(read({}), {"delete", "ttl only"}, 1.5);
}

TEST_CASE("Writes that hit all keys alike: a TTL alone beats deletes of which a quarter is lost", "[long]") {
  ranks(read({keys_like_uniform}), {"ttl only", "delete"}, 1.5);
}

TEST_CASE("The order of the answer follows the keys of the writes: one keeps the promise, or neither does", "[long]") {
  using analysis::measure::Verdict;
  const Report like_reads = report_of(read({keys_like_reads}), 1);
  CHECK(row(like_reads, "ttl only").verdict == Verdict::broken);
  const Report uniform = report_of(read({keys_like_uniform}), 1);
  CHECK(row(uniform, "ttl only").verdict == Verdict::held);
  CHECK(row(uniform, "delete").verdict == Verdict::broken);
}

TEST_CASE("Writes that do not say which keys they hit are taken to hit them as reads do, run for run", "[long]") {
  const Scenario silent = read({}), told = read({keys_like_reads});
  for (std::size_t i = 0; i < silent.strategies.size(); ++i) {
    const auto assumed = analysis::measure::run_and_measure(silent.strategies[i].for_run(1).value());
    const auto written = analysis::measure::run_and_measure(told.strategies[i].for_run(1).value());
    CHECK(equals("digest with keys_like written", written.digest, assumed.digest));
  }
}

TEST_CASE("The assumption about the keys of writes is said by describe and beside the answer until it is written",
          "[long]") {
  const Scenario silent = read({});
  const std::string described = part_of(describe(silent), "ASSUMED", "RUN");
  CHECK(says(described, "! Assumed: writes hit keys as reads do (load.1.keys_like = reads)."));
  const std::string trust = part_of(screen(report_of(silent, 1)), "TRUST", "NEXT");
  INFO(trust);
  CHECK(says(trust, "Assumed: writes hit keys as reads do (load.1)."));
  for (const char* const told : {keys_like_reads, keys_like_uniform}) {
    const Scenario scenario = read({told});
    CHECK_FALSE(says(describe(scenario), "Assumed: writes hit keys"));
    CHECK_FALSE(says(part_of(screen(report_of(scenario, 1)), "TRUST", "NEXT"), "keys as reads do"));
  }
}
