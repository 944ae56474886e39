#include "models/tags.hpp"
#include <algorithm>

namespace stalemate::models {

Tags::Tags(const std::vector<DataClass>& classes, const std::vector<std::uint32_t>& first_keys) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < classes.size(); ++i) {
    Class& made = classes_.emplace_back(Class{first_keys[i], classes[i].keys, {}});
    for (const Tag& tag : classes[i].tags) {
      const auto found = std::find(names.begin(), names.end(), tag.name);
      made.kinds.push_back({static_cast<std::size_t>(found - names.begin()), tag.count});
      if (found == names.end()) names.push_back(tag.name);
    }
  }
}

bool Tags::Class::has(const Kind& kind) const {
  return std::any_of(kinds.begin(), kinds.end(), [&](const Kind& each) { return each.name == kind.name; });
}

bool Tags::share(std::size_t of_a, std::uint32_t a, std::size_t of_b, std::uint32_t b) const {
  const Class &first = classes_[of_a], &second = classes_[of_b];
  const std::uint32_t i = a - first.first, j = b - second.first;
  return std::any_of(first.kinds.begin(), first.kinds.end(),
                     [&](const Kind& kind) { return second.has(kind) && i % kind.count == j % kind.count; });
}

}  // namespace stalemate::models
