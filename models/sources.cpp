#include "models/world.hpp"
#include <algorithm>
#include <iterator>
#include "sim/check.hpp"

namespace stalemate::models {

// The numbers of operations, by which they draw, come from their load's name: another load beside it, wherever it
// stands, changes nothing. Where two would share numbers, the later one moves on.
std::uint64_t World::take_sources(const std::string& name, std::uint64_t wanted, Ends ends) {
  constexpr std::uint64_t all = std::uint64_t{1} << (64 - operation_bits);
  CHECK_INVARIANT(wanted < all);
  const auto is_free = [&](std::uint64_t first) {
    const auto shares = [&](const auto& taken) {
      return first < taken.second.past_last && taken.first < first + wanted;
    };
    return first + wanted <= all && std::none_of(sources_.begin(), sources_.end(), shares);
  };
  std::uint64_t first = 1 + sim::derive_key(0, name, "operations").value % (all - wanted);
  auto taken = sources_.begin();
  while (!is_free(first)) {
    CHECK_INVARIANT(taken != sources_.end());
    first = (taken++)->second.past_last;
  }
  sources_.emplace(first, Sources{first + wanted, ends, loads_.size()});
  return first;
}

std::uint64_t World::sources_for(const Load& load) {
  const Ends ends{places_.at(load.from), places_.at(service_of(load))};
  return take_sources(load.name, LoadSource::sources_of(load), ends);
}

const World::Sources& World::sources_of(std::uint64_t operation) const {
  const auto after = sources_.upper_bound(operation >> operation_bits);
  CHECK_INVARIANT(after != sources_.begin());
  return std::prev(after)->second;
}

World::Ends World::ends_of(std::uint64_t operation) const { return sources_of(operation).ends; }
std::size_t World::load_of(std::uint64_t operation) const { return sources_of(operation).load; }

}  // namespace stalemate::models
