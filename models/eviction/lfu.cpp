// LFU: the object used least often since it was stored; of several, the one that has been so longest.
// Promise: exact counts, forgotten when the object leaves; O(log of the counts in use) a step; 16 bytes each.
// Source: perfect in-cache LFU (Breslau et al., INFOCOM 1999), one list a count (Shah, Mitra, Matani 2010).
// Departs: none; nothing ages, so that what was popular once may stay for good.
#include <map>
#include <vector>
#include "models/eviction/policy.hpp"

namespace stalemate::models::eviction {
namespace {

class Lfu final : public Policy {
 public:
  void on_insert(Slot slot, const Resident&) override {
    if (slot >= nodes_.size()) nodes_.resize(slot + std::size_t{1});
    append(slot, 1);
  }
  void on_hit(Slot slot) override {
    const std::uint64_t uses = nodes_[slot].uses;
    unlink(slot);
    append(slot, uses + 1);
  }
  void on_remove(Slot slot, const Resident&) override { unlink(slot); }

  Slot evict(const Residents& residents) override {
    const Slot oldest = lists_.begin()->second.oldest;
    unlink(oldest);
    if (!lists_.empty()) residents.prefetch(lists_.begin()->second.oldest);
    return oldest;
  }

  void clear() override {
    lists_.clear();
    nodes_.clear();
  }

 private:
  struct Node {
    std::uint64_t uses = 0;
    Slot older = no_slot;
    Slot newer = no_slot;
  };
  /// Objects of one count, in the order in which they reached it.
  struct List {
    Slot oldest = no_slot;
    Slot newest = no_slot;
  };

  void append(Slot slot, std::uint64_t uses) {
    List& list = lists_[uses];
    nodes_[slot] = {uses, list.newest, no_slot};
    (list.newest == no_slot ? list.oldest : nodes_[list.newest].newer) = slot;
    list.newest = slot;
  }

  void unlink(Slot slot) {
    const Node node = nodes_[slot];
    const auto list = lists_.find(node.uses);
    (node.older == no_slot ? list->second.oldest : nodes_[node.older].newer) = node.newer;
    (node.newer == no_slot ? list->second.newest : nodes_[node.newer].older) = node.older;
    if (list->second.oldest == no_slot) lists_.erase(list);
  }

  std::map<std::uint64_t, List> lists_;  // by count; none is empty
  std::vector<Node> nodes_;
};

std::unique_ptr<Policy> make_lfu(const options::Values&, std::int64_t, sim::StreamKey) {
  return std::make_unique<Lfu>();
}

const options::Registered<EvictionAxis> lfu({.axis = EvictionAxis::name,
                                             .name = "lfu",
                                             .promise = "Evicts the object used least often since it was stored.",
                                             .guarantees = {options::Guarantee::bounded_size}},
                                            make_lfu);

}  // namespace
}  // namespace stalemate::models::eviction
