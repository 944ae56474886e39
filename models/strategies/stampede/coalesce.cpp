// stampede: coalesce. Of the misses of one key at one node, the first fetches; the others await that flight.
// Promise: at most one fetch of a key under way at a node.
// Source: Go's singleflight. Departs: a joiner may get a value older than its own invocation, as in life; where a guard
// forbids what it gets to its session, it asks the leader itself and stores nothing.
#include "models/flight.hpp"

namespace stalemate::models::strategies::stampede {
namespace {

class Coalesce final : public Filler {
 public:
  explicit Coalesce(const Parts& parts) : next_(*parts.filler), behind_(parts), flights_(parts) {}

  sim::Task<Reply> fill(Read read, Answer missed) override {
    if (flights_.is_flying(read)) {
      const Reply shared = co_await flights_.join(read, missed);
      if (!behind_.is_too_old(read, shared)) co_return shared;
      const Answer answer = co_await behind_.read_leader(read, shared);
      co_return Reply(answer);
    }
    FlightTable::Taken flight(flights_, read);
    const Reply filled = co_await next_.fill(read, missed);
    flight.land(filled);
    co_return filled;
  }

 private:
  Filler& next_;
  Behind behind_;
  FlightTable flights_;
};

std::unique_ptr<Filler> make_coalesce(const options::Values&, const Parts& parts) {
  return std::make_unique<Coalesce>(parts);
}

const options::Registered<StampedeAxis> coalesce_option(
    {.axis = {},
     .name = "coalesce",
     .promise = "At one node a key is fetched once at a time; other misses await that fetch.",
     .guarantees = {options::Guarantee::one_fetch_per_key}},
    make_coalesce);

}  // namespace
}  // namespace stalemate::models::strategies::stampede
