// Worlds around one cache that forgets: a service, a cache of one shard, an origin, and a network that takes no time.
// Promise: what is slow is the origin alone, so every formula holds as written.
// Source: the sketch of the oracles: one key, time to live T, origin latency D.
#pragma once
#include <map>
#include <memory>
#include <vector>
#include "tests/analytic/queue_worlds.hpp"

namespace stalemate::tests {

/// Cache-aside with a time to live; the nodes are shop, db, redis.
inline models::Blueprint cached_world(models::Duration ttl, const models::Distribution& origin_read,
                                      double jitter = 0) {
  models::Blueprint world = bare_world();
  models::NodeSpec redis;
  redis.name = "redis";
  redis.kind = models::NodeSpec::Kind::cache;
  world.nodes.push_back(redis);
  origin_of(world).read = origin_read;
  models::Policy& policy = world.strategy.policies[0];
  policy.cache = "redis";
  policy.read = choose("read", "cache-aside");
  policy.expiry = choose("expiry", "ttl", {{"ttl", ttl.ns}, {"jitter", jitter}});
  return world;
}

/// A wave is a time in which some fetch is under way; its size is how many began.
class Waves final : public sim::FactReader {
 public:
  explicit Waves(models::World& world) { world.facts().add_reader(this); }
  void read(std::span<const sim::Fact> facts) override {
    for (const sim::Fact& fact : facts) follow(fact);
  }
  /// Of every wave that was over when the run was.
  std::vector<double> sizes() const { return {sizes_.begin(), sizes_.end() - (under_way_ > 0 ? 1 : 0)}; }

 private:
  void follow(const sim::Fact& fact) {
    const auto kind = models::kind_of(fact);
    if (kind == models::FactKind::fetch_ended) --under_way_;
    if (kind != models::FactKind::fetch_begun) return;
    if (under_way_++ == 0) sizes_.push_back(0);
    ++sizes_.back();
  }
  std::int64_t under_way_ = 0;
  std::vector<double> sizes_;
};

/// Requests that a test lists: (instant, key).
class ListedArrivals final : public models::Arrivals {
 public:
  explicit ListedArrivals(std::vector<Arrival> arrivals) : arrivals_(std::move(arrivals)) {}
  bool next(Arrival& arrival) override {
    if (next_ == arrivals_.size()) return false;
    arrival = arrivals_[next_++];
    return true;
  }

 private:
  std::vector<Arrival> arrivals_;
  std::size_t next_ = 0;
};

}  // namespace stalemate::tests
