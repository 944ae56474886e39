// The design of a sweep: which points of its axes are run, and the numbers of points and runs.
// Promise: a point depends on its number and the axes alone, so that any part of a sweep can be made anywhere; runs of
// one point follow each other, and in it those of one strategy.
// Source: factorial and random designs (Law & Kelton, ch. 12). Departs: with more random points the first stay.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include "analysis/load/axis.hpp"

namespace stalemate::analysis::sweep {

/// Of each axis its value.
using Point = std::vector<load::AxisValue>;

class Design {
 public:
  /// Every value of every axis with every other: the last axis changes first.
  static Design grid(std::vector<load::Axis> axes);
  /// So many points of the ranges, each drawn evenly along every axis.
  static Design random(std::vector<load::Axis> axes, std::int64_t points);

  const std::vector<load::Axis>& axes() const { return axes_; }
  bool is_grid() const { return is_grid_; }
  std::int64_t size() const { return size_; }
  Point point(std::int64_t number) const;
  std::vector<std::string> sets(const Point& point) const;  ///< "PATH=VALUE"

  static constexpr std::int64_t points_at_most = 10'000'000;
  /// Of a grid; beyond points_at_most it is not counted further.
  static std::int64_t points_of_grid(const std::vector<load::Axis>& axes);

 private:
  Design(std::vector<load::Axis> axes, bool is_grid, std::int64_t size)
      : axes_(std::move(axes)), is_grid_(is_grid), size_(size) {}

  std::vector<load::Axis> axes_;
  bool is_grid_;
  std::int64_t size_;
};

/// One run of a sweep.
struct RunPlace {
  std::int64_t point = 0;
  std::int64_t strategy = 0;  ///< Its number, from 0.
  std::int64_t seed = 0;      ///< Beyond the first.
};

/// Runs by number: point, strategy, seed, of which the seed changes first.
struct RunNumbers {
  std::int64_t points = 0;
  std::int64_t strategies = 0;
  std::int64_t seeds = 0;

  std::int64_t size() const { return points * strategies * seeds; }
  std::int64_t number_of(RunPlace place) const {
    return (place.point * strategies + place.strategy) * seeds + place.seed;
  }
  RunPlace place_of(std::int64_t number) const {
    return {number / (strategies * seeds), number / seeds % strategies, number % seeds};
  }
};

/// One of several machines' share of a sweep: every `count`th run, of them the `index`th first.
struct Shard {
  std::int64_t index = 1;  ///< From 1.
  std::int64_t count = 1;
  bool has(std::int64_t run) const { return run % count == index - 1; }
  bool is_whole() const { return count == 1; }
  bool operator==(const Shard&) const = default;
  std::string text() const { return std::to_string(index) + "/" + std::to_string(count); }
  static std::optional<Shard> read(std::string_view text);  ///< "2/8"; none: no part of a whole.
};

}  // namespace stalemate::analysis::sweep
