// Knees of curves whose bend is known.
// Promise: found where it is, with an interval that holds it; none of a straight line, of noise, of few points.
// Source: Kneedle (Satopaa et al. 2011).
#include <catch2/catch.hpp>
#include "analysis/map/knee.hpp"
#include "sim/random.hpp"

namespace {

using namespace stalemate;
using analysis::map::Curve;
using analysis::map::knee_of;

/// Falls to point `bend` and is flat behind it, with noise of a seed up to `noise`.
Curve bent(std::size_t points, std::size_t bend, std::size_t seeds, double noise) {
  sim::Stream stream = sim::make_stream(sim::derive_key(7, "noise", "test"));
  Curve curve{"bent", {}, {}};
  for (std::size_t i = 0; i < points; ++i) {
    curve.along.push_back(static_cast<double>(i));
    const double height = i < bend ? 1 - static_cast<double>(i) / static_cast<double>(bend) : 0;
    std::vector<double> values;
    for (std::size_t seed = 0; seed < seeds; ++seed)
      values.push_back(height + noise * static_cast<double>(sim::below(stream, std::uint64_t{1000})) / 1000);
    curve.values.push_back(values);
  }
  return curve;
}

}  // namespace

TEST_CASE("the knee of a curve is where it bends, certain of exact figures", "[sweep]") {
  for (const std::size_t bend : {std::size_t{2}, std::size_t{5}, std::size_t{8}}) {
    const auto knee = knee_of(bent(12, bend, 5, 0));
    REQUIRE(knee);
    CHECK(knee->at == bend);
    CHECK(knee->least == bend);
    CHECK(knee->most == bend);
  }
  CHECK_FALSE(knee_of(bent(12, 4, 4, 0))->least);  // four seeds: not known
}

TEST_CASE("the more seeds differ, the wider is the interval of a knee, and it holds the bend", "[sweep]") {
  const auto width = [](double noise) {
    const auto knee = knee_of(bent(12, 8, 8, noise));
    REQUIRE(knee);
    CHECK(*knee->least <= 8);
    CHECK(*knee->most >= 8);
    return *knee->most - *knee->least;
  };
  CHECK(width(0.02) <= width(0.3));
  CHECK(width(0.3) > 0);
}

TEST_CASE("there is no knee in a line, in what goes up and down, or in four points", "[sweep]") {
  Curve line{"line", {}, {}}, wave{"wave", {}, {}};
  for (int i = 0; i < 10; ++i) {
    line.along.push_back(i), wave.along.push_back(i);
    line.values.push_back({2.0 * i + 1}), wave.values.push_back({i % 2 == 0 ? 0.0 : 1.0});
  }
  CHECK_FALSE(knee_of(line));
  CHECK_FALSE(knee_of(wave));
  CHECK_FALSE(knee_of(bent(4, 2, 3, 0)));
  Curve flat = bent(8, 4, 3, 0);
  for (auto& values : flat.values) values = {1, 1, 1};
  CHECK_FALSE(knee_of(flat));
}
