// A shop whose page asks for an item and its prices, and what becomes of each request, for tests by hand.
// Promise: a request is told by facts alone, and the simulator's own judge is held to the same.
// Source: this project's semantics ("Load", "Torn read").
#pragma once
#include <catch2/catch.hpp>
#include <iostream>
#include <set>
#include <string>
#include <utility>
#include <vector>
#include "tests/analytic/expectation.hpp"
#include "tests/analytic/request_story.hpp"
#include "tests/analytic/worlds.hpp"

namespace stalemate::tests::worlds {

using StepHow = models::Step::How;

using namespace sim::literals;

/// A step of `keys` keys of class "item" or "price"; of all its keys, every one.
inline models::Step step(const std::string& reads, std::int64_t keys, StepHow how) {
  models::Step made;
  made.reads = reads;
  made.keys = keys;
  made.how = how;
  return made;
}

/// One item and three prices, cached. A lookup takes 1 there and 2 back, an origin read 3 there, 10, and 4 back.
inline Backend shop(std::vector<models::Step> request, const std::vector<models::Duration>& at) {
  Backend backend;
  backend.cached("cache-aside", "invalidate");
  backend.world.classes.resize(2);
  backend.world.classes[1].name = "price";
  backend.world.classes[1].keys = 3;
  backend.world.strategy.policies.push_back(backend.policy());
  backend.takes("reader", "cache", 1_ms).takes("cache", "reader", 2_ms);
  backend.takes("reader", "db", 3_ms).takes("db", "reader", 4_ms).origin_read_takes(10_ms);
  models::Load load;
  load.name = "pages";
  load.from = "reader";
  load.shape = models::Load::Shape::listed;
  for (const models::Duration instant : at) load.at.push_back(Instant{} + instant);
  load.request = std::move(request);
  backend.world.loads.push_back(load);
  return backend;
}

struct ToldRequests {
  std::vector<EndedRequest> requests;
  RunResult result;
  std::int64_t messages = 0;
  std::set<std::pair<std::uint64_t, std::uint32_t>> asked;
};

/// Runs, and lets the simulator's own judge say whether it agrees.
inline ToldRequests tell_requests(const Backend& backend) {
  models::World world(backend.world);
  analysis::measure::Measurement measurement(world);
  RequestStory story(world);
  world.run();
  ToldRequests told{story.requests, measurement.result(), story.messages, story.asked};
  std::int64_t torn = 0, failed = 0;
  for (const EndedRequest& request : story.requests) {
    torn += request.torn;
    failed += request.status != models::Status::ok;
  }
  CHECK(story.errors == 0);
  CHECK(told.result.requests.torn == torn);
  CHECK(told.result.requests.failed == failed);
  CHECK(told.result.requests.answered == static_cast<std::int64_t>(story.requests.size()) - failed);
  CHECK(told.result.load.messages == story.messages);
  return told;
}

inline void check_requests(const ToldRequests& told, const std::vector<EndedRequest>& expected) {
  REQUIRE(told.requests.size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    std::cout << "Expectation " << expected[i] << " (by hand)\nActual " << told.requests[i] << " [exact]\n";
    CHECK(told.requests[i] == expected[i]);
  }
}

}  // namespace stalemate::tests::worlds
