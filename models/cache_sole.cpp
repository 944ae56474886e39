// What a shard does with keys that nobody else has: a write is its commit, and what goes is gone.
#include "models/cache.hpp"
#include "models/sole_copies.hpp"
#include "models/tier.hpp"

namespace stalemate::models {

bool CacheShard::owns(KeyId key) const { return &cluster_->owner_of(key) == this; }

// Commit and store are one step: no look-up comes between them.
void CacheShard::keep(Call& call) {
  Message& message = call.message;
  const eviction::Capacity& capacity = store_.capacity();
  if (capacity.unit == eviction::Capacity::Unit::bytes && message.bytes > capacity.amount) {
    refuse(message, Refusal::too_large);
    return wire_.refuse(call, Status::refused);
  }
  const Slot held = find_fresh(index(message.key));
  call.answer.value = message.value = sole_->commit(call, *this);
  if (replicas_) [[unlikely]]
    note_store(message.operation, index(message.key), message.value.version);
  if (!message.deletes) {
    store(message, StoredAs::write_through);
    // Its time may have been over when it came.
    const bool is_kept = store_.find(index(message.key)) != eviction::no_slot;
    if (!is_kept) sole_->end(message.key, id, SoleEnd::expired, wire_.now());
  } else if (held != eviction::no_slot) {
    remove(held, Removal::deleted);
  }
  wire_.answer(call);
}

bool CacheShard::is_sole(Slot slot) const {
  const KeyId key{static_cast<std::uint32_t>(store_.key_of(slot))};
  return sole_ != nullptr && sole_->is_at(key, store_.payload(slot).version, id);
}

// An entry whose time is over may wait for somebody to look; by a clock that was set it is over too early.
void CacheShard::end_sole(Slot slot, SoleEnd why) {
  if (!is_sole(slot)) return;
  const Instant expires = store_.payload(slot).expires;
  const bool was_set = slot < terms_.size() && terms_[slot].due_in_truth != Instant::never();
  const Instant in_truth = was_set ? terms_[slot].due_in_truth : expires;
  if (wire_.now() >= expires) why = wire_.now() < in_truth ? SoleEnd::clock : SoleEnd::expired;
  sole_->end(KeyId{static_cast<std::uint32_t>(store_.key_of(slot))}, id, why, in_truth);
}

void CacheShard::leave_moved() {
  if (sole_ == nullptr) return;
  store_.for_each([&](Slot slot) {
    if (!owns(KeyId{static_cast<std::uint32_t>(store_.key_of(slot))})) end_sole(slot, SoleEnd::moved);
  });
}

void CacheShard::tell_removed(Slot slot, Removal why) {
  emit_entry(FactKind::removed, slot, why);
  if (replicas_) [[unlikely]]
    note_removal(slot, why);
  if (sole_ == nullptr) [[likely]]
    return;
  switch (why) {
    case Removal::evicted: return end_sole(slot, SoleEnd::evicted);
    case Removal::not_replicated:
    case Removal::crashed: return end_sole(slot, SoleEnd::crashed);
    case Removal::flushed:
    case Removal::purged: return end_sole(slot, SoleEnd::flushed);
    case Removal::expired:
    case Removal::replaced:
    case Removal::deleted: return end_sole(slot, SoleEnd::expired);
  }
}

}  // namespace stalemate::models
