// Figures that follow from a blueprint alone.
#include "analysis/load/describe_figures.hpp"
#include <algorithm>
#include <cmath>
#include <cstddef>
#include "analysis/load/reading.hpp"
#include "sim/math.hpp"
#include "sim/zipf.hpp"

namespace stalemate::analysis::load {

using models::Load;
using models::Popularity;

namespace {

constexpr std::uint64_t keys_summed_at_most = 2'000'000;

double seconds_on(const Load& load, const models::Blueprint& blueprint) {
  const std::int64_t end = std::min(load.ends.ns, blueprint.duration.ns);
  return sim::seconds(sim::Duration{std::max<std::int64_t>(0, end - load.begins.ns)});
}

/// What the rate is multiplied by on average, in the time that the load is on.
double mean_factor(const Load& load, double on_s) {
  double round_s = 0, of_round = 0;
  for (const models::Beat& beat : load.curve) {
    round_s += sim::seconds(beat.lasts);
    of_round += sim::seconds(beat.lasts) * beat.factor;
  }
  if (load.curve.empty() || on_s <= 0) return 1;
  const double rounds = std::floor(on_s / round_s);
  double left = on_s - rounds * round_s, all = rounds * of_round;
  for (const models::Beat& beat : load.curve) {
    const double lasts = std::clamp(left, 0.0, sim::seconds(beat.lasts));
    left -= lasts;
    all += lasts * beat.factor;
  }
  return all / on_s;
}

double seconds_of(const sim::Distribution& law) { return sim::seconds(law.mean()); }

/// What becomes of one request of the load's own rate.
struct Mix {
  double reads = 1;
  double writes = 0;
  double reads_back = 0;
  double all() const { return reads + writes + reads_back; }
};

/// What a session goes on to do comes on top of the rate of an open loop, and is one of the requests of a user. At
/// most: what fails is followed by nothing.
Mix mix_of(const Load& load) {
  Mix mix;
  mix.writes = load.writes.empty() ? 0 : load.reads.empty() ? 1 : load.write_share;
  mix.reads = 1 - mix.writes;
  if (load.after_read) mix = {1, *load.after_read};
  if (load.read_back) mix.reads_back = mix.writes * load.read_back->share;
  const double all = load.shape == Load::Shape::closed ? mix.all() : 1;
  return {mix.reads / all, mix.writes / all, mix.reads_back / all};
}

/// Probabilities of the ranks of a class under a popularity.
class Ranks {
 public:
  Ranks(const Popularity& popularity, std::uint32_t keys)
      : popularity_(popularity),
        keys_(keys),
        hot_(std::max<std::uint64_t>(1, static_cast<std::uint64_t>(popularity.hot_keys * keys))),
        zipf_(keys, popularity.law == Popularity::Law::zipf ? popularity.exponent : 0),
        bands_(keys, popularity.top) {}

  double probability(std::uint64_t rank) const {
    const bool is_split = popularity_.law == Popularity::Law::hot_set && hot_ < keys_;
    if (popularity_.law == Popularity::Law::zipf) return zipf_.probability(rank);
    if (popularity_.law == Popularity::Law::empirical) return bands_.probability(rank);
    if (!is_split) return 1 / static_cast<double>(keys_);
    if (rank < hot_) return popularity_.hot_traffic / static_cast<double>(hot_);
    return (1 - popularity_.hot_traffic) / static_cast<double>(keys_ - hot_);
  }

 private:
  Popularity popularity_;
  std::uint64_t keys_;
  std::uint64_t hot_;
  sim::Zipf zipf_;
  sim::Bands bands_;
};

/// One load as a stream of reads or writes of single keys.
struct Stream {
  double rate = 0;
  Ranks ranks;
  std::optional<std::uint32_t> only_key;
  double rate_of(std::uint64_t rank) const { return only_key ? 0 : rate * ranks.probability(rank); }
};

/// Why the formula for independent Poisson streams does not hold for a load.
std::string why_no_formula(const Load& load) {
  if (load.shape == Load::Shape::constant) return "arrivals are not Poisson";
  if (load.shape != Load::Shape::poisson) return "arrivals are listed, recorded or a closed loop";
  if (load.fixed_key) return "a load asks for one key";
  if (!load.request.empty()) return "a request asks for several keys";
  if (load.after_read) return "writes follow reads";
  if (load.read_back) return "reads follow writes";
  if (!load.curve.empty()) return "a rate varies";
  if (load.popularity.law == Popularity::Law::scan) return "a load goes through the keys";
  if (load.popularity.turnover) return "what is popular drifts";
  const bool is_always_on = load.begins.ns == 0 && load.ends == sim::Instant::never();
  return is_always_on ? "" : "a load is not on all the time";
}

class HitFormula {
 public:
  HitFormula(const models::Blueprint& blueprint, std::size_t index)
      : blueprint_(blueprint), class_(blueprint.classes[index]), policy_(blueprint.strategy.policies[index]) {}

