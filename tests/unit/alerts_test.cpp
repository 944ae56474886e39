// When alerts fire and what they see, on series made by hand.
// Promise: instants are whole seconds, compared exactly.
// Source: Prometheus alerting rules; this project's semantics ("Alerts").
#include "analysis/measure/alerts.hpp"
#include <catch2/catch.hpp>
#include <vector>
#include "analysis/measure/incidents.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::sim::literals;
using namespace stalemate::analysis::measure;
using models::Alert;
using Firings = std::vector<Firing>;

Alert alert(bool above, double bound, sim::Duration over, sim::Duration lasts) {
  return {.name = "a", .signal = Alert::Signal::hit_ratio, .of = "", .above = above, .bound = bound, .over = over,
          .lasts = lasts};
}
Alert below(double bound, sim::Duration over, sim::Duration lasts) { return alert(false, bound, over, lasts); }
Alert above(double bound, sim::Duration over, sim::Duration lasts) { return alert(true, bound, over, lasts); }

/// Ten samples a second, all of them hits but from `from` on and below `until`.
Signal dip(std::size_t from, std::size_t until, std::size_t end) {
  Signal signal{std::vector<double>(end, 10), std::vector<double>(end, 10)};
  for (std::size_t s = from; s < until; ++s) signal.sum[s] = 0;
  return signal;
}

/// What alerts see of incidents, which are filled in.
std::vector<AlertResult> seen(const std::vector<Alert>& alerts, const std::vector<Firings>& fired,
                              std::vector<Incident>& incidents) {
  std::vector<AlertResult> results;
  for (const Firings& each : fired) results.push_back({"a", each});
  std::vector<Incident*> all;
  for (Incident& each : incidents) all.push_back(&each);
  attribute(alerts, all, results);
  return results;
}

}  // namespace

TEST_CASE("an alert fires when the mean over its window has been out of bounds for long enough", "[alerts]") {
  // The windows that end at 6, 7 and 8 are out of bounds; the one that ends at 11 is the first without a miss.
  const Signal signal = dip(5, 8, 20);
  CHECK(firings_of(below(0.9, 3_s, 2_s), signal, 0, 20) == Firings{{8, 11}});
  CHECK(firings_of(below(0.9, 3_s, 0_s), signal, 0, 20) == Firings{{6, 11}});
  CHECK(firings_of(below(0.9, 3_s, 4_s), signal, 0, 20) == Firings{{10, 11}});
  CHECK(firings_of(below(0.9, 3_s, 5_s), signal, 0, 20).empty());
  CHECK(firings_of(below(0.1, 3_s, 0_s), signal, 0, 20) == Firings{{8, 9}});
  CHECK(firings_of(below(0.9, 3_s, 0_s), signal, 0, 9) == Firings{{6, 9}});
}

TEST_CASE("a bound that is met exactly is not passed", "[alerts]") {
  const Signal signal = dip(5, 6, 20);
  CHECK(firings_of(below(0.5, 2_s, 0_s), signal, 0, 20).empty());
  CHECK(firings_of(below(0.51, 2_s, 0_s), signal, 0, 20) == Firings{{6, 8}});
  CHECK(firings_of(above(0.99, 1_s, 0_s), signal, 0, 20) == Firings{{1, 6}, {7, 20}});
  CHECK(firings_of(above(1, 1_s, 0_s), signal, 0, 20).empty());
}

TEST_CASE("an alert waits for a whole window after the warm-up", "[alerts]") {
  const Signal signal = dip(0, 20, 20);
  CHECK(firings_of(below(0.9, 3_s, 0_s), signal, 2, 20) == Firings{{5, 20}});
  CHECK(firings_of(below(0.9, 3_s, 2_s), signal, 2, 20) == Firings{{7, 20}});
  CHECK(firings_of(below(0.9, 3_s, 0_s), signal, 18, 20).empty());
}

