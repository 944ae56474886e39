// guard: none. A cache stores whatever it is given.
// Promise: a fill that comes after a delete brings back what it had read before.
// Source: SET of Redis and memcached.
#include "models/axes.hpp"

namespace stalemate::models::strategies::guard {
namespace {

void keep(const options::Values&, GuardTerms&) {}

const options::Registered<GuardAxis> none_option({.axis = {}, .name = "none", .promise = "A cache stores every fill."},
                                            keep);

}  // namespace
}  // namespace stalemate::models::strategies::guard
