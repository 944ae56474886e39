// What changes by a share in a time: which keys are popular ("drift": "10%/h"), a rate ("grows": "8%/month").
#include <cmath>
#include "analysis/load/reading.hpp"
#include "models/options/quantity.hpp"
#include "sim/math.hpp"

namespace stalemate::analysis::load {

using sim::Duration;

namespace {

/// What "8%/month" says: a share, and the time in which it changes.
struct Change {
  double share = 0;
  std::string in;
};

std::optional<Change> change_of(const Node& node) {
  const std::size_t slash = node.is(Kind::text) ? node.text.find('/') : std::string::npos;
  if (slash == std::string::npos) return std::nullopt;
  const auto share = models::options::read_ratio(std::string_view(node.text).substr(0, slash));
  if (!share || !(*share > 0) || !std::isfinite(*share)) return std::nullopt;
  return Change{*share, node.text.substr(slash + 1)};
}

void refuse(const Node& node, const Node& bare, const char* form, Draft& draft) {
  draft.diagnostics.error(bare.place, node.path, excerpt(bare) + " is not a share above 0 and its time",
                          std::string("write it as \"") + form + "\"");
}

}  // namespace

std::optional<Duration> read_turnover(Reader& in, Draft& draft) {
  constexpr Duration shortest{1'000'000};
  const Node* node = in.get("drift");
  const Node* bare = node == nullptr ? nullptr : unwrapped(*node, draft);
  if (bare == nullptr) return std::nullopt;
  const auto change = change_of(*bare);
  const auto time = change ? models::options::read_duration("1" + change->in) : std::nullopt;
  if (!time) return refuse(*node, *bare, "10%/h", draft), std::nullopt;
  const double turnover_ns = static_cast<double>(time->ns) / change->share;
  const bool is_between = turnover_ns >= static_cast<double>(shortest.ns) &&
                          turnover_ns <= static_cast<double>(limits::longest_run.ns);
  if (is_between) return Duration{static_cast<std::int64_t>(turnover_ns + 0.5)};
  in.error("drift", "turns all ranks over in less than 1ms, or in more than 3650d");
  return std::nullopt;
}

void read_months(Reader& root, Draft& draft) {
  draft.months_later = root.number("months_later", 0.0, between(0.0, limits::months));
}

std::optional<models::Growth> read_growth(Reader& in, double& rate_per_s, Draft& draft) {
  const Node* node = in.get("grows");
  const Node* bare = node == nullptr ? nullptr : unwrapped(*node, draft);
  if (bare == nullptr) return std::nullopt;
  const auto change = change_of(*bare);
  models::Growth growth;
  if (!change || change->in != "month") return refuse(*node, *bare, "8%/month", draft), growth;
  growth = {change->share, sim::math::pow(1 + change->share, draft.months_later)};
  if (rate_per_s * growth.times > limits::fastest_rate)
    return in.error("grows", "makes the rate more than 100000000/s after all the \"months_later\""), growth;
  rate_per_s *= growth.times;
  return growth;
}

void check_months(Reader& root, const Draft& draft) {
  const auto& loads = draft.blueprint.loads;
  const auto grows = [](const models::Load& load) { return load.growth.has_value(); };
  if (draft.months_later == 0 || std::any_of(loads.begin(), loads.end(), grows)) return;
  root.error("months_later", "has no effect: no load grows", R"(give a load with a rate "grows": "8%/month")");
}

}  // namespace stalemate::analysis::load
