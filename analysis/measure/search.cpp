#include "analysis/measure/search.hpp"
#include <algorithm>
#include <cmath>
#include "sim/check.hpp"

namespace stalemate::analysis::measure {
namespace {

constexpr int grid_halvings = 3;       ///< The grid has two to this power steps.
constexpr double close_enough = 1.01;  ///< The ratio of two values between which no third is tried.
constexpr double all_digits_whole = 1000;  ///< Below it a whole number has no more than three digits.

}  // namespace

Search::Search(const load::DialRange& range, std::optional<double> also)
    : range_(range), grid_{range.least, range.most} {
  CHECK_INVARIANT(range.least < range.most);
  for (int halving = 0; halving < grid_halvings; ++halving) {
    std::vector<double> finer = {grid_.front()};
    for (std::size_t i = 1; i < grid_.size(); ++i) {
      if (const auto middle = amid(grid_[i - 1], grid_[i])) finer.push_back(*middle);
      finer.push_back(grid_[i]);
    }
    grid_ = std::move(finer);
  }
  if (!also || *also <= range.least || *also >= range.most) return;
  const auto after = std::lower_bound(grid_.begin(), grid_.end(), *also);
  if (*after != *also) grid_.insert(after, *also);
}

std::optional<double> Search::amid(double low, double high) const {
  double middle = range_.least > 0 ? std::sqrt(low * high) : (low + high) / 2;
  middle = range_.is_whole && middle < all_digits_whole ? std::round(middle) : load::short_value(middle);
  if (middle <= low || middle >= high) return std::nullopt;
  return middle;
}

std::optional<double> Search::between(double low, double high) const {
  const bool is_close = range_.least > 0 ? high / low < close_enough
                                         : high - low < (range_.most - range_.least) * (close_enough - 1);
  return is_close ? std::nullopt : amid(low, high);
}

std::vector<double> Search::wanted() const {
  std::vector<double> values;
  for (const double value : grid_)
    if (told_.find(value) == told_.end()) values.push_back(value);
  if (!values.empty()) return values;
  const auto held_now = held();
  if (!held_now) return values;
  if (held_now->fails_below)
    if (const auto value = between(*held_now->fails_below, held_now->from)) values.push_back(*value);
  if (held_now->fails_above)
    if (const auto value = between(held_now->to, *held_now->fails_above)) values.push_back(*value);
  return values;
}

void Search::tell(double value, bool holds) { told_[value] = holds; }

std::optional<Held> Search::held() const {
  struct Stretch {
    double from = 0, to = 0;
    std::optional<double> before, after;
    int of_grid = 0;
  };
  std::vector<Stretch> all;
  std::optional<double> last;
  bool held_last = false;
  for (const auto& [value, holds] : told_) {
    if (holds && !held_last) all.push_back({value, value, last, std::nullopt, 0});
    if (holds) {
      all.back().to = value;
      for (const double each : grid_) all.back().of_grid += each == value ? 1 : 0;
    } else if (held_last) {
      all.back().after = value;
    }
    last = value;
    held_last = holds;
  }
  if (all.empty()) return std::nullopt;
  const Stretch* longest = &all.front();
  for (const Stretch& each : all)
    if (each.of_grid > longest->of_grid) longest = &each;
  return Held{longest->from, longest->to, longest->before, longest->after, all.size() > 1};
}

}  // namespace stalemate::analysis::measure
