// A shard that comes up empty: what it may be filled with, and what copies of it give one another.
#include "models/cache.hpp"

namespace stalemate::models {

void CacheShard::warm_up(WarmUp::Comes comes) {
  if (!is_up() || store_.size() > 0) return;
  for (const auto& [data_class, warm_up] : warm_ups_) warm_up->begin(comes);
}

std::optional<Answer> CacheShard::vacancy(const Message& wanted) {
  const eviction::Key key = entry_of(wanted);
  const Slot held = find_fresh(key);
  if ((held != eviction::no_slot && !is_deleted(held)) || is_failing(key)) return std::nullopt;
  Answer missed{.by = id};
  missed.is_marked = markers_.has(wanted.key, wire_.now());
  if (wanted.wants_lease) missed.token = grant_lease(wanted);
  const bool another_fetches = wanted.wants_lease && missed.token == Token{};
  return another_fetches ? std::nullopt : std::optional(missed);
}

// Whoever has given up, or died, is given nothing, nor is the second copy of one message.
void CacheShard::be_copied(Call& call) {
  if (!call.is_awaited()) return;
  auto& newcomer = static_cast<CacheShard&>(call.from());
  call.message.bytes = newcomer.warm_ups_.at(call.message.data_class)->reach(*this);
}

std::vector<CacheShard::Carried> CacheShard::give(KeyId first, KeyId past, OperationNumbers& numbers) {
  std::vector<Carried> given;
  store_.for_each([&](Slot slot) {
    const KeyId key{static_cast<std::uint32_t>(store_.key_of(slot))};
    const Entry& entry = store_.payload(slot);
    if (key < first || key >= past || wire_.now() >= entry.expires || is_deleted(slot)) return;
    given.push_back({numbers.next(), key, entry, slot < terms_.size() ? terms_[slot] : Terms{}});
    wire_.emit(FactKind::given, {.operation = number(given.back().operation),
                                 .key = index(key),
                                 .slot = slot,
                                 .version = static_cast<std::uint32_t>(entry.version),
                                 .node = index(id)});
  });
  return given;
}

void CacheShard::take(const Carried& given, std::int64_t bytes) {
  const eviction::Key key{models::entry_of(given.key, 0)};
  if (find_fresh(key) != eviction::no_slot || wire_.now() >= given.entry.expires) return;
  Message message;
  message.operation = given.operation;
  message.key = given.key;
  message.value.version = given.entry.version;
  message.bytes = bytes;
  if (is_held_off(given.key)) return refuse(message, Refusal::held_off);
  const Slot slot = make_entry(message);
  if (slot == eviction::no_slot) return;
  store_.payload(slot) = given.entry;
  if (terms_.size() <= slot) terms_.resize(slot + 1);
  terms_[slot] = given.terms;
  wire_.emit(FactKind::stored, {.operation = number(given.operation),
                                .key = index(given.key),
                                .slot = slot,
                                .version = static_cast<std::uint32_t>(given.entry.version),
                                .node = index(id),
                                .outcome = static_cast<std::uint8_t>(StoredAs::copied)});
}

}  // namespace stalemate::models
