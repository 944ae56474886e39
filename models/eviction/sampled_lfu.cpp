// Sampled LFU: of a few objects drawn at random, and the best candidates so far, the one used least often.
// Promise: a counter of eight bits that grows ever more slowly, by chance; 9 bytes an object.
// Source: Redis' allkeys-lfu (evict.c: LFU_INIT_VAL 5, a use counts with chance 1/((counter - 5) log_factor + 1)).
// Departs: counters do not decay with time (Redis' lfu-decay-time 0), since no eviction policy here knows the time.
#include "models/eviction/sampled.hpp"

namespace stalemate::models::eviction {
namespace {

class SampledLfu final : public Policy {
 public:
  SampledLfu(std::int64_t samples, std::int64_t log_factor, sim::StreamKey draws)
      : objects_(samples, draws), log_factor_(static_cast<double>(log_factor)) {}

  void on_insert(Slot slot, const Resident&) override {
    if (slot >= uses_.size()) uses_.resize(slot + std::size_t{1});
    objects_.add(slot);
    uses_[slot] = LogCounter::first;
  }
  void on_hit(Slot slot) override {
    const auto draw = [this] { return objects_.draw(); };
    uses_[slot] = LogCounter::used(uses_[slot], log_factor_, draw);
  }
  void on_remove(Slot slot, const Resident&) override { objects_.remove(slot); }
  Slot evict(const Residents& residents) override {
    return objects_.evict(residents, [this](Slot slot) { return std::uint64_t{LogCounter::most} - uses_[slot]; });
  }
  void clear() override { objects_.clear(); }

 private:
  SampledObjects objects_;
  double log_factor_;
  std::vector<std::uint8_t> uses_;
};

std::unique_ptr<Policy> make(const options::Values& values, std::int64_t, sim::StreamKey draws) {
  const std::int64_t samples = values.integer("samples");
  if (samples < 1 || samples > 64) return nullptr;
  return std::make_unique<SampledLfu>(samples, values.integer("log_factor"), draws);
}

const options::Registered<EvictionAxis> sampled_lfu(
    {.axis = EvictionAxis::name,
     .name = "sampled-lfu",
     .promise = "Evicts the object used least often of a few drawn at random, as Redis does.",
     .parameters = {{"samples", options::ParameterKind::count, "5", "1..64", "objects drawn at each eviction"},
                    {"log_factor", options::ParameterKind::count, "10", "",
                     "the greater, the more slowly uses count"}}},
    make);

}  // namespace
}  // namespace stalemate::models::eviction
