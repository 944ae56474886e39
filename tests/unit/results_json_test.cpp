// Results as data: the contract that scripts rely on.
// Promise: the golden text is compared to the letter; a change of it is a change of the contract.
// Source: this project's interface ("Results as data").
#include <catch2/catch.hpp>
#include <string>
#include <vector>
#include "tests/unit/page_samples.hpp"

using namespace stalemate::analysis::measure;
using stalemate::tests::run_of;
using Json = nlohmann::ordered_json;

namespace {

/// A run of two seconds with one of everything.
RunResult small_run() {
  RunResult result;
  result.digest = 0xabc;
  result.facts = 42;
  result.measured_s = 3;
  static_cast<Requests&>(result.total.reads) = {10, 7, 2, 1, 12, {0, 1, 0, 1, 0}};
  result.total.reads.hedges = 2;
  result.total.reads.data_lost[static_cast<std::size_t>(stalemate::models::Loss::moved)] = 2;
  result.total.reads.keys_lost = 1;
  result.total.writes.invoked = result.total.writes.committed = 2;
  result.total.staleness.answered = 7;
  result.total.staleness.stale = 1;
  result.total.staleness.age_stale.add(1'500'000'000);
  result.total.staleness.lag_stale.add(2);
  result.total.staleness.causes[static_cast<std::size_t>(Cause::ttl_window)] = 1;
  result.total.staleness.sessions = {0, 1};
  result.total.staleness.affected = {1, {3}, {{"shop", 1}}, stalemate::sim::Duration{2'500'000'000}};
  result.series.wrong_entries = {0, 3};
  static_cast<Requests&>(result.requests) = {4, 2, 1, 1, 0, {0, 0, 1, 0, 0}};
  result.requests.latency_by_served[WholeRequests::partly].add(250'000'000);
  result.requests.latency_by_served[WholeRequests::partly].add(250'000'000);
  result.requests.torn = 1;
  result.load.origins.resize(1);
  result.load.origins.front().node = "db 1.eu";
  result.load.origins.front().reads_per_s = {1.0 / 3, 2, 2};
  result.load.caches.resize(1);
  result.load.caches.front().name = "redis";
  result.series.answered = {0, 7};
  result.series.stale = {0, 1};
  result.series.reads = {0, 7};
  result.recovery.push_back({"redis down", 0.0, std::nullopt});
  return result;
}

Json small_json() {
  return run_json(small_run(), {"delete + ttl", 18446744073709551615U, {"read/cache-aside"}, "stalemate run x"});
}

constexpr const char* golden_reads = R"({
  "invoked": 10,
  "answered": 7,
  "failed": 2,
  "under_way": 1,
  "attempts": 12,
  "failures": {
    "timeout": 1,
    "refused": 0,
    "unreachable": 1,
    "origin_error": 0,
    "rate_limited": 0,
    "shed": 0,
    "circuit_open": 0
  },
  "hedges": 2,
  "data_lost": {
    "count": 2,
    "ratio": 0.285714286,
    "keys": 1,
    "causes": {
      "failover": 0,
      "write-behind": 0,
      "flush-reorder": 0,
      "eviction": 0,
      "crash": 0,
      "flush": 0,
      "moved": 2,
      "clock": 0
    }
  }
}
)";

constexpr const char* golden_staleness = R"({
  "stale": 1,
  "ratio": 0.142857143,
  "over_bound": {
    "count": null,
    "ratio": null,
    "excused": 0,
    "causes": {
      "replica-lag": 0,
      "unflushed-write": 0,
      "joined-flight": 0,
      "served-stale": 0,
      "clock-skew": 0,
      "unowned-write": 0,
      "dependency-missed": 0,
      "tier-not-invalidated": 0,
      "ttl-window": 0,
      "write-reorder": 0,
      "fill-race": 0,
      "resurrected-node": 0,
      "invalidation-in-flight": 0,
      "invalidation-lost": 0
    }
  },
  "excused": 0,
  "stale_after_ack": 0,
  "phantom": 0,
  "uncommitted": 0,
  "age_s": {
    "mean": 0.214285714,
    "p50": 0,
    "p90": 1.5,
    "p99": 1.5,
    "p999": 1.5,
    "max": 1.5
  },
  "age_stale_s": {
    "mean": 1.5,
    "p50": 1.5,
    "p90": 1.5,
    "p99": 1.5,
    "p999": 1.5,
    "max": 1.5
  },
  "lag": {
    "mean": 0.285714286,
    "p50": 0,
    "p90": 2,
    "p99": 2,
    "p999": 2,
    "max": 2
  },
  "lag_stale": {
    "mean": 2,
    "p50": 2,
    "p90": 2,
    "p99": 2,
    "p999": 2,
    "max": 2
  },
  "causes": {
    "replica-lag": 0,
    "unflushed-write": 0,
    "joined-flight": 0,
    "served-stale": 0,
    "clock-skew": 0,
    "unowned-write": 0,
    "dependency-missed": 0,
    "tier-not-invalidated": 0,
    "ttl-window": 1,
    "write-reorder": 0,
    "fill-race": 0,
    "resurrected-node": 0,
    "invalidation-in-flight": 0,
    "invalidation-lost": 0
  },
  "windows": {
    "count": 0,
    "total_s": 0,
    "longest_s": 0,
    "open": 0,
    "unbounded": 0
  },
  "settle_s": {
    "mean": null,
    "p50": null,
    "p90": null,
    "p99": null,
    "p999": null,
    "max": null,
    "unsettled": 0
  },
  "sessions": {
    "read_your_writes": 0,
    "monotonic_reads": 1,
    "broken": {
      "read_your_writes": {
        "count": 0,
        "ratio": 0
      },
      "monotonic_reads": {
        "count": 0,
        "ratio": 0
      }
    }
  },
  "affected": {
    "keys": 1,
    "sessions": 1,
    "longest_s": 2.5,
    "callers": {
      "shop": 1
    }
  },
  "torn": 1
}
)";

