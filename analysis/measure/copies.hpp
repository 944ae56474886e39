// The entries that caches hold, and for how long each was one that a newer version had superseded.
// Promise: an observer; 32 bytes an entry held, and 32 more where generations or replicas are. A window opens with the
// commit, or with the store of what was superseded already, and closes at removal, replacement by the current version,
// or expiry by the node's clock; it stands still while its node answers nobody.
// Source: this project's semantics ("Inconsistency window", "reality gap", "settle time").
#pragma once
#include <cstdint>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>
#include "analysis/measure/cause.hpp"
#include "analysis/measure/histogram.hpp"
#include "analysis/measure/ledger.hpp"
#include "analysis/measure/results.hpp"
#include "sim/facts.hpp"

namespace stalemate::analysis::measure {

class Copies {
 public:
  Copies(std::size_t nodes, const Ledger& ledger, sim::Instant measured_from, std::size_t classes)
      : ledger_(ledger),
        measured_from_(measured_from),
        held_(nodes),
        origins_(nodes),
        outages_(nodes),
        windows_(classes) {}

  /// Two to a cache line: which of them is asked for next nobody can tell.
  struct alignas(32) Copy {
    sim::Instant stored_at;
    sim::Instant wrong_since = sim::Instant::never();  ///< An earlier entry in its place was wrong already.
    std::uint32_t key = 0;
    std::uint32_t version = 0;
    models::StoredAs stored_as{};
    bool held = false;
    std::optional<Cause> taken = {};  ///< Why it was superseded when it was taken from its source.
  };
  /// What else is known of one whose key has a generation in it, or that came by a replica.
  struct Origins {
    std::uint32_t generation = 0;  ///< 0: none.
    std::uint16_t data_class = 0;  ///< Of one with a generation.
    std::uint64_t group = 0;       ///< Of its generation.
    /// Of one that a replica had when it took over, in moments: when it was stored at first, and when that shard went.
    std::uint64_t first_stored = 0;
    std::uint64_t fell = 0;
  };
  /// A generation of a group of keys, as the node `at` has it.
  struct Under {
    std::uint16_t at = 0;
    std::uint32_t group = 0;
    std::uint32_t generation = 0;
  };
  const Copy& at(std::uint16_t node, std::uint32_t slot) const { return held_[node][slot]; }
  Origins origins_of(std::uint16_t node, std::uint32_t slot) const {
    return slot < origins_[node].size() ? origins_[node][slot] : Origins{};
  }

  /// `taken`: why the version was superseded when its source gave it; empty: it was current then.
  void stored(const sim::Fact& fact, std::size_t data_class, std::optional<Cause> taken);
  /// The same of an entry with a generation in its key: if another one has begun meanwhile, nobody finds it.
  void stored_under(const Under& under, const sim::Fact& fact, std::size_t data_class, std::optional<Cause> taken);
  /// What was stored last there came by a replica.
  void came_by_replica(const sim::Fact& stored, std::uint64_t first_stored, std::uint64_t fell) {
    Origins& origins = note_origins(stored.node, stored.slot);
    origins.first_stored = first_stored;
    origins.fell = fell;
  }
  /// Another generation begins: what stands under the one before is found no more.
  void generation_set(const sim::Fact& fact);
  void removed(const sim::Fact& fact, std::size_t data_class);
  /// Held when the run ends; `pending`: word of what superseded it is still due.
  void kept(const sim::Fact& fact, std::size_t data_class, bool pending);
  /// In place of a number of followers: nobody but a write buffer has it.
  static constexpr std::uint16_t not_flushed = 0xffff;
  /// The commit made last in the ledger, with so many followers that answer reads and do not know of it.
  void committed(std::uint16_t data_class, std::uint16_t followers) {
    settling_.push_back({ledger_.at(ledger_.commits() - 1), data_class, followers});
  }
  /// The latest in the ledger is no commit of anybody, and need not settle.
  void sole_ended(std::uint16_t data_class) {
    committed(data_class, 0);
    settling_.back().is_void = true;
  }
  /// Commits of one key that their leader has got together, as the last of them; so many followers lack it.
  void flushed(const std::vector<std::uint32_t>& commits, std::uint16_t followers, sim::Instant at);
  void replicated(const sim::Fact& fact);
  void voided(const sim::Fact& fact) { settling_[ledger_.commit_of(fact.key, fact.version)].is_void = true; }
  /// The node answers nobody, or does again: it was down, or off the ring.
  void out(std::uint16_t node, sim::Instant at);
  void back(std::uint16_t node, sim::Instant at);
  bool is_wrong(const sim::Fact& fact) const { return fact.version < ledger_.current(fact.key); }

  /// Windows by class, and over the run: wrong entries at each whole second, settle times.
  const std::vector<Windows>& windows() const { return windows_; }
  std::vector<std::int64_t> wrong_entries(sim::Instant end) const;
  std::vector<Settling> settling() const;  ///< By class.

 private:
  struct Commit {
    sim::Instant settled;
    std::uint16_t data_class = 0;
    std::uint16_t followers = 0;
    bool open = false;
    bool is_void = false;
  };
  sim::Instant wrong_from(const Copy& copy) const;
  static sim::Instant wrong_from(const Copy& copy, const Ledger::Span& superseded);
  struct Span {
    sim::Instant from;
    sim::Instant to;
  };
  struct Outages {
    int depth = 0;
    std::vector<Span> spans;
  };
  /// What of it the node was there.
  std::vector<Span> parts(std::uint16_t node, Span whole) const;
  void add_window(std::uint16_t node, Span whole, std::size_t data_class);
  void close(std::uint16_t node, const Copy& copy, sim::Instant at, std::size_t data_class);
  void count(sim::Instant from, sim::Instant to);
  /// None: it has not settled.
  std::optional<sim::Instant> settled_at(std::uint32_t commit) const;
  void settle(std::uint32_t key, std::uint32_t after, std::uint32_t upto, sim::Instant at);

  const Ledger& ledger_;
  sim::Instant measured_from_;
  std::vector<std::vector<Copy>> held_;  ///< By node and slot; those that nobody finds are not held.
  std::vector<std::vector<Origins>> origins_;  ///< By node and slot, as far as there was something to note.
  std::vector<Outages> outages_;         ///< By node.
  struct Group {
    std::uint32_t generation = 0;
    std::set<std::pair<std::uint16_t, std::uint32_t>> entries;  ///< Found by it: node and slot.
  };
  static std::uint64_t group_of(std::uint16_t at, std::uint32_t group) {
    return (std::uint64_t{at} << 32U | group) + 1;
  }
  void leave_group(const sim::Fact& fact);
  Origins& note_origins(std::uint16_t node, std::uint32_t slot);
  std::unordered_map<std::uint64_t, Group> groups_;  ///< Never iterated.
  std::vector<Windows> windows_;
  std::vector<std::int64_t> change_;  ///< Of the number of wrong entries, at each whole second.
  std::vector<Commit> settling_;      ///< As in the ledger.
  std::unordered_map<std::uint32_t, std::uint32_t> flushed_as_;  ///< By commit: which brought it; never iterated.
  std::unordered_map<std::uint32_t, sim::Instant> at_sources_;   ///< Of those: when all had it; never iterated.
};

}  // namespace stalemate::analysis::measure
