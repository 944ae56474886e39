// Fetches what was answered already, beside the answer: at one node a key once at a time.
// Promise: nobody waits for it; it dies with its node.
// Source: background refresh (RFC 5861, 3; Coherence's refresh-ahead).
#pragma once
#include <unordered_set>
#include "models/axes.hpp"

namespace stalemate::models {

class Beside {
 public:
  Beside(Node& home, Filler& filler) : home_(home), filler_(filler) {}
  Beside(const Beside&) = delete;
  Beside& operator=(const Beside&) = delete;

  /// `found`: what its look-up has answered.
  void fetch(Read read, const Answer& found) {
    if (fetching_.contains(index(read.key))) return;
    read.batch = 0;  // it travels alone
    home_.scope.spawn(&Beside::fill, this, read, found);
  }

 private:
  sim::Process fill(Read read, Answer found) {
    if (!fetching_.insert(index(read.key)).second) co_return;  // two asked at one instant
    co_await filler_.fill(read, found);
    fetching_.erase(index(read.key));
  }

  Node& home_;
  Filler& filler_;
  std::unordered_set<std::uint32_t> fetching_;  // never iterated
};

}  // namespace stalemate::models
