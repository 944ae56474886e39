// ARC: a list of what was used once and one of what was used again, whose shares follow the hits among what left them.
// Promise: what was used once is bounded by the target, which moves with each ghost that returns; 24 bytes an object,
// and those of the ghosts: as many again where objects are of one size.
// Source: Megiddo and Modha, "ARC: a self-tuning, low overhead replacement cache", FAST 2003, figure 4.
// Departs, as libCacheSim does where sizes differ: the target moves by the ratio of the ghosts' sizes, whatever the
// object weighs; the first list is full while it has ghosts; ghosts are forgotten one an eviction, and may weigh more.
#include <algorithm>
#include <limits>
#include "models/eviction/ghost.hpp"

namespace stalemate::models::eviction {
namespace {

class Arc final : public Policy {
 public:
  explicit Arc(std::int64_t capacity) : capacity_(capacity), ghosts_{Ghost(unbounded), Ghost(unbounded)} {}

  void on_miss(const Resident& object) override {
    incoming_ = object.cost;
    const auto ghosts_once = static_cast<double>(ghosts_[once].used());
    const auto ghosts_again = static_cast<double>(ghosts_[again].used());
    returns_ = Returns::no;
    if (ghosts_[once].take(object.key)) {
      returns_ = Returns::from_once;
      target_ = std::min(target_ + std::max(ghosts_again / ghosts_once, 1.0), static_cast<double>(capacity_));
    } else if (ghosts_[again].take(object.key)) {
      returns_ = Returns::from_again;
      target_ = std::max(target_ - std::max(ghosts_once / ghosts_again, 1.0), 0.0);
    }
  }

  void on_insert(Slot slot, const Resident& object) override {
    if (slot >= objects_.size()) objects_.resize(slot + std::size_t{1});
    objects_[slot].cost = object.cost;
    enter(slot, returns_ == Returns::no ? once : again);
    returns_ = Returns::no;
    incoming_ = 0;
  }

  void on_hit(Slot slot) override {
    leave(slot);
    enter(slot, again);
  }

  void on_resize(Slot slot, std::int64_t before, std::int64_t after) override {
    used_[objects_[slot].list] += after - before;
    objects_[slot].cost = after;
  }

  void on_remove(Slot slot, const Resident&) override { leave(slot); }

  Slot evict(const Residents& residents) override {
    if (returns_ != Returns::no) return replace(residents);
    if (used_[once] + ghosts_[once].used() + incoming_ > capacity_) {
      if (ghosts_[once].used() == 0 && used_[once] > 0) return take(once);  // leaves no ghost
      ghosts_[once].forget_oldest();
    } else if (used_[once] + used_[again] + ghosts_[once].used() + ghosts_[again].used() >= 2 * capacity_) {
      ghosts_[again].forget_oldest();
    }
    return replace(residents);
  }

  void clear() override {
    lists_.clear();
    objects_.clear();
    for (Ghost& ghosts : ghosts_) ghosts.clear();
    used_[once] = used_[again] = 0;
    target_ = 0;
    incoming_ = 0;
    returns_ = Returns::no;
  }

 private:
  enum List : std::uint8_t { once, again };
  enum class Returns : std::uint8_t { no, from_once, from_again };
  struct Object {
    std::int64_t cost = 0;
    List list = once;
  };

  static constexpr std::int64_t unbounded = std::numeric_limits<std::int64_t>::max();

  Slot replace(const Residents& residents) {
    const auto used_once = static_cast<double>(used_[once]);
    const bool over = used_once > target_ || (used_once == target_ && returns_ == Returns::from_again);
    const List from = (!lists_.empty(once) && over) || lists_.empty(again) ? once : again;
    const Slot victim = take(from);
    ghosts_[from].add(residents.at(victim));
    residents.prefetch(lists_.back(from));
    return victim;
  }

  Slot take(List from) {
    const Slot oldest = lists_.back(from);
    leave(oldest);
    return oldest;
  }

  void enter(Slot slot, List list) {
    objects_[slot].list = list;
    lists_.push_front(slot, list);
    used_[list] += objects_[slot].cost;
  }

  void leave(Slot slot) {
    lists_.unlink(slot);
    used_[objects_[slot].list] -= objects_[slot].cost;
  }

  std::int64_t capacity_;
  std::int64_t incoming_ = 0;  // what room is being made for
  double target_ = 0;          // of what was used once
  Returns returns_ = Returns::no;
  std::int64_t used_[2] = {0, 0};
  SlotLists<2> lists_;
  std::vector<Object> objects_;
  Ghost ghosts_[2];
};

std::unique_ptr<Policy> make_arc(const options::Values&, std::int64_t capacity, sim::StreamKey) {
  return std::make_unique<Arc>(capacity);
}

const options::Registered<EvictionAxis> arc(
    {.axis = EvictionAxis::name,
     .name = "arc",
     .promise = "Evicts what was used once, or what was used again, by which of their ghosts return.",
     .guarantees = {options::Guarantee::bounded_size}},
    make_arc);

}  // namespace
}  // namespace stalemate::models::eviction
