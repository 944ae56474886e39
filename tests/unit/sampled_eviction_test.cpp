// Sampled LRU and LFU against Redis: what its pool remembers, its counter of uses, and how near LRU a few samples come.
// Promise: the counter's figures are those that Redis' own configuration file prints.
// Source: redis.conf ("lfu-log-factor", a table of hits by factor); evict.c; "Using Redis as an LRU cache".
#include <cmath>
#include "models/eviction/sampled.hpp"
#include "tests/unit/eviction_stores.hpp"

namespace stalemate::models::eviction {
namespace {

double counter_after(std::int64_t hits, double log_factor) {
  sim::Stream bits = sim::make_stream({7});
  const auto draw = [&] { return sim::unit(bits()); };
  constexpr int runs = 200;
  double sum = 0;
  for (int run = 0; run < runs; ++run) {
    std::uint8_t uses = LogCounter::first;
    for (std::int64_t hit = 0; hit < hits && uses < LogCounter::most; ++hit)
      uses = LogCounter::used(uses, log_factor, draw);
    sum += uses;
  }
  return sum / runs;
}

TEST_CASE("Redis' counter of uses reaches what its configuration file says") {
  CHECK(counter_after(100, 0) == Approx(104).margin(1));
  CHECK(counter_after(100, 1) == Approx(18).margin(1.5));
  CHECK(counter_after(100, 10) == Approx(10).margin(1.5));
  CHECK(counter_after(1'000, 10) == Approx(18).margin(1.5));
  CHECK(counter_after(100'000, 10) == Approx(142).margin(6));
  CHECK(counter_after(1'000, 100) == Approx(11).margin(1.5));
  CHECK(counter_after(1'000'000, 10) == 255);
}

TEST_CASE("a sample of all objects finds the one unused longest") {
  Cache cache("sampled-lru", 4);
  CHECK(cache.run("abcd a e").take_evicted() == "b");
  CHECK(cache.run("c f").take_evicted() == "d");
  CHECK(cache.run("-a g h").take_evicted() == "e");
}

TEST_CASE("a candidate keeps the rank that it was sampled with, used since or not") {
  Cache cache("sampled-lru", 4);
  CHECK(cache.run("abcd ddddddddddd e").take_evicted() == "a");
  CHECK(cache.run("bc f").take_evicted() == "b");  // sampled with a, when it had been unused for long
}

TEST_CASE("a candidate that has left is passed over, also when its slot has another key") {
  Cache cache("sampled-lru", 4);
  cache.run("abcd ddddddddddd e").take_evicted();
  CHECK(cache.run("-b x f").take_evicted() == "c");
}

TEST_CASE("sampled LFU evicts what is used least, whenever that was") {
  Cache cache("sampled-lfu", 3);
  std::string hot;
  for (int i = 0; i < 200; ++i) hot += "ab";
  CHECK(cache.run("abc" + hot + "c d").take_evicted() == "c");
  CHECK(cache.run("e").take_evicted() == "d");
}

TEST_CASE("more samples come nearer LRU, and one is random") {
  const std::int64_t lru = misses("lru", 0), random = misses("random", 0);
  const std::int64_t ten = misses("sampled-lru", 10), five = misses("sampled-lru", 5), one = misses("sampled-lru", 1);
  const auto beyond = [&](std::int64_t each) {
    return static_cast<double>(each - lru) / static_cast<double>(random - lru);
  };
  CHECK(std::abs(beyond(ten)) < 0.1);
  CHECK(std::abs(beyond(five)) < 0.2);
  CHECK(beyond(one) > beyond(five));
  CHECK(beyond(one) == Approx(1).margin(0.05));  // which is random
}

}  // namespace
}  // namespace stalemate::models::eviction
