// carry: outbox. The write leaves a row beside what it commits; a relay at the origin brings the rows to a log.
// Promise: a change of whoever writes rows is never lost, however the writer ends; it is late by up to `interval`, and
// may come twice.
// Source: the transactional outbox with a polling publisher (Richardson, "Microservices Patterns", 3.3). Departs:
// neither rows nor polls cost the origin time.
#include "models/relay.hpp"

namespace stalemate::models::strategies::carry {
namespace {

std::unique_ptr<Carrier> make_outbox(const options::Values& values, const Parts& parts) {
  if (parts.relay != nullptr) {
    parts.relay->look_every(Duration{values.integer("interval")});
    parts.relay->pause_for(Duration{values.integer("pause")});
  }
  return std::make_unique<ToldByOrigin>();
}

const options::Registered<CarryAxis> outbox_option(
    {.axis = {},
     .name = "outbox",
     .promise = "The write leaves a row at the origin, which a relay brings to a log until it is there.",
     .parameters = {{"interval", options::ParameterKind::duration, "500ms", "time", "between two looks for rows"},
                    {"pause", options::ParameterKind::duration, "100ms", "time", "before it publishes once more"}},
     .guarantees = {options::Guarantee::in_order},
     .bus = options::NeedsBus::log,
     .is_told_by_origin = true},
    make_outbox);

}  // namespace
}  // namespace stalemate::models::strategies::carry
