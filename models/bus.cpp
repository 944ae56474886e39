#include "models/bus.hpp"
#include "models/cache.hpp"
#include "models/tier.hpp"
#include "sim/check.hpp"

namespace stalemate::models {
namespace {

sim::OperationDraw draw_for(sim::StreamKey key, const Message& change, std::uint16_t round) {
  return {key, number(change.operation), change.attempt * 1024u + round};
}

LostMessage what_of(const Message& change) { return {Channel::unpacked(change.channel).verb}; }

}  // namespace

Bus::Bus(Wire& wire, NodeId node_id, sim::Place node_place, std::string node_name, const BusNode& plan,
         std::uint64_t seed)
    : Node(wire, node_id, node_place, std::move(node_name)),
      plan_(plan),
      delays_(sim::derive_key(seed, name, "delay")),
      losses_(sim::derive_key(seed, name, "loss")),
      duplicates_(sim::derive_key(seed, name, "duplicates")),
      reorders_(sim::derive_key(seed, name, "reorder")) {}

void Bus::receive(Call& call) {
  CHECK_INVARIANT(call.message.verb == Verb::publish && plans_ != nullptr);
  const Message change = call.message;
  wire_.answer(call);
  const ClassPlan& plan = plans_->at(index(change.data_class));
  const Cluster& cluster = *plan.tiers.at(Channel::unpacked(change.channel).tier).cluster;
  const std::vector<CacheShard*> subscribers = cluster.holders_of(change.key);
  auto round = static_cast<std::uint16_t>(std::size_t{change.round} * 2 * subscribers.size());
  for (CacheShard* subscriber : subscribers) {
    auto draw = draw_for(duplicates_, change, round);
    const bool doubled = plan_.duplicates > 0 && sim::unit(draw()) < plan_.duplicates;
    if (doubled) emit_doubled(change, *subscriber);  // before either is lost
    offer(change, *subscriber, round);
    if (doubled) offer(change, *subscriber, round + 1);
    round = static_cast<std::uint16_t>(round + 2);
  }
}

void Bus::offer(const Message& change, CacheShard& subscriber, std::uint16_t round) {
  auto draw = draw_for(losses_, change, round);
  const bool is_lost = plan_.loss > 0 && sim::unit(draw()) < plan_.loss;
  if (is_lost && !wire_.is_spared(change.operation, subscriber.id, what_of(change))) return lose(change, subscriber);
  auto delay_draw = draw_for(delays_, change, round);
  Duration delay = plan_.delay.sample(delay_draw);
  auto reorder_draw = draw_for(reorders_, change, round);
  if (plan_.reorder.share > 0 && sim::unit(reorder_draw()) < plan_.reorder.share) delay += plan_.reorder.by;
  scope.spawn_at(wire_.now() + delay, &Bus::deliver, this, change, &subscriber, round);
}

sim::Process Bus::deliver(Message change, CacheShard* subscriber, std::uint16_t round) {
  Call& call = wire_.prepare(*this, *subscriber, Channel::unpacked(change.channel).verb, change.as_write());
  call.message.round = round;
  call.message.value = change.value;
  call.message.versioned = change.versioned;
  call.message.life = change.life;
  call.message.hold_off = change.hold_off;
  call.message.bytes = change.bytes;
  wire_.post(call);
  co_return;
}

void Bus::emit_doubled(const Message& change, const CacheShard& subscriber) {
  const Doubled doubled{.receiver = index(subscriber.id), .is_sent_alone = true};
  wire_.emit(FactKind::message_doubled, {.operation = number(change.operation),
                                         .key = index(change.key),
                                         .slot = doubled.packed(),
                                         .version = static_cast<std::uint32_t>(change.value.version),
                                         .node = index(id),
                                         .outcome = what_of(change).packed()});
}

// No link lost it: the bus did, before it sent what it owed.
void Bus::lose(const Message& change, const CacheShard& subscriber) {
  wire_.emit(FactKind::message_lost, {.operation = number(change.operation),
                                      .key = index(change.key),
                                      .slot = LostOn{.receiver = index(subscriber.id)}.packed(),
                                      .version = static_cast<std::uint32_t>(change.value.version),
                                      .node = index(id),
                                      .outcome = what_of(change).packed()});
}

}  // namespace stalemate::models
