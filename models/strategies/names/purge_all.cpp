// names: purge-all. A change empties the cache, whatever it holds.
// Promise: one message to each shard of the cache, which deletes every entry of every class; other caches are not told.
// Tokens of leases are void as after a delete of their key; locks and markers stay.
// Source: FLUSHALL of Redis, flush_all of memcached, "purge everything" of a CDN. Departs: it takes a shard no longer
// than a delete; what stands beside the entries, locks and markers, is not lost with them.
#include "models/axes.hpp"

namespace stalemate::models::strategies::names {
namespace {

std::unique_ptr<Carrier> make_purge_all(const options::Values&, const Parts&) { return nullptr; }

const options::Registered<NamesAxis> purge_all_option(
    {.axis = {},
     .name = "purge-all",
     .promise = "A change empties its cache, of every class.",
     .guarantees = {options::Guarantee::purges},
     .named = options::Named::everything},
    make_purge_all);

}  // namespace
}  // namespace stalemate::models::strategies::names
