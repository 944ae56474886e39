// Sampled LFU: of a few objects drawn at random, and the best candidates so far, the one used least often lately.
// Promise: a counter of eight bits that grows ever more slowly, by chance, and loses one for each whole `decay` since
// the object was last used; 17 bytes an object.
// Source: Redis' allkeys-lfu (evict.c: LFU_INIT_VAL 5; a use counts with chance 1/((counter - 5) log_factor + 1);
// LFUDecrAndReturn, lfu-decay-time 1).
// Departs: the time since the last use is exact, where Redis counts turns of the minute, in 16 bits; so a `decay` may
// be shorter than a minute, and none is counted that has just begun.
#include "models/eviction/sampled.hpp"

namespace stalemate::models::eviction {
namespace {

class SampledLfu final : public Policy {
 public:
  SampledLfu(std::int64_t samples, std::int64_t log_factor, sim::Duration decay, sim::StreamKey draws)
      : objects_(samples, draws), log_factor_(static_cast<double>(log_factor)), decay_(decay) {}

  void go_by(const sim::Instant& clock) override { clock_ = &clock; }
  void on_insert(Slot slot, const Resident&) override {
    if (slot >= uses_.size()) uses_.resize(slot + std::size_t{1}), last_used_.resize(slot + std::size_t{1});
    objects_.add(slot);
    set(slot, LogCounter::first);
  }
  void on_hit(Slot slot) override {
    const auto draw = [this] { return objects_.draw(); };
    set(slot, LogCounter::used(decayed(slot), log_factor_, draw));
  }
  void on_remove(Slot slot, const Resident&) override { objects_.remove(slot); }
  Slot evict(const Residents& residents) override {
    return objects_.evict(residents, [this](Slot slot) { return std::uint64_t{LogCounter::most} - decayed(slot); });
  }
  void clear() override { objects_.clear(); }

 private:
  sim::Instant now() const { return clock_ == nullptr ? sim::Instant{} : *clock_; }
  void set(Slot slot, std::uint8_t uses) {
    uses_[slot] = uses;
    last_used_[slot] = now();
  }
  std::uint8_t decayed(Slot slot) const {
    if (decay_.ns == 0) return uses_[slot];
    const std::int64_t periods = (now() - last_used_[slot]).ns / decay_.ns;
    return periods >= uses_[slot] ? std::uint8_t{0} : static_cast<std::uint8_t>(uses_[slot] - periods);
  }

  SampledObjects objects_;
  double log_factor_;
  sim::Duration decay_;
  const sim::Instant* clock_ = nullptr;
  std::vector<std::uint8_t> uses_;
  std::vector<sim::Instant> last_used_;
};

std::unique_ptr<Policy> make_sampled_lfu(const options::Values& values, std::int64_t, sim::StreamKey draws) {
  const std::int64_t samples = values.integer("samples");
  if (samples < 1 || samples > 64) return nullptr;
  return std::make_unique<SampledLfu>(samples, values.integer("log_factor"), sim::Duration{values.integer("decay")},
                                      draws);
}

const options::Registered<EvictionAxis> sampled_lfu(
    {.axis = EvictionAxis::name,
     .name = "sampled-lfu",
     .promise = "Evicts the object used least often lately of a few drawn at random, as Redis does.",
     .parameters = {{"samples", options::ParameterKind::count, "5", "1..64", "objects drawn at each eviction"},
                    {"log_factor", options::ParameterKind::count, "10", "",
                     "the greater, the more slowly uses count"},
                    {"decay", options::ParameterKind::duration, "1m", "time",
                     "an object's uses are one fewer for each such time in which it was not used; 0s: never"}},
     .guarantees = {options::Guarantee::bounded_size}},
    make_sampled_lfu);

}  // namespace
}  // namespace stalemate::models::eviction
