// Searching where something holds: a grid, then narrower and narrower between a value that holds and one that does not.
#include <catch2/catch.hpp>
#include <functional>
#include "analysis/measure/search.hpp"

namespace stalemate::tests {
namespace {

using analysis::measure::Held;
using analysis::measure::Search;

struct Sought {
  std::optional<Held> held;
  int tries = 0;
};

Sought seek(Search search, const std::function<bool(double)>& holds) {
  Sought sought;
  for (auto wanted = search.wanted(); !wanted.empty(); wanted = search.wanted())
    for (const double value : wanted) {
      search.tell(value, holds(value));
      ++sought.tries;
      REQUIRE(sought.tries < 100);
    }
  sought.held = search.held();
  return sought;
}

}  // namespace

TEST_CASE("the largest value that holds is found to one part in a hundred, with its neighbour that fails") {
  const auto found = seek(Search({1, 4096, false}), [](double value) { return value <= 55.5; });
  REQUIRE(found.held);
  CHECK(found.held->from == 1);
  CHECK(!found.held->fails_below);
  REQUIRE(found.held->fails_above);
  CHECK(found.held->to <= 55.5);
  CHECK(*found.held->fails_above > 55.5);
  CHECK(*found.held->fails_above / found.held->to < 1.011);
  CHECK(found.tries <= 9 + 9);
}

TEST_CASE("the smallest value that holds is found as well, and both ends of a stretch amid the range") {
  const auto least = seek(Search({1, 1000, false}), [](double value) { return value >= 77; });
  REQUIRE(least.held);
  CHECK(least.held->to == 1000);
  CHECK(least.held->from >= 77);
  CHECK(*least.held->fails_below < 77);
  CHECK(least.held->from / *least.held->fails_below < 1.011);
  const auto amid = seek(Search({1, 1000, false}), [](double value) { return value >= 10 && value <= 100; });
  REQUIRE(amid.held);
  CHECK(amid.held->from >= 10);
  CHECK(amid.held->to <= 100);
  CHECK(*amid.held->fails_below < 10);
  CHECK(*amid.held->fails_above > 100);
}

TEST_CASE("whole numbers are searched to neighbours") {
  const auto found = seek(Search({1, 500, true}), [](double value) { return value >= 7; });
  REQUIRE(found.held);
  CHECK(found.held->from == 7);
  CHECK(found.held->fails_below == 6.0);
}

TEST_CASE("a range from zero is divided evenly") {
  const auto found = seek(Search({0, 10, false}), [](double value) { return value < 3.3; });
  REQUIRE(found.held);
  CHECK(found.held->from == 0);
  CHECK(found.held->to < 3.3);
  CHECK(*found.held->fails_above - found.held->to <= 0.2);
}

TEST_CASE("what holds everywhere has no bound, what holds nowhere is nothing, and what holds twice is said to") {
  const auto everywhere = seek(Search({1, 8, false}), [](double) { return true; });
  REQUIRE(everywhere.held);
  CHECK((!everywhere.held->fails_below && !everywhere.held->fails_above));
  CHECK(!seek(Search({1, 8, false}), [](double) { return false; }).held);
  const auto twice = seek(Search({1, 256, false}), [](double value) { return value < 2 || value > 9; });
  REQUIRE(twice.held);
  CHECK(twice.held->is_ragged);
  CHECK(twice.held->to == 256);
  CHECK(!everywhere.held->is_ragged);
}

TEST_CASE("what is written is tried with the grid, and every value that is tried has three digits at most") {
  Search search({1, 1000, false}, 60);
  const auto first = search.wanted();
  CHECK(std::count(first.begin(), first.end(), 60.0) == 1);
  CHECK(std::is_sorted(first.begin(), first.end()));
  CHECK(first.size() == 10);
  CHECK(std::count(first.begin(), first.end(), 31.6) == 1);
}

}  // namespace stalemate::tests
