// Dense numbers for objects, in the order in which they first appear.
// Promise: 16 to 32 bytes an object (12 a place, of which 3/8 to 3/4 are taken), and 1.5 times that while it grows; the
// number depends on the order of the objects alone.
// Source: open addressing with linear probing (Knuth, TAOCP 3, 6.4). Departs: objects are hashes already, and mixed
// once more for those that are not.
#pragma once
#include <cstdint>
#include <vector>

namespace stalemate::analysis::traces {

class KeyNumbers {
 public:
  KeyNumbers() { rebuild(64); }
  /// The object's number, a new one if it has none.
  std::uint32_t number_of(std::uint64_t object);
  std::int64_t size() const { return size_; }

 private:
  std::size_t place_of(std::uint64_t object) const;
  void rebuild(std::size_t places);

  std::vector<std::uint64_t> objects_;
  std::vector<std::uint32_t> numbers_;  ///< One more than the number; 0: the place is free.
  std::int64_t size_ = 0;
};

}  // namespace stalemate::analysis::traces
