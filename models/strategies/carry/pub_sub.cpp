// carry: pub-sub. The writer publishes the change; a bus tells every copy, once, and keeps nothing.
// Promise: the writer waits for the bus alone, and publishes again only while that gives no answer: what the bus has is
// not published again, whomever it reaches.
// Source: Redis PUBLISH/SUBSCRIBE as the backplane of in-process caches. Departs: none.
#include "models/publishing.hpp"

namespace stalemate::models::strategies::carry {
namespace {

std::unique_ptr<Carrier> make_pub_sub(const options::Values& values, const Parts& parts) {
  return std::make_unique<Publishing>(values, parts);
}

const options::Registered<CarryAxis> pub_sub_option(
    {.axis = {},
     .name = "pub-sub",
     .promise = "The writer publishes the change on a bus, which tells every copy at most once.",
     .parameters = Telling::parameters(),
     .guarantees = {options::Guarantee::told_once},
     .bus = options::NeedsBus::broadcast},
    make_pub_sub);

}  // namespace
}  // namespace stalemate::models::strategies::carry
