// {"alerts": ...}: what `describe` says of them, and the exact lines that refuse one.
// Promise: each line of each refusal is compared whole.
// Source: the scenario format of this project.
#include "analysis/load/describe.hpp"
#include "analysis/load/figure_unit.hpp"
#include "tests/unit/scenario_broken.hpp"
#include "tests/unit/scenario_sound.hpp"
#include "tests/unit/texts.hpp"

namespace {

using samples::changed;

/// One alert, which begins at column 12 of the second line.
std::string with_alert(const std::string& keys, const std::string& text = samples::smallest) {
  return changed(text, R"(  "data":  {)", R"("alerts": [{ )" + keys + R"( }], "data":  {)");
}

const char* const hit_ratio = R"("name": "a", "signal": "hit_ratio")";

std::string described_with(const std::string& keys) { return describe(samples::sound(with_alert(keys))); }

}  // namespace

TEST_CASE("describe says of each alert what it looks at and when it fires", "[scenario]") {
  const auto says = [](const std::string& keys, const std::string& line) {
    texts::check_line(described_with(R"("name": "a", )" + keys), "  a: " + line);
  };
  says(R"("signal": "hit_ratio", "below": "90%", "for": "30s")",
       "the hit ratio of redis over the last 1m, below 90.00 % for 30s.");
  says(R"("signal": "origin_reads_per_s", "of": "db", "above": "2k/s", "over": "5m")",
       "the reads of db over the last 5m, above 2000/s.");
  says(R"("signal": "error_ratio", "above": 0.01)",
       "the share of requests that fail over the last 1m, above 1.00 %.");
  says(R"("signal": "invalidation_lag", "above": "1500ms", "over": "1s")",
       "the mean time that changes take to come to a cache over the last 1s, above 1500ms.");
  says(R"("signal": "failed_changes_per_s", "above": "0/s")",
       "the calls that fail to tell a cache of a change over the last 1m, above 0/s.");
  says(R"("signal": "latency_p99", "above": "250ms")",
       "the p99 of the latency of all requests over the last 1m, above 250ms.");
  says(R"("signal": "latency_p999", "of": "shop reads price", "above": "1s")",
       "the p99.9 of the latency of the requests of shop reads price over the last 1m, above 1s.");
  says(R"("signal": "latency_p50", "above": "0s")",
       "the p50 of the latency of all requests over the last 1m, above 0s.");
  CHECK_FALSE(texts::holds(describe(samples::sound(samples::smallest)), "ALERTS"));
}

TEST_CASE("an alert that cannot be is refused where it stands", "[scenario]") {
  const auto refuses = [](const std::string& keys, const std::string& refusal) {
    INFO(keys);
    CHECK(samples::refusal_of(with_alert(keys)) == "s.json:2:" + refusal + "\n");
  };
  const std::string low = std::string(hit_ratio) + R"(, "below": "90%")";
  refuses(R"("signal": "error_ratio", "above": "1%")", "12: alerts.0.name: is missing; add \"name\": ... here");
  refuses(R"("name": "", "signal": "error_ratio", "above": "1%")", "22: alerts.0.name: is empty");
  refuses(R"("name": "a", "signal": "hit_rate", "above": "1%")",
          "37: alerts.0.signal: \"hit_rate\" is none of \"hit_ratio\", \"origin_reads_per_s\", \"error_ratio\", "
          "\"invalidation_lag\", \"failed_changes_per_s\", \"latency_p50\", \"latency_p95\", \"latency_p99\", "
          "\"latency_p999\", \"canary_stale\"; did you mean \"hit_ratio\"?");
  refuses(hit_ratio, "12: alerts.0: needs either \"below\" or \"above\"");
  refuses(low + R"(, "above": "95%")", "12: alerts.0: needs either \"below\" or \"above\"");
  refuses(std::string(hit_ratio) + R"(, "below": 0)", "59: alerts.0.below: 0 is not a share above 0 and up to 1");
  refuses(std::string(hit_ratio) + R"(, "above": 1)", "59: alerts.0.above: is what no share ever exceeds");
  refuses(low + R"(, "of": "db")", "72: alerts.0.of: \"db\" is an origin, not a cache; known here: \"redis\"");
  refuses(R"("name": "a", "signal": "error_ratio", "above": "1%", "of": "redis")",
          "73: alerts.0.of: has no effect: this signal is of the whole system");
  refuses(low + R"(, "over": "1500ms")",
          "74: alerts.0.over: 1500ms is no whole number of seconds, and alerts are looked at once a second");
  refuses(low + R"(, "over": "8m", "for": "90s")",
          "12: alerts.0: can never fire: from the end of the warm-up the run is shorter than \"over\" and \"for\" "
          "together; write an \"over\" below 8m, or a longer \"duration\"");
  refuses(low + R"(, "fore": "8m")", "66: alerts.0.fore: \"fore\" is not known here; did you mean \"for\"?");
  refuses(low + " }, { " + low, "78: alerts.1.name: \"a\" is the name of another alert");
  CHECK(samples::sound(with_alert(low + R"(, "over": "8m", "for": "1m")")).system.alerts.size() == 1);
}

