// warm_up: cold. A copy that comes up empty is filled by what is asked for.
// Promise: nothing is fetched that no read has missed.
// Source: the usual case.
#include "models/axes.hpp"

namespace stalemate::models::strategies::warm_up {
namespace {

void leave(const options::Values&, WarmUpTerms&) {}

const options::Registered<WarmUpAxis> cold_option(
    {.axis = {},
     .name = "cold",
     .promise = "A copy that comes up empty is filled by its misses alone.",
     .guarantees = {options::Guarantee::on_demand}},
    leave);

}  // namespace
}  // namespace stalemate::models::strategies::warm_up
