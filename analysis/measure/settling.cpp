#include "analysis/measure/settling.hpp"
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <limits>

namespace stalemate::analysis::measure {
namespace {

constexpr std::size_t batch = 5;
constexpr std::size_t least_batches = 10;
constexpr double least_bias = 0.01;
constexpr double least_z = 3;

/// Mean and deviation of values from one place to another.
struct Part {
  double count = 0;
  double mean = 0;
  double deviation = 0;
};

Part part_of(const std::vector<double>& values, std::size_t from, std::size_t to) {
  Part part{static_cast<double>(to - from), 0, 0};
  if (from >= to) return {};
  for (std::size_t i = from; i < to; ++i) part.mean += values[i];
  part.mean /= part.count;
  for (std::size_t i = from; i < to; ++i) part.deviation += (values[i] - part.mean) * (values[i] - part.mean);
  part.deviation = part.count > 1 ? std::sqrt(part.deviation / (part.count - 1)) : 0;
  return part;
}

/// Means of five; what is left over at the end does not count.
std::vector<double> batches_of(const std::vector<double>& series) {
  std::vector<double> means;
  for (std::size_t at = 0; at + batch <= series.size(); at += batch)
    means.push_back(part_of(series, at, at + batch).mean);
  return means;
}

}  // namespace

// The number of batches to cut that makes the squared standard error of the mean of the others least.
std::optional<Cut> mser5(const std::vector<double>& series) {
  const std::vector<double> means = batches_of(series);
  if (means.size() < least_batches) return std::nullopt;
  const std::size_t middle = means.size() / 2;
  std::size_t best = 0;
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t cut = 0; cut <= middle; ++cut) {
    const Part rest = part_of(means, cut, means.size());
    const double squared_error = rest.deviation * rest.deviation * (rest.count - 1) / (rest.count * rest.count);
    if (squared_error >= least) continue;
    least = squared_error;
    best = cut;
  }
  return Cut{static_cast<std::int64_t>(best * batch), best < middle};
}

std::optional<Unsettled> unsettled(const std::vector<double>& series, std::int64_t warm_up_s) {
  const auto cut = mser5(series);
  if (!cut || cut->seconds <= warm_up_s) return std::nullopt;
  const auto to_batches = [](std::int64_t s) { return (static_cast<std::size_t>(s) + batch - 1) / batch; };
  const std::vector<double> means = batches_of(series);
  const std::size_t warm = std::min(to_batches(warm_up_s), means.size());
  const std::size_t settled = to_batches(cut->seconds);
  const Part all = part_of(means, warm, means.size());
  const Part early = part_of(means, warm, settled);
  const Part rest = part_of(means, settled, means.size());
  if (early.count == 0 || rest.mean == 0) return std::nullopt;
  const double error = rest.deviation * std::sqrt(1 / early.count + 1 / rest.count);
  const double bias = all.mean / rest.mean - 1;
  if (std::abs(bias) < least_bias || std::abs(early.mean - rest.mean) <= least_z * error) return std::nullopt;
  return Unsettled{*cut, bias};
}

std::optional<Growth> growth(const std::vector<double>& queue) {
  constexpr std::size_t quarters = 4;
  constexpr double times_longer = 3;
  constexpr double more = 10;
  if (queue.size() < quarters * batch) return std::nullopt;
  std::vector<double> means;
  for (std::size_t q = 0; q < quarters; ++q)
    means.push_back(part_of(queue, q * queue.size() / quarters, (q + 1) * queue.size() / quarters).mean);
  const bool rises = std::adjacent_find(means.begin(), means.end(), std::greater_equal<>()) == means.end();
  const double first = means.front();
  const double last = means.back();
  if (!rises || last < times_longer * first || last < first + more) return std::nullopt;
  return Growth{first, last};
}

}  // namespace stalemate::analysis::measure
