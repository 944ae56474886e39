#include "analysis/explain/slice.hpp"
#include <algorithm>
#include "analysis/explain/because.hpp"
#include "analysis/explain/read_words.hpp"
#include "analysis/explain/teller.hpp"
#include "analysis/load/reading.hpp"
#include "analysis/measure/owing.hpp"
#include "analysis/page/words.hpp"
#include "sim/check.hpp"

namespace stalemate::analysis::explain {
namespace {

using models::FactKind;
using models::kind_of;
using Owed = measure::Evidence::Owed;

class Slicer {
 public:
  Slicer(const models::World& world, const Cone& cone, Story& story)
      : world_(world), cone_(cone), story_(story), teller_(world, cone, story), owing_(world) {}

  void tell() {
    const measure::StaleRead& read = story_.read;
    story_.key = teller_.names().key(read.key);
    const std::size_t asked = index_of(read.operation, FactKind::read_invoked);
    const std::size_t answered = index_of(read.operation, FactKind::read_answered);
    teller_.read(read.operation, answered, Actor::Kind::the_read);
    came_from({read.operation, read.version, read.node}, answered, asked);
    end_with(answered);
    story_.because = Because(world_, cone_, story_, owing_).text(holders_, source_);
  }

 private:
  struct Answer {
    std::uint64_t operation = 0;
    std::uint32_t version = 0;
    std::uint16_t node = 0;
  };
  const sim::Fact& fact(std::size_t index) const { return cone_.facts()[index]; }

  /// The version that superseded this one: of the answer, as things stood at its invocation; else the first never void.
  std::uint32_t next_of(std::uint32_t version) const {
    if (version == story_.read.version) return story_.read.next;
    std::uint32_t next = version + 1;
    while (voided(next)) ++next;
    return next;
  }
  std::optional<std::size_t> voided(std::uint32_t version) const {
    const auto& facts = cone_.facts();
    for (std::size_t i = 0; i < facts.size(); ++i)
      if (kind_of(facts[i]) == FactKind::voided && facts[i].version == version) return i;
    return std::nullopt;
  }
  std::size_t index_of(std::uint64_t operation, FactKind kind) const {
    for (const std::size_t i : cone_.of(operation))
      if (kind_of(fact(i)) == kind) return i;
    CHECK_INVARIANT(false);
  }
  std::optional<std::size_t> commit_of(std::uint32_t version) const {
    const auto& facts = cone_.facts();
    for (std::size_t i = 0; i < facts.size(); ++i)
      if (kind_of(facts[i]) == FactKind::committed && facts[i].version == version) return i;
    return std::nullopt;
  }

  /// Where an operation took this version, the last time up to `upto`; at a node, or anywhere.
  std::optional<std::size_t> taken(std::uint64_t operation, std::uint32_t version, std::size_t upto,
                                   std::optional<std::uint16_t> node) const {
    std::optional<std::size_t> found;
    for (const std::size_t i : cone_.of(operation)) {
      if (i > upto) break;
      const bool took = is_hit(fact(i)) || kind_of(fact(i)) == FactKind::origin_started;
      if (took && fact(i).version == version && (!node || fact(i).node == *node)) found = i;
    }
    return found;
  }
  /// The operation whose fetch this one joined last; the double of its own request may have joined its own fetch.
  std::optional<std::uint64_t> joined(std::uint64_t operation, std::size_t upto) const {
    std::optional<std::uint64_t> leader;
    for (const std::size_t i : cone_.of(operation)) {
      if (i > upto || kind_of(fact(i)) != FactKind::joined) continue;
      if (const auto of = leader_of(i); of != operation) leader = of;
    }
    return leader;
  }
  /// Whose flight it is that was joined here; numbers are used again.
  std::optional<std::uint64_t> leader_of(std::size_t joined) const {
    for (std::size_t i = joined; i-- > 0;)
      if (kind_of(fact(i)) == FactKind::flight_shared && fact(i).slot == fact(joined).slot) return fact(i).operation;
    return std::nullopt;
  }

  // What was answered, followed to where it was taken. `then`: what is decided later plays no part.
  void came_from(const Answer& answer, std::size_t upto, std::size_t then) {
    std::uint64_t operation = answer.operation;
    for (int joins = 0; joins < 8; ++joins) {
      if (const auto at = taken(operation, answer.version, upto, answer.node)) return took(*at, then);
      const auto leader = joined(operation, upto);
      if (!leader) return superseded(answer.version, "");
      teller_.read(*leader, upto, Actor::Kind::read);
      operation = *leader;
    }
  }

