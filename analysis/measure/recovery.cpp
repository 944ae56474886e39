#include "analysis/measure/recovery.hpp"
#include <algorithm>
#include <cmath>
#include <cstddef>

namespace stalemate::analysis::measure {
namespace {

constexpr std::size_t before_s = 60;
constexpr std::size_t rolling_s = 10;
constexpr std::size_t hold_s = 10;

struct Normal {
  double mean = 0;
  double tolerance = 0;
};

Normal normal_of(const std::vector<double>& series, std::size_t began) {
  const std::size_t first = began > before_s ? began - before_s : 0;
  const auto n = static_cast<double>(began - first);
  if (n == 0) return {};
  double sum = 0;
  for (std::size_t s = first; s < began; ++s) sum += series[s];
  const double mean = sum / n;
  double squares = 0;
  for (std::size_t s = first; s < began; ++s) squares += (series[s] - mean) * (series[s] - mean);
  // The rolling mean of ten windows scatters by the deviation of one over sqrt(10).
  const double error = n > 1 ? std::sqrt(squares / (n - 1) / static_cast<double>(rolling_s)) : 0;
  return {mean, std::max(0.05 * std::abs(mean), 3 * error)};
}

}  // namespace

std::optional<double> time_back(const std::vector<double>& series, std::size_t began, std::size_t from,
                                bool lower_is_fine) {
  const Normal normal = normal_of(series, std::min(began, series.size()));
  std::size_t good = 0;
  double sum = 0;
  for (std::size_t s = from; s < series.size(); ++s) {
    sum += series[s];
    if (s >= from + rolling_s) sum -= series[s - rolling_s];
    if (s + 1 < from + rolling_s) continue;
    const double off = sum / static_cast<double>(rolling_s) - normal.mean;
    const bool is_back = (lower_is_fine && off < 0) || std::abs(off) <= normal.tolerance;
    good = is_back ? good + 1 : 0;
    if (good == hold_s) return static_cast<double>(s + 2 - hold_s - rolling_s - from);
  }
  return std::nullopt;
}

}  // namespace stalemate::analysis::measure
