// names: key. A change names the key that was written, and nothing else.
// Promise: what is computed from the key is not told.
// Source: the ordinary DEL of one key.
#include "models/axes.hpp"

namespace stalemate::models::strategies::names {
namespace {

std::unique_ptr<Carrier> make_key(const options::Values&, const Parts&) { return nullptr; }

const options::Registered<NamesAxis> key_option(
    {.axis = {},
     .name = "key",
     .promise = "A change names the key that was written, and nothing else.",
     .guarantees = {options::Guarantee::names_one}},
    make_key);

}  // namespace
}  // namespace stalemate::models::strategies::names