  void took(std::size_t at, std::size_t then) {
    const std::uint32_t version = fact(at).version;
    if (is_hit(fact(at))) return entry(at, then);
    const auto lost = voided(next_of(version));
    const auto commit = commit_of(next_of(version));
    if (commit && is_unflushed(*commit, at)) return unflushed(*commit, at);
    if (teller_.names().info(fact(at).node).kind == models::NodeInfo::Kind::follower) return follower(at);
    if (lost && *lost < at) return lost_at(at, *lost);
    superseded(version, "");
  }

  /// Whether what was committed in a buffer had not come to the origin by then.
  bool is_unflushed(std::size_t commit, std::size_t then) const {
    if (commit > then || !models::CommittedAs::unpacked(fact(commit).outcome).is_buffered) return false;
    const auto& facts = cone_.facts();
    for (std::size_t i = commit; i < then; ++i)
      if (kind_of(facts[i]) == FactKind::flushed && facts[i].version >= fact(commit).version) return false;
    return true;
  }
  void unflushed(std::size_t commit, std::size_t asked) {
    source_ = fact(asked).node;
    teller_.commit(commit, "");
    const auto lost = voided(fact(commit).version);
    teller_.flush(commit, lost && *lost < asked ? *lost : asked);
  }

  // The leader had the newer version, and lost it.
  void lost_at(std::size_t started, std::size_t lost) {
    if (fact(lost).outcome != static_cast<std::uint8_t>(models::Loss::flush_reorder)) return successor(started, lost);
    source_ = fact(started).node;
    superseded(fact(started).version, "");
    if (const auto commit = commit_of(fact(lost).version)) teller_.replaced(*commit, lost);
  }

  // The entry that a lookup found: who stored it, from where, and why it was still there.
  void entry(std::size_t lookup, std::size_t then) {
    const sim::Fact& found = fact(lookup);
    const auto stored = cone_.stored_before(lookup);
    if (!stored) return superseded(found.version, "");
    holders_.push_back({found.node, *stored, lookup});
    if (cone_.came_by_replica(lookup)) teller_.felled(found.node, lookup);
    if (kind_of(found) == FactKind::lookup && models::is_overdue(found))
      for (const std::size_t each : teller_.faults().that_skewed(found.node, fact(*stored).at, found.at)) {
        teller_.fault(each, found.node, found.at);
        teller_.set_right(each, found.node, lookup);
      }
    if (models::is_of_reader(static_cast<models::StoredAs>(fact(*stored).outcome))) {
      filled(*stored);
    } else {
      written(*stored);
    }
    word_of_next(found.version, found.node, then);
  }

  void filled(std::size_t stored) {
    const sim::Fact& store = fact(stored);
    teller_.read(store.operation, stored, Actor::Kind::read);
    std::uint64_t operation = store.operation;
    for (int joins = 0; joins < 8; ++joins) {
      if (const auto at = taken(operation, store.version, stored, std::nullopt)) {
        const auto next = commit_of(next_of(store.version));
        if (next && *next < *at) took(*at, stored);  // superseded when it was taken: its source has a story too
        return;
      }
      const auto leader = joined(operation, stored);
      if (!leader) return;
      teller_.read(*leader, stored, Actor::Kind::read);
      operation = *leader;
    }
  }

  void written(std::size_t stored) {
    const auto commit = commit_of(fact(stored).version);
    if (!commit) return;
    teller_.commit(*commit, "");
    teller_.word(*commit, fact(stored).node, cone_.facts().size());
  }

