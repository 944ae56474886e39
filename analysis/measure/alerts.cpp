#include "analysis/measure/alerts.hpp"
#include "models/alerting.hpp"

namespace stalemate::analysis::measure {
namespace {

double at(const std::vector<double>& series, std::size_t second) {
  return second < series.size() ? series[second] : 0;
}

}  // namespace

std::vector<Firing> firings_of(const models::Alert& alert, const Signal& signal, std::size_t first, std::size_t end) {
  std::vector<Firing> firings;
  models::Alerting alerting(alert, signal.bound);
  bool fired = false;
  for (std::size_t s = first; s < end; ++s) {
    const auto now = static_cast<double>(s + 1);
    const bool fires = alerting.passes(at(signal.sum, s), at(signal.of, s));
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
