#include "analysis/measure/statistics.hpp"
#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <utility>
#include "sim/check.hpp"

namespace stalemate::analysis::measure {
namespace {

/// In doubles throughout: a long double has 64 bits here and 113 there, and a run must give the same bytes everywhere.
using StudentsT =
    boost::math::students_t_distribution<double,
                                         boost::math::policies::policy<boost::math::policies::promote_double<false>>>;

constexpr double power = 0.8;  // "in four of five attempts"

/// Which Student's t with n - 1 degrees of freedom exceeds with this chance.
double exceeded_with(double chance, std::int64_t n) {
  return boost::math::quantile(boost::math::complement(StudentsT(static_cast<double>(n - 1)), chance));
}

double sum_of(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

double deviation_of(const std::vector<double>& values, double mean) {
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

/// The least n from 2 to the most with `is_enough(n)`, which once true stays true.
template <class Enough>
std::optional<std::int64_t> least_seeds(Enough is_enough) {
  if (!is_enough(seeds_at_most)) return std::nullopt;
  std::int64_t too_few = 1;
  std::int64_t enough = seeds_at_most;
  while (enough - too_few > 1) {
    const std::int64_t middle = too_few + (enough - too_few) / 2;
    (is_enough(middle) ? enough : too_few) = middle;
  }
  return enough;
}

}  // namespace

double Estimate::standard_error() const { return deviation / std::sqrt(static_cast<double>(count)); }

std::optional<double> Estimate::half_width(double level) const {
  if (count < 2) return std::nullopt;
  if (is_identical) return 0;
  return exceeded_with(level / 2, count) * standard_error();
}

Estimate estimate(const std::vector<double>& values) {
  Estimate result;
  result.count = static_cast<std::int64_t>(values.size());
  if (values.empty()) return result;
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  // The mean of equal values is that value, whatever their sum was rounded to.
  result.is_identical = values.size() > 1 && *least == *most;
  result.mean = *least == *most ? *least : sum_of(values) / static_cast<double>(values.size());
  if (*least != *most) result.deviation = deviation_of(values, result.mean);
  return result;
}

Estimate paired_difference(const std::vector<double>& a, const std::vector<double>& b) {
  CHECK_INVARIANT(a.size() == b.size());
  std::vector<double> differences;
  for (std::size_t i = 0; i < a.size(); ++i) differences.push_back(a[i] - b[i]);
  return estimate(differences);
}

double p_value(const Estimate& of) {
  if (of.count < 2) return 1;
  if (of.is_identical || of.deviation == 0) return of.mean == 0 ? 1 : 0;
  const double t = std::abs(of.mean) / of.standard_error();
  return 2 * boost::math::cdf(boost::math::complement(StudentsT(static_cast<double>(of.count - 1)), t));
}

std::vector<Adjusted> holm(const std::vector<double>& p_values, double level) {
  std::vector<std::size_t> order(p_values.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return std::pair(p_values[a], a) < std::pair(p_values[b], b); });
  std::vector<Adjusted> adjusted(p_values.size());
  double p = 0;
  double judged_at = 0;
  bool goes_on = true;  // after the first that is not shown, none is, and none is judged at a laxer level
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    const auto remaining = static_cast<double>(order.size() - rank);
    p = std::max(p, std::min(1.0, remaining * p_values[order[rank]]));
    if (goes_on) judged_at = level / remaining;
    goes_on = goes_on && p_values[order[rank]] < judged_at;
    adjusted[order[rank]] = {p, judged_at, goes_on};
  }
  return adjusted;
}

std::optional<std::int64_t> seeds_to_show(const Estimate& difference, double level) {
  if (difference.count < 2 || difference.mean == 0) return std::nullopt;
  return least_seeds([&](std::int64_t n) {
    const double needed = exceeded_with(level / 2, n) + exceeded_with(1 - power, n);
    return needed * difference.deviation <= std::abs(difference.mean) * std::sqrt(static_cast<double>(n));
  });
}

std::vector<Judgement> judge_together(const std::vector<Estimate>& differences) {
  std::vector<double> chances;
  for (const Estimate& each : differences) chances.push_back(p_value(each));
  std::vector<Judgement> judgements;
  for (const Adjusted& adjusted : holm(chances)) {
    const Estimate& difference = differences[judgements.size()];
    judgements.push_back({adjusted, {}});
    if (!adjusted.is_shown) judgements.back().seeds_needed = seeds_to_show(difference, adjusted.level);
  }
  return judgements;
}

std::optional<std::int64_t> seeds_to_halve(const Estimate& of) {
  const double half_width = of.half_width().value_or(0);
  if (half_width == 0) return std::nullopt;
  return least_seeds([&](std::int64_t n) {
    return exceeded_with(usual_level / 2, n) * of.deviation <= half_width / 2 * std::sqrt(static_cast<double>(n));
  });
}

}  // namespace stalemate::analysis::measure
