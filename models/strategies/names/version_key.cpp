// names: version-key. Each key of an entry has a generation in it, which a look-up reads first and a change moves on.
// Promise: one message, and every entry of the generation before is found no more, of all keys that share it: those
// with the same tag, or without tags those of the class. A fill that began before the change is stored where nobody
// looks. What is left behind takes its room until it is evicted or its time is over.
// Source: namespaces by a generation key (memcached's FAQ); key-based expiration (Hansson 2012, Rails). Departs: the
// generation itself takes no room; one that its cache has lost begins anew, beyond all before.
#include "models/axes.hpp"

namespace stalemate::models::strategies::names {
namespace {

std::unique_ptr<Carrier> make_version_key(const options::Values&, const Parts&) { return nullptr; }

const options::Registered<NamesAxis> version_key_option(
    {.axis = {},
     .name = "version-key",
     .promise = "A change moves on the generation that the keys of entries have in them; look-ups read it first.",
     .guarantees = {options::Guarantee::one_generation},
     .named = options::Named::generation},
    make_version_key);

}  // namespace
}  // namespace stalemate::models::strategies::names
