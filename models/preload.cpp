#include "models/preload.hpp"
#include <algorithm>
#include "models/tier.hpp"

namespace stalemate::models {

const Tier& Preload::tier() const { return *seat().tier; }

// Keys may go to another shard meanwhile.
bool Preload::is_of_copy(KeyId key) const { return tier().shard_of(key) == copy_.id; }

void Preload::begin(Comes) {
  next_ = 0;
  keys_.clear();
  for (std::int64_t rank = 0; rank < plan_.terms.top; ++rank) {
    const KeyId key = plan_.keys.of_rank(static_cast<std::uint64_t>(rank), wire_.now());
    if (is_of_copy(key)) keys_.push_back(key);
  }
  const auto at_once = std::min(keys_.size(), static_cast<std::size_t>(plan_.terms.at_a_time));
  for (std::size_t i = 0; i < at_once; ++i) home_.scope.spawn(&Preload::fetch_on, this);
}

// Where a copy alone has been away, those of before go on with what is to be fetched now.
sim::Process Preload::fetch_on() {
  if (fetching_ >= plan_.terms.at_a_time) co_return;
  const Fetching one(fetching_);
  while (copy_.is_up() && next_ < keys_.size()) {
    const KeyId key = keys_[next_++];
    const OperationId operation = numbers_.next();
    if (!is_of_copy(key) || numbers_.skips(operation)) continue;
    co_await fetch(Read{.operation = operation, .key = key, .data_class = plan_.data_class});
  }
}

sim::Task<sim::Done> Preload::fetch(Read read) {
  wire_.emit(FactKind::preload,
             {.operation = number(read.operation), .key = index(read.key), .node = index(copy_.id)});
  if (tier().goes_by_generation()) [[unlikely]] {
    const Answer chosen = co_await tier().get_generation(read);
    if (!chosen.ok()) co_return sim::Done{};
    read.generation = chosen.generation;
  }
  const std::optional<Answer> vacancy = tier().vacancy(read);
  if (!vacancy) co_return sim::Done{};
  if (vacancy->is_marked) read.to_leader = WhyLeader::marker;
  const Answer missed = *vacancy;
  co_await seat().fillers.back()->fill(read, missed);
  co_return sim::Done{};
}

}  // namespace stalemate::models
