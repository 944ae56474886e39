// Gathers from the facts what the rule of causes needs, and names the root cause of each stale read.
// Promise: an observer; reads that are not stale cost a comparison. The rule itself is root_cause, a pure function.
// Source: this project's semantics ("Why a read was stale").
#pragma once
#include <deque>
#include <map>
#include <tuple>
#include <vector>
#include "analysis/measure/buffer_log.hpp"
#include "analysis/measure/chosen_log.hpp"
#include "analysis/measure/copies.hpp"
#include "analysis/measure/owing.hpp"
#include "analysis/measure/taken.hpp"
#include "analysis/measure/word_log.hpp"
#include "models/world.hpp"

namespace stalemate::analysis::measure {

class CauseJudge {
 public:
  CauseJudge(models::World& world, const Ledger& ledger);

  void hit(const sim::Fact& fact) {
    if (is_superseded(fact)) took_from_entry(fact);
  }
  /// To another copy, which has it then from this one.
  void given(const sim::Fact& fact) {
    if (is_superseded(fact)) took_from_entry(fact);
  }
  void origin_started(const sim::Fact& fact) {
    if (fact.outcome == 0 && is_superseded(fact)) took_from_source(fact);
  }
  void flight_shared(const sim::Fact& fact) {
    if (flights_.size() <= fact.slot) flights_.resize(fact.slot + 1);
    flights_[fact.slot] = fact.operation;
  }
  void joined(const sim::Fact& fact) { taken_.join(fact.operation, flights_.at(fact.slot)); }
  void stored(const sim::Fact& fact, std::size_t data_class);
  void removed(const sim::Fact& fact, std::size_t data_class) { copies_.removed(fact, data_class); }
  void kept(const sim::Fact& fact, std::size_t data_class);
  void committed(const sim::Fact& fact, std::size_t data_class);
  void voided(const sim::Fact& fact, std::size_t data_class);
  /// The latest in the ledger: the only copy of a key is nobody's to find.
  void sole_ended(const sim::Fact& fact, std::size_t data_class);
  void flushed(const sim::Fact& fact, std::size_t data_class);
  void replicated(const sim::Fact& fact) { copies_.replicated(fact); }
  void change_sent(const sim::Fact& fact) { words_.sent(fact); }
  std::optional<sim::Duration> change_arrived(const sim::Fact& fact) { return words_.arrived(fact, now()); }
  void generation_found(const sim::Fact& fact) { chosen_.found(fact, now()); }
  void generation_set(const sim::Fact& fact) { copies_.generation_set(fact); }
  void stored_under(const sim::Fact& fact) { under_ = fact.version; }
  void acknowledged(const sim::Fact& fact, std::size_t data_class);
  void appended(const sim::Fact& fact, std::size_t data_class);
  void change_failed(const sim::Fact& fact, std::size_t data_class);
  void message_lost(const sim::Fact& fact, std::size_t data_class);
  void message_doubled(const sim::Fact& fact, std::size_t data_class);
  void call_failed(const sim::Fact& fact);
  void node_down(const sim::Fact& fact) { words_.node_down(fact.node, now()), copies_.out(fact.node, fact.at); }
  void node_up(const sim::Fact& fact) { words_.node_up(fact.node, now()), copies_.back(fact.node, fact.at); }
  void off_ring(const sim::Fact& fact) { words_.off_ring(fact.node, now()), copies_.out(fact.node, fact.at); }
  void on_ring(const sim::Fact& fact) { words_.on_ring(fact.node, now()), copies_.back(fact.node, fact.at); }
  void write_answered(const sim::Fact& fact) { words_.write_answered(fact, now()); }
  void read_ended(const sim::Fact& fact) { taken_.ended(fact.operation); }

  /// A moment in the order of facts: that of the fact being told.
  Moment now() const { return facts_.count(); }
  /// Of a stale read's answer; `invoked`: the moment of its invocation.
  Cause cause_of(const sim::Fact& answer, Moment invoked) const;
  /// Whether a version had been acknowledged to its writer by then.
  bool was_acknowledged(std::uint32_t key, std::uint32_t version, Moment then) const {
    return words_.is_acknowledged(ledger_.commit_of(key, version), then);
  }
  const Copies& copies() const { return copies_; }
  const BufferLog& buffers() const { return buffers_; }
  ChangesResult changes() const { return words_.changes(); }

 private:
  /// An entry as it was when it was stored first.
  struct FirstStored {
    sim::Instant at;
    Moment moment = 0;
    models::StoredAs how{};
    std::optional<Cause> taken;
  };
  /// By node, key and version, where shards have replicas: the last few, the oldest first. A replica lags by fewer.
  using FirstStores = std::map<std::tuple<std::uint16_t, std::uint32_t, std::uint32_t>, std::deque<FirstStored>>;
  static constexpr std::size_t stores_remembered = 8;
  void note_first_store(const sim::Fact& fact, models::StoredAs how, std::optional<Cause> cause);
  void stored_by_replica(sim::Fact fact, std::size_t data_class);
  void add_copy(const sim::Fact& fact, std::size_t data_class, std::optional<Cause> taken);
  WordLog::Known known_to_replica(const WordLog::Known& known, const Copies::Origins& came) const;
  void took_from_entry(const sim::Fact& fact);
  /// By a version that is void now, too: a read invoked before that is judged by it.
  bool is_superseded(const sim::Fact& fact) const { return fact.version < ledger_.greatest(fact.key); }
  void took_from_source(const sim::Fact& fact);
  Cause why_lacking(const sim::Fact& fact) const;
  /// To the copy that the fact is about, for a commit of its key.
  Evidence::Owed owed(const sim::Fact& fact, std::uint32_t commit, std::size_t data_class) const;
  /// Of the version `next` of the key that the fact is about, at its node.
  WordLog::Known known(const sim::Fact& fact, std::uint32_t next, std::size_t data_class) const;
  WordLog::Known known_at(const sim::Fact& fact, std::uint32_t commit, const Written& told_by) const;
  Cause cause_of(const TakenLog::Taken& taken, Moment then) const;
  const TakenLog::Taken* taken_by(const sim::Fact& answer) const;
  bool is_log(std::uint16_t node) const;
  /// The cache that is the tier of a class.
  const std::string& cache_of(std::size_t data_class, std::size_t tier) const;

  const sim::FactStream& facts_;
  const Ledger& ledger_;
  const models::World& world_;
  std::vector<bool> is_derived_;  ///< By class.
  WordLog::Source written_;       ///< The last commit that was a write.
  Owing owing_;
  WordLog words_;
  Copies copies_;
  BufferLog buffers_;
  TakenLog taken_;
  ChosenLog chosen_;
  std::uint32_t under_ = 0;  ///< The generation under which the next entry is stored; 0: none.
  std::vector<std::uint64_t> flights_;   ///< Whose each shared flight is, by slot.
  std::vector<std::uint16_t> followers_;  ///< By class: those that answer reads.
  std::vector<bool> has_replicas_;        ///< By node.
  FirstStores first_stores_;
};

}  // namespace stalemate::analysis::measure
