// stampede: lock. A miss asks for the key's lock; who has it fetches, the others ask again, or fetch all the same.
// Promise: one fetch a key at a time over all nodes while the lock's time lasts; a store frees it, a delete does not.
// Source: SET key NX PX beside a cache, the "mutex" or "dogpile lock". Departs: the lock is asked for with the look-up
// itself, in one message; whoever has waited for `patience` reads the origin and stores nothing.
#include "models/token_filler.hpp"

namespace stalemate::models::strategies::stampede {
namespace {

std::unique_ptr<Filler> make_lock(const options::Values& values, const Parts& parts) {
  parts.tier->use_locks(Duration{values.integer("time")});
  return std::make_unique<TokenFiller>(values, parts, values.word("others") == "wait");
}

const options::Registered<StampedeAxis> lock_option(
    {.axis = {},
     .name = "lock",
     .promise = "Only the holder of a key's lock fetches; the others wait for it, or fetch and store nothing.",
     .parameters = {{"time", options::ParameterKind::duration, "10s", "time",
                     "after this the lock is free again; a fetch that fails does not free it"},
                    {"others", options::ParameterKind::word, "wait", "", "wait, or go on at once", {"wait", "go-on"}},
                    {"wait", options::ParameterKind::duration, "10ms", "time", "before a waiter asks again"},
                    {"patience", options::ParameterKind::duration, "1s", "time",
                     "after this a waiter reads the origin itself"},
                    TokenFiller::keep_deleted_parameter()},
     .guarantees = {options::Guarantee::one_filler},
     .asks_again = true},
    make_lock);

}  // namespace
}  // namespace stalemate::models::strategies::stampede
