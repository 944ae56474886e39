// warm_up: preload. A copy that comes up empty fetches the keys of the class that are asked for most.
// Promise: the first `top` by the popularity of the class as it is then, of a sharded cache those that its shard has,
// so many at a time; each as a miss would, by the same controls and guards. It begins with the run, after a crash that
// lost the content, and when a shard joins the ring; not after a flush, which a process that runs is told and outlives.
// Source: priming of cold clusters (Nishtala et al. 2013, 4.3). Departs: the keys are known, and asked for in order.
#include "models/axes.hpp"

namespace stalemate::models::strategies::warm_up {
namespace {

void load_first(const options::Values& values, WarmUpTerms& terms) {
  terms.top = values.integer("top");
  terms.at_a_time = values.integer("at_a_time");
}

const options::Registered<WarmUpAxis> preload_option(
    {.axis = {},
     .name = "preload",
     .promise = "A copy that comes up empty fetches the keys that are asked for most.",
     .parameters = {{"top", options::ParameterKind::count, "", "keys",
                     "so many of those that are asked for most, up to 10000", {}, 1},
                    {"at_a_time", options::ParameterKind::count, "16", "fetches", "under way at once", {}, 1}},
     .guarantees = {options::Guarantee::bounded_fetches}},
    load_first);

}  // namespace
}  // namespace stalemate::models::strategies::warm_up
