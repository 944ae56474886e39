// SIEVE: one queue, one visited bit an object, and a hand that walks from the oldest to the newest.
// Promise: a hit only marks; retained objects stay where they are; 9 bytes an object.
// Source: Zhang, Yang, Yue, Vigfusson, Rashmi, "SIEVE is simpler than LRU", NSDI 2024, algorithm 1.
// Departs: an object may also be removed; a hand that stands on it then moves on to the next newer one.
#include "models/eviction/slot_lists.hpp"

namespace stalemate::models::eviction {
namespace {

class Sieve final : public Policy {
 public:
  void on_insert(Slot slot, const Resident&) override {
    if (slot >= visited_.size()) visited_.resize(slot + std::size_t{1});
    visited_[slot] = 0;
    queue_.push_front(slot);
  }
  void on_hit(Slot slot) override { visited_[slot] = 1; }
  void on_remove(Slot slot, const Resident&) override {
    if (hand_ == slot) hand_ = queue_.newer(slot);
    queue_.unlink(slot);
  }

  Slot evict(const Residents& residents) override {
    Slot object = hand_or_tail();
    while (visited_[object] != 0) {
      visited_[object] = 0;
      hand_ = queue_.newer(object);
      object = hand_or_tail();
    }
    hand_ = queue_.newer(object);
    queue_.unlink(object);
    residents.prefetch(hand_or_tail());
    return object;
  }

  void clear() override {
    queue_.clear();
    visited_.clear();
    hand_ = no_slot;
  }

 private:
  Slot hand_or_tail() const { return hand_ == no_slot ? queue_.back() : hand_; }

  SlotLists<> queue_;
  std::vector<std::uint8_t> visited_;
  Slot hand_ = no_slot;
};

std::unique_ptr<Policy> make_sieve(const options::Values&, std::int64_t, sim::StreamKey) {
  return std::make_unique<Sieve>();
}

const options::Registered<EvictionAxis> sieve(
    {.axis = EvictionAxis::name,
     .name = "sieve",
     .promise = "Evicts the first unvisited object that a hand finds on its way from the oldest to the newest.",
     .guarantees = {options::Guarantee::bounded_size}},
    make_sieve);

}  // namespace
}  // namespace stalemate::models::eviction
