// guard: version-floor. A session takes nothing older than its own last acknowledged write of the key.
// Promise: it reads its own writes, whichever instance or copy serves it: an entry below its floor is a miss, and what
// a follower, another tier or a joined fetch gives below it is asked of the leader instead, and not stored. With `of`
// "writes and reads" it never goes back either.
// Source: session guarantees (Terry et al. 1994); the session tokens of Azure Cosmos DB; MongoDB's afterClusterTime.
// Departs: a floor for each key, not one for all; a floor that a failover has made void stays, so that its session asks
// the leader for that key until the next write of it; what only a write buffer holds the leader does not have either.
#include "models/axes.hpp"

namespace stalemate::models::strategies::guard {
namespace {

constexpr const char* both = "writes and reads";

void keep_floor(const options::Values& values, GuardTerms& terms) {
  terms.floor_of = values.word("of") == both ? FloorOf::writes_and_reads : FloorOf::writes;
}

const options::Registered<GuardAxis> version_floor_option(
    {.axis = {},
     .name = "version-floor",
     .promise = "A session takes nothing older than its own last write of the key.",
     .parameters = {{"of", options::ParameterKind::word, "writes", "", "what the session does not go back behind",
                     {"writes", both}}},
     .guarantees = {options::Guarantee::read_your_writes},
     .needs_sessions = true},
    keep_floor);

}  // namespace
}  // namespace stalemate::models::strategies::guard
