// What the tests of sound scenarios share: reading one that must be sound, and finding a strategy in it.
// Promise: a scenario that is refused fails the test with all its diagnostics.
// Source: the scenario format of this project.
#pragma once
#include <algorithm>
#include <catch2/catch.hpp>
#include "analysis/load/scenario.hpp"
#include "tests/unit/scenario_samples.hpp"

namespace samples {

using namespace stalemate;
using namespace stalemate::analysis::load;

struct Ticks final : models::Arrivals {
  bool next(Arrival& arrival) override {
    arrival = {sim::Instant{++at_}, 0};
    return at_ < 4;
  }
  std::int64_t at_ = 0;
};

inline ReadContext with_traces() {
  ReadContext context;
  context.open_trace = [](const TraceSource& trace, std::uint32_t, std::uint64_t) -> std::shared_ptr<models::Arrivals> {
    return trace.file == "reads.bin" ? std::make_shared<Ticks>() : nullptr;
  };
  return context;
}

inline Scenario sound(const std::string& text, const ReadContext& context = with_traces()) {
  Diagnostics diagnostics;
  auto scenario = read_scenario(text, "s.json", context, diagnostics);
  INFO(diagnostics.render());
  REQUIRE(scenario.has_value());
  return std::move(*scenario);
}

inline bool assumes(const Scenario& scenario, const std::string& note) {
  return std::find(scenario.assumed.begin(), scenario.assumed.end(), note) != scenario.assumed.end();
}

inline std::vector<std::string> names_of(const Scenario& scenario) {
  std::vector<std::string> names;
  for (const StrategyPlan& plan : scenario.strategies) names.push_back(plan.name);
  return names;
}

inline const StrategyPlan& plan_of(const Scenario& scenario, const std::string& name) {
  const auto found = std::find_if(scenario.strategies.begin(), scenario.strategies.end(),
                                  [&](const StrategyPlan& plan) { return plan.name == name; });
  REQUIRE(found != scenario.strategies.end());
  return *found;
}

}  // namespace samples
