// Which causes by themselves break a class's promise, and in which world most.
// Promise: from runs alone; a cause whose reads would fit into what the promise allows is none.
// Source: this project's semantics ("Why a read was stale", "over_bound").
#pragma once
#include <optional>
#include <string>
#include <vector>
#include "analysis/measure/cause.hpp"
#include "analysis/review/evidence.hpp"
#include "analysis/review/points.hpp"

namespace stalemate::analysis::review {

struct Blame {
  measure::Cause cause{};
  const World* world = nullptr;
  double reads = 0;     ///< Older than promised, by this cause; without a promise: stale.
  double answered = 0;  ///< Of the class.
  double oldest_s = 0;  ///< Of the class.
  bool is_promised = true;
  std::string command;  ///< One such read, step by step.
  double share() const { return reads / answered; }
  std::string text() const;
};

/// One for each cause: as described, or of a world in which it is much worse. Of a class that promises nothing what
/// never ends by itself is taken for a breach, as described alone.
std::vector<Blame> blames_of(const Evidence& evidence, const Subject& subject);
/// Null: it is not among them.
const Blame* blame_on(const std::vector<Blame>& blames, measure::Cause cause);

}  // namespace stalemate::analysis::review
