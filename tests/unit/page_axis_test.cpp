// Axes of the page's pictures: where values stand, and which are written beside them.
#include <catch2/catch.hpp>
#include <string>
#include <vector>
#include "analysis/page/axis.hpp"
#include "analysis/page/words.hpp"

using namespace stalemate::analysis::page;

namespace {

std::string labels_of(const Axis& axis, Axis::Text text) {
  std::vector<std::string> labels;
  for (const Tick& tick : axis.ticks(text)) labels.push_back(tick.label);
  return joined(labels, " | ");
}

}  // namespace

TEST_CASE("an axis begins at zero, and ends at a round figure above the greatest") {
  const Axis axis = Axis::of_values({12, 499, 57}, {100, 600});
  CHECK_FALSE(axis.is_log());
  CHECK(labels_of(axis, number_tick) == "0 | 100 | 200 | 300 | 400 | 500");
  CHECK(axis.at(0) == 100);
  CHECK(axis.at(500) == 600);
  CHECK(axis.at(250) == 350);
}

TEST_CASE("an upright axis runs upwards, and shares are written in percent") {
  const Axis axis = Axis::of_values({0.043, 0.0994}, {300, 0});
  CHECK(labels_of(axis, percent_tick) == "0 | 2 % | 4 % | 6 % | 8 % | 10 %");
  CHECK(axis.at(0) == 300);
  CHECK(axis.at(0.1) == Approx(0).margin(1e-9));
}

TEST_CASE("figures that span more than two decades stand on a logarithmic axis") {
  const Axis axis = Axis::of_values({3, 4'000}, {0, 400});
  REQUIRE(axis.is_log());
  CHECK(labels_of(axis, number_tick) == "10 | 100 | 1 000");
  CHECK(axis.at(100) - axis.at(10) == Approx(axis.at(1'000) - axis.at(100)));
  CHECK(labels_of(Axis::of_values({3, 900}, {0, 400}), number_tick) ==
        "2 | 5 | 10 | 20 | 50 | 100 | 200 | 500 | 1 000");
}

TEST_CASE("on a logarithmic axis zero has a place of its own, apart from the least figure") {
  const Axis axis = Axis::of_values({0, 0.0001, 0.3}, {0, 100});
  REQUIRE(axis.is_log());
  CHECK(axis.at(0) == 0);
  CHECK(axis.at(0.0001) == Approx(10));
  CHECK(axis.at(0.5) == Approx(100));
  CHECK(labels_of(axis, percent_tick) == "0 | 0.01 % | 0.1 % | 1 % | 10 %");
}

TEST_CASE("figures at the ends of decades stand exactly at the ends of the axis") {
  const Axis axis = Axis::of_values({0.001, 1}, {0, 100});
  CHECK(axis.at(0.001) == Approx(0).margin(1e-9));
  CHECK(axis.at(1) == Approx(100));
}

TEST_CASE("an axis of nothing but zeros, or of nothing, has one all the same") {
  CHECK(labels_of(Axis::of_values({0, 0}, {0, 10}), number_tick) == "0 | 1");
  CHECK(labels_of(Axis::of_values({}, {0, 10}), number_tick) == "0 | 1");
}

TEST_CASE("an axis of time has round steps of minutes and hours, between its own ends") {
  const Axis axis = Axis::of_time(60, 600, {0, 540});
  CHECK(labels_of(axis, [](double seconds) { return clock_text(seconds); }) == "2:00 | 4:00 | 6:00 | 8:00 | 10:00");
  CHECK(axis.at(60) == 0);
  CHECK(axis.at(330) == Approx(270));
  CHECK(labels_of(Axis::of_time(0, 86'400, {0, 1}), [](double s) { return clock_text(s); }) ==
        "0:00 | 5:00:00 | 10:00:00 | 15:00:00 | 20:00:00");
}
