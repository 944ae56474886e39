// Least recently used: the object whose last use is longest ago leaves.
// Promise: exact LRU, one list, every step O(1); 8 bytes an object.
// Source: Denning, "The working set model for program behavior", CACM 1968; Mattson et al., IBM Systems Journal 1970.
#include "models/eviction/slot_lists.hpp"

namespace stalemate::models::eviction {
namespace {

class Lru final : public Policy {
 public:
  void on_insert(Slot slot, const Resident&) override { order_.push_front(slot); }
  void on_hit(Slot slot) override {
    order_.unlink(slot);
    order_.push_front(slot);
  }
  void on_remove(Slot slot, const Resident&) override { order_.unlink(slot); }
  Slot evict(const Residents& residents) override {
    const Slot victim = order_.back();
    order_.unlink(victim);
    residents.prefetch(order_.back());
    return victim;
  }
  void prefetch(Slot slot) const override { order_.prefetch(slot); }
  void clear() override { order_.clear(); }

 private:
  SlotLists<> order_;
};

std::unique_ptr<Policy> make_lru(const options::Values&, std::int64_t, sim::StreamKey) {
  return std::make_unique<Lru>();
}

const options::Registered<EvictionAxis> lru(
    {.axis = EvictionAxis::name,
     .name = "lru",
     .promise = "Evicts the object whose last use is longest ago.",
     .guarantees = {options::Guarantee::bounded_size, options::Guarantee::least_recent_goes}},
    make_lru);

}  // namespace
}  // namespace stalemate::models::eviction
