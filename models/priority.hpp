// Which requests give way where not all can be served: the priority of each load, found by its operations.
// Promise: no message carries it; where every load is a normal one nothing is kept and nothing is looked up.
// Source: criticality and load shedding (Beyer et al. 2016, Site Reliability Engineering, chapter 21). Departs: three
// steps instead of four.
#pragma once
#include <array>
#include <cstdint>
#include <iterator>
#include <map>
#include <string_view>
#include "models/types.hpp"

namespace stalemate::models {

enum class Priority : std::uint8_t { sheddable, normal, critical };
inline constexpr std::array<std::string_view, 3> priority_names = {"sheddable", "normal", "critical"};

constexpr Priority priority_named(std::string_view name) {
  std::size_t place = 0;
  while (priority_names[place] != name) ++place;
  return static_cast<Priority>(place);
}

class Priorities {
 public:
  /// Of whose operation sources begin here. Of all, or of none.
  void set(std::uint64_t first_source, Priority priority) { by_source_[first_source] = priority; }
  bool is_empty() const { return by_source_.empty(); }
  Priority of(OperationId operation) const {
    const auto after = by_source_.upper_bound(number(operation) >> operation_bits);
    return after == by_source_.begin() ? Priority::normal : std::prev(after)->second;
  }

 private:
  std::map<std::uint64_t, Priority> by_source_;
};

/// How many wait of each priority.
class WaitingByPriority {
 public:
  void enter(Priority priority) { ++counts_[static_cast<std::size_t>(priority)]; }
  void leave(Priority priority) { --counts_[static_cast<std::size_t>(priority)]; }
  /// The lowest of those that wait; nobody does: the highest.
  Priority lowest() const {
    std::size_t place = 0;
    while (place + 1 < counts_.size() && counts_[place] == 0) ++place;
    return static_cast<Priority>(place);
  }

 private:
  std::array<std::int64_t, priority_names.size()> counts_{};
};

}  // namespace stalemate::models
