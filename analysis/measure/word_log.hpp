// What became of the word of each commit: sent, arrived, missed, lost, at each copy that it was owed to.
// Promise: an observer; 32 bytes a commit and 16 a copy told. Moments are counted in facts, so that "before" is exact.
// Source: this project's semantics ("Why a read was stale"). Departs: kept until the run ends, as the ledger is.
#pragma once
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>
#include "analysis/measure/ledger.hpp"
#include "analysis/measure/owing.hpp"
#include "analysis/measure/per_second.hpp"
#include "analysis/measure/results.hpp"
#include "sim/facts.hpp"

namespace stalemate::analysis::measure {

/// A moment of a run: how many facts there were.
using Moment = std::uint64_t;

class WordLog {
 public:
  WordLog(const std::vector<models::NodeInfo>& nodes, const Ledger& ledger, sim::Instant measured_from)
      : nodes_(nodes),
        ledger_(ledger),
        measured_from_(measured_from),
        off_ring_(nodes.size()),
        outages_(nodes.size()) {}

  /// Of a commit of what is derived: the write that made it.
  struct Source {
    Written written;
    std::uint32_t commit = 0;
  };
  /// The latest commit in the ledger, and who has to tell the copies of it. `source`: of a commit of what is derived;
  /// it is acknowledged with the commit that it follows.
  void committed(const sim::Fact& fact, Owing::Teller teller, Moment now, std::optional<Source> source = {});
  /// That is no commit of anybody: the latest in the ledger is that a key is not there any more.
  void sole_ended(const sim::Fact& fact, Moment now) { commits_.push_back({.made = now, .writer = fact.node}); }
  Moment made(std::uint32_t commit) const { return commits_[commit].made; }
  void sent(const sim::Fact& fact);
  /// How long after its commit, when it is its first arrival there.
  std::optional<sim::Duration> arrived(const sim::Fact& fact, Moment now);
  /// One message to one copy, or to a bus, has become two.
  void doubled(const sim::Fact& fact, std::uint16_t copy);
  void doubled_for_all(const sim::Fact& fact, const std::string& cache);
  /// It came to a shard that did not take it.
  void missed(const sim::Fact& fact, Moment now);
  /// On its way to one copy, or to a bus: then none of the copies in that cache will hear of it.
  void lost(const sim::Fact& fact, std::uint16_t copy, Moment now);
  /// A log that had it keeps it no more.
  void forgotten(const sim::Fact& fact, std::uint16_t copy, Moment now);
  /// A log has it for the copies in a cache: what is lost from now on goes again.
  void appended(const sim::Fact& fact, const std::string& cache);
  /// Its writer does not tell that copy again, or publish it again.
  void acknowledged(const sim::Fact& fact) { delivery(fact, static_cast<std::uint16_t>(fact.slot)).last_try = true; }
  void acknowledged_for_all(const sim::Fact& fact, const std::string& cache);
  void lost_for_all(const sim::Fact& fact, const std::string& cache, Moment now);
  /// The writer will not learn that it has committed.
  void acknowledgement_lost(std::uint64_t operation, Moment now);
  void off_ring(std::uint16_t node, Moment now);
  void on_ring(std::uint16_t node, Moment now);
  void node_down(std::uint16_t node, Moment now);
  void node_up(std::uint16_t node, Moment now);
  void write_answered(const sim::Fact& fact, Moment now);
  /// When the node went down last; 0: never.
  Moment last_down(std::uint16_t node) const { return outages_[node].empty() ? 0 : outages_[node].back().from; }

  /// What became of the word of a commit for the copy at `node`, and when that was decided, or when it first arrived.
  struct Known {
    Evidence::Word word = Evidence::Word::due;
    Moment decided = 0;
    bool comes_again = false;  ///< It arrived, and is still to be announced once more.
  };
  struct Telling {
    bool by_origin = false;          ///< It is the origin that tells this copy, until it has.
    bool tells_every_shard = false;  ///< Else the one that has the key.
  };
  Known known(std::uint32_t commit, std::uint16_t node, Telling teller) const;
  /// Whether it was acknowledged to the client before that moment.
  bool is_acknowledged(std::uint32_t commit, Moment before) const {
    const Moment at = commits_[commit].acknowledged;
    return at != 0 && at < before;
  }
  std::uint16_t writer(std::uint32_t commit) const { return commits_[commit].writer; }
  const Source& source(std::uint32_t commit) const { return sources_.at(commit); }
  /// Of the measured commits.
  ChangesResult changes() const;

