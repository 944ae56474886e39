#include "analysis/measure/alerts.hpp"

namespace stalemate::analysis::measure {
namespace {

std::size_t whole_seconds(sim::Duration of) { return static_cast<std::size_t>(of.ns / 1'000'000'000); }

double at(const std::vector<double>& series, std::size_t second) {
  return second < series.size() ? series[second] : 0;
}

/// Whether the condition holds at the end of `last`, over the window that ends there.
bool holds(const models::Alert& alert, const Signal& signal, std::size_t last) {
  double sum = 0;
  double of = 0;
  // Summed anew each time: a sum that slides would keep the errors of what has left it.
  for (std::size_t s = last + 1 - whole_seconds(alert.over); s <= last; ++s) {
    sum += at(signal.sum, s);
    of += at(signal.of, s);
  }
  if (of == 0) return false;
  const double bound = signal.bound.value_or(alert.bound);
  return alert.above ? sum > bound * of : sum < bound * of;
}

}  // namespace

std::vector<Firing> firings_of(const models::Alert& alert, const Signal& signal, std::size_t first, std::size_t end) {
  std::vector<Firing> firings;
  std::size_t held = 0;  // evaluations in a row
  bool fired = false;
  for (std::size_t s = first + whole_seconds(alert.over) - 1; s < end; ++s) {
    const auto now = static_cast<double>(s + 1);
    held = holds(alert, signal, s) ? held + 1 : 0;
    const bool fires = held > whole_seconds(alert.lasts);
    if (fires && !fired) firings.push_back({now, now});
    if (fires || fired) firings.back().until_s = now;
    fired = fires;
  }
  return firings;
}

std::optional<std::size_t> first_to_see(const Incident& incident) {
  std::optional<std::size_t> first;
  for (std::size_t i = 0; i < incident.seen_after.size(); ++i)
    if (incident.seen_after[i] && (!first || *incident.seen_after[i] < *incident.seen_after[*first])) first = i;
  return first;
}

}  // namespace stalemate::analysis::measure