  void follower(std::size_t started) {
    const sim::Fact& read = fact(started);
    const std::string name = teller_.names().node(read.node);
    source_ = read.node;
    const std::uint32_t next = next_of(read.version);
    superseded(read.version, "");
    const auto commit = commit_of(next);
    if (!commit || *commit > started) return;  // it was committed after the answer had been taken
    for (const std::size_t each : teller_.faults().that_slowed(read.node, fact(*commit).at))
      teller_.fault(each, read.node, fact(*commit).at);
    const bool is_buffered = models::CommittedAs::unpacked(fact(*commit).outcome).is_buffered;
    const std::size_t at_leader = (is_buffered ? teller_.flush_of(*commit) : std::nullopt).value_or(*commit);
    if (at_leader != *commit) teller_.flush_arrives(at_leader, fact(*commit), "");
    for (std::size_t i = started; i < cone_.facts().size(); ++i) {
      const bool is_it = fact(i).version >= next && fact(i).version == fact(at_leader).version;
      if (kind_of(fact(i)) != FactKind::replicated || fact(i).node != read.node || !is_it) continue;
      const std::string applied = std::to_string(fact(i).version);
      const auto since = [&](std::size_t index) { return span_text(fact(i).at - fact(index).at); };
      teller_.order(fact(at_leader).node, read.node, fact(at_leader).at, fact(i).at, "replication of v" + applied);
      return teller_.note(i, read.node, "applies v" + applied,
                          "Only now " + name + " applies version " + applied + ", " + since(*commit) +
                              " after the commit" + (is_buffered ? ", " + since(at_leader) + " after the flush." : "."),
                          write_of(*commit));
    }
    const auto lost = voided(next);
    teller_.note(started, read.node, "lacks v" + std::to_string(next),
                 name + " has not applied " + version_text(next) +
                     (lost ? ", and never will: it is lost in the failover of " + moment_text(fact(*lost).at, 6) + "."
                           : ", and does not until the run ends."),
                 write_of(*commit));
  }

  // The leader, after a follower without the newer version took over.
  void successor(std::size_t started, std::size_t lost) {
    const std::uint16_t leader = fact(started).node;
    source_ = leader;
    const std::uint32_t next = fact(lost).version;
    superseded(fact(started).version, "");
    for (const std::size_t each : teller_.faults().that_replaced(leader, fact(lost).at))
      teller_.fault(each, leader, fact(lost).at);
    const auto commit = commit_of(next);
    if (!commit) return;
    teller_.note(lost, leader, "loses v" + std::to_string(next),
                 "A follower that had not applied " + version_text(next) + " takes over as " +
                     teller_.names().node(leader) + ": " + version_text(next) + " is void from now on.",
                 write_of(*commit));
  }

  std::size_t write_of(std::size_t commit) { return teller_.actor(Actor::Kind::write, fact(commit).operation); }

  /// What superseded it may be that the only copy was lost.
  void lost_copy(std::uint32_t next) {
    for (std::size_t i = 0; i < cone_.facts().size(); ++i) {
      const sim::Fact& end = fact(i);
      if (kind_of(end) != FactKind::sole_ended || end.version != next) continue;
      const std::string copy = teller_.names().node(end.node), lost = version_text(end.slot);
      teller_.note(i, end.node, "v" + std::to_string(end.slot) + " is lost",
                   copy + " has " + lost + ", the only copy, for nobody any more: " +
                       how_ended(static_cast<models::SoleEnd>(end.outcome)) + ". From now on the key is not there.");
    }
  }

  void superseded(std::uint32_t version, const std::string& after) {
    if (const auto commit = commit_of(next_of(version))) teller_.commit(*commit, after);
  }

  // The commit that superseded the entry, and the word that was owed to its copy.
  void word_of_next(std::uint32_t version, std::uint16_t node, std::size_t then) {
    const auto commit = commit_of(next_of(version));
    if (!commit) return lost_copy(next_of(version));
    const auto writer = static_cast<std::uint16_t>(fact(*commit).slot);
    const measure::Written key{teller_.names().class_of(fact(*commit).key), fact(*commit).key};
    const Owed owed = owing_.owed(key, cone_.source(*commit), writer, node);
    teller_.commit(*commit, owed == Owed::owed ? "" : "; " + nobody_tells(owed, *commit, node));
    if (owed == Owed::owed) teller_.word(*commit, cone_.told_for(*commit, node), then);
    if (owed != Owed::farther_tier_only) return;
    for (const std::uint16_t shard : told_shards(*commit, node)) teller_.word(*commit, shard, then);
  }

  /// The shards of other caches that the writer of a commit sends word to.
  std::vector<std::uint16_t> told_shards(std::size_t commit, std::uint16_t but) const {
    std::vector<std::uint16_t> shards;
    for (const std::size_t i : cone_.of(fact(commit).operation)) {
      const auto shard = static_cast<std::uint16_t>(fact(i).slot);
      const bool is_ours = fact(i).version == fact(commit).version || fact(i).version == 0;  // 0: before its commit
      if (kind_of(fact(i)) != FactKind::change_sent || !is_ours) continue;
      const bool is_other = teller_.names().info(shard).group != teller_.names().info(but).group;
      if (is_other && std::find(shards.begin(), shards.end(), shard) == shards.end()) shards.push_back(shard);
    }
    return shards;
  }

