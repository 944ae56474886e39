// A tiny language for the worlds of the oracles: services "reader" and "writer", a cache "cache", an origin "db".
// Promise: until something is declared, everything is instantaneous, nothing is cached, nobody asks; an option gets the
// defaults of the registry, and a name that it does not have is an error.
// Source: the words of models/blueprint.hpp.
#pragma once
#include <algorithm>
#include <string>
#include <utility>
#include <vector>
#include "analysis/measure/measurement.hpp"

namespace stalemate::tests::worlds {

using analysis::measure::RunResult;
using models::Blueprint;
using models::Distribution;
using models::Duration;
using models::Instant;
using Settings = std::vector<std::pair<std::string, models::options::Values::Value>>;

constexpr std::int64_t ms = 1'000'000;

inline Duration seconds_of(double s) { return {static_cast<std::int64_t>(s * 1e9 + 0.5)}; }

/// One use of an option: its defaults, with these values in their place.
inline models::Choice option(const char* axis, const std::string& name, const Settings& settings = {}) {
  const models::options::Option* found = models::options::find_option(axis, name);
  CHECK_INVARIANT(found != nullptr);
  models::Choice choice{name, models::options::defaults_of(*found)};
  for (const auto& [key, value] : settings) {
    const auto is_it = [&](const models::options::Parameter& p) { return p.key == key; };
    CHECK_INVARIANT(std::any_of(found->parameters.begin(), found->parameters.end(), is_it));
    choice.values.set(key, value);
  }
  return choice;
}

inline models::NodeSpec node(const std::string& name, models::NodeSpec::Kind kind) {
  models::NodeSpec spec;
  spec.name = name;
  spec.kind = kind;
  return spec;
}

class Backend {
 public:
  explicit Backend(std::uint64_t seed = 1) {
    using Kind = models::NodeSpec::Kind;
    world.seed = seed;
    world.default_latency = Distribution::constant({});
    world.nodes = {node("reader", Kind::service), node("writer", Kind::service), node("cache", Kind::cache),
                   node("db", Kind::origin)};
    world.classes.resize(1);
    world.classes[0].name = "item";
    models::Policy uncached;
    uncached.carry = option("carry", "inline");
    world.strategy = {"under test", {uncached}};
    runs(600, 0);
  }

  Backend& cached(const std::string& read, const std::string& write, const Settings& of_write = {}) {
    policy().cache = "cache";
    policy().read = option("read", read);
    policy().write = option("write", write, of_write);
    return *this;
  }
  Backend& ttl(Duration ttl) {
    policy().expiry = option("expiry", "ttl", {{"ttl", ttl.ns}});
    return *this;
  }
  Backend& stampede(const std::string& name) {
    policy().stampede.push_back(option("stampede", name));
    return *this;
  }

  Backend& reads(double per_s) { return load("reads", "reader", per_s, {}); }
  Backend& updates(double per_s) { return load("updates", "writer", per_s, {}); }
  Backend& reads_at(const std::vector<Duration>& at) { return load("reads", "reader", 0, at); }
  Backend& writes_at(const std::vector<Duration>& at) { return load("updates", "writer", 0, at); }

  /// One way. A pair for which nothing is declared takes no time, unless declared links lead from one to the other.
  Backend& takes(const std::string& from, const std::string& to, Duration latency) {
    world.links.push_back({from, to, Distribution::constant(latency), 0, true});
    return *this;
  }
  Backend& origin_read_takes(Duration duration) {
    origin().read = Distribution::constant(duration);
    return *this;
  }
  Backend& keys(std::uint32_t keys, double zipf_exponent) {
    world.classes[0].keys = keys;
    world.classes[0].popularity = {models::Popularity::Law::zipf, zipf_exponent};
    for (models::Load& load : world.loads) load.popularity = world.classes[0].popularity;
    return *this;
  }
  Backend& runs(double for_s, double warm_up_s) {
    world.duration = seconds_of(for_s);
    world.warm_up = seconds_of(warm_up_s);
    return *this;
  }

  /// Strikes the messages from one node to another; the caller fills in what it does to them.
  models::Fault& strikes(models::Fault::Kind kind, const std::string& from, const std::string& to) {
    models::Fault& fault = add_fault(kind);
    fault.from = from;
    fault.to = to;
    fault.one_way = true;
    return fault;
  }
  models::Fault& strikes(models::Fault::Kind kind, const std::string& part) {
    models::Fault& fault = add_fault(kind);
    fault.node = part;
    return fault;
  }

  models::Policy& policy() { return world.strategy.policies[0]; }
  models::CacheNode& cache() { return world.nodes[2].cache; }
  models::OriginNode& origin() { return world.nodes[3].origin; }
  RunResult run() const { return analysis::measure::run_and_measure(world); }

  Blueprint world;

 private:
  Backend& load(const char* name, const char* from, double per_s, const std::vector<Duration>& at) {
    models::Load load;
    load.name = name;
    load.from = from;
    (load.name == "reads" ? load.reads : load.writes) = "item";
    load.shape = per_s > 0 ? models::Load::Shape::poisson : models::Load::Shape::listed;
    load.rate_per_s = per_s;
    for (const Duration instant : at) load.at.push_back(Instant{} + instant);
    load.popularity = world.classes[0].popularity;
    world.loads.push_back(load);
    return *this;
  }
  models::Fault& add_fault(models::Fault::Kind kind) {
    models::Fault& fault = world.faults.emplace_back();
    fault.name = "fault." + std::to_string(world.faults.size());
    fault.kind = kind;
    return fault;
  }
};

inline models::Fault& during(models::Fault& fault, Duration from, Duration until) {
  fault.at = Instant{} + from;
  fault.until = Instant{} + until;
  return fault;
}

}  // namespace stalemate::tests::worlds
