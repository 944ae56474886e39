#include "models/broadcast.hpp"
#include "models/cache.hpp"

namespace stalemate::models {
namespace {

sim::OperationDraw draw_for(sim::StreamKey key, const Message& change, std::uint16_t round) {
  return {key, number(change.operation), change.attempt * 1024u + round};
}

}  // namespace

Broadcast::Broadcast(Wire& wire, NodeId node_id, sim::Place node_place, std::string node_name, const BusNode& plan,
                     std::uint64_t seed)
    : Bus(wire, node_id, node_place, std::move(node_name)),
      plan_(plan),
      delays_(sim::derive_key(seed, name, "delay")),
      losses_(sim::derive_key(seed, name, "loss")),
      duplicates_(sim::derive_key(seed, name, "duplicates")),
      reorders_(sim::derive_key(seed, name, "reorder")) {}

void Broadcast::receive(Call& call) {
  const Message change = call.message;
  wire_.answer(call);
  const std::vector<CacheShard*> subscribers = subscribers_of(change);
  auto round = static_cast<std::uint16_t>(std::size_t{change.round} * 2 * subscribers.size());
  for (CacheShard* subscriber : subscribers) {
    auto draw = draw_for(duplicates_, change, round);
    const bool doubled = plan_.duplicates > 0 && sim::unit(draw()) < plan_.duplicates;
    if (doubled) emit_doubled(change, *subscriber);  // before either is lost
    offer({change, subscriber, round});
    if (doubled) offer({change, subscriber, static_cast<std::uint16_t>(round + 1)});
    round = static_cast<std::uint16_t>(round + 2);
  }
}

bool Broadcast::has_no_room(const CacheShard& subscriber) const {
  if (plan_.backlog == 0) return false;
  const auto waiting = waiting_for_.find(subscriber.id);
  return waiting != waiting_for_.end() && waiting->second >= plan_.backlog;
}

void Broadcast::offer(const Delivery& delivery) {
  const auto& [change, subscriber, round] = delivery;
  auto draw = draw_for(losses_, change, round);
  const bool is_lost = plan_.loss > 0 && sim::unit(draw()) < plan_.loss;
  const bool gives_up = is_lost || has_no_room(*subscriber);
  if (gives_up && !wire_.is_spared(change.operation, subscriber->id, what_of(change)))
    return lose(change, *subscriber, is_lost ? LostOn::no_link : LostOn::no_room);
  auto delay_draw = draw_for(delays_, change, round);
  Duration delay = slowed(plan_.delay.sample(delay_draw), change);
  auto reorder_draw = draw_for(reorders_, change, round);
  if (plan_.reorder.share > 0 && sim::unit(reorder_draw()) < plan_.reorder.share) delay += plan_.reorder.by;
  waiting_.emplace(++taken_up_, delivery);
  ++waiting_for_[subscriber->id];
  scope.spawn_at(wire_.now() + delay, &Broadcast::deliver, this, taken_up_);
}

sim::Process Broadcast::deliver(std::uint64_t number) {
  const Delivery delivery = waiting_.extract(number).mapped();
  --waiting_for_[delivery.to->id];
  wire_.post(delivery_of(delivery.change, *delivery.to, delivery.round));
  co_return;
}

void Broadcast::stop_work() {
  Node::stop_work();
  if (!wire_.is_running()) return;  // when a run ends they are due
  for (const auto& [number, delivery] : waiting_) lose(delivery.change, *delivery.to, LostOn::sender_down);
  waiting_.clear();
  waiting_for_.clear();
}

void Broadcast::emit_doubled(const Message& change, const CacheShard& subscriber) {
  const Doubled doubled{.receiver = index(subscriber.id), .is_sent_alone = true};
  wire_.emit(FactKind::message_doubled, {.operation = number(change.operation),
                                         .key = index(change.key),
                                         .slot = doubled.packed(),
                                         .version = static_cast<std::uint32_t>(change.value.version),
                                         .node = index(id),
                                         .outcome = what_of(change).packed()});
}

}  // namespace stalemate::models
