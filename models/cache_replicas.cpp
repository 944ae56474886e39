// What becomes of a shard with replicas when its process goes: one of them takes over, with what it has received.
// A shard is a role: each crash in force keeps one of its processes away, that which serves or is about to, and who
// comes back is a replica, unless it has kept all and none has taken over yet. When the last of them has gone there is
// no replica to take over, and no content.
// Leases, hold-offs, markers, known failures and generations are not replicated: the replica begins without them, as
// after a crash. (As keys of Redis they would be; a generation that goes back would name what it had left.)
#include "models/cache.hpp"
#include "models/sole_copies.hpp"

namespace stalemate::models {

void CacheShard::crash_with_replicas() {
  for (int each = 0; each <= stand_ins_; ++each) crash(false);
}

void CacheShard::restart_with_replicas() {
  for (int each = 0; each <= stand_ins_; ++each) restart();
}

CacheShard::Image CacheShard::image_of(Slot slot) const {
  Image image{store_.payload(slot), std::nullopt, store_.size_of(slot), came_[slot]};
  if (slot < terms_.size()) image.terms = terms_[slot];
  return image;
}

void CacheShard::note_came(Slot slot, Instant at) {
  if (came_.size() <= slot) came_.resize(slot + 1);
  came_[slot] = at;
}

void CacheShard::note_store(OperationId operation, eviction::Key key, Version committed) {
  Change change{.key = key, .operation = operation, .committed = committed};
  if (const Slot held = store_.find(key); held != eviction::no_slot) change.before = image_of(held);
  replicas_->add(operation, wire_.now(), std::move(change));
}

// What expires does so at the replica too; a crash, and what comes of it, is not replicated.
void CacheShard::note_removal(Slot slot, Removal why) {
  if (why == Removal::expired || why == Removal::crashed || why == Removal::not_replicated) return;
  Change change{.key = store_.key_of(slot), .before = image_of(slot), .operation = served_};
  change.ends_sole = is_sole(slot);
  replicas_->add(served_, wire_.now(), std::move(change));
}

void CacheShard::await_successor() {
  lost_ = replicas_->take_unreceived(wire_.now());
  is_another_ = true;
  takes_over_at_ = wire_.now() + failover_;
  wire_.simulation().schedule(takes_over_at_, sim::Wake::call(this));
}

void CacheShard::lose_content() {
  if (replicas_) {
    replicas_->clear();
    lost_.clear();
  }
  flush(Removal::crashed);
}

void CacheShard::on_event() {
  if (!awaits_successor() || wire_.now() != takes_over_at_) return;
  std::vector<Undone> keys = undone();
  wire_.emit(FactKind::taken_over, {.slot = static_cast<std::uint32_t>(keys.size()), .node = index(id)});
  succeed(keys);
  come_up();
}

// The last of them may have kept what it had.
void CacheShard::resume_work() {
  std::vector<Undone> keys = undone();
  if (is_another_) succeed(keys);
  warm_up(WarmUp::Comes::back);
}

void CacheShard::need_no_successor() {
  lost_.clear();
  is_another_ = false;
}

void CacheShard::succeed(std::vector<Undone>& keys) {
  is_another_ = false;
  forget();
  take_back(keys);
}

// By key what the replica has: what was there before the first change that it has not received.
std::vector<CacheShard::Undone> CacheShard::undone() {
  std::vector<Undone> keys;
  std::unordered_map<eviction::Key, std::size_t> places;  // never iterated
  for (Change& change : lost_) {
    const auto [place, is_first] = places.emplace(change.key, keys.size());
    if (is_first) keys.push_back({change.key, std::move(change.before), {}, false});
    Undone& of = keys[place->second];
    if (change.committed != Version{}) of.commits.push_back({change.operation, change.committed});
    of.ends_sole |= change.ends_sole;
  }
  lost_.clear();
  return keys;
}

// First goes what it has not, so that there is room for what it has.
void CacheShard::take_back(std::vector<Undone>& keys) {
  for (Undone& each : keys) {
    if (each.has && !is_alive(*each.has)) each.has.reset();
    if (sole_ != nullptr) take_back_sole(each);
    const Slot held = store_.find(each.key);
    if (!each.has && held != eviction::no_slot) remove(held, Removal::not_replicated);
  }
  for (const Undone& each : keys)
    if (each.has) restore(each.key, *each.has);
}

// Of a key that nobody else has, commits of its own take the loss; one that has been told to have ended stays so. Where
// the key has left the shard meanwhile nobody would find what the replica has.
void CacheShard::take_back_sole(Undone& of) {
  const KeyId key{static_cast<std::uint32_t>(of.key)};
  if (!sole_->has(key)) return;
  if (!owns(key)) return of.has.reset();
  // Its numbers tell whether it has ended in between, by its time.
  const std::uint32_t first = of.commits.empty() ? 0 : static_cast<std::uint32_t>(of.commits.front().version);
  const bool is_whole = first != 0 && static_cast<std::uint32_t>(sole_->latest(key)) + 1 == first + of.commits.size();
  if (!is_whole || of.ends_sole) return of.has.reset();
  if (of.has) sole_->take_back(key, id, of.commits, of.has->entry.version);
}

bool CacheShard::is_alive(const Image& image) const {
  return wire_.now() < image.entry.expires || (image.terms && wire_.now() < image.terms->stands_in_until);
}

void CacheShard::restore(eviction::Key key, const Image& image) {
  const auto on_evict = [this](Slot slot) { tell_removed(slot, Removal::evicted); };
  const Slot slot = store_.insert(key, image.bytes, on_evict);
  CHECK_INVARIANT(slot != eviction::no_slot);  // it was there beside all that is there now
  store_.payload(slot) = image.entry;
  note_came(slot, image.came);
  if (image.terms && terms_.size() <= slot) terms_.resize(slot + 1);
  if (slot < terms_.size()) terms_[slot] = image.terms.value_or(Terms{});
  const auto generation = static_cast<std::uint32_t>(key >> 32U);
  const sim::Fact about{.operation = static_cast<std::uint64_t>(image.came.ns),
                        .key = static_cast<std::uint32_t>(key),
                        .node = index(id)};
  if (generation != 0) {
    sim::Fact under = about;
    under.operation = ~std::uint64_t{0};  // nobody's
    under.version = generation;
    wire_.emit(FactKind::stored_under, under);
  }
  sim::Fact stored = about;
  stored.slot = slot;
  stored.version = static_cast<std::uint32_t>(image.entry.version);
  stored.outcome = static_cast<std::uint8_t>(StoredAs::replicated);
  wire_.emit(FactKind::stored, stored);
}

}  // namespace stalemate::models