TEST_CASE("an alert on latencies or on a canary that cannot be is refused where it stands", "[scenario]") {
  const auto refuses = [](const std::string& keys, const std::string& refusal) {
    INFO(keys);
    CHECK(samples::refusal_of(with_alert(keys)) == "s.json:2:" + refusal + "\n");
  };
  const std::string slow = R"("name": "a", "signal": "latency_p99", )";
  refuses(slow + R"("below": "1s")",
          "61: alerts.0.below: is nothing to be told of: a latency is watched from above; write \"above\"");
  refuses(slow + R"("above": "1%")",
          "61: alerts.0.above: \"1%\" is not a duration from 0s to 3650d; write it with its unit, as \"5s\" or "
          "\"300us\"");
  refuses(slow + R"("above": "1s", "of": "redis")",
          "73: alerts.0.of: \"redis\" is none of \"shop reads price\", \"shop writes price\"");
  refuses(R"("name": "a", "signal": "canary_stale", "above": "1%")",
          "12: alerts.0.of: is missing, and there is no canary");
  refuses(R"("name": "a", "signal": "canary_stale", "above": "1%", "of": "shop writes price")",
          "74: alerts.0.of: \"shop writes price\" names nothing: there is none");
}

TEST_CASE("an alert must say which cache it looks at where there is not just one", "[scenario]") {
  const std::string low = std::string(hit_ratio) + R"(, "below": "90%")";
  const std::string two = changed(samples::smallest, R"("redis": "cache")", R"("redis": "cache", "far": "cache")");
  CHECK(texts::holds(samples::refusal_of(with_alert(low, two)),
                     "alerts.0.of: is missing: there is more than one cache, "));
  const std::string named = low + R"(, "of": "far")";
  CHECK_FALSE(texts::holds(samples::refusal_of(with_alert(named, two)), "alerts"));  // of the strategies alone
  CHECK(samples::sound(with_alert(low)).system.alerts[0].of == "redis");
}

namespace {

/// What the first strategy says of "price", which begins at column 49 of the eighth line.
std::string observing(const std::string& alerts) {
  return changed(samples::smallest, R"("write": "invalidate" })",
                 R"("write": "invalidate", "observe": [)" + alerts + "] }");
}

}  // namespace

TEST_CASE("a strategy that observes has its own alerts, on the class where it says so", "[scenario]") {
  const std::string own = observing(R"({ "name": "a", "signal": "hit_ratio", "below": "80%" })");
  const auto both = samples::sound(with_alert(std::string(hit_ratio) + R"(, "below": "90%")", own));
  REQUIRE(both.strategies.size() == 3);
  REQUIRE(both.strategies[1].blueprint.alerts.size() == 1);
  CHECK(both.strategies[1].blueprint.alerts[0].bound == 0.8);
  CHECK(both.strategies[1].blueprint.alerts[0].of == "redis");
  CHECK(both.strategies[1].blueprint.alerts[0].data_class == "price");
  CHECK(both.strategies[2].blueprint.alerts[0].bound == 0.9);
  texts::check_line(describe(both),
                    "    alert a: the hit ratio of redis, for price alone, over the last 1m, below 80.00 %.");
  CHECK_FALSE(texts::holds(describe(both), "No signal shows"));
}

