// guard: remote-marker. Before a write the writer sets a marker in the cache; who misses beside it asks the leader.
// Promise: from before the commit until every follower has applied it, a miss of the key is filled from the leader.
// Source: Nishtala et al., Scaling Memcache at Facebook, NSDI 2013, section 4: set the marker, write the master with
// key and marker embedded in the statement, delete the key; the region's replication stream deletes the marker. It can
// go too soon where writes of one key overlap, as there. Departs: each follower sends its own word, and the last of
// them lifts the marker; it goes after `time` in any case, for a write that failed or words that were lost; of copies
// in each process that of the writer alone is marked.
#include "models/axes.hpp"

namespace stalemate::models::strategies::guard {
namespace {

void mark(const options::Values& values, GuardTerms& terms) { terms.marker = Duration{values.integer("time")}; }

const options::Registered<GuardAxis> remote_marker_option(
    {.axis = {},
     .name = "remote-marker",
     .promise = "Before a write its key is marked in the cache; until the followers have it, misses ask the leader.",
     .parameters = {{"time", options::ParameterKind::duration, "1m", "time", "after which it goes in any case"}},
     .guarantees = {options::Guarantee::leader_fills},
     .needs_delete = true,
     .needs_followers = true},
    mark);

}  // namespace
}  // namespace stalemate::models::strategies::guard
