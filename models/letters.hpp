// Letters: calls of one multi-get that leave one node for another at one instant travel as one message.
// Promise: one crossing each way and one fate for all; the answer leaves when the last call in it has been answered.
// Source: the multi-get of memcached and Redis; request batching (Nishtala et al. 2013, 3.1). Departs: what serves the
// letter spends on each key what a key of its own would cost.
#pragma once
#include <cstdint>
#include <vector>
#include "sim/time.hpp"

namespace stalemate::models {

class Call;
class Node;

/// The letters under way. The wire writes, sends and answers them; 0 names none.
class Letters {
 public:
  /// What its calls have in common.
  struct Address {
    const Node* from = nullptr;
    const Node* to = nullptr;
    std::uint32_t batch = 0;
    std::uint8_t verb = 0;
    bool operator==(const Address&) const = default;
  };
  struct Letter {
    Address address;
    sim::Instant arrives = {};
    bool lost = false;
    bool has_arrived = false;
    bool is_broken = false;   ///< Its reader has died: no answer will leave.
    std::uint32_t calls = 0;  ///< That the far side has not answered.
    Call* first = nullptr;    ///< Answered, and held for the others.
    Call* last = nullptr;
  };

  /// The letter that leaves at this instant and that `call` belongs in; 0: none.
  std::uint32_t leaving(const Call& call, sim::Instant now);
  std::uint32_t open(const Call& call);
  Letter& at(std::uint32_t id) { return letters_[id - 1].letter; }
  /// All its calls are on their way back.
  void close(std::uint32_t id);

 private:
  struct Slot {
    Letter letter;
    bool is_leaving = false;
    bool is_closed = false;
  };
  void seal();

  std::vector<Slot> letters_;
  std::vector<std::uint32_t> free_;
  std::vector<std::uint32_t> leaving_;  ///< Those of the instant `left_`.
  sim::Instant left_;
};

}  // namespace stalemate::models
