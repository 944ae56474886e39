// S3-FIFO: a small queue for what is new, a main queue for what was used again, and a ghost queue of what left the
// small one.
// Promise: a hit only counts, up to 2^bits - 1; 10 bytes an object, and those of the ghosts.
// Source: Yang, Zhang, Qiu, Yue, Rashmi, "FIFO queues are all you need for cache eviction", SOSP 2023, algorithm 1.
// Departs, as libCacheSim does: the main queue is evicted from when it is over its own share or the small one is
// empty, not when the small one is under its share; the counter starts again at 0 on promotion; whether a key is a
// ghost is asked before room is made for it.
#include "models/eviction/ghost.hpp"

namespace stalemate::models::eviction {
namespace {

struct Shape {
  std::int64_t small;
  std::int64_t ghost;
  std::uint8_t threshold;
  std::uint8_t most_uses;
};

class S3Fifo final : public Policy {
 public:
  S3Fifo(const Shape& shape, std::int64_t capacity)
      : shape_(shape), main_capacity_(capacity - shape.small), ghost_(shape.ghost) {}

  void on_miss(const Resident& object) override { was_ghost_ = ghost_.take(object.key); }

  void on_insert(Slot slot, const Resident& object) override {
    if (slot >= objects_.size()) objects_.resize(slot + std::size_t{1});
    enter(slot, was_ghost_ ? main : small, object.cost);
    was_ghost_ = false;
  }

  void on_hit(Slot slot) override {
    Object& object = objects_[slot];
    object.uses = static_cast<std::uint8_t>(object.uses + (object.uses < shape_.most_uses));
  }

  void on_resize(Slot slot, std::int64_t before, std::int64_t after) override {
    used_[objects_[slot].queue] += after - before;
  }

  void on_remove(Slot slot, const Resident& object) override { leave(slot, object.cost); }

  Slot evict(const Residents& residents) override {
    Slot victim = no_slot;
    while (victim == no_slot)
      victim = used_[main] > main_capacity_ || queues_.empty(small) ? evict_main(residents) : evict_small(residents);
    return victim;
  }

  void clear() override {
    queues_.clear();
    objects_.clear();
    ghost_.clear();
    used_[small] = used_[main] = 0;
    was_ghost_ = false;
  }

 private:
  enum Queue : std::uint8_t { small, main };
  struct Object {
    Queue queue = small;
    std::uint8_t uses = 0;
  };

  Slot evict_small(const Residents& residents) {
    while (!queues_.empty(small)) {
      const Slot oldest = queues_.back(small);
      const Resident object = residents.at(oldest);
      leave(oldest, object.cost);
      if (objects_[oldest].uses < shape_.threshold) {
        ghost_.add(object);
        residents.prefetch(queues_.back(small));
        return oldest;
      }
      enter(oldest, main, object.cost);
    }
    return no_slot;  // all were promoted
  }

  Slot evict_main(const Residents& residents) {
    for (;;) {
      const Slot oldest = queues_.back(main);
      queues_.unlink(oldest);
      if (objects_[oldest].uses == 0) {
        used_[main] -= residents.at(oldest).cost;
        residents.prefetch(queues_.back(main));
        return oldest;
      }
      --objects_[oldest].uses;
      queues_.push_front(oldest, main);
    }
  }

  void enter(Slot slot, Queue queue, std::int64_t cost) {
    objects_[slot] = {queue, 0};
    queues_.push_front(slot, queue);
    used_[queue] += cost;
  }

  void leave(Slot slot, std::int64_t cost) {
    queues_.unlink(slot);
    used_[objects_[slot].queue] -= cost;
  }

  Shape shape_;
  std::int64_t main_capacity_;
  std::int64_t used_[2] = {0, 0};
  SlotLists<2> queues_;
  std::vector<Object> objects_;
  Ghost ghost_;
  bool was_ghost_ = false;
};

std::int64_t share(double ratio, std::int64_t capacity) {
  return static_cast<std::int64_t>(ratio * static_cast<double>(capacity));
}

std::unique_ptr<Policy> make_s3_fifo(const options::Values& values, std::int64_t capacity, sim::StreamKey) {
  const double small = values.ratio("small"), ghost = values.ratio("ghost");
  const std::int64_t threshold = values.integer("threshold"), bits = values.integer("bits");
  if (!(small >= 0 && small < 1 && ghost >= 0 && ghost <= 10) || bits < 1 || bits > 8) return nullptr;
  const std::int64_t most_uses = (std::int64_t{1} << bits) - 1;
  if (threshold < 1 || threshold > most_uses) return nullptr;
  const Shape shape{share(small, capacity), share(ghost, capacity), static_cast<std::uint8_t>(threshold),
                    static_cast<std::uint8_t>(most_uses)};
  return std::make_unique<S3Fifo>(shape, capacity);
}

using options::ParameterKind;

const options::Registered<EvictionAxis> s3_fifo(
    {.axis = EvictionAxis::name,
     .name = "s3-fifo",
     .promise = "Evicts what is not used again soon from a small queue, and keeps the rest in a large one.",
     .parameters = {{"small", ParameterKind::ratio, "10%", "of the capacity", "Share of the small queue, below 100%."},
                    {"ghost", ParameterKind::ratio, "90%", "of the capacity",
                     "Cost of the ghosts remembered, at most 1000%."},
                    {"threshold", ParameterKind::count, "2", "uses",
                     "Uses that promote from small to main, 1 to 2^bits - 1."},
                    {"bits", ParameterKind::count, "2", "bits", "Bits of the use counter of an object, 1 to 8."}},
     .guarantees = {options::Guarantee::bounded_size}},
    make_s3_fifo);

}  // namespace
}  // namespace stalemate::models::eviction