TEST_CASE("a window without a sample fulfils no condition, and a ratio is that of the sums", "[alerts]") {
  Signal signal = dip(0, 20, 20);
  signal.of[4] = 0;
  CHECK(firings_of(below(0.9, 1_s, 2_s), signal, 0, 20) == Firings{{3, 5}, {8, 20}});
  CHECK(firings_of(below(0.9, 2_s, 2_s), signal, 0, 20) == Firings{{4, 20}});
  // 30 of 40, and not the mean of 0 of 10 and 30 of 30.
  signal = {{0, 30}, {10, 30}};
  CHECK(firings_of(below(0.7, 2_s, 0_s), signal, 0, 2).empty());
  CHECK(firings_of(below(0.76, 2_s, 0_s), signal, 0, 2) == Firings{{2, 2}});
  CHECK(firings_of(below(0.9, 1_s, 0_s), {}, 0, 20).empty());
}

TEST_CASE("a promise is broken from the first second with too many old reads on, short pauses included", "[alerts]") {
  PromiseSeries reads{std::vector<std::int64_t>(60, 100), std::vector<std::int64_t>(60, 0)};
  CHECK(broken_times(reads, 1, 60).empty());
  for (const std::size_t s : {5U, 15U, 26U, 40U}) reads.over_bound[s] = 1;
  const auto times = broken_times(reads, 1, 60);
  REQUIRE(times.size() == 3);  // nine seconds between the first two, ten between the next ones
  CHECK(times[0].from_s == 5);
  CHECK(times[0].until_s == 16);
  CHECK(times[0].is_over);
  CHECK(times[1].from_s == 26);
  CHECK(times[1].until_s == 27);
  CHECK(times[2].from_s == 40);
  CHECK(broken_times(reads, 0.99, 60).empty());
  reads.over_bound[30] = 2;
  REQUIRE(broken_times(reads, 0.99, 60).size() == 1);
  CHECK(broken_times(reads, 0.99, 60)[0].from_s == 30);
  const auto cut_short = broken_times(reads, 1, 45.5);
  CHECK(cut_short.back().until_s == 45.5);
  CHECK_FALSE(cut_short.back().is_over);
}

TEST_CASE("an alert sees an incident from its start until its window and its wait after the end", "[alerts]") {
  const std::vector<Alert> alerts = {below(0.9, 10_s, 5_s)};
  const auto after = [&](double fires_s) {
    std::vector<Incident> incidents = {{100, 110}};
    const auto results = seen(alerts, {{{fires_s, fires_s + 1}}}, incidents);
    CHECK(results[0].false_alarms == (incidents[0].seen_after[0] ? 0 : 1));
    return incidents[0].seen_after[0];
  };
  CHECK(after(100) == 0.0);
  CHECK(after(103) == 3.0);
  CHECK(after(125) == 25.0);
  CHECK_FALSE(after(126));
  CHECK_FALSE(after(99));
}

TEST_CASE("what still fires when the next incident starts has seen it, unless it was a false alarm", "[alerts]") {
  const std::vector<Alert> alerts = {below(0.9, 10_s, 0_s), below(0.9, 10_s, 0_s)};
  std::vector<Incident> incidents = {{100, 110}, {150, 160}};
  const auto results = seen(alerts, {{{90, 92}, {104, 155}}, {{80, 155}}}, incidents);
  CHECK(results[0].false_alarms == 1);
  CHECK(results[1].false_alarms == 1);
  CHECK(incidents[0].seen_after == std::vector<std::optional<double>>{4, std::nullopt});
  CHECK(incidents[1].seen_after == std::vector<std::optional<double>>{0, std::nullopt});
  CHECK(first_to_see(incidents[0]) == std::optional<std::size_t>(0));
}

TEST_CASE("the alert that fires first has detected the incident", "[alerts]") {
  const std::vector<Alert> alerts = {below(0.9, 10_s, 0_s), below(0.9, 10_s, 0_s), below(0.9, 10_s, 0_s)};
  std::vector<Incident> incidents = {{100, 110}};
  seen(alerts, {{{107, 108}}, {{103, 104}}, {}}, incidents);
  CHECK(first_to_see(incidents[0]) == std::optional<std::size_t>(1));
  incidents = {{100, 110}};
  seen(alerts, {{}, {}, {}}, incidents);
  CHECK_FALSE(first_to_see(incidents[0]));
}
