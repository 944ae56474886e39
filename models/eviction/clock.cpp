// CLOCK: FIFO that gives an object that was used another round.
// Promise: a hit only counts, up to 2^bits - 1; an object with a count loses one and goes round again; 9 bytes each.
// Source: Corbato, "A paging experiment with the Multics system", 1968. Departs: a list instead of a ring with a
// hand, so that removal is O(1); more bits than one are generalised CLOCK (Smith, ACM TODS 1978).
#include "models/eviction/slot_lists.hpp"

namespace stalemate::models::eviction {
namespace {

class Clock final : public Policy {
 public:
  explicit Clock(std::uint8_t most) : most_(most) {}

  void on_insert(Slot slot, const Resident&) override {
    if (slot >= uses_.size()) uses_.resize(slot + std::size_t{1});
    uses_[slot] = 0;
    order_.push_front(slot);
  }
  void on_hit(Slot slot) override { uses_[slot] = static_cast<std::uint8_t>(uses_[slot] + (uses_[slot] < most_)); }
  void on_remove(Slot slot, const Resident&) override { order_.unlink(slot); }

  Slot evict(const Residents& residents) override {
    for (;;) {
      const Slot oldest = order_.back();
      order_.unlink(oldest);
      if (uses_[oldest] == 0) return residents.prefetch(order_.back()), oldest;
      --uses_[oldest];
      order_.push_front(oldest);
    }
  }

  void clear() override {
    order_.clear();
    uses_.clear();
  }

 private:
  std::uint8_t most_;
  SlotLists<> order_;
  std::vector<std::uint8_t> uses_;
};

std::unique_ptr<Policy> make_clock(const options::Values& values, std::int64_t, sim::StreamKey) {
  const std::int64_t bits = values.integer("bits");
  if (bits < 1 || bits > 8) return nullptr;
  return std::make_unique<Clock>(static_cast<std::uint8_t>((1 << bits) - 1));
}

const options::Registered<EvictionAxis> clock_option(
    {.axis = EvictionAxis::name,
     .name = "clock",
     .promise = "Evicts the oldest object that was not used since the hand last passed it.",
     .parameters = {{"bits", options::ParameterKind::count, "1", "bits",
                     "Bits of the use counter of an object, 1 to 8."}},
     .guarantees = {options::Guarantee::bounded_size}},
    make_clock);

}  // namespace
}  // namespace stalemate::models::eviction
