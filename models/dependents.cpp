#include "models/dependents.hpp"
#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/strong_components.hpp>
#include <boost/graph/topological_sort.hpp>
#include <iterator>
#include "sim/check.hpp"

namespace stalemate::models {
namespace {

std::optional<std::size_t> find_class(const std::vector<DataClass>& classes, const std::string& name) {
  const auto found = std::find_if(classes.begin(), classes.end(), [&](const DataClass& c) { return c.name == name; });
  return found == classes.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - classes.begin()));
}

bool has_loop(const std::vector<DataClass>& classes) {
  return std::any_of(classes.begin(), classes.end(), [](const DataClass& each) {
    return std::find(each.derived_from.begin(), each.derived_from.end(), each.name) != each.derived_from.end();
  });
}

/// Appends the numbers of the keys of a class that key `number` of its source changes.
void add_changed(std::uint32_t number, std::uint32_t source_keys, std::uint32_t keys, std::vector<std::uint32_t>& to) {
  if (source_keys >= keys) return to.push_back(number % keys);
  for (std::uint64_t each = number; each < keys; each += source_keys) to.push_back(static_cast<std::uint32_t>(each));
}

}  // namespace

std::optional<std::vector<std::size_t>> derivation_order(const std::vector<DataClass>& classes) {
  boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS> graph(classes.size());
  for (std::size_t i = 0; i < classes.size(); ++i)
    for (const std::string& name : classes[i].derived_from)
      if (const auto source = find_class(classes, name)) boost::add_edge(i, *source, graph);
  std::vector<std::size_t> component(classes.size());
  const auto of_class = boost::make_iterator_property_map(component.begin(), boost::get(boost::vertex_index, graph));
  const bool is_acyclic = boost::strong_components(graph, of_class) == classes.size() && !has_loop(classes);
  if (!is_acyclic) return std::nullopt;
  std::vector<std::size_t> order;
  boost::topological_sort(graph, std::back_inserter(order));  // the sources first: edges lead to them
  return order;
}

std::uint32_t fan_out(const DataClass& source, const DataClass& derived) {
  return (derived.keys + source.keys - 1) / source.keys;
}

Dependents::Dependents(const std::vector<DataClass>& classes, const std::vector<std::uint32_t>& first_keys)
    : derived_(classes.size()) {
  for (std::size_t i = 0; i < classes.size(); ++i) {
    classes_.push_back({first_keys[i], classes[i].keys, {}});
    for (const std::string& name : classes[i].derived_from) {
      const auto source = find_class(classes, name);
      CHECK_INVARIANT(source.has_value());
      classes_.back().sources.push_back(*source);
    }
  }
  const auto order = derivation_order(classes);
  CHECK_INVARIANT(order.has_value());
  for (std::size_t source = 0; source < classes.size(); ++source) {
    std::vector<std::size_t>& derived = derived_[source];
    const auto changes = [&](std::size_t each) {
      return each == source || std::find(derived.begin(), derived.end(), each) != derived.end();
    };
    for (const std::size_t each : *order)
      if (std::any_of(classes_[each].sources.begin(), classes_[each].sources.end(), changes)) derived.push_back(each);
  }
}

std::vector<DerivedKey> Dependents::of(ClassId source, KeyId key) const {
  struct Changed {
    std::size_t data_class;
    std::vector<std::uint32_t> numbers;
  };
  std::vector<Changed> changed{{index(source), {index(key) - classes_[index(source)].first}}};
  std::vector<DerivedKey> keys;
  for (const std::size_t each : derived_[index(source)]) {
    const Class& derived = classes_[each];
    std::vector<std::uint32_t> numbers;
    for (const Changed& from : changed) {
      const auto& sources = derived.sources;
      if (std::find(sources.begin(), sources.end(), from.data_class) == sources.end()) continue;
      for (const std::uint32_t number : from.numbers)
        add_changed(number, classes_[from.data_class].keys, derived.keys, numbers);
    }
    std::sort(numbers.begin(), numbers.end());
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
    for (const std::uint32_t number : numbers)
      keys.push_back({ClassId{static_cast<std::uint16_t>(each)}, KeyId{derived.first + number}, {}});
    changed.push_back({each, std::move(numbers)});
  }
  return keys;
}

}  // namespace stalemate::models
