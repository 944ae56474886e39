// A decision: which strategy one would choose, as the answer of a report has it.
// Promise: consistency first, then load; a strategy that is not shown to differ from the choice is no other decision.
// Source: this project's interface ("Strategies that break a promise come last").
#pragma once
#include <string>
#include <vector>
#include "analysis/page/report.hpp"

namespace stalemate::analysis::page {

struct Decision {
  std::string chosen;              ///< A cached strategy that holds, with the least load; empty: none holds.
  std::vector<std::string> alike;  ///< The chosen one, and those that hold and are not shown to ask the origin more.
  bool can_do_without = false;     ///< No cached strategy holds, and the system without a cache does.
};

Decision decide(const Report& report);
/// Whether the choice of before is none of those that could be chosen after.
bool flips(const Decision& before, const Decision& after);
std::string decision_text(const Decision& decision);  ///< "delete + ttl", "no cache", "none holds"

}  // namespace stalemate::analysis::page
