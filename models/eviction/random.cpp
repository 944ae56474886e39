// Random: whichever object is drawn.
// Promise: each of the objects held is as likely to leave; the draws are those of the store's own stream; 8 bytes each.
// Source: Belady, "A study of replacement algorithms for a virtual-storage computer", IBM Systems Journal 1966.
// Departs: none.
#include <vector>
#include "models/eviction/policy.hpp"
#include "sim/distribution.hpp"

namespace stalemate::models::eviction {
namespace {

class Random final : public Policy {
 public:
  explicit Random(sim::StreamKey draws) : bits_(sim::make_stream(draws)) {}

  void on_insert(Slot slot, const Resident&) override {
    if (slot >= position_.size()) position_.resize(slot + std::size_t{1});
    position_[slot] = static_cast<Slot>(held_.size());
    held_.push_back(slot);
  }
  void on_hit(Slot) override {}
  void on_remove(Slot slot, const Resident&) override { forget(slot); }

  Slot evict(const Residents&) override {
    const Slot chosen = held_[sim::below(bits_, held_.size())];
    forget(chosen);
    return chosen;
  }

  void clear() override { held_.clear(); }

 private:
  // The last of those held takes its place.
  void forget(Slot slot) {
    const Slot at = position_[slot];
    held_[at] = held_.back();
    position_[held_[at]] = at;
    held_.pop_back();
  }

  sim::Stream bits_;
  std::vector<Slot> held_;
  std::vector<Slot> position_;  // by slot, in held_
};

std::unique_ptr<Policy> make_random(const options::Values&, std::int64_t, sim::StreamKey draws) {
  return std::make_unique<Random>(draws);
}

const options::Registered<EvictionAxis> random_option({.axis = EvictionAxis::name,
                                                       .name = "random",
                                                       .promise = "Evicts any object, each as likely as the others.",
                                                       .guarantees = {options::Guarantee::bounded_size}},
                                                      make_random);

}  // namespace
}  // namespace stalemate::models::eviction
