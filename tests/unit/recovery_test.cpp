// Time to recover and to heal, on series made by hand.
// Promise: whole seconds from a fault's end to the first of ten rolling means in a row that are back.
// Source: this project's semantics ("Time to recover").
#include "analysis/measure/recovery.hpp"
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdint>
#include <optional>
#include <vector>

using stalemate::analysis::measure::Healing;
using stalemate::analysis::measure::time_back;
using stalemate::analysis::measure::time_to_heal;

namespace {

/// One value a second: `calm` until `began`, `hit` until `back`, then calm again until `end`.
std::vector<double> series(double calm, double hit, std::size_t began, std::size_t back, std::size_t end) {
  std::vector<double> values(end, calm);
  for (std::size_t s = began; s < back; ++s) values[s] = hit;
  return values;
}

/// Five hundred reads a second, of which so many are stale.
struct Reads {
  std::vector<std::int64_t> stale;
  std::vector<std::int64_t> reads;

  Reads(std::int64_t calm, std::int64_t hit, std::size_t began, std::size_t back, std::size_t end)
      : stale(end, calm), reads(end, 500) {
    std::fill(stale.begin() + static_cast<std::ptrdiff_t>(began), stale.begin() + static_cast<std::ptrdiff_t>(back),
              hit);
  }
  Healing healing(std::size_t began, std::size_t from) const { return time_to_heal(stale, reads, began, from); }
};

}  // namespace

TEST_CASE("a series that is back at once has recovered in no time", "[recovery]") {
  CHECK(time_back(series(100, 0, 100, 130, 300), 100, 130) == 0);
}

TEST_CASE("a series that comes back late has recovered when its rolling mean has", "[recovery]") {
  // 95 % of ten seconds is reached once none of them is among the lost ones.
  CHECK(time_back(series(100, 0, 100, 170, 300), 100, 130) == 40);
  CHECK(time_back(series(100, 96, 100, 300, 300), 100, 130) == 0);
  CHECK(time_back(series(100, 94, 100, 300, 300), 100, 130) == std::nullopt);
}

TEST_CASE("a series that stays down has not recovered", "[recovery]") {
  CHECK(time_back(series(100, 0, 100, 300, 300), 100, 130) == std::nullopt);
}

TEST_CASE("what comes too near the end to be seen to last is no recovery", "[recovery]") {
  // Ten rolling means of ten seconds take nineteen.
  CHECK(time_back(series(100, 0, 100, 130, 149), 100, 130) == 0);
  CHECK(time_back(series(100, 0, 100, 130, 148), 100, 130) == std::nullopt);
}

TEST_CASE("a relapse within the ten seconds starts the count again", "[recovery]") {
  auto values = series(100, 0, 100, 130, 300);
  values[145] = 0;
  CHECK(time_back(values, 100, 130) == 16);
}

TEST_CASE("a series that scatters has the room of three standard errors", "[recovery]") {
  // Before: 0 and 200 in turn, so the deviation of one second is 100.8 and three errors of ten are 95.7.
  std::vector<double> values;
  for (int s = 0; s < 100; ++s) values.push_back(s % 2 == 0 ? 0 : 200);
  auto within = values;
  auto beyond = values;
  within.resize(200, 190);
  beyond.resize(200, 200);
  CHECK(time_back(within, 100, 100) == 0);
  CHECK(time_back(beyond, 100, 100) == std::nullopt);
}

TEST_CASE("only the minute before the fault says what is normal", "[recovery]") {
  auto values = series(100, 0, 200, 230, 400);
  for (std::size_t s = 0; s < 140; ++s) values[s] = 5;
  CHECK(time_back(values, 200, 230) == 0);
}

TEST_CASE("a fault beyond the end of the series has no recovery", "[recovery]") {
  CHECK(time_back(series(100, 0, 50, 60, 80), 200, 230) == std::nullopt);
}

TEST_CASE("a single stale read among thousands does not undo healing, a relapse does", "[recovery]") {
  Reads of(0, 100, 100, 130, 400);
  CHECK(of.healing(100, 130).after_s == 0);
  CHECK(of.healing(100, 130).worsened);
  // One more in each ten seconds: 3 sqrt(p (1 - p) / 5000) with p = 2 / 30004 is 1.7 of 5000.
  for (std::size_t s = 135; s < 400; s += 10) of.stale[s] = 1;
  CHECK(of.healing(100, 130).after_s == 0);
  of.stale[140] = 1;
  CHECK(of.healing(100, 130).after_s == 11);
  for (std::size_t s = 135; s < 400; s += 10) of.stale[s] = 2;
  CHECK(of.healing(100, 130).after_s == std::nullopt);
}

TEST_CASE("fewer stale reads than before are fine, and nothing was made worse", "[recovery]") {
  CHECK(Reads(250, 0, 100, 300, 300).healing(100, 130).after_s == 0);
  CHECK_FALSE(Reads(250, 0, 100, 300, 300).healing(100, 130).worsened);
  CHECK_FALSE(Reads(150, 150, 100, 130, 300).healing(100, 130).worsened);
  CHECK_FALSE(Reads(0, 0, 100, 130, 300).healing(100, 130).worsened);
}

TEST_CASE("stale reads that came in waves before may come in waves again", "[recovery]") {
  Reads of(0, 0, 0, 0, 400);
  for (std::size_t s = 0; s < 400; ++s) of.stale[s] = s % 20 < 10 ? 300 : 100;
  CHECK_FALSE(of.healing(100, 130).worsened);
  std::fill(of.stale.begin() + 100, of.stale.begin() + 130, 350);
  CHECK(of.healing(100, 130).worsened);
}

TEST_CASE("seconds without a read neither heal nor undo healing", "[recovery]") {
  Reads of(0, 100, 100, 130, 300);
  std::fill(of.reads.begin() + 130, of.reads.begin() + 200, 0);
  CHECK(of.healing(100, 130).after_s == 61);  // the first ten seconds in which anything was read
  std::fill(of.reads.begin() + 130, of.reads.end(), 0);
  CHECK(of.healing(100, 130).after_s == std::nullopt);
}

TEST_CASE("a fault near the end or beyond it is not seen to heal", "[recovery]") {
  CHECK(Reads(0, 100, 100, 130, 149).healing(100, 130).after_s == 0);
  CHECK(Reads(0, 100, 100, 130, 148).healing(100, 130).after_s == std::nullopt);
  CHECK(Reads(0, 0, 0, 0, 80).healing(200, 230).after_s == std::nullopt);
  CHECK_FALSE(Reads(0, 0, 0, 0, 80).healing(200, 230).worsened);
  CHECK(Reads(0, 0, 0, 0, 5).healing(2, 3).after_s == std::nullopt);
}