 private:
  enum class Fate : std::uint8_t { under_way, arrived, down, lost };
  struct Commit {
    Moment made = 0;
    Moment acknowledged = 0;  ///< To its writer's client; 0: not yet.
    std::uint32_t first = 0;  ///< 1 + its first delivery; 0: none.
    std::uint16_t writer = 0;
    bool told_by_writer = false;
  };
  struct Outage {
    Moment from;
    Moment until;
  };
  static constexpr Moment still_down = ~Moment{0};
  struct Delivery {
    Moment decided = 0;
    std::uint32_t next = 0;
    std::uint16_t node = 0;
    Fate fate = Fate::under_way;
    bool last_try : 1 = false;
    bool is_sent : 1 = false;  ///< A cache that writes through is not told: it knows.
    bool is_logged : 1 = false;  ///< A log has it, and repeats what is not acknowledged.
    std::uint8_t doubles : 5 = 0;  ///< More of the same are under way: one that is lost is not the last.
  };
  static_assert(sizeof(Delivery) == 16);
  static void add_double(Delivery& delivery);
  static void settle(Delivery& delivery, Fate fate, Moment now);
  static void end(Delivery& delivery, Fate fate, Moment now);
  bool will_be_sent_again(const Commit& commit, const Delivery& delivery) const {
    return !delivery.last_try && !went_down(commit.writer, commit.made);
  }
  /// Of the word that a fact is about, to one copy.
  Delivery& delivery(const sim::Fact& fact, std::uint16_t node);
  Delivery& delivery(std::uint32_t& first, std::uint16_t node);
  std::uint32_t& first_of(const sim::Fact& fact);
  void forget_ahead(std::uint64_t operation);
  /// A commit, and those of what is derived that came with it.
  template <class Do>
  void with_derived(std::uint32_t commit, Do each);
  template <class Change>
  void for_all(const sim::Fact& fact, const std::string& cache, Change change);
  bool went_to_another(const Commit& commit, std::uint16_t node) const;
  Known unsent(std::uint32_t commit, std::uint16_t node) const;
  bool is_untold(std::uint32_t commit) const;
  bool was_down(std::uint16_t node, Moment then) const;
  bool went_down(std::uint16_t node, Moment since) const { return last_down(node) >= since; }

  const std::vector<models::NodeInfo>& nodes_;
  const Ledger& ledger_;
  sim::Instant measured_from_;
  Histogram lag_;
  PerSecond arrivals_;         ///< Those whose lag is told,
  std::vector<double> lag_s_;  ///< and its sum in each second.
  std::vector<Commit> commits_;  ///< As in the ledger.
  std::vector<Delivery> deliveries_;
  bool was_off_ring(const Commit& commit, std::uint16_t node) const;
  std::vector<std::vector<Outage>> off_ring_;                     ///< By node.
  std::vector<std::vector<Outage>> outages_;                      ///< By node.
  std::unordered_map<std::uint64_t, std::uint32_t> to_announce_;  ///< Operation to commit; never iterated.
  std::unordered_map<std::uint32_t, Source> sources_;             ///< By commit of what is derived; never iterated.
  std::unordered_map<std::uint32_t, Moment> given_up_;            ///< By commit; never iterated.
  /// Word that goes before its commit: its first delivery, and then the commit.
  struct Ahead {
    std::uint32_t first = 0;
    std::optional<std::uint32_t> commit = std::nullopt;
  };
  std::unordered_map<std::uint64_t, Ahead> ahead_;  ///< By operation; never iterated.
};

}  // namespace stalemate::analysis::measure