  HitRatio find() {
    std::string why = why_not_policy();
    if (why.empty()) why = take_loads();
    if (!why.empty()) return {std::nullopt, why};
    return {sum(), ""};
  }

 private:
  std::string why_not_policy() {
    const models::NodeSpec* cache = find_node(blueprint_, policy_.cache);
    if (!is_cached(policy_)) return "not cached";
    if (cache == nullptr || cache->cache.capacity_entries + cache->cache.capacity_bytes > 0) return "bounded capacity";
    if (!policy_.behind.empty()) return "several tiers";
    if (cache->cache.in_process) return "each instance has a copy of its own";
    if (policy_.read.name == "refresh-ahead") return "entries are fetched anew ahead of their end";
    if (!policy_.stampede.empty()) return "a stampede control changes what a miss is";
    if (policy_.guard.name != "none") return "guard is " + policy_.guard.name;
    if (policy_.expiry.name == "ttl") {
      if (policy_.expiry.values.ratio("jitter") > 0) return "the ttl has jitter";
      if (policy_.expiry.values.word("age") == "inherited") return "the time of a fetch is part of the ttl";
      ttl_s_ = sim::seconds(sim::Duration{policy_.expiry.values.integer("ttl")});
    } else if (policy_.expiry.name != "none") {
      return "expiry is " + policy_.expiry.name;
    }
    if (has_absence(blueprint_, class_)) return "not all keys are there";
    const std::string& write = policy_.write.name;
    if (write != "write-around" && write != "invalidate") return "write is " + write;
    if (announces(policy_) && !policy_.owed_by.empty()) return "not every writer deletes";
    if (goes_by_generation(policy_)) return "changes of other keys may leave it behind";
    if (is_deleted_by_sources()) return "writes of its sources delete it";
    if (is_purged_with_others()) return "changes of other keys delete it too";
    if (class_.keys > keys_summed_at_most) return "too many keys to sum over";
    return "";
  }

  bool is_deleted_by_sources() const {
    if (class_.derived_from.empty()) return false;
    const auto own = static_cast<std::size_t>(&class_ - blueprint_.classes.data());
    const auto sources = written_sources(blueprint_, own);
    return std::any_of(sources.begin(), sources.end(), [&](std::size_t source) {
      return telling_derived(blueprint_, source, {own, policy_.cache}) != nullptr;
    });
  }

  /// By a class that names more than its key, in the same cache.
  bool is_purged_with_others() const {
    using models::options::Named;
    for (std::size_t i = 0; i < blueprint_.classes.size(); ++i)
      for (const models::Policy* tier : models::tiers_of(blueprint_.strategy.policies[i])) {
        if (!announces(*tier) || tier->cache != policy_.cache) continue;
        const bool is_named = named_by(*tier) == Named::tags && share_tags(blueprint_.classes[i], class_);
        if (is_named || named_by(*tier) == Named::everything) return true;
      }
    return false;
  }

  std::string take_loads() {
    for (const Load& load : blueprint_.loads) {
      const bool reads = models::reads_a_request(load, class_.name) > 0;
      const bool writes = models::writes_class(load, class_.name) && announces(policy_);
      if (!reads && !writes) continue;
      const std::string why = why_no_formula(load);
      if (!why.empty()) return why;
      const Ranks ranks(load.popularity, class_.keys);
      if (reads) reads_.push_back({load.rate_per_s * mix_of(load).reads, ranks, load.fixed_key});
      if (writes) writes_.push_back({load.rate_per_s * mix_of(load).writes, ranks, load.fixed_key});
    }
    return reads_.empty() ? "nobody reads it" : "";
  }

  static double total(const std::vector<Stream>& streams, std::uint64_t rank) {
    double rate = 0;
    for (const Stream& stream : streams) rate += stream.rate_of(rank);
    return rate;
  }

  /// Hits of an entry's life a miss: reads while it lives, to its expiry or to the first delete.
  std::optional<double> hits_a_miss(double reads, double writes) const {
    if (writes == 0) return ttl_s_ ? std::optional(reads * *ttl_s_) : std::nullopt;
    const double lived = ttl_s_ ? 1 - sim::math::exp(-writes * *ttl_s_) : 1;
    return reads * lived / writes;
  }

  double sum() const {
    double hits = 0;
    double all = 0;
    for (std::uint64_t rank = 0; rank < class_.keys; ++rank) {
      const double reads = total(reads_, rank);
      const auto lived = hits_a_miss(reads, total(writes_, rank));
      all += reads;
      hits += lived ? reads * *lived / (1 + *lived) : reads;
    }
    return all == 0 ? 0 : hits / all;
  }

