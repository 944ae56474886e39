#include "analysis/page/takeovers.hpp"

namespace stalemate::analysis::page {

std::vector<FaultFact::Row> takeovers(const Report& report) {
  std::vector<FaultFact::Row> rows;
  for (const StrategyReport& each : report.strategies)
    for (const auto& [name, cache] : each.runs.front().at("load").at("cache").items())
      if (cache.contains("takeover_spans") && !cache.at("takeover_spans").empty())
        rows.push_back({"takeover at " + name + " (" + each.name + ")", spans_in(cache.at("takeover_spans"))});
  return rows;
}

}  // namespace stalemate::analysis::page
