#include "analysis/sweep/design.hpp"
#include <algorithm>
#include <charconv>
#include <utility>
#include "sim/random.hpp"

namespace stalemate::analysis::sweep {
namespace {

/// In [0, 1).
double share_of(std::int64_t point, const std::string& path) {
  constexpr double one_bit = 0x1p-53;
  sim::Stream stream = sim::make_stream(sim::derive_key(static_cast<std::uint64_t>(point), path, "design"));
  return static_cast<double>(stream() >> 11U) * one_bit;
}

}  // namespace

std::optional<Shard> Shard::read(std::string_view text) {
  Shard shard;
  const char* const end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, shard.index);
  if (first.ec != std::errc{} || first.ptr == end || *first.ptr != '/') return std::nullopt;
  const auto second = std::from_chars(first.ptr + 1, end, shard.count);
  const bool is_read = second.ec == std::errc{} && second.ptr == end;
  return is_read && shard.index >= 1 && shard.index <= shard.count ? std::optional(shard) : std::nullopt;
}

std::int64_t Design::points_of_grid(const std::vector<load::Axis>& axes) {
  std::int64_t points = 1;
  for (const load::Axis& axis : axes)
    points = std::min(points * static_cast<std::int64_t>(axis.values().size()), points_at_most + 1);
  return points;
}

Design Design::grid(std::vector<load::Axis> axes) {
  const std::int64_t points = points_of_grid(axes);
  return {std::move(axes), true, points};
}

Design Design::random(std::vector<load::Axis> axes, std::int64_t points) { return {std::move(axes), false, points}; }

Point Design::point(std::int64_t number) const {
  Point point(axes_.size());
  for (std::size_t i = axes_.size(); i > 0; --i) {
    const load::Axis& axis = axes_[i - 1];
    const auto values = static_cast<std::int64_t>(axis.values().size());
    point[i - 1] = is_grid_ ? axis.values()[static_cast<std::size_t>(number % values)]
                            : axis.at(share_of(number, axis.path()));
    if (is_grid_) number /= values;
  }
  return point;
}

std::vector<std::string> Design::sets(const Point& point) const {
  std::vector<std::string> sets;
  for (std::size_t i = 0; i < axes_.size(); ++i) sets.push_back(axes_[i].set(point[i]));
  return sets;
}

}  // namespace stalemate::analysis::sweep
