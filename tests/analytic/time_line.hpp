// A world run to its end: its reads in the order of invocation, and what the simulator's own measures say of them.
// Promise: reads are compared whole: instant, latency, version, how it was answered, age.
// Source: this project's definitions of a stale read, of its age and of its cause.
#pragma once
#include <algorithm>
#include <catch2/catch.hpp>
#include <vector>
#include "tests/analytic/story.hpp"
#include "tests/analytic/worlds.hpp"

namespace stalemate::tests::worlds {

struct TimeLine {
  std::vector<AnsweredRead> reads;
  std::int64_t origin_reads;
  RunResult measured;
  std::int64_t because(analysis::measure::Cause cause) const {
    return measured.total.staleness.causes[static_cast<std::size_t>(cause)];
  }
};

inline TimeLine time_line_of(const Backend& backend) {
  models::World world(backend.world);
  analysis::measure::Measurement measurement(world);
  Story story(world);
  world.run();
  std::stable_sort(story.reads.begin(), story.reads.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
  return {story.reads, story.origin_reads, measurement.result()};
}

inline void check(const TimeLine& told, const std::vector<AnsweredRead>& expected) {
  REQUIRE(told.reads.size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) CHECK(told.reads[i] == expected[i]);
}

/// Reads that are answered at once.
inline AnsweredRead hit(Duration at, std::uint32_t version, Duration age = {}) {
  return {at.ns, 0, version, models::How::hit, age.ns};
}
inline AnsweredRead miss(Duration at, std::uint32_t version) { return {at.ns, 0, version, models::How::miss, 0}; }

}  // namespace stalemate::tests::worlds