  const models::Blueprint& blueprint_;
  const models::DataClass& class_;
  const models::Policy& policy_;
  std::optional<double> ttl_s_;
  std::vector<Stream> reads_;
  std::vector<Stream> writes_;
};

}  // namespace

std::optional<double> rate_of(const Load& load, const models::Blueprint& blueprint) {
  const double on = seconds_on(load, blueprint);
  switch (load.shape) {
    case Load::Shape::poisson:
    case Load::Shape::constant: return load.rate_per_s * mean_factor(load, on);
    case Load::Shape::listed: return on == 0 ? 0 : static_cast<double>(load.at.size()) / on;
    case Load::Shape::closed: {
      const double think = seconds_of(load.think);
      return think == 0 ? std::nullopt : std::optional(static_cast<double>(load.users) / think);
    }
    case Load::Shape::recorded: break;
  }
  return std::nullopt;
}

std::int64_t reads_a_request(const Load& load, const models::Blueprint& blueprint) {
  std::int64_t reads = 0;
  for (const models::DataClass& data_class : blueprint.classes) reads += models::reads_a_request(load, data_class.name);
  return reads;
}

std::optional<double> requests_of(const models::Blueprint& blueprint) {
  if (blueprint.stop_requests > 0) return static_cast<double>(blueprint.stop_requests);
  double requests = 0;
  for (const Load& load : blueprint.loads) {
    const auto rate = rate_of(load, blueprint);
    if (!rate) return std::nullopt;
    requests += *rate * mix_of(load).all() * seconds_on(load, blueprint);
  }
  return requests;
}

double operations_a_request(const models::Blueprint& blueprint) {
  double requests = 0;
  double operations = 0;
  for (const Load& load : blueprint.loads) {
    const double made = rate_of(load, blueprint).value_or(0) * seconds_on(load, blueprint);
    requests += made;
    std::int64_t of_steps = 0;
    for (const models::Step& step : load.request) of_steps += step.keys;
    operations += made * (load.request.empty() ? 1 : static_cast<double>(of_steps));
  }
  return requests == 0 ? 1 : operations / requests;
}

Utilisation utilisation_of(const models::NodeSpec& origin, const models::Blueprint& blueprint) {
  Utilisation found;
  const models::OriginNode& plan = origin.origin;
  double of_followers = 0;
  double busy_leader = 0;  // seconds of work a second
  double busy_followers = 0;
  for (const Load& load : blueprint.loads) {
    const double rate = rate_of(load, blueprint).value_or(0);
    bool is_here = false;
    for (const models::DataClass& each : blueprint.classes) {
      if (each.origin != origin.name) continue;
      const double share = load.request.empty() ? mix_of(load).writes : 1;
      const double writes = share * static_cast<double>(models::writes_a_request(load, each.name));
      double reads = mix_of(load).reads * static_cast<double>(models::reads_a_request(load, each.name));
      if (writes > 0) reads += mix_of(load).reads_back;
      is_here = is_here || reads > 0 || writes > 0;
      found.reads_per_s += rate * reads;
      if (reads_followers(each, plan)) of_followers += rate * reads;
      const bool by_distance = each.read_from.value_or(plan.read_from) == models::ReadFrom::nearest;
      if (by_distance && reads > 0) found.is_exact = false;
      const double reading = rate * reads * seconds_of(each.origin_read.value_or(plan.read));
      (reads_followers(each, plan) ? busy_followers : busy_leader) += reading;
      found.writes_per_s += rate * writes;
      busy_leader += rate * writes * seconds_of(each.origin_write.value_or(plan.write));
    }
    if (is_here && (!rate_of(load, blueprint) || load.shape == Load::Shape::closed)) found.is_exact = false;
  }
  const double writes = plan.rate_limit.of_reads_only ? 0 : found.writes_per_s;
  const double at_leader = found.reads_per_s - of_followers + writes;
  const double at_follower = of_followers / static_cast<double>(std::max<std::int64_t>(1, plan.followers));
  const double limit = plan.rate_limit.per_s;
  found.is_beyond_limit = limit > 0 && std::max(at_leader, at_follower) > limit;
  found.is_bounded = plan.servers > 0;
  if (!found.is_bounded) return found;
  const auto servers = static_cast<double>(plan.servers);
  found.leader = busy_leader / servers;
  found.follower = busy_followers / static_cast<double>(std::max<std::int64_t>(1, plan.followers)) / servers;
  return found;
}

HitRatio hit_ratio_of(const models::Blueprint& blueprint, std::int64_t data_class) {
  return HitFormula(blueprint, static_cast<std::size_t>(data_class)).find();
}

}  // namespace stalemate::analysis::load