constexpr const char* golden_requests = R"({
  "invoked": 4,
  "answered": 2,
  "failed": 1,
  "under_way": 1,
  "failures": {
    "timeout": 0,
    "refused": 1,
    "unreachable": 0,
    "origin_error": 0,
    "rate_limited": 0,
    "shed": 0,
    "circuit_open": 0
  },
  "wholly": 0,
  "partly": 2,
  "not_cached": 0,
  "torn": {
    "count": 1,
    "ratio": 0.5
  }
}
)";

constexpr const char* golden_series = R"({
  "window_s": 1,
  "stale_ratio": [null, 0.142857143],
  "wrong_entries": [0, 3],
  "origin_reads_per_s": {
    "db 1.eu": []
  },
  "queue": {
    "db 1.eu": []
  },
  "hit_ratio": {
    "redis": []
  },
  "answered": [0, 7],
  "failed": [],
  "stale": [0, 1],
  "over_bound": [],
  "data_lost": []
}
)";

std::vector<std::string> keys_of(const Json& json) {
  std::vector<std::string> keys;
  for (const auto& [key, unused] : json.items()) keys.push_back(key);
  return keys;
}

}  // namespace

TEST_CASE("a run has the blocks of the contract in their order and none that nobody computes", "[results]") {
  CHECK(keys_of(small_json()) ==
        std::vector<std::string>{"strategy", "seed", "digest", "measured_s", "facts", "options", "reproduce", "goodput",
                                 "reads", "writes", "requests", "staleness", "load", "latency_s", "loads", "faults",
                                 "recovery", "alerts", "incidents", "cost", "harm", "classes", "series",
                                 "expectations"});
}

TEST_CASE("blocks of a run are written to the letter", "[results]") {
  const Json run = small_json();
  CHECK(write_json(run["reads"]) == golden_reads);
  CHECK(write_json(run["staleness"]) == golden_staleness);
  CHECK(write_json(run["requests"]) == golden_requests);
  CHECK(write_json(run["series"]) == golden_series);
  CHECK(run["digest"] == "0000000000000abc");
  CHECK(write_json(run["seed"]) == "18446744073709551615\n");
  CHECK(write_json(run["goodput"]) == "2.33333333\n");
  CHECK(write_json(run["load"]["origin"]["db 1.eu"]["reads_per_s"]) ==
        "{\n  \"mean\": 0.333333333,\n  \"p99\": 2,\n  \"peak\": 2\n}\n");
}

TEST_CASE("what does not apply is null", "[results]") {
  const Json run = small_json();
  CHECK(run["load"]["cache"]["redis"]["hit_ratio"].is_null());
  CHECK(run["load"]["origin"]["db 1.eu"]["utilisation"].is_null());
  CHECK(run["load"]["amplification"].is_null());
  CHECK(run["latency_s"]["writes"]["p99"].is_null());
  CHECK(run["recovery"][0]["heal_s"].is_null());
  CHECK(run["latency_s"]["by_request"]["wholly"]["p99"].is_null());
  CHECK(run["latency_s"]["by_request"]["partly"]["max"] == 0.25);
}

