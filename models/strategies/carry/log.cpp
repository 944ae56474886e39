// carry: log. The writer appends the change to a log, which tells every copy until it has acknowledged it.
// Promise: once it is appended every copy is told, at least once and in order; until then it can be lost with its
// writer, which has committed before ("dual write").
// Source: Kafka as an invalidation stream. Departs: none.
#include "models/publishing.hpp"

namespace stalemate::models::strategies::carry {
namespace {

std::unique_ptr<Carrier> make_log(const options::Values& values, const Parts& parts) {
  return std::make_unique<Publishing>(values, parts);
}

const options::Registered<CarryAxis> log_option(
    {.axis = {},
     .name = "log",
     .promise = "The writer appends the change to a log, which tells every copy at least once and in order.",
     .parameters = Telling::parameters(),
     .guarantees = {options::Guarantee::in_order},
     .bus = options::NeedsBus::log},
    make_log);

}  // namespace
}  // namespace stalemate::models::strategies::carry
