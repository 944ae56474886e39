// The decay of sampled LFU's counters: one for each whole decay time since the last use.
// Promise: with a log_factor of 0 each use counts, and a sample of all objects finds the least: no draw decides.
// Source: Redis, evict.c (LFUDecrAndReturn); redis.conf ("lfu-decay-time").
#include "tests/unit/eviction_stores.hpp"

namespace stalemate::models::eviction {
namespace {

constexpr sim::Duration minute{60'000'000'000};

/// A letter is used at an instant; what leaves is written down.
class TimedCache {
 public:
  explicit TimedCache(std::int64_t objects, sim::Duration decay)
      : store_(Capacity::objects(objects), made(objects, decay)) {}

  TimedCache& use(char letter, sim::Duration at, int times = 1) {
    clock_ = sim::Instant{} + at;
    const auto key = static_cast<Key>(letter);
    for (int i = 0; i < times; ++i) {
      const Slot slot = store_.find(key);
      if (slot != no_slot)
        store_.touch(slot);
      else
        store_.insert(key, 1, [this](Slot leaving) { left_ += static_cast<char>(store_.key_of(leaving)); });
    }
    return *this;
  }
  const std::string& left() const { return left_; }

 private:
  std::unique_ptr<Policy> made(std::int64_t objects, sim::Duration decay) {
    const Settings set = {{"log_factor", std::int64_t{0}}, {"samples", std::int64_t{8}}, {"decay", decay.ns}};
    auto policy = eviction::policy("sampled-lfu", objects, set);
    policy->go_by(clock_);
    return policy;
  }
  sim::Instant clock_;
  Store<NoPayload> store_;
  std::string left_;
};

/// `a` is used 6 times at 0, so that it has 10, and `b` comes at `at` with 5; then a third needs room.
std::string who_leaves(sim::Duration at, sim::Duration decay) {
  return TimedCache(2, decay).use('a', {}, 6).use('b', at).use('c', at).left();
}

TEST_CASE("a counter of uses is one less for each whole decay time without a use") {
  CHECK(who_leaves(minute * 5 - sim::Duration{1}, minute) == "b");  // 6 against 5
  CHECK(who_leaves(minute * 6, minute) == "a");                     // 4 against 5
  CHECK(who_leaves(sim::Duration{4'999}, sim::Duration{1'000}) == "b");
  CHECK(who_leaves(sim::Duration{6'000}, sim::Duration{1'000}) == "a");
}

TEST_CASE("a decay of 0s is none") {
  CHECK(who_leaves(minute * 100'000, sim::Duration{}) == "b");
}

TEST_CASE("a use counts from what is left, and begins the time anew") {
  TimedCache cache(2, minute);
  cache.use('a', {}, 6).use('a', minute * 5 - sim::Duration{1});  // 10 - 4 + 1
  CHECK(cache.use('b', minute * 6).use('c', minute * 6).left() == "b");  // 6 against 5
}

TEST_CASE("a counter ends at none, however long its object was not used") {
  CHECK(who_leaves(minute * 1'000'000, minute) == "a");
  TimedCache cache(3, minute);
  cache.use('a', {}, 200).use('b', minute * 250, 1).use('c', minute * 250, 1);
  CHECK(cache.use('d', minute * 300, 1).left() != "");
}

TEST_CASE("Redis' decay time of a minute is the default") {
  const options::Option* option = options::find_option(EvictionAxis::name, "sampled-lfu");
  CHECK(options::defaults_of(*option).integer("decay") == minute.ns);
}

}  // namespace
}  // namespace stalemate::models::eviction
