// The pause before one more try: fixed, or growing by doublings, or drawn from that.
// Promise: a function of the draw's key, the operation and the number of tries so far alone.
// Source: exponential backoff and full jitter (Brooker 2015).
#pragma once
#include <algorithm>
#include "models/blueprint.hpp"
#include "models/types.hpp"
#include "sim/random.hpp"

namespace stalemate::models {

/// After `tries` retries; `draw_number`: as no other pause of the operation.
inline Duration backoff_of(const Retries& retries, std::uint32_t tries, sim::StreamKey draws, OperationId operation,
                           std::uint32_t draw_number) {
  if (retries.kind == Retries::Backoff::fixed) return retries.base;
  const std::uint32_t doublings = std::min<std::uint32_t>(tries, 40);
  const double grown = static_cast<double>(retries.base.ns) * static_cast<double>(std::int64_t{1} << doublings);
  const Duration capped{static_cast<std::int64_t>(std::min(grown, static_cast<double>(retries.cap.ns)))};
  if (retries.kind == Retries::Backoff::exponential) return capped;
  sim::OperationDraw draw(draws, number(operation), draw_number);
  return {static_cast<std::int64_t>(sim::below(draw, static_cast<std::uint64_t>(capped.ns) + 1))};
}

}  // namespace stalemate::models
