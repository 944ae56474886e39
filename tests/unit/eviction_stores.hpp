// Stores for the tests of eviction: a policy by its name, and a cache whose requests are letters.
// Promise: plain; what leaves is written down in order. Source: this project's models/eviction.
#pragma once
#include <catch2/catch.hpp>
#include <string>
#include <utility>
#include <vector>
#include "models/eviction/store.hpp"
#include "sim/random.hpp"

namespace stalemate::models::eviction {

inline std::unique_ptr<Policy> policy(const std::string& name, std::int64_t capacity,
                                      const std::vector<std::pair<std::string, options::Values::Value>>& set = {}) {
  const options::Option* option = options::find_option(EvictionAxis::name, name);
  REQUIRE(option != nullptr);
  options::Values values = options::defaults_of(*option);
  for (const auto& [key, value] : set) values.set(key, value);
  return options::maker<EvictionAxis>(name)(values, capacity, sim::StreamKey{1});
}

/// A store of one-letter keys: "a b a" are requests, "-a" deletes; what leaves is written down.
class Cache {
 public:
  Cache(const std::string& name, std::int64_t objects) : store_(Capacity::objects(objects), policy(name, objects)) {}

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

inline std::int64_t drawn(sim::Stream& bits, std::uint64_t below) { return static_cast<std::int64_t>(bits() % below); }

}  // namespace stalemate::models::eviction
