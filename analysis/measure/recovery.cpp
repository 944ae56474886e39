#include "analysis/measure/recovery.hpp"
#include <algorithm>
#include <cmath>
#include <cstddef>

namespace stalemate::analysis::measure {
namespace {

constexpr std::size_t before_s = 60;
constexpr std::size_t rolling_s = 10;
constexpr std::size_t hold_s = 10;
constexpr double errors = 3;
constexpr double share_of_mean = 0.05;

struct Normal {
  double mean = 0;
  double error = 0;  ///< Of the mean of ten windows, as the windows scatter.
  double tolerance() const { return std::max(share_of_mean * std::abs(mean), errors * error); }
};

std::size_t first_before(std::size_t began) { return began > before_s ? began - before_s : 0; }

Normal normal_of(const std::vector<double>& windows) {
  const auto n = static_cast<double>(windows.size());
  if (n == 0) return {};
  double sum = 0;
  for (const double each : windows) sum += each;
  const double mean = sum / n;
  double squares = 0;
  for (const double each : windows) squares += (each - mean) * (each - mean);
  // The rolling mean of ten windows scatters by the deviation of one over sqrt(10).
  return {mean, n > 1 ? std::sqrt(squares / (n - 1) / static_cast<double>(rolling_s)) : 0};
}

/// The share of stale reads over ten seconds, held against what it was before the fault.
class StaleShare {
 public:
  enum class State : std::uint8_t { fine, worse, unknown };

  StaleShare(const std::vector<std::int64_t>& stale, const std::vector<std::int64_t>& reads, std::size_t began)
      : stale_(stale), reads_(reads) {
    std::vector<double> windows;
    double stale_before = 0;
    double reads_before = 0;
    for (std::size_t s = first_before(began); s < began; ++s) {
      stale_before += static_cast<double>(stale[s]);
      reads_before += static_cast<double>(reads[s]);
      if (reads[s] > 0) windows.push_back(static_cast<double>(stale[s]) / static_cast<double>(reads[s]));
    }
    scatter_ = normal_of(windows).error;
    mean_ = reads_before > 0 ? stale_before / reads_before : 0;
    // Never 0: that none was seen does not say that none will be.
    const double p = (stale_before + 2) / (reads_before + 4);
    variance_ = p * (1 - p);
    std::vector<double> tens;
    for (std::size_t s = first_before(began); s + rolling_s <= began; ++s) tens.push_back(ratio(s));
    for (const double each : tens) unusual_ = std::max(unusual_, each);
    const double deviation = normal_of(tens).error * std::sqrt(static_cast<double>(rolling_s));
    unusual_ = std::max(unusual_, mean_ + 2 * deviation);
  }

  /// Of the ten seconds from `s` on.
  State at(std::size_t s) const {
    if (sum(reads_, s) == 0) return State::unknown;
    return ratio(s) - mean_ <= tolerance(s) ? State::fine : State::worse;
  }
  /// Waves of before (entries that expire together) may go out of bounds; they are no harm of the fault.
  bool is_worse_than_ever(std::size_t s) const { return at(s) == State::worse && ratio(s) > unusual_; }

 private:
  static double sum(const std::vector<std::int64_t>& windows, std::size_t from) {
    double total = 0;
    for (std::size_t s = from; s < from + rolling_s; ++s) total += static_cast<double>(windows[s]);
    return total;
  }
  double tolerance(std::size_t s) const {
    // Stale reads come in runs (a key, a TTL), so the seconds before may scatter by more than counts do.
    const double error = std::max(scatter_, std::sqrt(variance_ / sum(reads_, s)));
    return std::max(share_of_mean * mean_, errors * error);
  }
  double ratio(std::size_t s) const { return sum(stale_, s) / std::max(1.0, sum(reads_, s)); }

  const std::vector<std::int64_t>& stale_;
  const std::vector<std::int64_t>& reads_;
  double scatter_ = 0;
  double mean_ = 0;
  double variance_ = 0;
  double unusual_ = 0;  ///< No ten seconds before the fault were worse, nor would one in forty be.
};

/// The first of ten fine windows in a row, from `from` on and below `last`.
std::optional<std::size_t> healed_at(const StaleShare& share, std::size_t from, std::size_t last) {
  std::size_t good = 0;
  std::size_t first = from;
  for (std::size_t s = from; s < last; ++s) {
    const auto state = share.at(s);
    if (state == StaleShare::State::worse) good = 0;
    if (state != StaleShare::State::fine) continue;
    if (good == 0) first = s;
    if (++good == hold_s) return first;
  }
  return std::nullopt;
}

/// Ten windows in a row, as one bad second makes them. Of many windows some go a little beyond those before by chance.
bool is_harmed(const StaleShare& share, std::size_t from, std::size_t last) {
  std::size_t bad = 0;
  for (std::size_t s = from; s < last; ++s) {
    bad = share.is_worse_than_ever(s) ? bad + 1 : 0;
    if (bad == rolling_s) return true;
  }
  return false;
}

}  // namespace

std::optional<double> time_back(const std::vector<double>& series, std::size_t began, std::size_t from) {
  const std::size_t end = std::min(began, series.size());
  const auto at = [&](std::size_t s) { return series.begin() + static_cast<std::ptrdiff_t>(s); };
  const Normal normal = normal_of({at(first_before(end)), at(end)});
  std::size_t good = 0;
  double sum = 0;
  for (std::size_t s = from; s < series.size(); ++s) {
    sum += series[s];
    if (s >= from + rolling_s) sum -= series[s - rolling_s];
    if (s + 1 < from + rolling_s) continue;
    const double off = sum / static_cast<double>(rolling_s) - normal.mean;
    good = std::abs(off) <= normal.tolerance() ? good + 1 : 0;
    if (good == hold_s) return static_cast<double>(s + 2 - hold_s - rolling_s - from);
  }
  return std::nullopt;
}

Healing time_to_heal(const std::vector<std::int64_t>& stale, const std::vector<std::int64_t>& reads, std::size_t began,
                     std::size_t from) {
  const std::size_t end = std::min(stale.size(), reads.size());
  if (end < rolling_s) return {};
  const StaleShare share(stale, reads, std::min(began, end));
  const std::size_t last = end - rolling_s + 1;
  const auto healed = healed_at(share, from, last);
  Healing healing;
  if (healed) healing.after_s = static_cast<double>(*healed - from);
  const std::size_t first = began - std::min(began, rolling_s - 1);  // the first window with a second of the fault
  healing.worsened = is_harmed(share, first, healed.value_or(last));
  return healing;
}

}  // namespace stalemate::analysis::measure
