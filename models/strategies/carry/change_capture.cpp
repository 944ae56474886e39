// carry: change-capture. What the origin has committed is read from its own log, and brought to the log of the bus.
// Promise: no commit of anybody is missed, whether or not its writer knows of the cache; it is late by `delay`, and may
// come twice.
// Source: change data capture (Debezium; Facebook's mcsqueal, Nishtala et al. 2013, 4). Departs: reading the origin's
// log costs it no time.
#include "models/relay.hpp"

namespace stalemate::models::strategies::carry {
namespace {

std::unique_ptr<Carrier> make_change_capture(const options::Values& values, const Parts& parts) {
  if (parts.relay != nullptr) {
    parts.relay->follow_after(Duration{values.integer("delay")});
    parts.relay->pause_for(Duration{values.integer("pause")});
  }
  return std::make_unique<ToldByOrigin>();
}

const options::Registered<CarryAxis> change_capture_option(
    {.axis = {},
     .name = "change-capture",
     .promise = "What the origin commits, by whomever, is read from its log and brought to a log of changes.",
     .parameters = {{"delay", options::ParameterKind::duration, "100ms", "time", "from the commit to its publication"},
                    {"pause", options::ParameterKind::duration, "100ms", "time", "before it publishes once more"}},
     .guarantees = {options::Guarantee::in_order},
     .bus = options::NeedsBus::log,
     .is_told_by_origin = true,
     .tells_for_all = true},
    make_change_capture);

}  // namespace
}  // namespace stalemate::models::strategies::carry
