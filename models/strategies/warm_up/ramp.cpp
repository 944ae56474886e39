// warm_up: ramp. An instance that comes back has a share of its turns, which grows evenly from none to all of them.
// Promise: of a request that its balancer would hand to it, a draw decides that is the request's own; what it does not
// get goes where it would if the instance were down. Where every instance that is up would be passed over, none is.
// Source: slow_start of nginx, slowstart of HAProxy, slow start of Envoy (with aggression 1). Departs: a balancer that
// keeps sessions draws once a session; of several classes the longest time counts, as a balancer knows no classes.
#include "models/axes.hpp"

namespace stalemate::models::strategies::warm_up {
namespace {

void slow_start(const options::Values& values, WarmUpTerms& terms) { terms.ramp = Duration{values.integer("time")}; }

const options::Registered<WarmUpAxis> ramp_option(
    {.axis = {},
     .name = "ramp",
     .promise = "An instance that comes back gets a growing share of its turns.",
     .parameters = {{"time", options::ParameterKind::duration, "", "time", "until it has all of them"}},
     .needs_instances = true,
     .needs_return = true},
    slow_start);

}  // namespace
}  // namespace stalemate::models::strategies::warm_up
