// Which stale read is told.
// Promise: one that breaks its promise before any that keeps it, of them the oldest; with --at the first from then on.
// Source: this project's interface ("explain": the worst by default).
#include <catch2/catch.hpp>
#include "analysis/explain/pick.hpp"

namespace {

using namespace stalemate;
using analysis::explain::Filter;
using analysis::explain::Pick;
using analysis::measure::StaleRead;

StaleRead stale(std::uint64_t operation, std::int64_t invoked, std::int64_t age, bool breaks_promise) {
  StaleRead read;
  read.operation = operation;
  read.invoked = sim::Instant{invoked};
  read.superseded = sim::Instant{invoked - age};
  read.breaks_promise = breaks_promise;
  return read;
}

Pick picked_of(const Filter& filter, const std::vector<StaleRead>& reads) {
  Pick pick(filter);
  for (const StaleRead& read : reads) pick.tell(read);
  return pick;
}

const std::vector<StaleRead> reads = {stale(1, 100, 50, false), stale(2, 200, 10, true), stale(3, 300, 20, true),
                                      stale(4, 400, 90, false), stale(5, 500, 20, true)};

}  // namespace

TEST_CASE("the read that is told breaks its promise, though an older one keeps its own", "[explain]") {
  const Pick pick = picked_of({}, reads);
  CHECK(pick.picked()->operation == 3);
  CHECK(pick.matching() == 5);
  CHECK(pick.preferred() == 3);
}

TEST_CASE("without a broken promise the oldest read is told", "[explain]") {
  const Pick pick = picked_of({}, {reads[0], reads[3]});
  CHECK(pick.picked()->operation == 4);
  CHECK(pick.preferred() == 0);
  CHECK(picked_of({}, {reads[0], stale(6, 600, 60, true)}).preferred() == 0);  // the oldest of all
}

TEST_CASE("from a moment on the first read is told, whatever it breaks", "[explain]") {
  Filter filter;
  filter.at = sim::Instant{350};
  const Pick pick = picked_of(filter, reads);
  CHECK(pick.picked()->operation == 4);
  CHECK(pick.preferred() == 0);
}
