// Statistics over replications, against tables and values worked out by hand.
// Promise: no expected value comes from the code under test.
// Source: tables of Student's t (t 0.975: 12.706 at 1 degree of freedom, 2.776 at 4, 2.262 at 9); Holm 1979.
#include "analysis/measure/statistics.hpp"
#include <catch2/catch.hpp>

using namespace stalemate::analysis::measure;

TEST_CASE("The interval of a mean is Student's t times the standard error") {
  const Estimate five = estimate({1, 2, 3, 4, 5});
  CHECK(five.mean == 3);
  CHECK(five.deviation == Approx(1.58113883));                // sqrt(10 / 4)
  CHECK(*five.half_width() == Approx(1.9632).epsilon(1e-4));  // 2.7764 * 1.58114 / sqrt(5)
  const Estimate two = estimate({0, 2});
  CHECK(*two.half_width() == Approx(12.7062).epsilon(1e-5));  // deviation sqrt 2, over sqrt 2
  CHECK(*two.half_width(0.1) == Approx(6.3138).epsilon(1e-4));
}

TEST_CASE("One value has no interval, and values that are all the same have one of no width") {
  CHECK_FALSE(estimate({7}).half_width());
  CHECK_FALSE(estimate({7}).is_identical);
  CHECK_FALSE(estimate({}).half_width());
  const Estimate same = estimate({0.1, 0.1, 0.1});
  CHECK(same.is_identical);
  CHECK(same.mean == 0.1);  // not the third of 0.30000000000000004
  CHECK(*same.half_width() == 0);
}

TEST_CASE("Pairing takes away what both replications share") {
  // Differences 1, 2, 3: mean 2, deviation 1, t 0.975 at 2 degrees of freedom 4.3027.
  const Estimate difference = paired_difference({101, 202, 303}, {100, 200, 300});
  CHECK(difference.mean == 2);
  CHECK(*difference.half_width() == Approx(4.3027 / 1.7320508).epsilon(1e-4));
}

TEST_CASE("The chance of a difference by luck follows Student's t, and is certain where nothing varies") {
  // With one degree of freedom Student's t is Cauchy's law: P(|t| > 1) is a half.
  CHECK(p_value(estimate({0, 2})) == Approx(0.5));
  CHECK(p_value(estimate({1, 2, 3})) == Approx(0.0741799).epsilon(1e-5));  // t 3.4641: 1 - t / sqrt(2 + t^2)
  CHECK(p_value(estimate({0, 0, 0})) == 1);
  CHECK(p_value(estimate({3, 3})) == 0);
  CHECK(p_value(estimate({3})) == 1);
}

TEST_CASE("Holm's procedure steps down from the least p, and stops at the first that is not shown") {
  // The textbook's 0.01, 0.04, 0.03, 0.005: adjusted 0.03, 0.06, 0.06, 0.02.
  const auto four = holm({0.01, 0.04, 0.03, 0.005});
  REQUIRE(four.size() == 4);
  CHECK(four[0].p == Approx(0.03));
  CHECK(four[1].p == Approx(0.06));
  CHECK(four[2].p == Approx(0.06));
  CHECK(four[3].p == Approx(0.02));
  CHECK(four[0].is_shown);
  CHECK_FALSE(four[1].is_shown);  // alone it would be: 0.04 < 0.05
  CHECK_FALSE(four[2].is_shown);
  CHECK(four[3].is_shown);
  CHECK(four[3].level == Approx(0.05 / 4));
  CHECK(four[0].level == Approx(0.05 / 3));
  CHECK(four[2].level == Approx(0.05 / 2));
  CHECK(four[1].level == Approx(0.05 / 2));
  CHECK(holm({0.4, 0.9})[0].p == Approx(0.8));
  CHECK(holm({0.6, 0.9})[0].p == 1);
  CHECK(holm({}).empty());
}

TEST_CASE("A comparison's interval leaves zero out exactly where Holm's procedure shows a difference") {
  const std::vector<Estimate> of = {estimate({1, 2, 3, 2, 1}), estimate({0.5, 2, 3, -0.2, 1}),
                                    estimate({-1, 1, 3, 2, -2}), estimate({9, 9.5, 9.1, 9.2, 9})};
  std::vector<double> chances;
  for (const Estimate& each : of) chances.push_back(p_value(each));
  const auto adjusted = holm(chances);
  std::int64_t shown = 0;
  for (std::size_t i = 0; i < of.size(); ++i) {
    CHECK((of[i].mean - *of[i].half_width(adjusted[i].level) > 0) == adjusted[i].is_shown);
    CHECK((adjusted[i].p < 0.05) == adjusted[i].is_shown);
    shown += adjusted[i].is_shown;
  }
  CHECK(shown == 2);
}

TEST_CASE("Seeds needed to show a difference are those of a paired t test of power 0.8") {
  // Half a deviation needs 34 pairs at 5 %, a whole one 10, by every table of the paired t test.
  Estimate half{10, 0.5, 1, false};
  CHECK(seeds_to_show(half) == 34);
  Estimate whole{10, 1, 1, false};
  CHECK(seeds_to_show(whole) == 10);
  CHECK(*seeds_to_show(half, 0.01) > 34);
  Estimate tiny{10, 0.001, 1, false};
  CHECK_FALSE(seeds_to_show(tiny));
  Estimate none{10, 0, 1, false};
  CHECK_FALSE(seeds_to_show(none));
}

TEST_CASE("Halving an interval of many seeds takes four times as many, of few seeds fewer") {
  const auto many = seeds_to_halve(Estimate{1000, 5, 1, false});
  REQUIRE(many);
  CHECK(*many >= 3990);
  CHECK(*many <= 4000);
  // Of two: 12.706 / sqrt 2 / 2 = 4.492; three give 4.303 / sqrt 3 = 2.484.
  CHECK(seeds_to_halve(Estimate{2, 5, 1, false}) == 3);
  CHECK_FALSE(seeds_to_halve(Estimate{5000, 5, 1, false}));
  CHECK_FALSE(seeds_to_halve(estimate({3, 3, 3})));
}
