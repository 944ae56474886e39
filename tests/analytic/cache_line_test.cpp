// A cache that takes time: its line, its connections and its patience, as time-lines by hand to the nanosecond.
// Promise: every read is compared whole; who is refused by the cache is answered by the origin, at once.
// Source: G/D/1/K queues (Kendall): a full line turns away.
#include <catch2/catch.hpp>
#include "tests/analytic/expectation.hpp"
#include "tests/analytic/story.hpp"
#include "tests/analytic/worlds.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using models::How;


/// A command takes 10 ms, one at a time; an origin read takes 100. Reads at 0, 1, 2 and 200.
Backend busy() {
  Backend backend;
  backend.cached("cache-aside", "write-around").origin_read_takes(100_ms);
  backend.cache().service = Distribution::constant(10_ms);
  return backend.reads_at({0_ms, 1_ms, 2_ms, 200_ms});
}

void check(const Backend& backend, const std::vector<AnsweredRead>& expected) {
  models::World world(backend.world);
  Story story(world);
  world.run();
  const auto earlier = [](const auto& a, const auto& b) { return a.at < b.at; };
  std::stable_sort(story.reads.begin(), story.reads.end(), earlier);
  REQUIRE(story.reads.size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    std::cout << "Expectation " << expected[i] << " (by hand)\nActual " << story.reads[i] << " [exact]\n";
    CHECK(story.reads[i] == expected[i]);
  }
}

// Look-ups end at 10, 20 and 30 and miss; the origin answers 100 later; the set is over by 140.
const AnsweredRead first{0, 110 * ms, 0, How::miss, 0}, second{1 * ms, 119 * ms, 0, How::miss, 0};
const AnsweredRead patient{2 * ms, 128 * ms, 0, How::miss, 0}, refused{2 * ms, 100 * ms, 0, How::origin, 0};
const AnsweredRead last{200 * ms, 10 * ms, 0, How::hit, 0};

TEST_CASE("without a limit everybody waits in the line of a cache") { check(busy(), {first, second, patient, last}); }

TEST_CASE("a full queue at a cache refuses: with one place, the third of three look-ups") {
  Backend backend = busy();
  backend.cache().queue_limit = 1;
  check(backend, {first, second, refused, last});
}

TEST_CASE("a command that is served or waits holds a connection: with two, the third is refused") {
  Backend backend = busy();
  backend.cache().connections = 2;
  check(backend, {first, second, refused, last});
}

TEST_CASE("of queue and connections the narrower one is met") {
  Backend backend = busy();
  backend.cache().connections = 2;
  backend.cache().queue_limit = 5;
  check(backend, {first, second, refused, last});
  backend.cache().connections = 50;
  backend.cache().queue_limit = 1;
  check(backend, {first, second, refused, last});
}

TEST_CASE("a queue of none refuses whoever does not find the cache free") {
  Backend backend = busy();
  backend.cache().queue_limit = 0;
  check(backend, {first, {1 * ms, 100 * ms, 0, How::origin, 0}, refused, last});
}

TEST_CASE("a command that has waited too long leaves at that instant") {
  Backend backend = busy();
  backend.cache().queue_timeout = 9_ms;  // the second's turn comes as its time is over: it is served; the third leaves
  check(backend, {first, second, {2 * ms, 109 * ms, 0, How::origin, 0}, last});
  backend.cache().queue_timeout = 8_ms;  // the second leaves at 9, and the third is served at 10
  check(backend, {first, {1 * ms, 108 * ms, 0, How::origin, 0}, {2 * ms, 118 * ms, 0, How::miss, 0}, last});
  backend.cache().queue_timeout = 7_ms;
  check(backend, {first, {1 * ms, 107 * ms, 0, How::origin, 0}, {2 * ms, 107 * ms, 0, How::origin, 0}, last});
}

}  // namespace
