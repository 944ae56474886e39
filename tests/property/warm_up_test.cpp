// Copies of drawn worlds that come up empty: whose work it is, how much of it at once, and that nothing is made up.
// Promise: counted from facts by code that shares nothing with analysis/measure; STALEMATE_WORLD=seed runs one alone.
// Source: this project's semantics ("Load"): what no client has asked for is told apart.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <iostream>
#include <map>
#include <set>
#include "analysis/measure/measurement.hpp"
#include "models/seat.hpp"
#include "tests/property/random_world.hpp"
#include "tests/property/replay.hpp"
#include "tests/sanitized.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests::property;
using models::FactKind;
using models::kind_of;
using models::StoredAs;

class WarmUpCounter final : public sim::FactReader {
 public:
  explicit WarmUpCounter(models::World& world) : world_(world), from_(sim::Instant{} + world.blueprint().warm_up) {
    world.facts().add_reader(this);
  }
  void read(std::span<const sim::Fact> facts) override {
    for (const sim::Fact& fact : facts) follow(fact);
  }
  std::int64_t origin_reads = 0, preloaded = 0, copied = 0;
  std::int64_t errors = 0;  ///< Work that somebody has asked for, or that is too much at once; what nobody has given.

 private:
  void follow(const sim::Fact& fact) {
    const bool measured = fact.at >= from_;
    switch (kind_of(fact)) {
      case FactKind::preload:
        errors += !copies_.emplace(fact.operation, fact.node).second;
        errors += world_.nodes()[fact.node].kind != models::NodeInfo::Kind::shard;
        return;
      case FactKind::given: given_[fact.operation] = {fact.key, fact.version}; return;
      case FactKind::read_invoked:
      case FactKind::read_answered:
      case FactKind::write_invoked: errors += is_warming(fact); return;
      case FactKind::fetch_begun: return count_fetch(fact, 1);
      case FactKind::fetch_ended: return count_fetch(fact, -1);
      case FactKind::origin_arrived: origin_reads += measured && fact.outcome == 0 && is_warming(fact); return;
      case FactKind::stored: return stored(fact, measured);
      default: return;
    }
  }
  bool is_warming(const sim::Fact& fact) const {
    return copies_.contains(fact.operation) || given_.contains(fact.operation);
  }
  /// Of those for the copy itself: what lies behind it may fetch for another, too.
  void count_fetch(const sim::Fact& fact, std::int64_t more) {
    const auto copy = copies_.find(fact.operation);
    if (copy == copies_.end() || copy->second != fact.node) return;
    const std::size_t data_class = world_.class_of(fact.key);
    std::int64_t& fetches = fetching_[{data_class, fact.node}] += more;
    for (const models::Policy* tier : models::tiers_of(world_.blueprint().strategy.policies[data_class]))
      if (tier->cache == world_.nodes()[fact.node].group) errors += fetches > models::warm_up_terms(*tier).at_a_time;
  }
  void stored(const sim::Fact& fact, bool measured) {
    if (fact.outcome == static_cast<std::uint8_t>(StoredAs::fill))
      preloaded += measured && copies_.contains(fact.operation);
    if (fact.outcome != static_cast<std::uint8_t>(StoredAs::copied)) return;
    copied += measured;
    const auto given = given_.find(fact.operation);
    errors += given == given_.end() || given->second != std::pair(fact.key, fact.version);
  }

  const models::World& world_;
  sim::Instant from_;
  std::map<std::uint64_t, std::uint16_t> copies_;  ///< By the operation of a preload.
  std::map<std::uint64_t, std::pair<std::uint32_t, std::uint32_t>> given_;  ///< By operation: key and version.
  std::map<std::pair<std::size_t, std::uint16_t>, std::int64_t> fetching_;
};

struct Warmed {
  std::int64_t origin_reads = 0, preloaded = 0, copied = 0;
};

void check_warmed(std::uint64_t seed, Warmed& seen) {
  INFO(replay_of(seed, "What warms a copy"));
  models::World world(random_world(seed));
  analysis::measure::Measurement measurement(world);
  WarmUpCounter counter(world);
  world.run();
  const auto load = measurement.result().load;
  Warmed measured;
  for (const auto& origin : load.origins) measured.origin_reads += origin.preload_reads;
  for (const auto& cache : load.caches) measured.preloaded += cache.preloaded, measured.copied += cache.copied;
  CHECK(counter.errors == 0);
  CHECK(counter.origin_reads == measured.origin_reads);
  CHECK(counter.preloaded == measured.preloaded);
  CHECK(counter.copied == measured.copied);
  seen.origin_reads += counter.origin_reads;
  seen.preloaded += counter.preloaded;
  seen.copied += counter.copied;
}

}  // namespace

TEST_CASE("What warms a copy is nobody's request, no more at once than it may be, and invents nothing") {
  constexpr std::uint64_t worlds = tests::is_sanitized ? 1000 : 2000;
  Warmed seen;
  for (const std::uint64_t seed : world_seeds(worlds)) check_warmed(seed, seen);
  if (draws_some_worlds()) return;
  std::cout << worlds << " worlds: " << seen.origin_reads << " origin reads to warm copies, " << seen.preloaded
            << " entries preloaded, " << seen.copied << " copied\n";
  constexpr auto some = static_cast<std::int64_t>(worlds);
  CHECK(seen.origin_reads > some / 2);
  CHECK(seen.preloaded > some / 2);
  CHECK(seen.copied > some / 40);
}
