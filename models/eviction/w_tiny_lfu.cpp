// W-TinyLFU: a small window in the order of use, and a main part that admits what was used more often than what leaves.
// Promise: what leaves the window is compared with the main part's oldest; the one used less often lately goes, of two
// alike the newcomer; 32 bytes an object, and 8 for its sketch.
// Source: Einziger, Friedman & Manes, "TinyLFU: a highly efficient cache admission policy", ACM TOS 2017; the sizes are
// Caffeine's. Departs: the window's size does not adapt; no random admission against collisions made on purpose; keeps
// each object's key and cost, which a hit needs.
#include "models/eviction/frequency_sketch.hpp"
#include "models/eviction/slot_lists.hpp"

namespace stalemate::models::eviction {
namespace {

class WTinyLfu final : public Policy {
 public:
  WTinyLfu(std::int64_t window, std::int64_t protected_part, std::int64_t main)
      : most_{window, main, protected_part}, main_(main) {}

  void on_miss(const Resident& object) override {
    sketch_.count(object.key);
    incoming_ = object.cost;
  }

  void on_insert(Slot slot, const Resident& object) override {
    if (slot >= objects_.size()) objects_.resize(slot + std::size_t{1});
    sketch_.ensure(++held_);
    objects_[slot].key = object.key;
    objects_[slot].cost = object.cost;
    enter(slot, window);
    // What the window cannot keep goes into the main part, where there was room for it.
    while (used_[window] > most_[window] && queues_.back(window) != slot) move(queues_.back(window), probation);
  }

  void on_hit(Slot slot) override {
    sketch_.count(objects_[slot].key);
    if (objects_[slot].queue == window) return move(slot, window);
    if (objects_[slot].cost > most_[protected_]) return move(slot, probation);  // all others would have to leave for it
    move(slot, protected_);
    while (used_[protected_] > most_[protected_]) move(queues_.back(protected_), probation);
  }

  void on_resize(Slot slot, std::int64_t before, std::int64_t after) override {
    used_[objects_[slot].queue] += after - before;
    objects_[slot].cost = after;
  }

  void on_remove(Slot slot, const Resident&) override { leave(slot); }

  Slot evict(const Residents&) override {
    while (used_[window] + incoming_ > most_[window] && !queues_.empty(window)) {
      const Slot candidate = queues_.back(window);
      const Slot victim = main_victim();
      const bool has_room = used_[probation] + used_[protected_] + objects_[candidate].cost <= main_;
      if (has_room) {
        move(candidate, probation);
        continue;
      }
      if (victim == no_slot || !is_used_more(candidate, victim)) return leave(candidate);
      leave(victim);
      move(candidate, probation);
      return victim;
    }
    const Slot victim = main_victim();
    return leave(victim != no_slot ? victim : queues_.back(window));
  }

  void clear() override {
    queues_.clear();
    objects_.clear();
    sketch_.clear();
    used_[window] = used_[probation] = used_[protected_] = 0;
    held_ = 0;
  }

 private:
  enum Queue : std::uint8_t { window, probation, protected_ };
  struct Object {
    Key key = 0;
    std::int64_t cost = 0;
    Queue queue = window;
  };

  Slot main_victim() const { return queues_.empty(probation) ? queues_.back(protected_) : queues_.back(probation); }
  bool is_used_more(Slot one, Slot other) const {
    return sketch_.estimate(objects_[one].key) > sketch_.estimate(objects_[other].key);
  }

  void enter(Slot slot, Queue queue) {
    objects_[slot].queue = queue;
    queues_.push_front(slot, queue);
    used_[queue] += objects_[slot].cost;
  }
  void unlink(Slot slot) {
    queues_.unlink(slot);
    used_[objects_[slot].queue] -= objects_[slot].cost;
  }
  void move(Slot slot, Queue queue) {
    unlink(slot);
    enter(slot, queue);
  }
  Slot leave(Slot slot) {
    unlink(slot);
    --held_;
    return slot;
  }

  std::int64_t most_[3];  ///< By queue; that of probation is what the main part has left.
  std::int64_t main_;
  std::int64_t used_[3] = {0, 0, 0};
  std::int64_t incoming_ = 0;
  std::size_t held_ = 0;
  SlotLists<3> queues_;
  std::vector<Object> objects_;
  FrequencySketch sketch_;
};

std::unique_ptr<Policy> make_w_tiny_lfu(const options::Values& values, std::int64_t capacity, sim::StreamKey) {
  const double window = values.ratio("window"), kept = values.ratio("protected");
  if (!(window >= 0 && window < 1 && kept >= 0 && kept < 1)) return nullptr;
  const auto of = [](double share, std::int64_t whole) {
    return static_cast<std::int64_t>(share * static_cast<double>(whole));
  };
  const std::int64_t in_window = std::max<std::int64_t>(1, of(window, capacity));
  const std::int64_t main = std::max<std::int64_t>(0, capacity - in_window);
  return std::make_unique<WTinyLfu>(in_window, of(kept, main), main);
}

const options::Registered<EvictionAxis> w_tiny_lfu(
    {.axis = EvictionAxis::name,
     .name = "w-tinylfu",
     .promise = "A small window, and a main part that admits only what was used more often than what leaves.",
     .parameters = {{"window", options::ParameterKind::ratio, "1%", "of the capacity",
                     "Share of the window, below 100%."},
                    {"protected", options::ParameterKind::ratio, "80%", "of the main part",
                     "Share kept for what was used again there, below 100%."}},
     .guarantees = {options::Guarantee::bounded_size}},
    make_w_tiny_lfu);

}  // namespace
}  // namespace stalemate::models::eviction
