#include "models/version_numbers.hpp"
#include <algorithm>

namespace stalemate::models {

const VersionNumbers::Key* VersionNumbers::find(KeyId key) const {
  if (keys_.empty()) [[likely]]
    return nullptr;
  const auto found = keys_.find(index(key));
  return found == keys_.end() ? nullptr : &found->second;
}

std::uint32_t VersionNumbers::next(KeyId key, std::uint32_t current) const {
  const Key* known = find(key);
  return 1 + (known == nullptr ? current : std::max(current, known->highest));
}

void VersionNumbers::given(KeyId key, std::uint32_t number) {
  std::uint32_t& highest = keys_[index(key)].highest;
  highest = std::max(highest, number);
}

void VersionNumbers::hold(KeyId key, std::uint32_t number) {
  given(key, number);
  keys_[index(key)].held.push_back({number, number});
}

void VersionNumbers::fold(KeyId key, std::uint32_t earlier, std::uint32_t later) {
  for (Held& each : keys_[index(key)].held)
    if (each.bearer == earlier) each.bearer = later;
}

bool VersionNumbers::release(KeyId key, std::uint32_t number) {
  return std::erase_if(keys_[index(key)].held, [number](const Held& each) { return each.bearer == number; }) > 0;
}

std::vector<std::uint32_t> VersionNumbers::lose(KeyId key, std::uint32_t number) {
  std::vector<std::uint32_t> lost;
  for (const Held& each : keys_[index(key)].held)
    if (each.bearer == number) lost.push_back(each.number);
  release(key, number);
  for (const std::uint32_t each : lost) annul(key, each);
  return lost;
}

void VersionNumbers::annul(KeyId key, std::uint32_t number) {
  given(key, number);
  keys_[index(key)].voided.push_back(number);
}

bool VersionNumbers::is_void(KeyId key, std::uint32_t number) const {
  const Key* known = find(key);
  return known != nullptr && std::find(known->voided.begin(), known->voided.end(), number) != known->voided.end();
}

std::vector<std::uint32_t> VersionNumbers::with_leader(KeyId key, std::uint32_t after, std::uint32_t upto) const {
  const Key* known = find(key);
  const auto is_held = [known](std::uint32_t number) {
    const auto is_it = [number](const Held& each) { return each.number == number; };
    return known != nullptr && std::any_of(known->held.begin(), known->held.end(), is_it);
  };
  std::vector<std::uint32_t> there;
  for (std::uint32_t number = after + 1; number <= upto; ++number)
    if (!is_held(number) && !is_void(key, number)) there.push_back(number);
  return there;
}

std::uint32_t VersionNumbers::greatest(KeyId key, std::uint32_t current) const {
  const Key* known = find(key);
  std::uint32_t number = known == nullptr ? current : std::max(current, known->highest);
  while (number > 0 && is_void(key, number)) --number;
  return number;
}

}  // namespace stalemate::models
