// Time to recover, on series made by hand.
// Promise: whole seconds from a fault's end to the first of ten rolling means in a row that are back.
// Source: this project's semantics ("Time to recover").
#include "analysis/measure/recovery.hpp"
#include <catch2/catch.hpp>
#include <optional>
#include <vector>

using stalemate::analysis::measure::time_back;

namespace {

/// One value a second: `calm` until `began`, `hit` until `back`, then calm again until `end`.
std::vector<double> series(double calm, double hit, std::size_t began, std::size_t back, std::size_t end) {
  std::vector<double> values(end, calm);
  for (std::size_t s = began; s < back; ++s) values[s] = hit;
  return values;
}

}  // namespace

TEST_CASE("a series that is back at once has recovered in no time", "[recovery]") {
  CHECK(time_back(series(100, 0, 100, 130, 300), 100, 130, false) == 0);
}

TEST_CASE("a series that comes back late has recovered when its rolling mean has", "[recovery]") {
  // 95 % of ten seconds is reached once none of them is among the lost ones.
  CHECK(time_back(series(100, 0, 100, 170, 300), 100, 130, false) == 40);
  CHECK(time_back(series(100, 96, 100, 300, 300), 100, 130, false) == 0);
  CHECK(time_back(series(100, 94, 100, 300, 300), 100, 130, false) == std::nullopt);
}

TEST_CASE("a series that stays down has not recovered", "[recovery]") {
  CHECK(time_back(series(100, 0, 100, 300, 300), 100, 130, false) == std::nullopt);
}

TEST_CASE("what comes too near the end to be seen to last is no recovery", "[recovery]") {
  // Ten rolling means of ten seconds take nineteen.
  CHECK(time_back(series(100, 0, 100, 130, 149), 100, 130, false) == 0);
  CHECK(time_back(series(100, 0, 100, 130, 148), 100, 130, false) == std::nullopt);
}

TEST_CASE("a relapse within the ten seconds starts the count again", "[recovery]") {
  auto values = series(100, 0, 100, 130, 300);
  values[145] = 0;
  CHECK(time_back(values, 100, 130, false) == 16);
}

TEST_CASE("less is fine for staleness and not for goodput", "[recovery]") {
  const auto values = series(0.5, 0, 100, 300, 300);
  CHECK(time_back(values, 100, 130, true) == 0);
  CHECK(time_back(values, 100, 130, false) == std::nullopt);
}

TEST_CASE("a series that scatters has the room of three standard errors", "[recovery]") {
  // Before: 0 and 200 in turn, so the deviation of one second is 100.8 and three errors of ten are 95.7.
  std::vector<double> values;
  for (int s = 0; s < 100; ++s) values.push_back(s % 2 == 0 ? 0 : 200);
  auto within = values;
  auto beyond = values;
  within.resize(200, 190);
  beyond.resize(200, 200);
  CHECK(time_back(within, 100, 100, false) == 0);
  CHECK(time_back(beyond, 100, 100, false) == std::nullopt);
}

TEST_CASE("only the minute before the fault says what is normal", "[recovery]") {
  auto values = series(100, 0, 200, 230, 400);
  for (std::size_t s = 0; s < 140; ++s) values[s] = 5;
  CHECK(time_back(values, 200, 230, false) == 0);
}

TEST_CASE("a fault beyond the end of the series has no recovery", "[recovery]") {
  CHECK(time_back(series(100, 0, 50, 60, 80), 200, 230, false) == std::nullopt);
}
