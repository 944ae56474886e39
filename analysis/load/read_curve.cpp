// How a load's rate varies: what it is multiplied by, for so long each, again and again.
#include "analysis/load/reading.hpp"

namespace stalemate::analysis::load {

std::vector<models::Beat> read_curve(Reader& in, Draft& draft) {
  constexpr sim::Duration shortest{1'000'000};  // each turn costs as much as a request
  std::vector<models::Beat> curve;
  for (const Node* item : in.optional_array("curve")) {
    Reader beat(*item, draft.diagnostics, draft.notes);
    beat.require("for");
    beat.require("factor");
    const sim::Duration lasts = beat.duration("for", shortest, between(shortest, limits::longest_run));
    curve.push_back({lasts, beat.number("factor", 1.0, above_to(0.0, limits::fault_factor))});
    beat.finish();
  }
  const Node* node = in.node().get("curve");
  if (node != nullptr && node->is(Kind::array) && node->items.empty())
    in.error("curve", "is empty", R"(write [{"for": "6h", "factor": 0.3}, {"for": "18h", "factor": 1}])");
  return curve;
}

}  // namespace stalemate::analysis::load
