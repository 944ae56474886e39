// Advice: what in these results is not to be trusted for want of time, and what would mend it.
// Promise: every piece names the test that it comes from, the strategies it concerns, and one thing to do.
// Source: this project's semantics ("Statistics"). The tests are those of settling.hpp; an empirical p99 of n values is
// at or near their largest while n is below a hundred.
#pragma once
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>
#include "analysis/load/scenario.hpp"
#include "analysis/measure/comparison.hpp"

namespace stalemate::analysis::measure {

/// When a run is measured, and how long it is calm: until a fault strikes, or a load begins or ends.
struct Frame {
  double warm_up_s = 0;
  double duration_s = 0;
  double calm_until_s = 0;
};
Frame frame_of(const load::Scenario& scenario);

struct Advice {
  enum class About : std::uint8_t { warm_up, few_stale_reads, no_steady_state };
  About about = About::warm_up;
  std::vector<std::string> strategies;
  std::string text;  ///< "warm-up too short by MSER-5: the hit ratio of redis under "a" settles after 115 s, ..."
  std::string mend;  ///< "make warm_up at least 2m"
};

/// At most one of each kind, about the worst figure among all strategies; over seeds, of the mean of their series.
std::vector<Advice> advise(const Frame& frame, const std::vector<Judged>& strategies);

nlohmann::ordered_json advice_json(const std::vector<Advice>& advice);

}  // namespace stalemate::analysis::measure
