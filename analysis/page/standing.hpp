// Where a strategy stands: a promise broken, an expectation unmet, undecided, or neither; over seeds too.
// Promise: BROKEN is said of promises alone; the verdict is that of the means, and what seeds show apart is told.
// Source: this project's interface; semantics ("over_bound").
#pragma once
#include <cstdint>
#include <string>
#include <vector>
#include "analysis/page/report.hpp"

namespace stalemate::analysis::page {

/// In the order of the answer.
enum class Standing : std::uint8_t { kept, unmet, undecided, broken };
Standing standing_of(const StrategyReport& strategy);
const char* word_of(Standing standing);  ///< "ok", "UNMET", "?", "BROKEN"

/// Every promise is held, and enough reads were answered to say so.
bool keeps_promises(const StrategyReport& strategy);
/// More than a tenth of the reads were not answered.
bool answers_too_few(const StrategyReport& strategy);

/// "ok", "BROKEN", "UNMET", "?"; with the number of seeds where they differ: "ok, BROKEN in 1/8".
std::string verdict_text(const StrategyReport& strategy);

/// "held on the mean of 8 seeds; broken in 1 of them (seed 6)"; empty where the seeds agree.
std::string seeds_text(const StrategyReport& strategy, const measure::Outcome& outcome);
/// " on the mean of 8 seeds; a promise broken in 1 of them (seed 6)": of all that held on the means; else empty.
std::string seeds_text(const Report& report);

/// "2 of 3 expectations held"; empty when nothing is expected.
std::string expectations_text(const Report& report);

}  // namespace stalemate::analysis::page
