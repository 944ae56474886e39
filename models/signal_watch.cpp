#include "models/signal_watch.hpp"
#include <algorithm>
#include "models/world.hpp"

namespace stalemate::models {
namespace {

constexpr std::int64_t second_ns = 1'000'000'000;

bool asks_again_in(const std::string& cache, const Policy& policy) {
  const auto tiers = tiers_of(policy);
  return std::any_of(tiers.begin(), tiers.end(),
                     [&](const Policy* tier) { return tier->cache == cache && asks_again(*tier); });
}

}  // namespace

bool SignalWatch::can_see(Alert::Signal signal) {
  return signal == Alert::Signal::hit_ratio || signal == Alert::Signal::origin_reads_per_s ||
         signal == Alert::Signal::error_ratio;
}

SignalWatch::SignalWatch(const Alert& alert, World& world, Trigger& trigger)
    : alert_(alert), world_(world), trigger_(trigger), alerting_(alert) {
  for (const Policy& policy : world.blueprint().strategy.policies)
    asks_again_.push_back(asks_again_in(alert.of, policy));
}

void SignalWatch::start(sim::Simulation& simulation) {
  simulation_ = &simulation;
  next_ = static_cast<std::size_t>((world_.blueprint().warm_up.ns + second_ns - 1) / second_ns);
  simulation.schedule(Instant{} + Duration{static_cast<std::int64_t>(next_ + 1) * second_ns}, sim::Wake::call(this));
}

// What happens at this very instant belongs to the next second, whether or not it has been told.
void SignalWatch::on_event() {
  world_.facts().flush();
  if (seconds_.size() <= next_) seconds_.resize(next_ + 1);
  Second of = seconds_[next_++];
  if (alert_.signal == Alert::Signal::origin_reads_per_s) of.of = 1;
  if (alerting_.passes(of.sum, of.of)) return trigger_.pull();
  simulation_->schedule(simulation_->now() + Duration{second_ns}, sim::Wake::call(this));
}

void SignalWatch::read(std::span<const sim::Fact> facts) {
  for (const sim::Fact& fact : facts) read(fact);
}

void SignalWatch::read(const sim::Fact& fact) {
  const bool is_of_lookups = alert_.signal == Alert::Signal::hit_ratio;
  const bool is_of_ends = alert_.signal == Alert::Signal::error_ratio;
  switch (static_cast<FactKind>(fact.kind)) {
    case FactKind::lookup:
      if (is_of_lookups && is_at(fact)) looked_up(fact);
      return;
    case FactKind::origin_arrived:
      if (alert_.signal == Alert::Signal::origin_reads_per_s && is_at(fact) && fact.outcome == 0) count(fact, true);
      return;
    case FactKind::read_answered:
    case FactKind::read_failed:
      if (!waiting_.empty()) waiting_.erase(fact.operation);
      if (is_of_ends) count(fact, static_cast<FactKind>(fact.kind) == FactKind::read_failed);
      return;
    case FactKind::write_answered:
    case FactKind::write_failed:
      if (is_of_ends) count(fact, static_cast<FactKind>(fact.kind) == FactKind::write_failed);
      return;
    default: return;
  }
}

void SignalWatch::looked_up(const sim::Fact& fact) {
  const bool nobody_asked = world_.warms_up(fact.operation);
  if (nobody_asked || is_of_waiter(fact) || is(fact, Lookup::known_error)) return;
  count(fact, spares_fetch(fact));
}

// A read that asks until another has filled is one lookup, a miss.
bool SignalWatch::is_of_waiter(const sim::Fact& lookup) {
  if (!asks_again_[world_.class_of(lookup.key)]) return false;
  if (waiting_.contains(lookup.operation)) return true;
  if (!has_served(lookup) && !is(lookup, Lookup::known_error)) waiting_.insert(lookup.operation);
  return false;
}

bool SignalWatch::is_at(const sim::Fact& fact) const { return world_.nodes()[fact.node].group == alert_.of; }

void SignalWatch::count(const sim::Fact& fact, bool is_event) {
  const auto second = static_cast<std::size_t>(fact.at.ns / second_ns);
  if (seconds_.size() <= second) seconds_.resize(second + 1);
  seconds_[second].of += 1;
  seconds_[second].sum += is_event;
}

}  // namespace stalemate::models
