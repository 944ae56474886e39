#include "analysis/measure/results_forms.hpp"
#include <numeric>
#include <utility>
#include "analysis/measure/number.hpp"

namespace stalemate::analysis::measure {

Json figure(double value) { return rounded(value); }
Json figure(const std::optional<double>& value) { return value ? Json(rounded(*value)) : Json(nullptr); }
Json share(std::int64_t part, std::int64_t whole) {
  return whole == 0 ? Json(nullptr) : figure(static_cast<double>(part) / static_cast<double>(whole));
}

Json distribution(const Histogram& of, double unit) {
  const bool is_empty = of.count() == 0;
  const auto in_units = [&](double value) { return is_empty ? Json(nullptr) : figure(value / unit); };
  const auto rank = [&](double q) { return in_units(static_cast<double>(of.quantile(q))); };
  return {{"mean", in_units(of.mean())}, {"p50", rank(0.5)},    {"p90", rank(0.9)},
          {"p99", rank(0.99)},           {"p999", rank(0.999)}, {"max", in_units(static_cast<double>(of.max()))}};
}

Json requests(const Requests& of) {
  constexpr const char* reasons[models::status_count] = {
      "ok", "timeout", "refused", "unreachable", "origin_error", "rate_limited", "shed", "circuit_open"};
  Json failures = Json::object();
  for (std::size_t i = 1; i < of.failures.size(); ++i) failures[reasons[i]] = of.failures[i];
  return {{"invoked", of.invoked},     {"answered", of.answered}, {"failed", of.failed},
          {"under_way", of.under_way}, {"attempts", of.attempts}, {"failures", std::move(failures)}};
}

std::int64_t sum(const LossCounts& of) { return std::accumulate(of.begin(), of.end(), std::int64_t{0}); }

Json losses(const LossCounts& of) {
  constexpr const char* names[models::loss_count] = {"failover", "write-behind", "flush-reorder", "eviction",
                                                     "crash",    "flush",        "moved",         "clock"};
  Json json = Json::object();
  for (std::size_t i = 0; i < of.size(); ++i) json[names[i]] = of[i];
  return json;
}

Json reads(const Requests& of) {
  Json json = requests(of);
  json["hedges"] = of.hedges;
  return json;
}

Json reads_and_losses(const Reads& of) {
  Json json = reads(of);
  json["data_lost"] = {{"count", sum(of.data_lost)},
                       {"ratio", share(sum(of.data_lost), of.answered)},
                       {"keys", of.keys_lost},
                       {"causes", losses(of.data_lost)}};
  return json;
}

}  // namespace stalemate::analysis::measure
