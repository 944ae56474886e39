#include "analysis/explain/because.hpp"
#include <algorithm>
#include "analysis/load/reading.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::explain {

using measure::Cause;
using models::FactKind;
using models::kind_of;

namespace {

/// Whether only time ends what the cache holds.
bool ends_by_time(Cause cause) {
  return cause == Cause::ttl_window || cause == Cause::dependency_missed || cause == Cause::tier_not_invalidated ||
         cause == Cause::unowned_write;
}

}  // namespace

std::size_t tier_of(const models::World& world, std::uint32_t key, std::uint16_t node) {
  const auto tiers = models::tiers_of(world.blueprint().strategy.policies[world.class_of(key)]);
  for (std::size_t tier = 0; tier < tiers.size(); ++tier)
    if (tiers[tier]->cache == world.nodes()[node].group) return tier;
  return 0;
}

const models::Policy& policy_of(const models::World& world, std::uint32_t key, std::uint16_t node) {
  const auto& outermost = world.blueprint().strategy.policies[world.class_of(key)];
  return *models::tiers_of(outermost)[tier_of(world, key, node)];
}

std::optional<std::size_t> Because::superseding() const {
  const auto& facts = cone_.facts();
  for (std::size_t i = 0; i < facts.size(); ++i)
    if (kind_of(facts[i]) == FactKind::committed && facts[i].version == read_.next) return i;
  return std::nullopt;
}

// Owed to the copy, not there when it was looked at, but later.
bool Because::is_under_way(const Holder& holder) const {
  const auto commit = superseding();
  if (!commit) return false;
  const sim::Fact& write = cone_.facts()[*commit];
  const auto writer = static_cast<std::uint16_t>(write.slot);
  using Owed = measure::Evidence::Owed;
  const measure::Written key{names_.class_of(read_.key), read_.key};
  if (owing_.owed(key, cone_.source(*commit), writer, holder.node) != Owed::owed) return false;
  for (const std::size_t i : cone_.of(write.operation)) {
    const sim::Fact& fact = cone_.facts()[i];
    const bool arrives = kind_of(fact) == FactKind::change_arrived || kind_of(fact) == FactKind::stored;
    const bool is_its_word = fact.version == write.version || fact.version == 0;  // 0: sent before its commit
    const bool is_there = fact.node == cone_.told_for(*commit, holder.node);
    if (arrives && is_there && is_its_word) return i > holder.looked;
  }
  return false;
}

// A copy that had been superseded when it was filled has its staleness from its source, unless word was under way to
// the source: then word came to the copy's own cache too, or should have.
std::size_t Because::began_at(const std::vector<Holder>& holders) const {
  std::size_t at = 0;
  while (at + 1 < holders.size() && !is_under_way(holders[at + 1])) ++at;
  return at;
}

std::string Because::text(const std::vector<Holder>& holders, std::optional<std::uint16_t> source) const {
  const bool is_of_buffer = read_.cause == Cause::unflushed_write || read_.cause == Cause::write_reorder;
  const bool is_of_source = read_.cause == Cause::replica_lag || (is_of_buffer && source);
  if (is_of_source) {
    std::string text = from_source(source);
    if (!holders.empty())
      text += " " + names_.node(holders.back().node) + " kept what it gave: " + lifetime(holders.back().node) + ".";
    for (std::size_t i = holders.size(); i-- > 1;) text += passed_on(holders[i], holders[i - 1]);
    return text;
  }
  const std::size_t at = began_at(holders);
  const std::uint16_t node = holders.empty() ? read_.node : holders[at].node;
  const bool is_kept = !holders.empty() && was_deleted(holders[at]);
  std::string text = "So " + (is_kept ? kept_deleted(names_.node(node)) : reason(names_.node(node), node)) + ".";
  if (!holders.empty()) text += kept_alive(holders[at]);
  if (!holders.empty() && ends_by_time(read_.cause)) text += born_old(holders[at]);
  for (std::size_t i = at; i > 0; --i) text += passed_on(holders[i], holders[i - 1]);
  return text;
}

std::string Because::from_source(std::optional<std::uint16_t> source) const {
  if (read_.cause == Cause::unflushed_write)
    return "So " + names_.node(*source) + " was asked while " + next() + " was in a write buffer only.";
  if (read_.cause == Cause::write_reorder)
    return "So " + names_.node(*source) + " was asked after an older write had been flushed over " + next() + ".";
  if (source && names_.info(*source).kind == models::NodeInfo::Kind::leader)
    return "So an answer was taken from " + names_.node(*source) + " after a follower that had not applied " + next() +
           " had taken over.";
  return "So an answer was taken from " + (source ? names_.node(*source) + ", a follower" : "a follower") +
         " that had not applied " + next() + " yet.";
}

