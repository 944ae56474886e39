// Worlds in which a page is computed from items.
// Promise: as tests/analytic/worlds.hpp.
// Source: the words of models/blueprint.hpp.
#pragma once
#include <string>
#include <utility>
#include <vector>
#include "tests/analytic/worlds.hpp"

namespace stalemate::tests::worlds {

inline models::DataClass class_of(const char* name, std::uint32_t keys, std::vector<std::string> from = {}) {
  models::DataClass made;
  made.name = name;
  made.keys = keys;
  made.derived_from = std::move(from);
  return made;
}

/// A page computed from items: the reader reads the page, the writer writes the item.
inline Backend page(const char* names, const std::vector<Duration>& reads, std::uint32_t items = 1) {
  Backend backend;
  backend.cached("cache-aside", "invalidate").keys(items, 0);
  backend.policy().names = option("names", names);
  backend.world.classes.push_back(class_of("page", 1, {"item"}));
  models::Policy of_page = backend.policy();
  of_page.write = option("write", "write-around");
  of_page.names = option("names", "key");
  backend.world.strategy.policies.push_back(of_page);
  backend.reads_at(reads);
  backend.world.loads.back().reads = "page";
  return backend;
}

}  // namespace stalemate::tests::worlds
