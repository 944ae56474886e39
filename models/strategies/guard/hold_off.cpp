// guard: hold-off. For a time after a delete the cache refuses to store what readers have fetched of that key.
// Promise: what was read less than `time` before the delete came does not come back; meanwhile every read of it misses.
// Source: memcached's "delete KEY TIME" (protocol.txt until 1.4), after which "add" fails and "set" does not.
// Departs: a set of its writer ends it; a cache that crashes or is flushed forgets it.
#include "models/axes.hpp"

namespace stalemate::models::strategies::guard {
namespace {

void hold(const options::Values& values, GuardTerms& terms) { terms.hold_off = Duration{values.integer("time")}; }

const options::Registered<GuardAxis> hold_off_option(
    {.axis = {},
     .name = "hold-off",
     .promise = "After a delete the cache refuses to store what was fetched of that key, for a time.",
     .parameters = {{"time", options::ParameterKind::duration, "2s", "time", "from the delete's arrival at the cache"}},
     .guarantees = {options::Guarantee::held_off},
     .needs_delete = true},
    hold);

}  // namespace
}  // namespace stalemate::models::strategies::guard