// How old it was already when the near copy took it.
std::string Because::passed_on(const Holder& from, const Holder& to) const {
  const auto commit = superseding();
  std::string text = " " + names_.node(to.node) + " was filled from " + names_.node(from.node);
  if (commit && *commit < to.stored)
    text += " when " + next() + " was " + span_text(cone_.facts()[to.stored].at - cone_.facts()[*commit].at) + " old";
  return text + ", and " + lifetime(to.node) + ".";
}

// So it can be older than its time to live.
std::string Because::born_old(const Holder& holder) const {
  const auto commit = superseding();
  if (!commit || *commit > holder.stored) return "";
  const sim::Fact& stored = cone_.facts()[holder.stored];
  return " When it was stored there, " + next() + " was " + span_text(stored.at - cone_.facts()[*commit].at) +
         " old already.";
}

// Each hit put its end off.
std::string Because::kept_alive(const Holder& holder) const {
  const load::EntryLife life = load::entry_life(policy_of(world_, read_.key, holder.node));
  const auto held = cone_.facts()[holder.looked].at - cone_.facts()[holder.stored].at;
  if (!life.idle || held < *life.idle) return "";
  return " It had held it for " + span_text(held) + ": reads of it in between had put its end off.";
}

std::string Because::lifetime(std::uint16_t node) const {
  const load::EntryLife life = load::entry_life(policy_of(world_, read_.key, node));
  return "its entries " + (life.ends() ? load::life_text(life, span_text) : "do not expire");
}

// A replica has told what it has.
bool Because::is_by_replica(std::uint16_t node) const {
  return std::any_of(cone_.facts().begin(), cone_.facts().end(), [&](const sim::Fact& each) {
    return kind_of(each) == FactKind::stored && each.node == node && each.version == read_.version &&
           models::is_by_replica(each);
  });
}

std::string Because::came_back(std::uint16_t node) const {
  const auto has = [&](FactKind kind) {
    return std::any_of(cone_.facts().begin(), cone_.facts().end(),
                       [&](const sim::Fact& each) { return models::kind_of(each) == kind && each.node == node; });
  };
  if (has(FactKind::taken_over)) return " came back as a replica, with what that had received before it took over";
  if (has(FactKind::node_down)) return " came back with what it had held before it went down";
  if (has(FactKind::off_ring)) return " came back to the ring with what it had held before";
  return " got the key back from another shard, with what it had held before";
}

bool Because::was_deleted(const Holder& holder) const {
  return models::is(cone_.facts()[holder.looked], models::Lookup::deleted);
}

std::string Because::kept_deleted(const std::string& copy) const {
  return copy + " served " + version_text(read_.version) +
         " although it had been deleted: it keeps what was deleted for a while, for reads that need not wait for the " +
         "fetch of another";
}

std::string Because::reason(const std::string& copy, std::uint16_t node) const {
  const std::string kept = copy + " kept " + version_text(read_.version);
  const models::Policy& policy = policy_of(world_, read_.key, node);
  const std::string word = "the " + word_for(policy);
  const bool by_generation = load::named_by(policy) == models::options::Named::generation;
  switch (read_.cause) {
    case Cause::served_stale:
      return copy + " served " + version_text(read_.version) + " although its time was over: " + lifetime(node);
    case Cause::clock_skew:
      return copy + " served " + version_text(read_.version) +
             " although its time was over, since its clock was set meanwhile: " + lifetime(node);
    case Cause::joined_flight:
      return "the read was given what an older fetch had taken before " + next() + " was committed";
    case Cause::unowned_write: return kept + ": its writer owed it nothing, and " + lifetime(node);
    case Cause::dependency_missed:
      return kept + ": the caches of what it is computed from were told, it was not, and " + lifetime(node);
    case Cause::tier_not_invalidated:
    case Cause::ttl_window: return kept + ": nobody told it, and " + lifetime(node);
    case Cause::write_reorder: return copy + " was left with the older of two writes, because it arrived last";
    case Cause::fill_race:
      return version_text(read_.version) + " was put into " + copy +
             (by_generation ? ", under the new generation," : "") + " after " + word + " for " + next() +
             " had come and gone";
    case Cause::resurrected_node: return copy + came_back(node);
    case Cause::invalidation_in_flight: return kept + " while " + word + " for " + next() + " was still on its way";
    case Cause::unflushed_write: return kept + " while " + next() + " was in a write buffer only";
    case Cause::invalidation_lost:
      if (is_by_replica(node))
        return copy + " is served by a replica that took over and had not received " + word + " for " + next();
      return kept + ": " + word + " for " + next() + " never reached it, and " + lifetime(node);
    default: return "it was: " + std::string(measure::meaning_of(read_.cause));
  }
}

}  // namespace stalemate::analysis::explain
