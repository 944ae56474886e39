// What the clients of a drawn world do about failure: retry budgets, circuit breakers, hedged reads.
// Promise: only what a scenario may say; drawn last, so that all else of a world is as without them.
// Source: swarm testing (Groce et al. 2012).
#pragma once
#include "models/blueprint.hpp"
#include "tests/property/dice.hpp"

namespace stalemate::tests::property {

inline bool can_hedge(const models::Load& load, models::Duration after) {
  const bool reads = !load.reads.empty() || !load.request.empty();
  return reads && (!load.timeout || after < *load.timeout);
}

inline void defend_some(models::Blueprint& world, Dice& dice) {
  for (models::Load& load : world.loads) {
    const models::Duration after = dice.ms(1, 60);
    if (dice.one_in(3) && can_hedge(load, after)) load.hedge_after = after;
    const bool is_several = load.retries.max > 0 || load.hedge_after;
    if (is_several && dice.one_in(3)) {
      load.retries.budget = dice.share();
      load.retries.reserve = dice.between(1, 20);
    }
    if (!dice.one_in(5)) continue;
    load.breaker = models::CircuitBreaker{.failures = dice.between(1, 10), .open = dice.ms(1, 1'000)};
    if (dice.one_in(2)) load.breaker->of = load.breaker->failures + dice.between(0, 20);
  }
}

}  // namespace stalemate::tests::property