TEST_CASE("figures are found by path with quoted parts and by the name of a fault", "[results]") {
  const Json run = small_json();
  CHECK(value_at(run, "load.origin.\"db 1.eu\".reads_per_s.peak") == 2);
  CHECK(value_at(run, "reads.failures.timeout") == 1);
  CHECK(value_at(run, "recovery.0.recover_s") == 0);
  CHECK(value_at(run, "recovery.\"redis down\".recover_s") == 0);
  CHECK_FALSE(value_at(run, "recovery.\"redis down\".heal_s"));
  CHECK(has_figure(run, "recovery.\"redis down\".heal_s"));
  for (const char* nowhere : {"reads.asked", "reads", "strategy", "recovery.1.heal_s", "recovery.x.heal_s", "", "a..b",
                              "reads.invoked.more", "recovery.-1.heal_s"}) {
    CHECK_FALSE(value_at(run, nowhere));
    CHECK_FALSE(has_figure(run, nowhere));
  }
  CHECK(nearest_figure(run, "staleness.over_bund.ratio") == "staleness.over_bound.ratio");
}

TEST_CASE("every listed path has a figure and no series is among them", "[results]") {
  const Json run = small_json();
  const auto paths = figure_paths(run);
  CHECK(paths.size() > 90);
  for (const std::string& path : paths) {
    CHECK(has_figure(run, path));
    CHECK(path.rfind("series", 0) == std::string::npos);
  }
}

TEST_CASE("text of a scenario is escaped and broken UTF-8 does not break the JSON", "[results]") {
  Json json;
  json["a\"b\n"] = "\x1b[0m \xFF";
  CHECK(write_json(json) == "{\n  \"a\\\"b\\n\": \"\\u001b[0m \xEF\xBF\xBD\"\n}\n");
  CHECK(Json::parse(write_json(json)).size() == 1);
}

TEST_CASE("writing reads back as the same figures", "[results]") {
  const Json run = run_of({"delete", 3, 10'000, 1'221, 359, 17.4, 0.02, 9'800});
  const Json again = Json::parse(write_json(run));
  for (const std::string& path : figure_paths(run)) CHECK(value_at(again, path) == value_at(run, path));
  CHECK(write_json(again) == write_json(run));
}

TEST_CASE("a mean over seeds leaves out the runs without the figure", "[results]") {
  const std::vector<Json> runs = {run_of({.strategy = "a", .seed = 1, .heal_s = 10.0}),
                                  run_of({.strategy = "a", .seed = 2, .heal_s = 20.0}),
                                  run_of({.strategy = "a", .seed = 3})};
  CHECK(mean_at(runs, "recovery.0.heal_s") == 15);
  CHECK_FALSE(mean_at(runs, "recovery.0.nothing"));
}

TEST_CASE("a document of one seed compares nothing and one of several says what its means are", "[results]") {
  stalemate::analysis::load::Scenario scenario;
  scenario.title = "T";
  scenario.file = "t.json";
  scenario.assumed = {"load.1.keys_like = reads"};
  const Json one = document_json(scenario, "0.1.0", {run_of({.strategy = "a"}), run_of({.strategy = "b"})});
  CHECK(one["format"] == "stalemate.results/1");
  CHECK(one["comparison"].is_null());
  CHECK(one["calibrated"].is_null());
  const Json two = document_json(
      scenario, "0.1.0",
      {run_of({.strategy = "a", .reads_per_s = 10}), run_of({.strategy = "a", .seed = 2, .reads_per_s = 20})});
  CHECK(two["comparison"]["note"] ==
        "means with 95 % intervals (Student's t); differences paired by seed, adjusted after Holm");
  // 12.7062 * 7.0711 / sqrt 2
  CHECK(two["comparison"]["half_widths"]["a"]["load.origin.db.reads_per_s.mean"] == 63.531);
  CHECK(two["comparison"]["measures"][1]["strategies"]["a"]["mean"] == 15.0);
  CHECK(two["comparison"]["front"][0] == "a");
  CHECK(two["comparison"]["means"]["a"]["load.origin.db.reads_per_s.mean"] == 15.0);
}
