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
  std::uint32_t groups = 0;
  for (std::uint32_t i = 0; i < classes_.size(); ++i) {
    Class& each = classes_[i];
    const auto leads = [&](const Class& other) {
      return !each.kinds.empty() && !other.kinds.empty() && other.kinds[0].name == each.kinds[0].name;
    };
    const auto leader = std::find_if(classes_.begin(), classes_.begin() + i, leads);
    const bool is_new = leader == classes_.begin() + i;
    each.led_by = is_new ? i : static_cast<std::uint32_t>(leader - classes_.begin());
    each.first_group = is_new ? groups : leader->first_group;
    if (is_new) groups += each.kinds.empty() ? 1 : each.kinds[0].count;
  }
}

Tags::Group Tags::group_of(ClassId data_class, KeyId key) const {
  const Class& own = classes_[index(data_class)];
  if (own.kinds.empty()) return {own.first_group, KeyId{own.first}};
  const std::uint32_t tag = (index(key) - own.first) % own.kinds[0].count;
  const Class& leader = classes_[own.led_by];
  return {own.first_group + tag, KeyId{leader.first + tag % leader.keys}};
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
