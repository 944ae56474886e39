// Counts messages and the bytes of the values that they carry.
// Promise: a value counts each time it leaves a process: with a write or a set, or as the answer to a read; what stays
// in one process is no message and no byte.
// Source: this project's semantics ("Load"). Departs: an answer that nobody waited for any more is not counted.
#pragma once
#include <cstdint>
#include <vector>
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
  /// No answer came, so none carried a value.
  void call_failed(const sim::Fact& fact);

  std::int64_t messages() const { return messages_; }
  std::int64_t messages_lost() const { return messages_lost_; }
  std::int64_t bytes() const { return bytes_; }

 private:
  std::int64_t bytes_of(const sim::Fact& fact) const { return value_bytes_[world_.class_of(fact.key)]; }

  const models::World& world_;
  std::vector<std::int64_t> value_bytes_;  ///< By class.
  std::vector<std::vector<bool>> answers_get_;  ///< By class and node: a hit there is the answer to a `get`.
  std::int64_t messages_ = 0;
  std::int64_t messages_lost_ = 0;
  std::int64_t bytes_ = 0;
};

}  // namespace stalemate::analysis::measure
