// stampede: stale-while-revalidate. When its time is over an entry is served for a while longer, and is fetched anew
// beside.
// Promise: nobody waits for that fetch; at one node a key is fetched so once at a time; what was served so is told as
// stale by policy.
// Source: RFC 5861, section 3. Departs: the fetch belongs to the read that began it, and dies with its node.
#include "models/revalidating.hpp"
#include "models/tier.hpp"

namespace stalemate::models::strategies::stampede {
namespace {

std::unique_ptr<Filler> make_stale_while_revalidate(const options::Values& values, const Parts& parts) {
  parts.tier->serve_stale_for(Duration{values.integer("window")});
  return std::make_unique<Revalidating>(parts);
}

const options::Registered<StampedeAxis> stale_while_revalidate_option(
    {.axis = {},
     .name = "stale-while-revalidate",
     .promise = "When its time is over an entry is served for a while longer, and is fetched anew beside.",
     .parameters = {{"window", options::ParameterKind::duration, "", "time", "for so long after its time is over"}},
     .guarantees = {options::Guarantee::bounded_overtime},
     .needs_expiry = true},
    make_stale_while_revalidate);

}  // namespace
}  // namespace stalemate::models::strategies::stampede
