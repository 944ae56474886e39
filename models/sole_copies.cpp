#include "models/sole_copies.hpp"

namespace stalemate::models {

Value SoleCopies::commit(const Call& call, const Node& at) {
  const Message& message = call.message;
  watched_.count(message.data_class);
  Key& key = keys_[index(message.key)];
  key = {key.number + 1, key.number + 1, message.deletes ? nowhere : holder_of(at.id)};
  const CommittedAs as{message.attempt > 0, !call.is_awaited(), false, message.deletes};
  wire_.emit(FactKind::committed, {.operation = number(message.operation),
                                   .key = index(message.key),
                                   .slot = index(message.writer),
                                   .version = key.number,
                                   .node = index(at.id),
                                   .outcome = as.packed()});
  return value_of(key, message.deletes);
}

bool SoleCopies::is_at(KeyId key, Version held, NodeId at) const {
  const Key& known = keys_[index(key)];
  return known.holder == holder_of(at) && Version{known.current} == held;
}

void SoleCopies::end(KeyId key, NodeId at, SoleEnd why, Instant expires) {
  Key& known = keys_[index(key)];
  wire_.emit(FactKind::sole_ended, {.operation = static_cast<std::uint64_t>(expires.ns),
                                    .key = index(key),
                                    .slot = known.current,
                                    .version = known.number + 1,
                                    .node = index(at),
                                    .outcome = static_cast<std::uint8_t>(why)});
  known = {known.number + 1, known.number + 1, nowhere};
}

void SoleCopies::take_back(KeyId key, NodeId at, const std::vector<SoleCommit>& commits, Version has) {
  for (const SoleCommit& each : commits)
    wire_.emit(FactKind::voided, {.operation = number(each.operation),
                                  .key = index(key),
                                  .slot = static_cast<std::uint32_t>(has),
                                  .version = static_cast<std::uint32_t>(each.version),
                                  .node = index(at),
                                  .outcome = static_cast<std::uint8_t>(Loss::crash)});
  Key& known = keys_[index(key)];
  known.current = static_cast<std::uint32_t>(has);
  known.holder = holder_of(at);
}

Value SoleCopies::absence(KeyId key) const { return value_of(keys_[index(key)], true); }

}  // namespace stalemate::models
