#include "models/telling.hpp"
#include "models/wire.hpp"

namespace stalemate::models {

using options::ParameterKind;

std::vector<options::Parameter> Telling::parameters() {
  return {{"retries", ParameterKind::count, "0", "", "tries after the first that got no answer"},
          {"pause", ParameterKind::duration, "100ms", "time", "between two tries; of a backoff that grows, the first"},
          {"backoff", ParameterKind::word, "fixed", "", "how pauses grow", {"fixed", "exponential", "full-jitter"}},
          {"cap", ParameterKind::duration, "60s", "time", "the longest pause"},
          {"budget", ParameterKind::ratio, "0%", "", "retries, as a share of what is told first; left out: any number"},
          {"reserve", ParameterKind::count, "10", "", "of a budget: at its beginning, and at most", {}, 1}};
}

Retries Telling::plan_of(const options::Values& values) {
  Retries plan;
  plan.max = values.integer("retries");
  const std::string& word = values.word("backoff");
  plan.kind = word == "fixed"         ? Retries::Backoff::fixed
              : word == "exponential" ? Retries::Backoff::exponential
                                      : Retries::Backoff::full_jitter;
  plan.base = Duration{values.integer("pause")};
  plan.cap = Duration{values.integer("cap")};
  if (values.ratio("budget") > 0) plan.budget = values.ratio("budget");
  plan.reserve = values.integer("reserve");
  return plan;
}

Telling::Telling(const options::Values& values, const Parts& parts)
    : home_(parts.home), plan_(plan_of(values)), budget_(plan_), draws_(parts.draws) {}

void Telling::begin() {
  if (home_.crashes != crashes_) {
    crashes_ = home_.crashes;
    budget_.reset();
  }
  budget_.deposit();
}

}  // namespace stalemate::models
