// What a shard does with the changes that it is told of: deletes, updates, generations; and what they do to fills under
// way: leases and hold-offs.
#include <algorithm>
#include <vector>
#include "models/cache.hpp"

namespace stalemate::models {

void CacheShard::drop(Call& call) {
  const Message& message = call.message;
  emit_arrived(message);
  switch (message.names) {
    case options::Named::key: return drop_key(message, message.key);
    case options::Named::tags:
      return tags_->for_each_sharing(message.data_class, message.key, [&](KeyId key) { drop_key(message, key); });
    case options::Named::everything: return drop_all(message);
    case options::Named::generation: return begin_generation(message);
  }
}

void CacheShard::drop_key(const Message& message, KeyId key) {
  void_lease(index(key));
  if (message.hold_off.ns > 0) held_off_[index(key)] = wire_.now() + message.hold_off;
  const Slot slot = store_.find(index(key));
  if (slot != eviction::no_slot && takes(message, slot)) end_by_delete(slot, removal_by(message, key));
  if (!failing_.empty()) failing_.erase(index(key));
}

// One that is kept goes by the end that its first delete has set. What only stood in for failed fetches is not kept.
void CacheShard::end_by_delete(Slot slot, Removal why) {
  if (is_deleted(slot)) return;
  Entry& entry = store_.payload(slot);
  const Duration kept = slot < terms_.size() ? terms_[slot].outlives_delete : Duration{};
  if (kept.ns == 0 || wire_.now() >= entry.expires) return remove(slot, why);
  if (replicas_) [[unlikely]]
    note_removal(slot, why);
  Terms& terms = terms_[slot];
  terms.is_deleted = true;
  terms.stands_in = {}, terms.stands_in_until = {};
  entry.expires = std::min(entry.expires, wire_.now() + kept);
  emit_entry(FactKind::outlived, slot, why);
}

// To whoever gets the token it is a miss; to the others it is given as stale, due to be fetched by another one.
void CacheShard::get_deleted(Call& call, Slot slot) {
  const Message& message = call.message;
  const bool is_another_fetching = message.wants_lease && (is_leased(message) || is_failing(entry_of(message)));
  if (!is_another_fetching) return miss(call, eviction::no_slot);
  store_.touch(slot);
  call.answer.is_due = true;
  call.answer.how = How::stale;
  serve(call, slot, Lookup::deleted);
}

void CacheShard::drop_all(const Message& message) {
  std::erase_if(leases_, [](const auto& each) { return !each.second.is_lock; });
  if (message.hold_off.ns > 0) all_held_off_ = wire_.now() + message.hold_off;
  store_.for_each([&](Slot slot) {
    const KeyId key{static_cast<std::uint32_t>(store_.key_of(slot))};
    tell_removed(slot, removal_by(message, key));
  });
  store_.clear();
  failing_.clear();
}

Removal CacheShard::removal_by(const Message& change, KeyId key) {
  return key == change.key ? Removal::deleted : Removal::purged;
}

void CacheShard::update(Call& call) {
  const Message& message = call.message;
  const bool through = &call.from() == this;  // the shard stores what was written through it
  if (!through) emit_arrived(message);
  void_lease(index(message.key));
  held_off_.erase(index(message.key));
  const Slot slot = find_fresh(index(message.key));
  if (slot == eviction::no_slot || takes(message, slot))
    store(message, through ? StoredAs::write_through : StoredAs::update);
}

// A versioned change only touches what is older than itself.
bool CacheShard::takes(const Message& change, Slot held) const {
  return !change.versioned || store_.payload(held).stamp < change.value.stamp;
}

// A number that no generation had before, here.
void CacheShard::begin_generation(const Message& message) {
  const std::uint32_t group = tags_->group_of(message.data_class, message.key).id;
  const std::uint32_t begun = generations_[group] = ++last_generation_;
  emit_generation(FactKind::generation_set, message, {.slot = group, .version = begun});
}

void CacheShard::tell_generation(Call& call) {
  const Message& message = call.message;
  const std::uint32_t group = tags_->group_of(message.data_class, message.key).id;
  if (!generations_.contains(group)) begin_generation(message);
  call.answer.generation = generations_[group];
  emit_generation(FactKind::generation_found, message, {.slot = group, .version = call.answer.generation});
}

void CacheShard::lose_generations() {
  std::vector<std::uint32_t> lost;
  for (const auto& [group, number] : generations_) lost.push_back(group);
  std::sort(lost.begin(), lost.end());
  for (const std::uint32_t group : lost) emit_generation(FactKind::generation_set, {}, {.slot = group});
  generations_.clear();
}

void CacheShard::emit_generation(FactKind kind, const Message& message, sim::Fact fact) {
  fact.operation = number(message.operation);
  fact.key = index(message.key);
  fact.node = index(id);
  wire_.emit(kind, fact);
}

bool CacheShard::is_leased(const Message& message) const {
  const auto lease = leases_.find(entry_of(message));
  return lease != leases_.end() && wire_.now() < lease->second.granted + message.lease_interval;
}

Token CacheShard::grant_lease(const Message& message) {
  if (is_leased(message)) return Token{};
  Lease& lease = leases_[entry_of(message)];
  lease = {Token{++last_token_}, wire_.now(), message.is_lock};
  return lease.token;
}

bool CacheShard::redeem_lease(const Message& message) {
  const auto lease = leases_.find(entry_of(message));
  if (lease == leases_.end() || lease->second.token != message.token) return false;
  leases_.erase(lease);
  return true;
}

void CacheShard::void_lease(eviction::Key key) {
  const auto lease = leases_.find(key);
  if (lease != leases_.end() && !lease->second.is_lock) leases_.erase(lease);
}

bool CacheShard::is_held_off(KeyId key) {
  if (wire_.now() < all_held_off_) return true;
  const auto held = held_off_.find(index(key));
  if (held == held_off_.end()) return false;
  if (wire_.now() < held->second) return true;
  held_off_.erase(held);
  return false;
}

void CacheShard::emit_arrived(const Message& change) {
  wire_.emit(FactKind::change_arrived, {.operation = number(change.operation),
                                        .key = index(change.key),
                                        .version = static_cast<std::uint32_t>(change.value.version),
                                        .node = index(id)});
}

}  // namespace stalemate::models
