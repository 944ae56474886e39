// names: tags. A change also deletes whatever bears a tag of the key that was written, of every class in its cache.
// Promise: one message to each shard of the cache, which deletes all that bears one of the key's tags, the key itself
// among it; other caches are not told. Nobody has to know what is computed from what, if the tags do.
// Source: purging by Surrogate-Key (Varnish xkey, Fastly) and Cache-Tag (Cloudflare, Drupal). Departs: a purge takes a
// shard no longer than a delete, however much goes.
#include "models/axes.hpp"

namespace stalemate::models::strategies::names {
namespace {

std::unique_ptr<Carrier> make_tags(const options::Values&, const Parts&) { return nullptr; }

const options::Registered<NamesAxis> tags_option(
    {.axis = {},
     .name = "tags",
     .promise = "A change also deletes whatever bears a tag of the key, of every class in its cache.",
     .guarantees = {options::Guarantee::purges},
     .named = options::Named::tags},
    make_tags);

}  // namespace
}  // namespace stalemate::models::strategies::names
