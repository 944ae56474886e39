// Intervals against known answers: how often the 95 % interval covers the true mean, and what pairing by seed is worth.
// Promise: the worlds are run, not drawn from a law; the figures go through the statistics that the results go through.
// Source: renewal of one key with a TTL (see staleness_test.cpp); Law & Kelton, ch. 9.4 (coverage), 11.2 (common random
// numbers); the interval of independent samples after Welch 1938.
#include <catch2/catch.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <fstream>
#include <iostream>
#include <iterator>
#include "analysis/load/scenario.hpp"
#include "analysis/measure/statistics.hpp"
#include "analysis/sweep/sweep.hpp"
#include "tests/analytic/figures.hpp"
#include "tests/analytic/worlds.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;
using namespace stalemate::tests::worlds;
using analysis::measure::Estimate;

constexpr std::uint64_t repetitions = 1000;
constexpr std::uint64_t seeds_each = 5;

/// Reads r a second of one key with a TTL t and updates u a second; a read is stale with the chance below.
constexpr double r = 200, t = 0.005, u = 100;
double true_origin_reads() { return r / (1 + r * t); }
double true_stale_ratio() { return (1 + std::expm1(-u * t) / (u * t)) * r * t / (1 + r * t); }

struct Figures {
  double origin_reads = 0;
  double stale_ratio = 0;
};

Figures short_run(std::uint64_t seed) {
  Backend backend(seed);
  backend.keys(1, 0).cached("cache-aside", "write-around").ttl(seconds_of(t)).reads(r).updates(u);
  const RunResult result = backend.runs(6, 1).run();
  return {result.load.origins.front().reads_per_s.mean, stale_of_reads(result)};
}

/// In how many of the repetitions the interval holds the true value; prints it beside what was promised.
double coverage(const std::string& figure, double truth, const std::vector<std::vector<double>>& all) {
  std::int64_t covered = 0;
  double half_widths = 0;
  for (const std::vector<double>& values : all) {
    const Estimate estimate = analysis::measure::estimate(values);
    covered += std::abs(estimate.mean - truth) <= *estimate.half_width();
    half_widths += *estimate.half_width();
  }
  const double share = static_cast<double>(covered) / static_cast<double>(all.size());
  std::cout << "Expectation 0.95 (share of 95 % intervals of " << seeds_each << " seeds that hold " << figure << ", "
            << truth << ")\nActual " << share << " [0.93, 0.97 allowed] of " << all.size() << ", half-width "
            << half_widths / static_cast<double>(all.size()) << " on the mean\n";
  return share;
}

/// The library's scenario in a minute and a half instead of ten.
analysis::load::Scenario short_lost_delete() {
  std::ifstream file(std::string(STALEMATE_SOURCE_DIR) + "/scenarios/lost-delete.json");
  const std::string text(std::istreambuf_iterator<char>(file), {});
  analysis::load::Diagnostics diagnostics;
  analysis::load::ReadContext context;
  context.sets = {"duration=90s", "warm_up=10s", "faults.0.at=30s", "faults.0.until=50s"};
  auto scenario = analysis::load::read_scenario(text, "lost-delete.json", context, diagnostics);
  INFO(diagnostics.render());
  REQUIRE(scenario);
  return std::move(*scenario);
}

std::vector<double> stale_ratios(const analysis::load::Scenario& scenario, const std::string& strategy) {
  constexpr std::int64_t seeds = 8;
  std::vector<double> ratios;
  for (const auto& job : analysis::sweep::jobs_of(scenario, 1, seeds))
    if (job.plan->name == strategy) ratios.push_back(stale_of_reads(*analysis::sweep::run(job).result));
  REQUIRE(ratios.size() == seeds);
  return ratios;
}

/// The half-width for the difference of two samples that have nothing to do with each other.
double unpaired_half_width(const Estimate& a, const Estimate& b) {
  const double of_a = a.standard_error() * a.standard_error();
  const double of_b = b.standard_error() * b.standard_error();
  const auto n = static_cast<double>(a.count - 1);
  const double freedom = (of_a + of_b) * (of_a + of_b) / (of_a * of_a / n + of_b * of_b / n);
  return boost::math::quantile(boost::math::students_t(freedom), 0.975) * std::sqrt(of_a + of_b);
}

/// The paired half-width over the one for independent samples.
double ratio_of_half_widths(const std::string& pair, const std::vector<double>& a, const std::vector<double>& b) {
  const double unpaired = unpaired_half_width(analysis::measure::estimate(a), analysis::measure::estimate(b));
  const double paired = *analysis::measure::paired_difference(a, b).half_width();
  std::cout << "Expectation below " << unpaired << " (half-width of the difference in stale share, " << pair
            << ", were the samples independent; Welch)\nActual " << paired << " [paired by seed]\n";
  return paired / unpaired;
}

}  // namespace

TEST_CASE("The 95 % interval over seeds covers the true mean in 93 to 97 of 100 repetitions", "[long]") {
  std::vector<std::vector<double>> origin_reads(repetitions);
  std::vector<std::vector<double>> stale_ratios(repetitions);
  for (std::uint64_t seed = 1; seed <= repetitions * seeds_each; ++seed) {
    const Figures figures = short_run(seed);
    origin_reads[(seed - 1) / seeds_each].push_back(figures.origin_reads);
    stale_ratios[(seed - 1) / seeds_each].push_back(figures.stale_ratio);
  }
  const double of_reads = coverage("origin reads a second r/(1+rt)", true_origin_reads(), origin_reads);
  CHECK(of_reads >= 0.93);
  CHECK(of_reads <= 0.97);
  const double of_stale = coverage("the stale share (1-(1-exp(-ut))/(ut)) rt/(1+rt)", true_stale_ratio(), stale_ratios);
  CHECK(of_stale >= 0.93);
  CHECK(of_stale <= 0.97);
}

TEST_CASE("Common random numbers make the interval of a difference much narrower where strategies answer alike",
          "[long]") {
  const auto scenario = short_lost_delete();
  const auto invalidating = stale_ratios(scenario, "delete");
  const auto both = stale_ratios(scenario, "delete + ttl");
  CHECK(ratio_of_half_widths("delete against delete + ttl", invalidating, both) < 0.5);
  // What a lost delete and an unwritten TTL do have little in common: there, pairing gains nothing and costs little.
  const auto expiring = stale_ratios(scenario, "ttl only");
  CHECK(ratio_of_half_widths("delete against ttl only", invalidating, expiring) < 1.1);
}
