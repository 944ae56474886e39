// Advice: a warm-up too short, too few stale reads, an origin that is not in a steady state; and silence otherwise.
// Promise: each series is made so that its answer is known.
// Source: this project's semantics ("Statistics").
#include "analysis/measure/advice.hpp"
#include <catch2/catch.hpp>
#include "tests/unit/page_samples.hpp"

using namespace stalemate::analysis::measure;
using stalemate::tests::run_result;

namespace {

constexpr Frame three_minutes{20, 180, 180};

/// 180 s, 20 of them warm-up; the hit ratio rises for `filling_s`, the queue by `queue_a_second`.
Judged strategy(const std::string& name, int filling_s, std::int64_t stale, double queue_a_second, double busy = 0.5) {
  auto result =
      run_result({.strategy = name, .over = stale, .oldest_s = 9, .reads_per_s = 10, .busy = busy, .hits = 10});
  for (int s = 0; s < 180; ++s) {
    const double wobble = s % 2 == 0 ? 0.001 : -0.001;
    const double level = s < filling_s ? static_cast<double>(s) / filling_s : 1;
    result.load.caches.front().hit_ratio_series.push_back(0.9 * level + wobble);
    result.load.origins.front().reads_series.push_back(10);
    if (s >= 20) result.load.origins.front().queue_series.push_back(queue_a_second * (s - 20));
  }
  return {name, {run_json(result, {name, 1, {}, ""})}, {}};
}

std::vector<Advice::About> subjects(const std::vector<Advice>& all) {
  std::vector<Advice::About> about;
  for (const Advice& each : all) about.push_back(each.about);
  return about;
}

}  // namespace

TEST_CASE("Results in a steady state with many stale reads, or none, need no advice") {
  CHECK(advise(three_minutes, {strategy("a", 0, 500, 0), strategy("b", 15, 0, 0)}).empty());
}

TEST_CASE("A hit ratio that still rises after the warm-up asks for a longer one") {
  const auto advice = advise(three_minutes, {strategy("a", 0, 0, 0), strategy("slow", 50, 0, 0)});
  REQUIRE(subjects(advice) == std::vector{Advice::About::warm_up});
  CHECK(advice[0].strategies == std::vector<std::string>{"slow"});
  CHECK(advice[0].text.find("MSER-5: the hit ratio of redis under \"slow\" settles after ") != std::string::npos);
  CHECK(advice[0].mend == "make warm_up at least 1m");
}

TEST_CASE("What never settles asks for a longer run") {
  const auto advice = advise(three_minutes, {strategy("endless", 180, 0, 0)});
  REQUIRE(subjects(advice) == std::vector{Advice::About::warm_up});
  CHECK(advice[0].mend == "measure longer: warm_up 3m, duration 10m");
}

TEST_CASE("Only what lies before the first fault tells of the warm-up") {
  const Frame with_fault{20, 180, 60};
  const auto advice = advise(with_fault, {strategy("slow", 30, 0, 0)});
  REQUIRE(subjects(advice) == std::vector{Advice::About::warm_up});
  CHECK(advice[0].text.find("judged on the 60 s before") != std::string::npos);
  CHECK(advise({20, 180, 40}, {strategy("slow", 30, 0, 0)}).empty());  // too short to tell
}

TEST_CASE("Fewer than a hundred stale reads are too few for a p99 of their age") {
  const auto advice = advise(three_minutes, {strategy("a", 0, 100, 0), strategy("b", 0, 40, 0)});
  REQUIRE(subjects(advice) == std::vector{Advice::About::few_stale_reads});
  CHECK(advice[0].strategies == std::vector<std::string>{"b"});
  CHECK(advice[0].mend == "measure longer: duration 10m");  // 20 s + 160 s * 100 / 40 = 420 s
}

TEST_CASE("A queue that grows, or servers that are never idle, are no steady state") {
  const auto grows = advise(three_minutes, {strategy("a", 0, 0, 2)});
  REQUIRE(subjects(grows) == std::vector{Advice::About::no_steady_state});
  CHECK(grows[0].text.find("the queue of db grew from quarter to quarter") != std::string::npos);
  CHECK(grows[0].text.find("(39 waiting in the first, 279 in the last)") != std::string::npos);
  const auto full = advise(three_minutes, {strategy("a", 0, 0, 0, 0.995)});
  REQUIRE(subjects(full) == std::vector{Advice::About::no_steady_state});
  CHECK(full[0].text.find("db was 100 % busy") != std::string::npos);
  CHECK(advice_json(full)[0].at("about") == "no_steady_state");
}

TEST_CASE("A scenario is calm until its first fault, or until a load begins or ends") {
  stalemate::analysis::load::Scenario scenario;
  scenario.system.duration = {600'000'000'000};
  CHECK(frame_of(scenario).calm_until_s == 600);
  scenario.system.loads.emplace_back();
  scenario.system.loads.back().begins = {90'000'000'000};
  CHECK(frame_of(scenario).calm_until_s == 90);
  scenario.system.faults.emplace_back();
  scenario.system.faults.back().at = {80'000'000'000};
  CHECK(frame_of(scenario).calm_until_s == 80);
}
