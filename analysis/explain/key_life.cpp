#include "analysis/explain/key_life.hpp"
#include <algorithm>
#include <iterator>
#include <map>
#include <utility>
#include "analysis/explain/names.hpp"

namespace stalemate::analysis::explain {
namespace {

using models::FactKind;
using models::kind_of;
using models::NodeInfo;

/// Follows each copy from store to removal.
class Follow {
 public:
  Follow(const models::World& world, KeyLife& life, std::uint32_t key)
      : world_(world), key_(key), names_(world), life_(life) {}

  void hear(const sim::Fact& fact) {
    switch (kind_of(fact)) {
      case FactKind::committed: return committed(fact);
      case FactKind::replicated:
        if (now_.contains(fact.node)) holds(fact.node, fact.version, fact.at);  // else one that answers no reads
        return;
      case FactKind::flushed: return holds(fact.node, fact.version, fact.at);
      case FactKind::voided: return voided(fact);
      case FactKind::sole_ended:  // a copy that its shard keeps all the same is superseded
        life_.commits.push_back({fact.at, fact.version, "nobody", sim::Instant::never()});
        return;
      case FactKind::stored_under: under_ = fact.version; return;
      case FactKind::generation_set: return begins_anew(fact);
      case FactKind::stored: return stored(fact);
      case FactKind::removed: return removed(fact);
      case FactKind::outlived: return outlived(fact);
      case FactKind::kept: return kept(fact);
      default: return;
    }
  }
  /// From the start of the run: the version that was there.
  void begins_with(std::uint16_t node) { holds(node, 0, {}); }
  void close() {
    for (const auto& [node, held] : now_) end(held, life_.end, End::run_over);
    judge();
  }

 private:
  using End = KeyLife::End;
  static sim::Instant expires(const sim::Fact& fact) { return {static_cast<std::int64_t>(fact.operation)}; }

