#include "analysis/traces/key_numbers.hpp"
#include <utility>
#include "sim/check.hpp"
#include "sim/random.hpp"

namespace stalemate::analysis::traces {

std::uint32_t KeyNumbers::number_of(std::uint64_t object) {
  std::size_t place = place_of(object);
  if (numbers_[place] != 0) return numbers_[place] - 1;
  if (static_cast<std::size_t>(size_) >= numbers_.size() / 4 * 3) {
    rebuild(numbers_.size() * 2);
    place = place_of(object);
  }
  CHECK_INVARIANT(size_ < std::int64_t{0xFFFFFFFF});
  objects_[place] = object;
  numbers_[place] = static_cast<std::uint32_t>(++size_);
  return numbers_[place] - 1;
}

/// Its own place, or the free one where it belongs.
std::size_t KeyNumbers::place_of(std::uint64_t object) const {
  const std::size_t mask = numbers_.size() - 1;
  std::size_t place = static_cast<std::size_t>(sim::mix(object)) & mask;
  while (numbers_[place] != 0 && objects_[place] != object) place = (place + 1) & mask;
  return place;
}

void KeyNumbers::rebuild(std::size_t places) {
  const auto objects = std::exchange(objects_, std::vector<std::uint64_t>(places));
  const auto numbers = std::exchange(numbers_, std::vector<std::uint32_t>(places));
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (numbers[i] == 0) continue;
    const std::size_t place = place_of(objects[i]);
    objects_[place] = objects[i];
    numbers_[place] = numbers[i];
  }
}

}  // namespace stalemate::analysis::traces
