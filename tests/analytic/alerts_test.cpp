// What operators see of a crash and of a lost invalidation: a world with one read a second.
// Promise: every firing and every time to detect is known beforehand, to the second.
// Source: this project's semantics ("Alerts").
#include <catch2/catch.hpp>
#include "analysis/measure/results_json.hpp"
#include "tests/analytic/worlds.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using analysis::measure::Firing;
using models::Alert;
using models::Fault;
using Firings = std::vector<Firing>;

void watch(Backend& backend, Alert::Signal signal, const char* of, bool above, double bound) {
  const std::string name = "alert " + std::to_string(backend.world.alerts.size());
  backend.world.alerts.push_back(
      {.name = name, .signal = signal, .of = of, .above = above, .bound = bound, .over = 1_s, .lasts = 0_s});
}

/// A read in the middle of each of 300 seconds; writes at 50.2 and at 200.2. The cache is down from 100 to 110, and the
/// word of the second write is lost.
Backend watched() {
  Backend backend;
  std::vector<Duration> reads;
  for (std::int64_t s = 0; s < 300; ++s) reads.push_back(Duration{s * 1000 * ms + 500 * ms});
  backend.reads_at(reads).writes_at({50'200_ms, 200'200_ms}).cached("cache-aside", "invalidate").runs(300, 10);
  backend.takes("writer", "cache", 2_s);
  backend.world.classes[0].promise.max_age = 5_s;
  Fault& crash = backend.strikes(Fault::Kind::crash, "cache");
  crash.at = Instant{} + 100_s;
  crash.until = Instant{} + 110_s;
  Fault& drop = backend.strikes(Fault::Kind::drop, "writer", "cache");
  drop.at = Instant{} + 200_s;
  drop.until = Instant{} + 201_s;
  watch(backend, Alert::Signal::hit_ratio, "cache", false, 0.5);
  watch(backend, Alert::Signal::origin_reads_per_s, "db", true, 0.5);
  watch(backend, Alert::Signal::error_ratio, "", true, 0);
  watch(backend, Alert::Signal::invalidation_lag, "", true, 1.9);
  return backend;
}

TEST_CASE("a crash is seen at the second in which lookups miss, and a lost invalidation by no alert") {
  const Backend backend = watched();
  const RunResult run = backend.run();
  REQUIRE(run.alerts.size() == 4);
  // The word of the first write comes at 52.2: the read after it misses. Nobody is looked up while the cache is down.
  CHECK(run.alerts[0].fired == Firings{{53, 54}, {111, 112}});
  CHECK(run.alerts[0].false_alarms == 1);
  CHECK(run.alerts[1].fired == Firings{{53, 54}, {101, 112}});
  CHECK(run.alerts[2].fired.empty());
  CHECK(run.alerts[3].fired == Firings{{53, 54}});
  REQUIRE(run.faults.size() == 2);
  using Seen = std::vector<std::optional<double>>;
  CHECK(run.faults[0].incidents[0].seen_after == Seen{11, 1, std::nullopt, std::nullopt});
  CHECK(run.faults[1].incidents[0].seen_after == Seen(4));
  // Superseded at 200.2, the entry is older than 5 s at the read of 205.5, and for good.
  REQUIRE(run.promises.size() == 1);
  REQUIRE(run.promises[0].incidents.size() == 1);
  CHECK(run.promises[0].incidents[0].from_s == 205);
  CHECK(run.promises[0].incidents[0].until_s == 300);
  CHECK_FALSE(run.promises[0].incidents[0].is_over);
  CHECK(run.promises[0].incidents[0].seen_after == Seen(4));
}

TEST_CASE("who watches the deletes themselves sees that one failed, where its caller learns of it") {
  Backend backend = watched();
  backend.world.alerts.clear();
  watch(backend, Alert::Signal::failed_changes_per_s, "", true, 0);
  const RunResult run = backend.run();
  // Given up a second after it was sent.
  CHECK(run.alerts[0].fired == Firings{{202, 203}});
  CHECK(run.faults[1].incidents[0].seen_after[0] == 2.0);
  CHECK_FALSE(run.promises[0].incidents[0].seen_after[0]);
}