  std::size_t copy(std::uint16_t node) {
    const std::string name = names_.node(node);
    const auto found = std::find(life_.copies.begin(), life_.copies.end(), name);
    if (found != life_.copies.end()) return static_cast<std::size_t>(found - life_.copies.begin());
    life_.copies.push_back(name);
    return life_.copies.size() - 1;
  }
  void committed(const sim::Fact& fact) {
    life_.commits.push_back(
        {fact.at, fact.version, names_.node(static_cast<std::uint16_t>(fact.slot)), sim::Instant::never()});
    // A cache tells for itself what it stores.
    const bool is_at_cache = names_.info(fact.node).kind == NodeInfo::Kind::shard;
    if (!is_at_cache) holds(fact.node, fact.version, fact.at);
  }
  void voided(const sim::Fact& fact) {
    for (auto& commit : life_.commits)
      if (commit.version == fact.version) commit.void_at = fact.at;
    const bool is_failover = fact.outcome == static_cast<std::uint8_t>(models::Loss::failover);
    if (is_failover) {
      goes(fact.node, fact.at, End::voided);
      holds(fact.node, fact.slot, fact.at);
    }
    for (auto& [node, held] : now_) {
      const bool begins_anew = is_failover && node == fact.node;
      const bool is_current_again = held.version == fact.slot && fact.slot < fact.version;
      if (begins_anew || !is_current_again) continue;
      end(held, fact.at, End::current_again);
      held.from = held.until = fact.at;
    }
  }
  void holds(std::uint16_t node, std::uint32_t version, sim::Instant at) {
    goes(node, at, names_.info(node).kind == NodeInfo::Kind::shard ? End::stored_again : End::newer);
    now_[node] = {.copy = copy(node), .from = at, .until = at, .version = version};
  }
  // Under a generation that is over by then it is found by nobody.
  void stored(const sim::Fact& fact) {
    const std::uint32_t generation = std::exchange(under_, 0);
    if (generation != 0 && generations_[world_.holder_of_generation(fact.node, key_)] != generation) return;
    if (models::is_by_replica(fact)) goes(fact.node, fact.at, End::not_replicated);
    holds(fact.node, fact.version, fact.at);
    slots_[fact.node] = fact.slot;
  }
  void begins_anew(const sim::Fact& fact) {
    generations_[fact.node] = fact.version;
    for (auto each = slots_.begin(); each != slots_.end();) {
      const bool is_found_by_it = world_.holder_of_generation(each->first, key_) == fact.node;
      if (is_found_by_it) goes(each->first, fact.at, End::outdated);
      each = is_found_by_it ? slots_.erase(each) : std::next(each);
    }
  }
  /// Not one that was left under an older generation.
  bool is_of_held(const sim::Fact& fact) const {
    const auto slot = slots_.find(fact.node);
    return slot != slots_.end() && slot->second == fact.slot;
  }
  void goes(std::uint16_t node, sim::Instant at, End why) {
    const auto found = now_.find(node);
    if (found == now_.end()) return;
    end(found->second, at, why);
    now_.erase(found);
  }
  void removed(const sim::Fact& fact) {
    if (!is_of_held(fact)) return;
    slots_.erase(fact.node);
    if (expires(fact) < fact.at) return goes(fact.node, expires(fact), End::expired);
    constexpr End ends[] = {End::deleted, End::expired,  End::evicted, End::flushed,
                            End::crashed, End::replaced, End::purged, End::not_replicated};
    goes(fact.node, fact.at, ends[std::min<std::size_t>(fact.outcome, std::size(ends) - 1)]);
  }
  void outlived(const sim::Fact& fact) {
    const auto held = now_.find(fact.node);
    if (held != now_.end() && is_of_held(fact)) held->second.deleted_at = fact.at;
  }
  void kept(const sim::Fact& fact) {
    if (is_of_held(fact) && expires(fact) < fact.at) goes(fact.node, expires(fact), End::expired);
  }
  void end(KeyLife::Held held, sim::Instant at, End why) {
    held.until = std::max(at, held.from);
    held.until_end = why == End::run_over;
    held.end = why;
    if (held.until > held.from || held.until_end) life_.held.push_back(held);
  }
  void judge() {
    for (auto& held : life_.held)
      for (const auto& commit : life_.commits) {
        const sim::Instant since = std::max(held.from, commit.at);
        if (commit.version == held.version && commit.void_at != sim::Instant::never())
          held.void_from = std::max(held.from, commit.void_at);
        if (commit.version > held.version && commit.void_at > since) held.wrong_from = std::min(held.wrong_from, since);
      }
    const auto earlier = [](const KeyLife::Held& a, const KeyLife::Held& b) {
      return a.from != b.from ? a.from < b.from : a.copy < b.copy;
    };
    std::stable_sort(life_.held.begin(), life_.held.end(), earlier);
  }

  const models::World& world_;
  std::uint32_t key_;
  Names names_;
  KeyLife& life_;
  std::uint32_t under_ = 0;                             ///< The generation of what is stored next; 0: none.
  std::map<std::uint16_t, std::uint32_t> generations_;  ///< By the node that has it.
  std::map<std::uint16_t, std::uint32_t> slots_;        ///< Of what caches hold and readers find.
  std::map<std::uint16_t, KeyLife::Held> now_;
};

}  // namespace

KeyLife life_of(const models::World& world, const Cone& cone, std::uint32_t key) {
  KeyLife life;
  const Names names(world);
  life.key = names.key(key);
  life.end = world.now();
  Follow follow(world, life, key);
  const models::DataClass& data_class = world.blueprint().classes[names.class_of(key)];
  const auto nodes = static_cast<std::uint16_t>(world.nodes().size());
  for (const models::NodeSpec& spec : world.blueprint().nodes) {
    if (!is_origin_of(spec, data_class)) continue;
    const bool all = reads_followers(data_class, spec.origin);
    for (std::uint16_t i = 0; i < nodes; ++i) {
      const NodeInfo& info = world.nodes()[i];
      if (info.group != spec.name) continue;
      if (info.kind == NodeInfo::Kind::leader || (all && info.kind == NodeInfo::Kind::follower)) follow.begins_with(i);
    }
    break;
  }
  for (const sim::Fact& fact : cone.facts())
    if (fact.key == key || kind_of(fact) == FactKind::generation_set) follow.hear(fact);
  follow.close();
  return life;
}

}  // namespace stalemate::analysis::explain
