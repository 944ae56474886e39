#include "analysis/measure/histogram.hpp"
#include <algorithm>
#include <bit>
#include "sim/check.hpp"

namespace stalemate::analysis::measure {

int Histogram::octave_of(std::int64_t value) {
  const int bits = 64 - std::countl_zero(static_cast<std::uint64_t>(value));
  return std::max(0, bits - (sub_bits + 1));
}

// Octave o > 0 holds the values whose top 7 bits, shifted down by o, are 64..127.
std::int64_t Histogram::middle_of(int octave, std::int64_t bucket) {
  const std::int64_t low = bucket << octave;
  return low + ((std::int64_t{1} << octave) - 1) / 2;
}

void Histogram::add(std::int64_t value, std::int64_t times) {
  CHECK_INVARIANT(value >= 0 && times >= 0);
  if (times == 0) return;
  const int octave = octave_of(value);
  auto& row = counts_[static_cast<std::size_t>(octave)];
  if (!row) row = std::make_unique<Octave>();
  (*row)[static_cast<std::size_t>(value >> octave)] += times;
  count_ += times;
  max_ = std::max(max_, value);
  const auto v = static_cast<std::uint64_t>(value);
  const auto n = static_cast<std::uint64_t>(times);
  sum_low_ += (v & 0xffffffffU) * n;
  sum_high_ += (v >> 32) * n;
}

void Histogram::merge(const Histogram& other) {
  for (std::size_t octave = 0; octave < octaves; ++octave) {
    if (!other.counts_[octave]) continue;
    if (!counts_[octave]) counts_[octave] = std::make_unique<Octave>();
    for (std::size_t i = 0; i < counts_[octave]->size(); ++i) (*counts_[octave])[i] += (*other.counts_[octave])[i];
  }
  count_ += other.count_;
  max_ = std::max(max_, other.max_);
  sum_low_ += other.sum_low_;
  sum_high_ += other.sum_high_;
}

double Histogram::mean() const { return count_ == 0 ? 0 : sum() / static_cast<double>(count_); }

std::int64_t Histogram::quantile(double q) const {
  if (count_ == 0) return 0;
  const double exact = q * static_cast<double>(count_);
  auto rank = static_cast<std::int64_t>(exact);
  if (static_cast<double>(rank) < exact) ++rank;
  rank = std::clamp<std::int64_t>(rank, 1, count_);
  if (rank == count_) return max_;
  std::int64_t seen = 0;
  for (std::size_t octave = 0; octave < octaves; ++octave) {
    if (!counts_[octave]) continue;
    for (std::size_t i = 0; i < counts_[octave]->size(); ++i) {
      seen += (*counts_[octave])[i];
      if (seen >= rank) return std::min(max_, middle_of(static_cast<int>(octave), static_cast<std::int64_t>(i)));
    }
  }
  return max_;
}

}  // namespace stalemate::analysis::measure
