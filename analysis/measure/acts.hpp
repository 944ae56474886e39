// What was done with the data of a class that declares an act, and what went wrong with it.
// Promise: a count that says nothing of its kind stays 0 and is not reported; a price is the scenario's, times harms.
// Source: this project's semantics ("What stale data costs").
#pragma once
#include <cstdint>
#include <optional>
#include "models/blueprint.hpp"
#include "sim/time.hpp"

namespace stalemate::analysis::measure {

struct ActResult {
  using Kind = models::Act::Kind;
  models::Act declared;
  std::int64_t acts = 0;       ///< view, grant: answered reads; check_then_act, take: writes that acted; once: writes.
  std::int64_t on_stale = 0;   ///< view, check_then_act, take: what was read was stale when it was asked for.
  std::int64_t overtaken = 0;  ///< check_then_act, take: it was current then, and superseded when the act committed.
  std::int64_t granted_after_revocation = 0;
  sim::Duration longest{};  ///< From the revocation to the invocation of a read that was granted all the same.
  std::int64_t units_oversold = 0;
  std::int64_t duplicates = 0;  ///< Commits after the first of one write.

  bool writes() const { return declared.kind == Kind::check_then_act || declared.kind == Kind::take; }
  std::int64_t harms() const {
    switch (declared.kind) {
      case Kind::view: return on_stale;
      case Kind::check_then_act: return on_stale + overtaken;
      case Kind::grant: return granted_after_revocation;
      case Kind::take: return units_oversold;
      case Kind::once: break;
    }
    return duplicates;
  }
  std::optional<double> amount() const {
    if (!declared.costs) return std::nullopt;
    return *declared.costs * static_cast<double>(harms());
  }
};

}  // namespace stalemate::analysis::measure
