// Dense numbers for what is under way: small, and free again when it has ended.
// Promise: the number freed last is given first; the same openings and closings give the same numbers.
// Source: free lists.
#pragma once
#include <cstdint>
#include <vector>

namespace stalemate::models {

class DenseNumbers {
 public:
  std::uint32_t open() {
    if (free_.empty()) return top_++;
    const std::uint32_t number = free_.back();
    free_.pop_back();
    return number;
  }
  void close(std::uint32_t number) { free_.push_back(number); }

 private:
  std::vector<std::uint32_t> free_;
  std::uint32_t top_ = 0;
};

}  // namespace stalemate::models
