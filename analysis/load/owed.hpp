// Who tells which copy of a change: for each strategy, class and writer, every copy that keeps the class.
// Promise: from the blueprint alone, before any run; a copy that nobody tells is told of as such.
// Source: this project's models ("who owes the invalidation").
#pragma once
#include <string>
#include <vector>
#include "analysis/load/scenario.hpp"

namespace stalemate::analysis::load {

struct Owed {
  std::string strategy;
  std::string data_class;
  std::string writer;  ///< "catalogue"; of what is computed "catalogue, of price"; "(none)" where nobody writes.
  std::string copy;
  std::string told_by;  ///< "catalogue: invalidate, inline", "nobody"; "-" where there is nothing to tell.
  std::string teller = {};     ///< The service or the origin; empty: nobody tells.
  bool own_copy_only = false;  ///< It reaches the copy in its own process, and no other.
};

std::vector<Owed> owed(const Scenario& scenario);

}  // namespace stalemate::analysis::load
