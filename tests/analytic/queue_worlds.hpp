// Worlds that are one queue: requests of a service go straight to an origin over a network that takes no time.
// Promise: one unit of the formulas is a simulated millisecond; the load ends before the run does, so all have left.
// Source: G/G/c/K queues (Kendall); the station is the origin of this project.
#pragma once
#include <algorithm>
#include <unordered_map>
#include <vector>
#include "analysis/measure/measurement.hpp"

namespace stalemate::tests {

constexpr models::Duration unit{1'000'000};

inline models::Duration units(double n) { return {static_cast<std::int64_t>(n * static_cast<double>(unit.ns) + 0.5)}; }
inline double in_units(double ns) { return ns / static_cast<double>(unit.ns); }

/// One use of an option: its defaults, with these values in their place.
inline models::Choice choose(const char* axis, const char* name,
                             const std::vector<std::pair<std::string, models::options::Values::Value>>& values = {}) {
  const models::options::Option* option = models::options::find_option(axis, name);
  CHECK_INVARIANT(option != nullptr);
  models::Choice choice{name, models::options::defaults_of(*option)};
  for (const auto& [key, value] : values) choice.values.set(key, value);
  return choice;
}

/// One class of one key, a service "shop" that reads past any cache, and an origin "db".
inline models::Blueprint bare_world() {
  models::Blueprint world;
  world.classes = {{.name = "item", .popularity = {}, .promise = {}, .owner = {}, .origin = {}}};
  models::NodeSpec shop, db;
  shop.name = "shop";
  db.name = "db";
  db.kind = models::NodeSpec::Kind::origin;
  world.nodes = {shop, db};
  world.default_latency = models::Distribution::constant({});
  world.strategy.name = "uncached";
  world.strategy.policies.resize(1);
  world.strategy.policies[0].carry = choose("carry", "inline");
  world.warm_up = {};
  return world;
}

inline models::OriginNode& origin_of(models::Blueprint& world) { return world.nodes[1].origin; }

inline models::Load reads_from(const std::string& service, const std::string& name) {
  models::Load load;
  load.name = name;
  load.from = service;
  load.reads = "item";
  return load;
}

struct Queue {
  double arrivals = 0.8;  ///< A unit.
  models::Distribution service = models::Distribution::exponential(unit);
  std::int64_t servers = 1;
  std::int64_t line = -1;
  std::optional<models::Duration> patience = std::nullopt;
};

/// `customers` arrive on average, the first twentieth while the queue warms up.
inline models::Blueprint queue_world(const Queue& queue, double customers, std::uint64_t seed) {
  models::Blueprint world = bare_world();
  models::OriginNode& origin = origin_of(world);
  origin.servers = queue.servers;
  origin.queue_limit = queue.line;
  origin.queue_timeout = queue.patience;
  origin.read = queue.service;
  models::Load load = reads_from("shop", "customers");
  load.rate_per_s = queue.arrivals * 1000;
  load.ends = models::Instant{} + units(customers / queue.arrivals);
  world.loads = {load};
  world.warm_up = units(customers / queue.arrivals / 20);
  world.duration = (load.ends - models::Instant{}) + units(2000);
  world.seed = seed;
  return world;
}

/// What each customer of the origin lived through, exactly; the measured results keep histograms.
class Customers final : public sim::FactReader {
 public:
  explicit Customers(models::World& world) : from_(models::Instant{} + world.blueprint().warm_up) {
    world.facts().add_reader(this);
  }
  void read(std::span<const sim::Fact> facts) override {
    for (const sim::Fact& fact : facts) follow(fact);
  }

  std::vector<std::int64_t> waits;     ///< ns from arrival to the start of service
  std::vector<std::int64_t> sojourns;  ///< ns from arrival to the end of service
  std::int64_t turned_away = 0;
  std::int64_t inside = 0;     ///< Now, waiting or in service.
  std::int64_t inside_ns = 0;  ///< Integral of `inside` over the whole run.

 private:
  void follow(const sim::Fact& fact) {
    const auto kind = models::kind_of(fact);
    if (kind < models::FactKind::origin_arrived || kind > models::FactKind::origin_refused) return;
    inside_ns += inside * (fact.at - since_).ns;
    since_ = fact.at;
    if (kind == models::FactKind::origin_arrived) {
      ++inside;
      arrived_[fact.slot] = fact.at;
      return;
    }
    const models::Instant arrived = arrived_.at(fact.slot);
    const bool counts = arrived >= from_;
    if (kind == models::FactKind::origin_started) {
      if (counts) waits.push_back((fact.at - arrived).ns);
      return;
    }
    --inside;
    if (!counts) return;
    if (kind == models::FactKind::origin_ended) sojourns.push_back((fact.at - arrived).ns);
    if (kind == models::FactKind::origin_refused) ++turned_away;
  }

  models::Instant from_;
  models::Instant since_;
  std::unordered_map<std::uint32_t, models::Instant> arrived_;
};

/// Nearest rank, in units.
inline double quantile(std::vector<std::int64_t> values, double q) {
  const auto rank = static_cast<std::size_t>(std::ceil(q * static_cast<double>(values.size())));
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(std::max<std::size_t>(rank, 1) - 1);
  std::nth_element(values.begin(), at, values.end());
  return in_units(static_cast<double>(*at));
}

inline double share_at_most(const std::vector<std::int64_t>& values, models::Duration limit) {
  const auto within = std::count_if(values.begin(), values.end(), [&](std::int64_t v) { return v <= limit.ns; });
  return static_cast<double>(within) / static_cast<double>(values.size());
}

/// A run of a queue with both views of it.
struct QueueRun {
  models::World world;
  analysis::measure::Measurement measurement;
  Customers customers;
  analysis::measure::RunResult result;
  explicit QueueRun(models::Blueprint blueprint) : world(std::move(blueprint)), measurement(world), customers(world) {
    world.run();
    result = measurement.result();
  }
  double mean_sojourn() const { return in_units(result.total.read_latency.mean()); }
  double mean_wait() const { return in_units(result.load.origins[0].wait.mean()); }
};

}  // namespace stalemate::tests
