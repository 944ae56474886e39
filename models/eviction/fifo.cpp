// First in, first out: the object that was stored longest ago leaves, used or not.
// Promise: a hit changes nothing; every step O(1); 8 bytes an object.
// Source: Belady, "A study of replacement algorithms for a virtual-storage computer", IBM Systems Journal 1966.
#include "models/eviction/slot_lists.hpp"

namespace stalemate::models::eviction {
namespace {

class Fifo final : public Policy {
 public:
  void on_insert(Slot slot, const Resident&) override { order_.push_front(slot); }
  void on_hit(Slot) override {}
  void on_remove(Slot slot, const Resident&) override { order_.unlink(slot); }
  Slot evict(const Residents& residents) override {
    const Slot victim = order_.back();
    order_.unlink(victim);
    residents.prefetch(order_.back());
    return victim;
  }
  void clear() override { order_.clear(); }

 private:
  SlotLists<> order_;
};

std::unique_ptr<Policy> make_fifo(const options::Values&, std::int64_t, sim::StreamKey) {
  return std::make_unique<Fifo>();
}

const options::Registered<EvictionAxis> fifo(
    {.axis = EvictionAxis::name,
     .name = "fifo",
     .promise = "Evicts the object that was stored longest ago; hits change nothing.",
     .guarantees = {options::Guarantee::bounded_size, options::Guarantee::first_in_goes}},
    make_fifo);

}  // namespace
}  // namespace stalemate::models::eviction
