// Which derived keys change with a key: the graph of the classes that are computed from others.
// Promise: acyclic; key i of one class belongs to key i modulo the number of keys of the smaller one, so a page with
// fewer keys than its products gathers several of them, and a view with more keys of a profile uses one of them each.
// Source: the object dependency graph of Challenger, Iyengar & Dantzig 1999 (DUP). Departs: dependencies do not change.
#pragma once
#include <optional>
#include <utility>
#include <vector>
#include "models/blueprint.hpp"
#include "models/types.hpp"

namespace stalemate::models {

/// The classes in an order in which each stands after those it is computed from; none: there is a cycle.
std::optional<std::vector<std::size_t>> derivation_order(const std::vector<DataClass>& classes);

/// How many keys of a class a key of its source changes at most.
std::uint32_t fan_out(const DataClass& source, const DataClass& derived);

/// A derived key, and what it has become.
struct DerivedKey {
  ClassId data_class{};
  KeyId key{};
  Value value{};
};

class Dependents {
 public:
  Dependents(const std::vector<DataClass>& classes, const std::vector<std::uint32_t>& first_keys);

  /// Whether anything is computed from the class, directly or not.
  bool has(ClassId source) const { return !derived_[index(source)].empty(); }
  /// The classes computed from it, directly or not; each after those it is computed from.
  const std::vector<std::size_t>& classes_of(ClassId source) const { return derived_[index(source)]; }
  /// The keys that change with a key, each after those it is computed from.
  std::vector<DerivedKey> of(ClassId source, KeyId key) const;

 private:
  struct Class {
    std::uint32_t first = 0;
    std::uint32_t keys = 0;
    std::vector<std::size_t> sources;
  };
  std::vector<Class> classes_;
  std::vector<std::vector<std::size_t>> derived_;  ///< By class.
};

}  // namespace stalemate::models
