// What a shard does with the changes that it is told of, and what they do to fills under way: leases and hold-offs.
#include <algorithm>
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
  }
}

void CacheShard::drop_key(const Message& message, KeyId key) {
  void_lease(key);
  if (message.hold_off.ns > 0) held_off_[index(key)] = wire_.now() + message.hold_off;
  const Slot slot = store_.find(index(key));
  if (slot != eviction::no_slot && takes(message, slot)) remove(slot, removal_by(message, key));
  if (!failing_.empty()) failing_.erase(index(key));
}

void CacheShard::drop_all(const Message& message) {
  std::erase_if(leases_, [](const auto& each) { return !each.second.is_lock; });
  if (message.hold_off.ns > 0) all_held_off_ = wire_.now() + message.hold_off;
  store_.for_each([&](Slot slot) {
    const KeyId key{static_cast<std::uint32_t>(store_.key_of(slot))};
    emit_entry(FactKind::removed, slot, removal_by(message, key));
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
  void_lease(message.key);
  held_off_.erase(index(message.key));
  const Slot slot = find_fresh(message.key);
  if (slot == eviction::no_slot || takes(message, slot))
    store(message, through ? StoredAs::write_through : StoredAs::update);
}

// A versioned change only touches what is older than itself.
bool CacheShard::takes(const Message& change, Slot held) const {
  return !change.versioned || store_.payload(held).value.stamp < change.value.stamp;
}

Token CacheShard::grant_lease(const Message& message) {
  Lease& lease = leases_[index(message.key)];
  const bool held = lease.token != Token{} && wire_.now() < lease.granted + message.lease_interval;
  if (held) return Token{};
  lease = {Token{++last_token_}, wire_.now(), message.is_lock};
  return lease.token;
}

bool CacheShard::redeem_lease(const Message& message) {
  const auto lease = leases_.find(index(message.key));
  if (lease == leases_.end() || lease->second.token != message.token) return false;
  leases_.erase(lease);
  return true;
}

void CacheShard::void_lease(KeyId key) {
  const auto lease = leases_.find(index(key));
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
