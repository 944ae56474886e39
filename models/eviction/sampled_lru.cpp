// Sampled LRU: of a few objects drawn at random, and the best candidates so far, the one unused longest.
// Promise: a use writes one number; 16 bytes an object.
// Source: Redis' allkeys-lru (evict.c). Departs: uses are counted, where Redis reads a clock of one second.
#include "models/eviction/sampled.hpp"

namespace stalemate::models::eviction {
namespace {

class SampledLru final : public Policy {
 public:
  SampledLru(std::int64_t samples, sim::StreamKey draws) : objects_(samples, draws) {}

  void on_insert(Slot slot, const Resident&) override {
    if (slot >= used_at_.size()) used_at_.resize(slot + std::size_t{1});
    objects_.add(slot);
    on_hit(slot);
  }
  void on_hit(Slot slot) override { used_at_[slot] = ++now_; }
  void on_remove(Slot slot, const Resident&) override { objects_.remove(slot); }
  Slot evict(const Residents& residents) override {
    return objects_.evict(residents, [this](Slot slot) { return now_ - used_at_[slot]; });
  }
  void clear() override { objects_.clear(); }

 private:
  SampledObjects objects_;
  std::vector<std::uint64_t> used_at_;
  std::uint64_t now_ = 0;
};

std::unique_ptr<Policy> make_sampled_lru(const options::Values& values, std::int64_t, sim::StreamKey draws) {
  const std::int64_t samples = values.integer("samples");
  if (samples < 1 || samples > 64) return nullptr;
  return std::make_unique<SampledLru>(samples, draws);
}

const options::Registered<EvictionAxis> sampled_lru(
    {.axis = EvictionAxis::name,
     .name = "sampled-lru",
     .promise = "Evicts the object unused longest of a few drawn at random, as Redis does.",
     .parameters = {{"samples", options::ParameterKind::count, "5", "1..64", "objects drawn at each eviction"}},
     .guarantees = {options::Guarantee::bounded_size}},
    make_sampled_lru);

}  // namespace
}  // namespace stalemate::models::eviction
