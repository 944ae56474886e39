// stampede: limit. At one node so many fetches of the class are under way at once; other misses wait their turn.
// Promise: first come, first served; a turn ends with the fetch, whatever became of it.
// Source: a semaphore as bulkhead (Nygard, "Release It!"). Departs: the line has no limit; a caller's own timeout ends
// its patience, not its turn.
#include "models/axes.hpp"
#include "sim/sync.hpp"

namespace stalemate::models::strategies::stampede {
namespace {

class Limit final : public Filler {
 public:
  Limit(const options::Values& values, const Parts& parts)
      : next_(*parts.filler), turns_(parts.wire.simulation(), values.integer("fetches")) {}

  sim::Task<Reply> fill(Read read, Answer missed) override {
    sim::Semaphore::Permit turn(turns_);
    co_await turn.acquire();
    const Reply filled = co_await next_.fill(read, missed);
    co_return filled;
  }

 private:
  Filler& next_;
  sim::Semaphore turns_;
};

std::unique_ptr<Filler> make_limit(const options::Values& values, const Parts& parts) {
  return std::make_unique<Limit>(values, parts);
}

const options::Registered<StampedeAxis> limit_option(
    {.axis = {},
     .name = "limit",
     .promise = "At one node only so many misses of a class are fetched at once; the others wait their turn.",
     .parameters = {{"fetches", options::ParameterKind::count, "", "", "under way at once, at one node", {}, 1}},
     .guarantees = {options::Guarantee::bounded_fetches}},
    make_limit);

}  // namespace
}  // namespace stalemate::models::strategies::stampede
