// Counts messages and the bytes of the values that they carry, by the links that they take.
// Promise: a value counts each time it leaves a process: with a write or a set, or as the answer to a read; what stays
// in one process is no message and no byte.
// Source: this project's semantics ("Load"). Departs: an answer that is due counts as a message when it is asked for;
// one that nobody waited for any more carries no byte; what is lost on its way counts on every link of that way.
#pragma once
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>
#include "analysis/measure/results.hpp"
#include "models/world.hpp"

namespace stalemate::analysis::measure {

class Traffic {
 public:
  explicit Traffic(const models::World& world);

  void message_sent(const sim::Fact& fact);
  void message_doubled(const sim::Fact& fact);
  void message_lost() { ++messages_lost_; }
  /// A lookup that found something: the answer to whoever asked for it over the wire.
  void hit(const sim::Fact& fact);
  /// An entry that goes to another copy, with others in one answer.
  void given(const sim::Fact& fact);
  /// Its node asks the leader itself, whoever usually does, until the read ends.
  void leader_asked(const sim::Fact& fact) { led_[fact.operation] = place_of_[fact.node]; }
  void read_ended(const sim::Fact& fact) {
    if (!led_.empty()) led_.erase(fact.operation);
  }
  /// No answer came, so none carried a value.
  void call_failed(const sim::Fact& fact);

  void finish(LoadResult& result) const;

 private:
  using Place = sim::Place;
  /// What went from one place to another.
  struct Cargo {
    std::int64_t messages = 0;
    std::int64_t bytes = 0;
  };
  /// Who asks a node for the values of a class: a cache that reads through, or, with none, the operation's service.
  struct Asked {
    bool by_get = false;  ///< A hit there answers a `get`.
    std::optional<Place> by = std::nullopt;
  };

  void find_askers(const models::DataClass& data_class, const models::Policy& policy, std::vector<Asked>& asked) const;
  Cargo& between(Place from, Place to) { return cargo_[from * places_ + to]; }
  std::int64_t bytes_of(const sim::Fact& fact) const { return value_bytes_[world_.class_of(fact.key)]; }
  Place asker(const sim::Fact& fact) const;
  std::vector<LinkResult> by_link() const;

  const models::World& world_;
  std::vector<std::int64_t> value_bytes_;  ///< By class.
  std::vector<std::vector<Asked>> asked_;  ///< By class and node.
  std::vector<Place> place_of_;            ///< By node.
  std::size_t places_ = 0;
  std::vector<Cargo> cargo_;  ///< By the place that it leaves and the one that it goes to.
  std::int64_t messages_lost_ = 0;
  std::unordered_map<std::uint64_t, Place> led_;  ///< By operation: who asks the leader. Never iterated.
};

}  // namespace stalemate::analysis::measure
