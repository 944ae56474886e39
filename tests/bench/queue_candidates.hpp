// Event queues that the kernel's tournament tree is measured against; none of them is linked into the product.
// Promise: each pops in the order of (time, sequence), exactly as sim::EventQueue does; event_queue_bench.cpp checks
// it. Source: the C++ standard library; Boost.Heap; Williams 1964 with four children a node (LaMarca & Ladner 1996).
#pragma once
#include <algorithm>
#include <boost/heap/pairing_heap.hpp>
#include <cstdint>
#include <queue>
#include <tuple>
#include <vector>
#include "sim/time.hpp"

namespace stalemate::tests::bench {

struct Event {
  sim::Instant at;
  std::uint64_t sequence = 0;
  std::uint32_t payload = 0;
};

inline bool is_earlier(const Event& a, const Event& b) {
  return std::tie(a.at, a.sequence) < std::tie(b.at, b.sequence);
}

struct Later {
  bool operator()(const Event& a, const Event& b) const { return is_earlier(b, a); }
};

/// A heap of somebody else: `std::priority_queue`, or one of Boost.Heap.
template <class Heap>
class HeapQueue {
 public:
  void push(sim::Instant at, std::uint32_t payload) { heap_.push({at, sequence_++, payload}); }
  Event pop() {
    const Event earliest = heap_.top();
    heap_.pop();
    return earliest;
  }

 private:
  Heap heap_;
  std::uint64_t sequence_ = 0;
};

using StandardQueue = HeapQueue<std::priority_queue<Event, std::vector<Event>, Later>>;
using PairingQueue = HeapQueue<boost::heap::pairing_heap<Event, boost::heap::compare<Later>>>;

/// An implicit heap with four children a node. A pop leaves a hole at the root, which the next push fills.
class FourAryQueue {
 public:
  void push(sim::Instant at, std::uint32_t payload) {
    const Event event{at, sequence_++, payload};
    if (has_hole_) {
      has_hole_ = false;
      sink(event);
    } else {
      heap_.push_back(event);
      rise(event);
    }
  }

  Event pop() {
    if (has_hole_) close_hole();
    has_hole_ = true;
    return heap_.front();
  }

 private:
  void close_hole() {
    const Event last = heap_.back();
    heap_.pop_back();
    if (!heap_.empty()) sink(last);
  }

  void rise(const Event& event) {
    std::size_t i = heap_.size() - 1;
    for (; i > 0 && is_earlier(event, heap_[(i - 1) / 4]); i = (i - 1) / 4) heap_[i] = heap_[(i - 1) / 4];
    heap_[i] = event;
  }

  std::size_t earliest_child(std::size_t first) const {
    std::size_t best = first;
    const std::size_t end = std::min(first + 4, heap_.size());
    for (std::size_t child = first + 1; child < end; ++child)
      if (is_earlier(heap_[child], heap_[best])) best = child;
    return best;
  }

  void sink(const Event& event) {
    std::size_t i = 0;
    while (4 * i + 1 < heap_.size()) {
      const std::size_t child = earliest_child(4 * i + 1);
      if (!is_earlier(heap_[child], event)) break;
      heap_[i] = heap_[child];
      i = child;
    }
    heap_[i] = event;
  }

  std::vector<Event> heap_;
  std::uint64_t sequence_ = 0;
  bool has_hole_ = false;
};

}  // namespace stalemate::tests::bench
