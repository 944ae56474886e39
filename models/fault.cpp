#include "models/fault.hpp"
#include <algorithm>
#include <iterator>
#include "sim/random.hpp"

namespace stalemate::models {
namespace {

// Between two strikes, and for how long the second lasts: two draws of one number.
constexpr std::uint32_t gap_draw = 0;
constexpr std::uint32_t length_draw = 1;

sim::StreamKey draws_of(const Fault& fault, std::uint64_t seed) { return sim::derive_key(seed, fault.name, "strikes"); }

std::vector<Span> again_and_again(const Fault& fault, std::uint64_t seed, Instant end) {
  std::vector<Span> strikes;
  const sim::Distribution gap = sim::Distribution::exponential(*fault.every);
  const Instant last = std::min(fault.until, end);
  Instant healthy_from = fault.at;
  while (healthy_from != Instant::never()) {
    const std::uint64_t number = strikes.size();
    sim::OperationDraw draw(draws_of(fault, seed), number, gap_draw);
    const Instant at = healthy_from + gap.sample(draw);
    if (at >= last) break;
    strikes.push_back(strike_from(fault, at, seed, number));
    healthy_from = lasts(fault) ? strikes.back().until : at;
  }
  return strikes;
}

}  // namespace

std::int64_t shards_added_to(const std::string& cache, const std::vector<Fault>& faults) {
  return std::count_if(faults.begin(), faults.end(), [&](const Fault& fault) {
    return fault.kind == Fault::Kind::add_shard && fault.node == cache;
  });
}

std::vector<Span>::const_iterator first_strike_after(const Fault& fault, Instant at) {
  return std::upper_bound(fault.strikes.begin(), fault.strikes.end(), at,
                          [](Instant instant, const Span& each) { return instant < each.at; });
}

bool is_in_force(const Fault& fault, Instant at) {
  const auto next = first_strike_after(fault, at);
  return next != fault.strikes.begin() && at < std::prev(next)->until;
}

Instant next_turn(const Fault& fault, Instant now) {
  const auto next = first_strike_after(fault, now);
  if (is_in_force(fault, now)) return std::prev(next)->until;
  return next == fault.strikes.end() ? Instant::never() : next->at;
}

Span strike_from(const Fault& fault, Instant at, std::uint64_t seed, std::uint64_t number) {
  sim::OperationDraw draw(draws_of(fault, seed), number, length_draw);
  const Duration length = fault.lasts.sample(draw);
  return {at, length.ns > 0 ? at + length : Instant::never()};
}

std::vector<Span> strikes_ahead(const Fault& fault, std::uint64_t seed, Instant end) {
  if (fault.when) return {};
  if (fault.every) return again_and_again(fault, seed, end);
  return {{fault.at, fault.until}};
}

}  // namespace stalemate::models
