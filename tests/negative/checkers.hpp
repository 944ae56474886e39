// All checkers, and the list of those that hold for every world whatever its strategy.
// Promise: nothing here knows a strategy; what only some promise is called by its own name.
// Source: this project's semantics.
#pragma once
#include "tests/negative/cache_checkers.hpp"
#include "tests/negative/determinism_checkers.hpp"
#include "tests/negative/origin_checkers.hpp"
#include "tests/negative/request_checkers.hpp"

namespace stalemate::tests {

inline Violations check_every_rule(const Record& run) {
  Violations found;
  for (const auto rule : {requests_are_conserved, acknowledged_writes_have_committed, versions_are_commits,
                          origin_reads_take_what_is_there, followers_apply_in_commit_order, hits_find_what_was_stored,
                          fills_come_from_the_origin, changes_take_effect})
    found.add(rule(run));
  found.add(staleness_is_judged_at_the_invocation(run, measure(run)));
  return found;
}

}  // namespace stalemate::tests
