// Why reads were stale: for each strategy its causes as parts of one bar, and as a table.
// Promise: counts over all seeds; the parts of a bar are in one order everywhere, and are named in it where there is
// room; the table has them all. Source: this project's semantics ("Why a read was stale").
#pragma once
#include <cstdint>
#include <string>
#include <vector>
#include "analysis/page/grid.hpp"
#include "analysis/page/svg.hpp"

namespace stalemate::analysis::page {

struct CauseBars {
  std::vector<std::string> causes;  ///< Those that some read has, the most frequent first.
  struct Bar {
    std::string strategy;
    std::vector<std::int64_t> counts;  ///< In that order.
    std::int64_t stale = 0;
    std::int64_t answered = 0;
  };
  std::vector<Bar> bars;  ///< Without the baseline, in the order of the answer.
};
CauseBars cause_bars(const Report& report);

Picture causes_picture(const CauseBars& bars);
Grid causes_grid(const CauseBars& bars);
/// What each of them means: "ttl-window", "nothing tells the cache; ..."
std::vector<std::pair<std::string, std::string>> cause_meanings(const CauseBars& bars);

}  // namespace stalemate::analysis::page
