#include "models/log.hpp"
#include <algorithm>
#include "models/cache.hpp"

namespace stalemate::models {
namespace {

// Beyond it the deliveries of an entry draw the fates of earlier ones.
constexpr std::uint16_t rounds_a_copy = 64;

}  // namespace

Log::Log(Wire& wire, NodeId node_id, sim::Place node_place, std::string node_name, const BusNode& plan,
         std::uint64_t seed)
    : Bus(wire, node_id, node_place, std::move(node_name)),
      plan_(plan),
      delays_(sim::derive_key(seed, name, "delay")),
      last_due_(static_cast<std::size_t>(plan.log->partitions)) {}

void Log::receive(Call& call) {
  const Message change = call.message;
  const auto partition = static_cast<std::uint32_t>(index(change.key) % last_due_.size());
  sim::OperationDraw draw(delays_, number(change.operation), change.attempt * 1024u + change.round);
  Instant& due = last_due_[partition];
  due = std::max(due, wire_.now() + slowed(plan_.delay.sample(draw), change));
  wire_.emit(FactKind::appended, {.operation = number(change.operation),
                                  .key = index(change.key),
                                  .slot = Channel::unpacked(change.channel).tier,
                                  .version = static_cast<std::uint32_t>(change.value.version),
                                  .node = index(id)});
  wire_.answer(call);
  std::uint16_t first = 0;
  for (CacheShard* subscriber : subscribers_of(change)) {
    auto& to = subscriptions_.try_emplace({index(subscriber->id), partition}, wire_.simulation(), *subscriber)
                   .first->second;
    append(to, {change, due, first});
    first = static_cast<std::uint16_t>(first + rounds_a_copy);
  }
}

// Beyond what is kept the oldest go that are not under way.
void Log::append(Subscription& to, const Entry& entry) {
  to.waiting.push_back(entry);
  const auto kept = static_cast<std::size_t>(plan_.log->keeps);
  if (kept > 0 && to.waiting.size() - to.under_way > kept) {
    const auto oldest = to.waiting.begin() + static_cast<std::ptrdiff_t>(to.under_way);
    lose(oldest->change, to.to, LostOn::no_room);
    to.waiting.erase(oldest);
  }
  serve_on(to);
}

void Log::serve_on(Subscription& to) {
  if (to.is_served || to.waiting.empty()) return;
  to.is_served = true;
  scope.spawn(&Log::serve, this, &to);
}

sim::Process Log::serve(Subscription* to) {
  while (!to->waiting.empty()) {
    const Instant due = to->waiting.front().due;
    if (due > wire_.now()) co_await wire_.simulation().sleep(due - wire_.now());
    const auto most = std::min(static_cast<std::size_t>(plan_.log->batch), to->waiting.size());
    while (to->under_way < most && to->waiting[to->under_way].due <= wire_.now()) ++to->under_way;
    to->answers_due = to->under_way;
    to->has_failed = false;
    const std::uint32_t together = to->under_way > 1 ? wire_.next_batch() : 0;
    for (std::size_t which = 0; which < to->under_way; ++which)
      scope.spawn(&Log::deliver, this, to, which, together);
    while (to->answers_due > 0) {
      co_await to->has_answered.wait();
    }
    const auto sent = static_cast<std::ptrdiff_t>(std::exchange(to->under_way, 0));
    if (!to->has_failed) {
      to->waiting.erase(to->waiting.begin(), to->waiting.begin() + sent);
    } else {
      co_await wire_.simulation().sleep(plan_.log->retry);
    }
  }
  to->is_served = false;
}

sim::Process Log::deliver(Subscription* to, std::size_t which, std::uint32_t together) {
  Entry& entry = to->waiting[which];
  const auto round = static_cast<std::uint16_t>(entry.first + entry.tries++ % rounds_a_copy);
  Call& call = delivery_of(entry.change, to->to, round);
  call.batch = together;
  const Answer answer = co_await wire_.start(call);
  if (!answer.ok()) to->has_failed = true;
  if (--to->answers_due == 0) to->has_answered.wake_all();
}

void Log::stop_work() {
  Node::stop_work();
  for (auto& [name, subscription] : subscriptions_) {
    subscription.under_way = 0;
    subscription.is_served = false;
  }
}

void Log::resume_work() {
  for (auto& [name, subscription] : subscriptions_) serve_on(subscription);
}

}  // namespace stalemate::models
