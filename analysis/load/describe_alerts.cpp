// What `describe` says of an alert: the signal, the condition, and how long it must hold.
#include <cmath>
#include "analysis/load/describe_words.hpp"
#include "models/options/quantity.hpp"

namespace stalemate::analysis::load {
namespace {

using models::Alert;

std::string seconds_text(double seconds) {
  return models::options::write_duration(sim::Duration{std::llround(seconds * 1e9)});
}

std::string latency_text(const Alert& alert) {
  const std::string whose = alert.of.empty() ? "all requests" : "the requests of " + alert.of;
  const int digits = alert.signal == Alert::Signal::latency_p999 ? 1 : 0;
  return "the p" + fixed(models::quantile_of(alert.signal) * 100, digits) + " of the latency of " + whose;
}

std::string signal_text(const Alert& alert) {
  switch (alert.signal) {
    case Alert::Signal::hit_ratio: return "the hit ratio of " + alert.of;
    case Alert::Signal::origin_reads_per_s: return "the reads of " + alert.of;
    case Alert::Signal::error_ratio: return "the share of requests that fail";
    case Alert::Signal::invalidation_lag: return "the mean time that changes take to come to a cache";
    case Alert::Signal::latency_p50:
    case Alert::Signal::latency_p95:
    case Alert::Signal::latency_p99:
    case Alert::Signal::latency_p999: return latency_text(alert);
    case Alert::Signal::canary_stale: return "the share of " + alert.of + "'s reads that are older than its writes";
    case Alert::Signal::failed_changes_per_s: break;
  }
  return "the calls that fail to tell a cache of a change";
}

/// With two digits after the point, or as many as it takes to show three that count.
std::string share_bound(double share) {
  constexpr int digits_at_most = 9;
  int digits = 2;
  for (double least = 1; share > 0 && 100 * share < least && digits < digits_at_most; least /= 10) ++digits;
  std::string text = fixed(100 * share, digits);
  while (digits-- > 2 && text.back() == '0') text.pop_back();
  return text + " %";
}

std::string bound_text(const Alert& alert) {
  switch (alert.signal) {
    case Alert::Signal::hit_ratio:
    case Alert::Signal::canary_stale:
    case Alert::Signal::error_ratio: return share_bound(alert.bound);
    case Alert::Signal::latency_p50:
    case Alert::Signal::latency_p95:
    case Alert::Signal::latency_p99:
    case Alert::Signal::latency_p999:
    case Alert::Signal::invalidation_lag: return seconds_text(alert.bound);
    case Alert::Signal::origin_reads_per_s:
    case Alert::Signal::failed_changes_per_s: break;
  }
  return rounded(alert.bound) + "/s";
}

}  // namespace

std::string words_for(const Alert& alert) {
  const auto time = [](sim::Duration of) { return models::options::write_duration(of); };
  const std::string lasts = alert.lasts.ns == 0 ? "" : " for " + time(alert.lasts);
  const std::string whose = alert.data_class.empty() ? "" : ", for " + alert.data_class + " alone,";
  return signal_text(alert) + whose + " over the last " + time(alert.over) + (alert.above ? ", above " : ", below ") +
         bound_text(alert) + lasts;
}

}  // namespace stalemate::analysis::load
