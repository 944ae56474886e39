// How long a run lasts, what of it is measured, and its seed.
#include "analysis/load/reading.hpp"
#include "models/options/quantity.hpp"

namespace stalemate::analysis::load {

using sim::Duration;

namespace {

constexpr Duration usual_duration{600'000'000'000};

bool read_stop(Reader& root, Draft& draft) {
  auto stop = root.optional_object("stop");
  if (!stop) return false;
  draft.blueprint.stop_requests = stop->count("requests", at_least(std::int64_t{1}));
  stop->finish();
  if (root.has("duration")) root.error("duration", "stands beside \"stop\"", "keep one of them");
  return true;
}

}  // namespace

void read_run(Reader& root, Draft& draft) {
  models::Blueprint& blueprint = draft.blueprint;
  root.knows("duration");
  draft.knows_end = !read_stop(root, draft);
  if (draft.knows_end) blueprint.duration = root.duration("duration", assume(usual_duration), some_duration());
  const Duration usual_warm_up = draft.knows_end ? Duration{blueprint.duration.ns / 10} : Duration{};
  blueprint.warm_up = root.duration("warm_up", assume(usual_warm_up), any_duration());
  if (draft.knows_end && blueprint.warm_up >= blueprint.duration) {
    root.error("warm_up", "leaves nothing to measure: the run lasts " +
                              models::options::write_duration(blueprint.duration));
  }
  const std::int64_t seed = root.count("seed", std::int64_t{1});
  blueprint.seed = draft.context.seed.value_or(static_cast<std::uint64_t>(seed));
}

}  // namespace stalemate::analysis::load