TEST_CASE("a full scenario: what each strategy observes, in place of the alerts of all", "[scenario]") {
  const auto strategies = samples::sound(samples::full).strategies;
  REQUIRE(strategies[1].blueprint.alerts.size() == 1);
  CHECK(strategies[1].blueprint.alerts[0].name == "prices miss");
  CHECK(strategies[1].blueprint.alerts[0].data_class == "price");
  CHECK(strategies[1].blueprint.alerts[0].of == "redis");
  REQUIRE(strategies[2].blueprint.alerts.size() == 1);
  CHECK(strategies[2].blueprint.alerts[0].bound == 0.05);
  CHECK(strategies[2].blueprint.alerts[0].data_class.empty());
  CHECK(strategies[0].blueprint.alerts.size() == 7);
}

TEST_CASE("what no signal of a strategy shows is said", "[scenario]") {
  const std::string two = changed(observing(R"({ "name": "a", "signal": "error_ratio", "above": "1%" })"),
                                  R"("data":  {)", R"("data":  { "stock": { "keys": 10 },)");
  const auto read = changed(two, R"("load":  [)", R"("load":  [ { "from": "shop", "reads": "stock", "rate": "1/s" },)");
  texts::check_line(describe(samples::sound(read)), "    No signal shows stock.");
}

TEST_CASE("what a class cannot be observed by is refused where it stands", "[scenario]") {
  const auto refuses = [](const std::string& alerts, const std::string& refusal) {
    INFO(alerts);
    CHECK(texts::holds(samples::refusal_of(observing(alerts)), "strategies.delete.price.observe" + refusal));
  };
  refuses("", ": observes nothing; leave it out\n");
  refuses(R"({ "name": "a", "signal": "hit_ratio", "below": "80%", "of": "db" })",
          ".0.of: \"db\" is none of \"redis\"");
  refuses(R"({ "name": "a", "signal": "error_ratio", "above": "1%", "of": "db" })",
          ".0.of: has no effect: this signal is of the whole class\n");
  refuses(R"({ "name": "a", "signal": "canary_stale", "above": "1%" })",
          ".0.of: is missing, and there is no canary of price\n");
  refuses(R"({ "name": "a", "signal": "error_ratio", "above": "1%" },
             { "name": "a", "signal": "error_ratio", "above": "2%" })",
          ".1.name: \"a\" is the name of another alert\n");
  const std::string uncached =
      changed(samples::smallest, R"("read": "cache-aside", "write": "invalidate" })",
              R"("read": "none", "observe": [{ "name": "a", "signal": "hit_ratio", "below": 1 }] })");
  CHECK(texts::holds(samples::refusal_of(uncached), ".observe.0.signal: \"price\" has no cache here\n"));
  CHECK(texts::holds(samples::refusal_of(changed(samples::smallest, R"("price": { "keys")", R"("observe": { "keys")")),
                     "\"observe\" cannot name a class: a strategy uses the word"));
}

TEST_CASE("figures of alerts and incidents are counts and times, whatever their names are", "[scenario]") {
  using stalemate::analysis::load::FigureUnit;
  CHECK(samples::unit_of("alerts.lag_s.false_alarms") == FigureUnit::count);
  CHECK(samples::unit_of("alerts.x.fired.lasted_s") == FigureUnit::seconds);
  CHECK(samples::unit_of("incidents.faults.ratio.detected_s") == FigureUnit::seconds);
  CHECK(samples::unit_of("incidents.promises.price_s.seen") == FigureUnit::count);
  CHECK(samples::unit_of("incidents.faults.x.by.lag_s.seen") == FigureUnit::count);
  CHECK(samples::unit_of("incidents.faults.x.by.seen.detected_s") == FigureUnit::seconds);
}