/// A second class, "other", in the same cache: read at 0.7 of each second from the 20th on, and never cached for long.
Backend two_classes() {
  Backend backend = watched();
  backend.world.alerts.clear();
  models::DataClass other = backend.world.classes[0];
  other.name = "other";
  other.promise = {};
  models::Load reads = backend.world.loads[0];
  reads.name = "others";
  reads.reads = "other";
  reads.at.clear();
  for (std::int64_t s = 20; s < 300; ++s) reads.at.push_back(Instant{} + Duration{s * 1000 * ms + 700 * ms});
  backend.world.classes.push_back(other);
  backend.world.loads.push_back(reads);
  models::Policy policy = backend.policy();
  policy.expiry = option("expiry", "ttl", {{"ttl", 5000 * ms}});
  backend.world.strategy.policies.push_back(policy);
  return backend;
}

TEST_CASE("what is observed of one class is not moved by the other one in its cache") {
  Backend backend = two_classes();
  watch(backend, Alert::Signal::hit_ratio, "cache", false, 0.75);
  watch(backend, Alert::Signal::hit_ratio, "cache", false, 0.5);
  watch(backend, Alert::Signal::origin_reads_per_s, "db", true, 0.5);
  watch(backend, Alert::Signal::invalidation_lag, "", true, 1.9);
  for (std::size_t i = 1; i < backend.world.alerts.size(); ++i) backend.world.alerts[i].data_class = "item";
  const RunResult run = backend.run();
  // The other one misses every sixth second, from 20 on, and all those in which the cache is down.
  CHECK(run.alerts[0].fired.front() == Firing{21, 22});
  CHECK(run.alerts[0].fired.size() > 30);
  CHECK(run.alerts[1].fired == Firings{{53, 54}, {111, 112}});
  CHECK(run.alerts[2].fired == Firings{{53, 54}, {101, 112}});
  CHECK(run.alerts[3].fired == Firings{{53, 54}});
  CHECK(run.unobserved.empty());
  backend.world.alerts.erase(backend.world.alerts.begin());
  const RunResult own = backend.run();
  CHECK(own.unobserved == std::vector<std::string>{"other"});
  CHECK(analysis::measure::run_json(own, {})["incidents"]["unobserved"][0] == "other");
}

TEST_CASE("alerts change no fact, and where there are none there are no incidents") {
  Backend backend = watched();
  const RunResult with = backend.run();
  backend.world.alerts.clear();
  const RunResult without = backend.run();
  CHECK(with.digest == without.digest);
  CHECK(without.alerts.empty());
  CHECK(without.faults.empty());
  CHECK(without.promises.empty());
  CHECK(analysis::measure::run_json(without, {})["incidents"].empty());
}

TEST_CASE("what alerts saw is found by path, in a run and before it") {
  Backend backend = watched();
  backend.world.faults[0].name = "crash";
  using namespace analysis::measure;
  const auto run = run_json(backend.run(), {});
  CHECK(value_at(run, "alerts.\"alert 1\".fired.count") == 2);
  CHECK(value_at(run, "alerts.\"alert 1\".fired.lasted_s") == 12);
  CHECK(value_at(run, "alerts.\"alert 1\".false_alarms") == 1);
  CHECK(value_at(run, "incidents.faults.crash.count") == 1);
  CHECK(value_at(run, "incidents.faults.crash.seen") == 1);
  CHECK(value_at(run, "incidents.faults.crash.detected_s") == 1);
  CHECK(value_at(run, "incidents.faults.crash.by.\"alert 0\".detected_s") == 11);
  CHECK(value_at(run, "incidents.promises.item.lasted_s") == 95);
  CHECK(value_at(run, "incidents.promises.item.seen") == 0);
  CHECK_FALSE(value_at(run, "incidents.promises.item.detected_s"));
  CHECK(run["incidents"]["promises"]["item"]["spans"][0]["until_s"].is_null());
  CHECK(run["incidents"]["faults"]["crash"]["spans"][0]["by"] == "alert 1");
  const auto before = empty_run_json(backend.world);
  for (const std::string& path : figure_paths(run)) {
    INFO(path);
    const bool is_of_alerts = path.rfind("alerts", 0) == 0 || path.rfind("incidents", 0) == 0;
    if (is_of_alerts) CHECK(has_figure(before, path));
  }
}

}  // namespace
