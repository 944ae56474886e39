// carry: pub-sub. The writer publishes the change; a bus tells every copy, once, and keeps nothing.
// Promise: the writer waits for the bus alone; a publication that gets no answer is not made again.
// Source: Redis PUBLISH/SUBSCRIBE as the backplane of in-process caches. Departs: none.
#include "models/tier.hpp"

namespace stalemate::models::strategies::carry {
namespace {

class PubSub final : public Carrier {
 public:
  explicit PubSub(const Parts& parts) : tier_(parts.tier), bus_(parts.bus), place_in_class_(parts.place_in_class) {}

  sim::Task<sim::Done> announce(Change change, Verb verb) override {
    co_await tier_->publish(change, *bus_, Channel{place_in_class_, verb});
    co_return sim::Done{};
  }

 private:
  Tier* tier_;
  Node* bus_;
  std::uint8_t place_in_class_;
};

std::unique_ptr<Carrier> make(const options::Values&, const Parts& parts) { return std::make_unique<PubSub>(parts); }

const options::Registered<CarryAxis> option(
    {.axis = {},
     .name = "pub-sub",
     .promise = "The writer publishes the change on a bus, which tells every copy at most once.",
     .guarantees = {options::Guarantee::told_once},
     .bus = options::NeedsBus::broadcast},
    make);

}  // namespace
}  // namespace stalemate::models::strategies::carry
