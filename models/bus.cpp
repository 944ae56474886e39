#include "models/bus.hpp"
#include "models/cache.hpp"
#include "models/tier.hpp"
#include "sim/check.hpp"

namespace stalemate::models {

std::vector<CacheShard*> Bus::subscribers_of(const Message& change) const {
  CHECK_INVARIANT(change.verb == Verb::publish && plans_ != nullptr);
  const ClassPlan& plan = plans_->at(index(change.data_class));
  return plan.tiers.at(Channel::unpacked(change.channel).tier).cluster->told_of(change, *plan.tags);
}

Call& Bus::delivery_of(const Message& change, CacheShard& subscriber, std::uint16_t round) {
  Call& call = wire_.prepare(*this, subscriber, Channel::unpacked(change.channel).verb, change.as_write());
  call.message.round = round;
  call.message.value = change.value;
  call.message.versioned = change.versioned;
  call.message.names = change.names;
  call.message.life = change.life;
  call.message.hold_off = change.hold_off;
  call.message.bytes = change.bytes;
  return call;
}

void Bus::lose(const Message& change, const CacheShard& subscriber, std::uint16_t why) {
  wire_.emit(FactKind::message_lost, {.operation = number(change.operation),
                                      .key = index(change.key),
                                      .slot = LostOn{.link = why, .receiver = index(subscriber.id)}.packed(),
                                      .version = static_cast<std::uint32_t>(change.value.version),
                                      .node = index(id),
                                      .outcome = what_of(change).packed()});
}

}  // namespace stalemate::models
