// stampede: lease. A miss gets a token, for an interval the only one of its key; only its holder fills, the others ask
// again.
// Promise: a set whose token a delete has voided is refused, so a slow reader cannot bring back what was deleted.
// Source: Nishtala et al. 2013, 3.2.1. Departs: a store or a delete ends the interval, where theirs runs on, so that
// the next miss waits for nobody; a waiter that has asked in vain for `patience` reads the origin itself and stores
// nothing; a deleted value that is kept stays among the others, where theirs moves to a place of its own.
#include "models/token_filler.hpp"

namespace stalemate::models::strategies::stampede {
namespace {

std::unique_ptr<Filler> make_lease(const options::Values& values, const Parts& parts) {
  parts.tier->use_leases(Duration{values.integer("interval")});
  constexpr bool others_wait = true;
  return std::make_unique<TokenFiller>(values, parts, others_wait);
}

const options::Registered<StampedeAxis> lease_option(
    {.axis = {},
     .name = "lease",
     .promise = "Only the holder of a token fills; a delete voids the token.",
     .parameters = {{"interval", options::ParameterKind::duration, "10s", "time",
                     "for so long a key has one token, unless a store or a delete ends it"},
                    {"wait", options::ParameterKind::duration, "10ms", "time", "before a waiter asks again"},
                    {"patience", options::ParameterKind::duration, "1s", "time",
                     "after this a waiter reads the origin itself"},
                    TokenFiller::keep_deleted_parameter()},
     .guarantees = {options::Guarantee::no_late_fill},
     .asks_again = true},
    make_lease);

}  // namespace
}  // namespace stalemate::models::strategies::stampede
