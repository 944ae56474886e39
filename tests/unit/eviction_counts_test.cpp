// LFU, random and ARC: sequences worked by hand, and random ones against what the papers say.
// Promise: the reference of ARC is written from its paper's figure, and shares nothing with the policy.
// Source: the papers named in the policies' own headers.
#include <algorithm>
#include <cmath>
#include <list>
#include <map>
#include "tests/unit/eviction_stores.hpp"

namespace stalemate::models::eviction {
namespace {

TEST_CASE("LFU evicts by the count of uses, and of several by who reached it first") {
  Cache cache("lfu", 3);
  CHECK(cache.run("abc aa b d").take_evicted() == "c");
  CHECK(cache.run("e").take_evicted() == "d");
  CHECK(cache.run("ee f").take_evicted() == "b");   // a and e have three uses, b has two
  CHECK(cache.run("ff g").take_evicted() == "a");   // a, e and f have three: a had them first
  CHECK(cache.run("-g b").take_evicted().empty());  // and b counts from one again
  CHECK(cache.run("c").take_evicted() == "b");
}

TEST_CASE("random evicts each object as often as the others") {
  constexpr int objects = 8, rounds = 40'000;
  Store<NoPayload> store(Capacity::objects(objects), policy("random", objects));
  std::vector<int> evicted_at_age(objects * 12);
  std::map<Key, int> stored;
  for (int round = 0; round < rounds; ++round) {
    stored[static_cast<Key>(round)] = round;
    store.insert(static_cast<Key>(round), 1, [&](Slot leaving) {
      const auto age = static_cast<std::size_t>(round - stored[store.key_of(leaving)]);
      if (age < evicted_at_age.size()) ++evicted_at_age[age];
    });
  }
  double survives = 1;  // of those stored, who lives to this age and leaves then: (7/8)^(age-1) / 8
  for (std::size_t age = 1; age <= 20; ++age, survives *= 7.0 / 8) {
    const double expected = rounds * survives / objects;
    CHECK(std::abs(evicted_at_age[age] - expected) < 5 * std::sqrt(expected));
  }
}

/// ARC as figure 4 of its paper has it, for objects of one size.
class PaperArc {
 public:
  explicit PaperArc(std::size_t c) : c_(c) {}

  /// What leaves the cache for it.
  std::vector<Key> request(Key x) {
    gone_.clear();
    if (take(t1_, x) || take(t2_, x)) return t2_.push_front(x), gone_;
    const auto b1 = static_cast<double>(b1_.size()), b2 = static_cast<double>(b2_.size());
    if (contains(b1_, x)) {
      p_ = std::min(static_cast<double>(c_), p_ + std::max(b2 / b1, 1.0));
      replace(false);
      take(b1_, x);
      t2_.push_front(x);
    } else if (contains(b2_, x)) {
      p_ = std::max(0.0, p_ - std::max(b1 / b2, 1.0));
      replace(true);
      take(b2_, x);
      t2_.push_front(x);
    } else {
      miss_everywhere();
      t1_.push_front(x);
    }
    return gone_;
  }

 private:
  using Keys = std::list<Key>;
  static bool contains(const Keys& keys, Key x) { return std::find(keys.begin(), keys.end(), x) != keys.end(); }
  static bool take(Keys& keys, Key x) { return keys.remove(x) > 0; }

  void miss_everywhere() {
    const std::size_t first = t1_.size() + b1_.size(), all = first + t2_.size() + b2_.size();
    if (first == c_) {
      if (t1_.size() < c_) {
        b1_.pop_back();
        replace(false);
      } else {
        gone_.push_back(t1_.back());
        t1_.pop_back();
      }
    } else if (all >= c_) {
      if (all == 2 * c_) b2_.pop_back();
      replace(false);
    }
  }

  void replace(bool x_in_b2) {
    const auto t1 = static_cast<double>(t1_.size());
    const bool from_first = !t1_.empty() && ((x_in_b2 && t1 == p_) || t1 > p_);
    Keys& from = from_first ? t1_ : t2_;
    gone_.push_back(from.back());
    (from_first ? b1_ : b2_).push_front(from.back());
    from.pop_back();
  }

  std::size_t c_;
  double p_ = 0;
  Keys t1_, t2_, b1_, b2_;
  std::vector<Key> gone_;
};

TEST_CASE("ARC evicts what its paper's figure 4 evicts") {
  for (const std::int64_t capacity : {1, 2, 7, 40}) {
    sim::Stream bits(static_cast<std::uint64_t>(capacity));
    PaperArc paper(static_cast<std::size_t>(capacity));
    Store<NoPayload> store(Capacity::objects(capacity), policy("arc", capacity));
    for (int step = 0; step < 20'000; ++step) {
      const std::int64_t once = 1'000 + step, often = drawn(bits, 60), sometimes = 60 + drawn(bits, 400);
      const std::int64_t which = drawn(bits, step % 5'000 < 2'500 ? 10 : 3);
      const auto key = static_cast<Key>(which == 0 ? once : which == 1 ? sometimes : often % (2 * capacity));
      std::vector<Key> gone;
      const Slot held = store.find(key);
      if (held != no_slot) store.touch(held);
      if (held == no_slot) store.insert(key, 1, [&](Slot leaving) { gone.push_back(store.key_of(leaving)); });
      REQUIRE(gone == paper.request(key));
    }
  }
}

}  // namespace
}  // namespace stalemate::models::eviction
