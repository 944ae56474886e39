// warm_up: copy-from-peer. The copy of an instance that comes back takes what that of another instance holds.
// Promise: from the lowest-numbered other instance that is up, in one exchange; each entry with its stamp and the time
// it has left, one after the other, unless the copy has something of its key by then. Where no other is up, or none
// answers, it stays cold. A hold-off refuses what is given, as it refuses fills; a lease guards fills alone.
// Source: state transfer to a new member (JGroups, Infinispan). Departs: when the run begins nobody has anything.
#include "models/axes.hpp"

namespace stalemate::models::strategies::warm_up {
namespace {

void take(const options::Values& values, WarmUpTerms& terms) {
  terms.copies_peer = true;
  terms.each = Duration{values.integer("each")};
}

const options::Registered<WarmUpAxis> copy_from_peer_option(
    {.axis = {},
     .name = "copy-from-peer",
     .promise = "A copy that comes back empty takes what another instance of its service holds.",
     .parameters = {{"each", options::ParameterKind::duration, "0s", "time",
                     "an entry takes so long, beside the way of the exchange"}},
     .guarantees = {options::Guarantee::fills_gaps},
     .needs_instances = true,
     .needs_return = true},
    take);

}  // namespace
}  // namespace stalemate::models::strategies::warm_up
