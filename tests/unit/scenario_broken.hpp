// What the tests of broken scenarios share: one change to the smallest scenario, and the lines that refuse it.
// Promise: a refusal is compared whole: file, line, column, path, message and mend.
// Source: the scenario format of this project.
#pragma once
#include <string>
#include <vector>
#include <catch2/catch.hpp>
#include "analysis/load/scenario.hpp"
#include "tests/unit/scenario_samples.hpp"

namespace samples {

using stalemate::analysis::load::ReadContext;

struct Broken {
  std::string from;
  std::string to;
  std::string refusal;
};

inline std::string refusal_of(const std::string& text, const ReadContext& context = {}) {
  stalemate::analysis::load::Diagnostics diagnostics;
  const auto scenario = stalemate::analysis::load::read_scenario(text, "s.json", context, diagnostics);
  CHECK_FALSE(scenario.has_value());
  return diagnostics.render(1000);
}

inline void check_all(const std::vector<Broken>& table) {
  ReadContext context;
  using stalemate::analysis::load::TraceSource;
  context.open_trace = [](const TraceSource&, std::uint32_t, std::uint64_t) { return nullptr; };
  for (const Broken& broken : table) {
    const std::string text = changed(smallest, broken.from, broken.to);
    INFO(text);
    REQUIRE(text.rfind("nothing to change", 0) != 0);
    CHECK(refusal_of(text, context) == broken.refusal + "\n");
  }
}

}  // namespace samples