  /// Whose words are owed: that of the copy, or of what it is computed from.
  const models::Policy& telling(std::size_t commit, std::uint16_t node) const {
    const auto written = cone_.source(commit);
    if (!written) return policy_of(world_, story_.read.key, node);
    const std::size_t derived = teller_.names().class_of(story_.read.key);
    const std::string& cache = teller_.names().info(node).group;
    const models::Policy* tells = load::telling_derived(world_.blueprint(), written->data_class, {derived, cache});
    return tells != nullptr ? *tells : world_.blueprint().strategy.policies[written->data_class];
  }

  std::string nobody_tells(Owed owed, std::size_t commit, std::uint16_t node) const {
    const auto writer = static_cast<std::uint16_t>(fact(commit).slot);
    const std::string copy = teller_.names().node(node), who = teller_.names().node(writer);
    const models::Policy& policy = telling(commit, node);
    if (owed == Owed::not_by_this_writer)
      return who + " does not have to tell " + copy + " of it: of all services only " +
             page::visible(page::joined(policy.owed_by, ", ")) + " does";
    if (owed == Owed::sources_only)
      return who + " tells the caches of " + teller_.names().key(fact(*cone_.source_of(commit)).key) +
             ", not of what is computed from it";
    if (owed == Owed::farther_tier_only) {
      std::vector<std::string> told;
      for (const std::uint16_t shard : told_shards(commit, node)) told.push_back(teller_.names().node(shard));
      return (told.empty() ? "a farther cache" : page::joined(told, " and ")) + " is told of it, " + copy + " is not";
    }
    const bool own_only = policy.write.name != "write-around";
    return own_only ? who + " tells the copy in its own process, and nobody tells " + copy
                    : "nobody tells " + copy + " of it";
  }

  /// What the reader got.
  void end_with(std::size_t answered) {
    const measure::StaleRead& read = story_.read;
    const std::string caller = teller_.names().node(read.caller);
    teller_.note(answered, read.caller, "gets v" + std::to_string(read.version),
                 "The answer at " + caller + " is " + version_text(read.version) + " of " + story_.key +
                     ". That is stale: when the read began, " + version_text(read.next) + " was " +
                     span_text(read.age()) + " old" +
                     (read.current > read.next ? ", and " + version_text(read.current) + " was current" : "") + ".",
                 teller_.actor(Actor::Kind::the_read, read.operation));
  }

  const models::World& world_;
  const Cone& cone_;
  Story& story_;
  Teller teller_;
  measure::Owing owing_;
  std::vector<Holder> holders_;          ///< That the answer passed, the nearest first.
  std::optional<std::uint16_t> source_;  ///< The origin node that it was taken from.
};

}  // namespace

Story slice(const models::World& world, const Cone& cone, const measure::StaleRead& read) {
  Story story;
  story.read = read;
  Slicer(world, cone, story).tell();
  return story;
}

void add_fault(const models::World& world, const Cone& cone, Story& story, std::size_t fault) {
  std::uint16_t node = story.read.node;
  for (const sim::Fact& each : cone.facts())
    if (kind_of(each) == FactKind::fault_begun && each.slot == fault) node = each.node;
  Teller(world, cone, story).fault(fault, node, story.read.answered);
}

void settle(Story& story) {
  std::vector<std::size_t> order(story.lanes.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return story.lanes[a].rank < story.lanes[b].rank; });
  std::vector<std::size_t> place(order.size());
  std::vector<Lane> lanes;
  for (std::size_t i = 0; i < order.size(); ++i) place[order[i]] = i, lanes.push_back(story.lanes[order[i]]);
  story.lanes = std::move(lanes);
  for (auto* steps : {&story.steps, &story.unseen})
    for (Step& step : *steps) step.from = place[step.from], step.to = place[step.to];
  std::stable_sort(story.steps.begin(), story.steps.end(), [](const Step& a, const Step& b) {
    return a.until != b.until ? a.until < b.until : a.order < b.order;
  });
  std::int64_t number = 0;
  for (Step& step : story.steps) step.number = step.sentence.empty() ? 0 : ++number;
}

}  // namespace stalemate::analysis::explain
