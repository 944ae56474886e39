// Stores for the tests of eviction: a policy by its name, and a cache whose requests are letters.
// Promise: plain; what leaves is written down in order. Source: this project's models/eviction.
#pragma once
#include <catch2/catch.hpp>
#include <string>
#include <utility>
#include <vector>
#include "models/eviction/store.hpp"
#include "sim/random.hpp"
#include "sim/zipf.hpp"

namespace stalemate::models::eviction {

using Settings = std::vector<std::pair<std::string, options::Values::Value>>;

inline std::unique_ptr<Policy> policy(const std::string& name, std::int64_t capacity, const Settings& set = {},
                                      std::uint64_t draws = 1) {
  const options::Option* option = options::find_option(EvictionAxis::name, name);
  REQUIRE(option != nullptr);
  options::Values values = options::defaults_of(*option);
  for (const auto& [key, value] : set) values.set(key, value);
  return options::maker<EvictionAxis>(name)(values, capacity, sim::StreamKey{draws});
}

/// A store of one-letter keys: "a b a" are requests, "-a" deletes; what leaves is written down.
class Cache {
 public:
  Cache(const std::string& name, std::int64_t objects, const Settings& set = {}, std::uint64_t draws = 1)
      : store_(Capacity::objects(objects), policy(name, objects, set, draws)) {}

  Cache& run(const std::string& letters) {
    for (std::size_t i = 0; i < letters.size(); ++i) {
      if (letters[i] == ' ') continue;
      if (letters[i] == '-')
        store_.remove(store_.find(key(letters[++i])));
      else
        request(key(letters[i]));
    }
    return *this;
  }
  std::string take_evicted() { return std::exchange(evicted_, ""); }
  bool holds(char letter) const { return store_.find(key(letter)) != no_slot; }
  Store<NoPayload>& store() { return store_; }

 private:
  static Key key(char letter) { return static_cast<Key>(letter); }
  void request(Key wanted) {
    const Slot slot = store_.find(wanted);
    if (slot != no_slot) return store_.touch(slot);
    store_.insert(wanted, 1, [this](Slot leaving) { evicted_ += static_cast<char>(store_.key_of(leaving)); });
  }
  Store<NoPayload> store_;
  std::string evicted_;
};

/// Misses of 200 000 requests for 10 000 keys, Zipf 0.9, at a cache of 500.
inline std::int64_t misses(const std::string& name, std::int64_t samples = 0) {
  constexpr std::int64_t objects = 500;
  Settings set;
  if (samples > 0) set = {{"samples", samples}};
  Store<NoPayload> store(Capacity::objects(objects), policy(name, objects, set));
  const sim::Zipf zipf(10'000, 0.9);
  sim::Stream bits = sim::make_stream({3});
  std::int64_t missed = 0;
  for (int request = 0; request < 200'000; ++request) {
    const Key key = zipf.sample(bits);
    const Slot slot = store.find(key);
    if (slot != no_slot) {
      store.touch(slot);
      continue;
    }
    ++missed;
    store.insert(key, 1, [](Slot) {});
  }
  return missed;
}

inline std::int64_t drawn(sim::Stream& bits, std::uint64_t below) { return static_cast<std::int64_t>(bits() % below); }

}  // namespace stalemate::models::eviction
