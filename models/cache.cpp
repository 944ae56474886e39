#include "models/cache.hpp"
#include <algorithm>
#include <limits>
#include "models/answering.hpp"
#include "models/sole_copies.hpp"
#include "sim/check.hpp"

namespace stalemate::models {

CacheShard::CacheShard(Wire& wire, NodeId node_id, sim::Place node_place, std::string node_name, const CacheNode& plan,
                       const CacheDraws& draws)
    : Node(wire, node_id, node_place, std::move(node_name)),
      store_(capacity_of(plan), policy_of(plan, draws.eviction, wire.simulation().clock())),
      failover_(plan.failover),
      station_(wire, *this, limits_of(plan)),
      takes_time_(!plan.service.is_constant() || plan.service.mean().ns > 0),
      service_(plan.service),
      draws_(draws.service),
      early_draws_(draws.early) {
  if (plan.replicas == 0) return;
  stand_ins_ = static_cast<int>(plan.replicas);
  replicas_.emplace(plan.replicas, plan.replica_lag, draws.replicas);
}

eviction::Capacity CacheShard::capacity_of(const CacheNode& plan) {
  const std::int64_t shares = plan.capacity_per_shard ? 1 : plan.shards;
  if (plan.capacity_entries > 0) return eviction::Capacity::objects((plan.capacity_entries + shares - 1) / shares);
  if (plan.capacity_bytes > 0) return eviction::Capacity::bytes((plan.capacity_bytes + shares - 1) / shares);
  return eviction::Capacity::unbounded();
}

// A command that waits holds a connection too: the narrower of the two limits is the one that is met.
Station::Limits CacheShard::limits_of(const CacheNode& plan) {
  const std::int64_t by_connections = plan.connections - plan.servers;
  const bool is_narrower = plan.connections > 0 && (plan.queue_limit < 0 || by_connections < plan.queue_limit);
  const std::int64_t line = is_narrower ? by_connections : plan.queue_limit;
  return {plan.servers, line, plan.queue_timeout, false, plan.drops_abandoned};
}

std::unique_ptr<eviction::Policy> CacheShard::policy_of(const CacheNode& plan, sim::StreamKey draws,
                                                         const Instant& clock) {
  const eviction::Capacity capacity = capacity_of(plan);
  if (capacity.unit == eviction::Capacity::Unit::unbounded) return nullptr;
  const auto make = options::maker<eviction::EvictionAxis>(plan.eviction);
  CHECK_INVARIANT(make != nullptr);
  auto policy = make(plan.eviction_values, capacity.amount, draws);
  policy->go_by(clock);
  return policy;
}

void CacheShard::receive(Call& call) {
  // The shard's own work is part of a command that was served already.
  const bool own = &call.from() == this;
  if (own || !takes_time_) return handle(call);
  station_.enter(call);
}

void CacheShard::stop_work() {
  station_.clear();
  Node::stop_work();
  seats.rebuild();
}

Duration CacheShard::begin(Call& call) {
  const Message& message = call.message;
  const auto verb = static_cast<std::uint32_t>(message.verb);
  sim::OperationDraw draw(draws_, number(message.operation), (message.attempt * 1024u + message.round) * 16u + verb);
  return service_.sample(draw);
}

void CacheShard::finish(Call& call) { handle(call); }
void CacheShard::turn_away(Call& call, Status why) { wire_.refuse(call, why); }

void CacheShard::handle(Call& call) {
  call.answer.by = id;
  served_ = call.message.operation;
  if (call.message.is_sole && !owns(call.message.key)) [[unlikely]]
    return wire_.refuse(call, Status::refused);  // it has moved while this was on its way
  switch (call.message.verb) {
    case Verb::get: get(call); break;
    case Verb::put: put(call); break;
    case Verb::put_error: put_error(call); break;
    case Verb::mark: mark(call); break;
    case Verb::copy: be_copied(call); break;
    case Verb::drop: drop(call); break;
    case Verb::update: update(call); break;
    case Verb::fetch: return scope.spawn(&CacheShard::serve_fetch, this, &call);
    case Verb::write_through:
      if (call.message.is_sole) return keep(call);
      return scope.spawn(&CacheShard::serve_write_through, this, &call);
    default: CHECK_INVARIANT(false);
  }
  wire_.answer(call);
}

void CacheShard::get(Call& call) {
  const Message& message = call.message;
  if (message.asks_generation) [[unlikely]]
    return tell_generation(call);
  const Slot slot = find_fresh(entry_of(message));
  if (slot == eviction::no_slot) return miss(call, find_lapsed(entry_of(message)));
  if (store_.payload(slot).stamp < message.floor) [[unlikely]]
    return miss(call, slot);
  if (is_deleted(slot)) [[unlikely]]
    return get_deleted(call, slot);
  store_.touch(slot);
  Lookup found = Lookup::hit;
  if (slot < terms_.size()) [[unlikely]]
    found = weigh(call, slot);
  if (found == Lookup::hit && store_.payload(slot).is_absent) found = Lookup::negative;
  call.answer.how = found == Lookup::stale ? How::stale : How::hit;
  serve(call, slot, found);
}

void CacheShard::serve(Call& call, Slot slot, Lookup found) {
  const Message& message = call.message;
  call.answer.found = true;
  call.answer.value = value_in(slot);
  wire_.emit(FactKind::lookup, {.operation = number(message.operation),
                                .key = index(message.key),
                                .slot = slot,
                                .version = static_cast<std::uint32_t>(call.answer.value.version),
                                .node = index(id),
                                .outcome = static_cast<std::uint8_t>(found)});
}

// `held`: what is there all the same, and no answer. Where a fetch is known to fail no token is given for another.
void CacheShard::miss(Call& call, Slot held) {
  const Message& message = call.message;
  sim::Fact fact{.operation = number(message.operation), .key = index(message.key), .node = index(id)};
  call.answer.is_known_error = is_failing(entry_of(message));
  call.answer.is_marked = markers_.has(message.key, wire_.now());
  const Lookup outcome = missed_as(call, held);
  if (outcome == Lookup::lapsed || outcome == Lookup::below_floor) {
    fact.slot = held;
    fact.version = static_cast<std::uint32_t>(store_.payload(held).version);
  }
  fact.outcome = static_cast<std::uint8_t>(outcome);
  wire_.emit(FactKind::lookup, fact);
  if (message.is_sole) call.answer.value = sole_->absence(message.key);
  if (message.wants_lease && !call.answer.is_known_error) call.answer.token = grant_lease(message);
}

Value CacheShard::value_in(Slot slot) const {
  const Entry& entry = store_.payload(slot);
  Value value{entry.version, entry.stamp, entry.is_absent};
  if (slot < terms_.size()) [[unlikely]]
    value.given = terms_[slot].given, value.committed = terms_[slot].committed;
  return value;
}

// What has lapsed comes along, for a fetch that fails, unless it is too old for its reader in any case.
Lookup CacheShard::missed_as(Call& call, Slot held) {
  const Lookup nothing = call.answer.is_known_error ? Lookup::known_error : Lookup::miss;
  if (held == eviction::no_slot) return nothing;
  const Value value = value_in(held);
  if (value.stamp < call.message.floor) return call.answer.is_known_error ? nothing : Lookup::below_floor;
  call.answer.has_lapsed = true;
  call.answer.value = value;
  return Lookup::lapsed;
}

void CacheShard::put(Call& call) {
  const Message& message = call.message;
  if (message.wants_lease && !redeem_lease(message) && !message.is_lock) return refuse(message, Refusal::lease_void);
  if (is_held_off(message.key)) return refuse(message, Refusal::held_off);
  store(message, StoredAs::fill);
}

void CacheShard::put_error(Call& call) {
  const Message& message = call.message;
  failing_[entry_of(message)] = wire_.now() + message.life.lasts;
  wire_.emit(FactKind::error_kept,
             {.operation = number(message.operation), .key = index(message.key), .node = index(id)});
}

// Of a follower nobody awaits the word; it lifts the marker if it is the last.
void CacheShard::mark(Call& call) {
  const Message& message = call.message;
  const bool is_set = message.followers > 0;
  if (is_set) markers_.set(message.key, wire_.now() + message.life.lasts, message.followers);
  if (!is_set && !markers_.lift(message.key)) return;
  wire_.emit(FactKind::marker, {.operation = number(message.operation),
                                .key = index(message.key),
                                .node = index(id),
                                .outcome = is_set});
}

sim::Process CacheShard::serve_fetch(Call* call) {
  Answering answering(wire_, *call);
  const Read read = call->as_read();
  const Reply reply = co_await seats.reader(read.data_class).fetch(read);
  answering.answer(reply);
}

sim::Process CacheShard::serve_write_through(Call* call) {
  Answering answering(wire_, *call);
  const Write write = call->message.as_write();
  const Ack ack = co_await seats.writer(write.data_class).write(write);
  answering.answer(ack);
}

CacheShard::Slot CacheShard::find_fresh(eviction::Key key) {
  const Slot slot = store_.find(key);
  if (slot == eviction::no_slot || wire_.now() < store_.payload(slot).expires) return slot;
  if (find_lapsed(key) == eviction::no_slot) remove(slot, Removal::expired);
  return eviction::no_slot;
}

CacheShard::Slot CacheShard::find_lapsed(eviction::Key key) const {
  if (terms_.empty()) return eviction::no_slot;
  const Slot slot = store_.find(key);
  if (slot == eviction::no_slot || wire_.now() < store_.payload(slot).expires) return eviction::no_slot;
  return stands_in(slot) ? slot : eviction::no_slot;
}

// None: it is larger than all the room there is.
CacheShard::Slot CacheShard::make_entry(const Message& message) {
  const eviction::Key key = entry_of(message);
  if (const Slot lapsed = find_lapsed(key); lapsed != eviction::no_slot) remove(lapsed, Removal::expired);
  if (!failing_.empty()) failing_.erase(key);
  if (replicas_) [[unlikely]] {
    served_ = message.operation;
    note_store(message.operation, key, {});
  }
  const auto on_evict = [this](Slot slot) { tell_removed(slot, Removal::evicted); };
  const Slot slot = store_.insert(key, message.bytes, on_evict);
  if (slot == eviction::no_slot) {
    refuse(message, Refusal::too_large);
  } else if (replicas_) [[unlikely]] {
    note_came(slot, wire_.now());
  }
  return slot;
}

// What is over before it comes takes the place of nothing, but ends what it would have replaced.
void CacheShard::store(const Message& message, StoredAs how) {
  if (message.life.lasts.ns <= 0) return store_nothing(message, how);
  const Slot slot = make_entry(message);
  if (slot == eviction::no_slot) return;
  const bool never = message.life.lasts.ns >= std::numeric_limits<std::int64_t>::max() - wire_.now().ns;
  const Instant expires = never ? Instant::never() : wire_.now() + message.life.lasts;
  store_.payload(slot) = {message.value.version, message.value.stamp, message.value.is_absent, expires};
  set_terms(message, slot);
  if (message.generation != 0) [[unlikely]]
    emit_generation(FactKind::stored_under, message, {.version = message.generation});
  wire_.emit(FactKind::stored, {.operation = number(message.operation),
                                .key = index(message.key),
                                .slot = slot,
                                .version = static_cast<std::uint32_t>(message.value.version),
                                .node = index(id),
                                .outcome = static_cast<std::uint8_t>(how)});
}

// To a tier that does not keep what is not there, the word of a writer that it has deleted is a delete.
void CacheShard::store_nothing(const Message& message, StoredAs how) {
  const eviction::Key key = entry_of(message);
  const Slot held = store_.find(key);
  const bool is_absent = message.value.is_absent;
  if (held != eviction::no_slot) remove(held, is_absent ? Removal::deleted : Removal::replaced);
  if (!failing_.empty()) failing_.erase(key);
  if (how == StoredAs::write_through) emit_arrived(message);
  if (!is_absent) return refuse(message, Refusal::too_old);
  if (how == StoredAs::fill) refuse(message, Refusal::not_there);
}

void CacheShard::remove(Slot slot, Removal why) {
  tell_removed(slot, why);
  store_.remove(slot);
}

void CacheShard::flush(Removal why) {
  served_ = {};
  store_.for_each([&](Slot slot) { tell_removed(slot, why); });
  store_.clear();
  forget();
}

// All that it knows besides what it holds.
void CacheShard::forget() {
  leases_.clear();
  held_off_.clear();
  all_held_off_ = {};
  failing_.clear();
  markers_.clear();
  lose_generations();
}

bool CacheShard::is_failing(eviction::Key key) {
  if (failing_.empty()) return false;
  const auto failing = failing_.find(key);
  if (failing == failing_.end()) return false;
  if (wire_.now() < failing->second) return true;
  failing_.erase(failing);
  return false;
}

void CacheShard::refuse(const Message& message, Refusal why) {
  wire_.emit(FactKind::store_refused, {.operation = number(message.operation),
                                       .key = index(message.key),
                                       .version = static_cast<std::uint32_t>(message.value.version),
                                       .node = index(id),
                                       .outcome = static_cast<std::uint8_t>(why)});
}

void CacheShard::tell_kept() {
  store_.for_each([&](Slot slot) { emit_entry(FactKind::kept, slot, Removal{}); });
}

void CacheShard::emit_entry(FactKind kind, Slot slot, Removal why) {
  const Entry& entry = store_.payload(slot);
  wire_.emit(kind, {.operation = static_cast<std::uint64_t>(entry.expires.ns),
                    .key = static_cast<std::uint32_t>(store_.key_of(slot)),
                    .slot = slot,
                    .version = static_cast<std::uint32_t>(entry.version),
                    .node = index(id),
                    .outcome = static_cast<std::uint8_t>(why)});
}

}  // namespace stalemate::models
