// W-TinyLFU and its sketch: what it admits, worked by hand, and against LRU and LFU where they are weak.
// Promise: plain. Source: Einziger, Friedman & Manes, ACM TOS 2017.
#include "models/eviction/frequency_sketch.hpp"
#include "tests/unit/eviction_stores.hpp"

namespace stalemate::models::eviction {
namespace {

TEST_CASE("the sketch never estimates below the count, up to 15, and seldom above it") {
  FrequencySketch sketch;
  sketch.ensure(4096);
  for (std::uint64_t key = 0; key < 1'000; ++key)
    for (std::uint64_t times = 0; times < key % 20; ++times) sketch.count(key);
  int above = 0;
  for (std::uint64_t key = 0; key < 1'000; ++key) {
    const auto counted = static_cast<unsigned>(std::min<std::uint64_t>(15, key % 20));
    CHECK(sketch.estimate(key) >= counted);
    above += sketch.estimate(key) > counted;
  }
  CHECK(above < 20);
}

TEST_CASE("the sketch halves what it has counted when it has counted ten uses for each object") {
  FrequencySketch sketch;  // for 64 objects
  for (int times = 0; times < 14; ++times) sketch.count(1);
  for (std::uint64_t key = 100; key < 100 + 640 - 15; ++key) sketch.count(key);
  const unsigned before = sketch.estimate(1);
  CHECK(before >= 14);
  for (std::uint64_t key = 900; key < 930; ++key) sketch.count(key);
  CHECK(sketch.estimate(1) <= before / 2 + 1);
}

TEST_CASE("what leaves the window is admitted when it was used more than what would leave for it") {
  Cache cache("w-tinylfu", 5);                        // a window of one
  CHECK(cache.run("abcde f").take_evicted() == "e");  // as often as a, the oldest: the newcomer goes
  CHECK(cache.run("aa g").take_evicted() == "f");     // a is protected now, b the oldest
  CHECK(cache.run("f").take_evicted() == "g");
  CHECK(cache.run("g").take_evicted() == "b");  // f was used twice
  CHECK(cache.holds('a'));
}

TEST_CASE("W-TinyLFU misses less than LRU on a skewed load, and a scan does it no harm") {
  CHECK(static_cast<double>(misses("w-tinylfu")) < 0.95 * static_cast<double>(misses("lru")));
  Store<NoPayload> store(Capacity::objects(100), policy("w-tinylfu", 100));
  const auto request = [&](Key key) {
    const Slot slot = store.find(key);
    if (slot != no_slot) return store.touch(slot);
    store.insert(key, 1, [](Slot) {});
  };
  for (int round = 0; round < 5; ++round)
    for (Key key = 0; key < 90; ++key) request(key);
  for (Key key = 1'000; key < 1'500; ++key) request(key);
  int held = 0;
  for (Key key = 0; key < 90; ++key) held += store.find(key) != no_slot;
  CHECK(held > 80);  // LRU would hold none
}

TEST_CASE("W-TinyLFU keeps within a capacity in bytes, whatever comes, goes and grows") {
  constexpr std::int64_t capacity = 1'000;
  Store<NoPayload> store(Capacity::bytes(capacity), policy("w-tinylfu", capacity));
  sim::Stream bits = sim::make_stream({5});
  for (int step = 0; step < 50'000; ++step) {
    const auto key = static_cast<Key>(drawn(bits, 200));
    const Slot slot = store.find(key);
    const std::int64_t size = 1 + drawn(bits, 120), what = drawn(bits, 10);
    if (slot == no_slot) {
      store.insert(key, size, [](Slot) {});
    } else if (what == 0) {
      store.remove(slot);
    } else if (what == 1) {
      store.resize(slot, size, [](Slot) {});
    } else {
      store.touch(slot);
    }
    REQUIRE(store.used() <= capacity);
  }
  store.clear();
  CHECK(store.insert(1, 10, [](Slot) {}) != no_slot);
}

}  // namespace
}  // namespace stalemate::models::eviction
