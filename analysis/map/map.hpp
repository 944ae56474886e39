// What a sweep has shown so far: at each point and for each strategy, staleness and load over the seeds.
// Promise: made of the store alone, one cell after the other; the same store gives the same map.
// Source: this project's interface ("--vary"); means and verdicts as `run` has them.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>
#include "analysis/map/knee.hpp"
#include "analysis/measure/statistics.hpp"
#include "analysis/page/standing.hpp"
#include "analysis/store/sweep_store.hpp"

namespace stalemate::analysis::map {

/// One strategy at one point.
struct Cell {
  std::int64_t runs = 0;  ///< Seeds that have ended.
  page::Standing standing = page::Standing::undecided;
  std::string verdict = "-";   ///< The same in words, "ok, BROKEN in 1/8".
  bool keeps_promises = false;
  bool is_judged = false;      ///< Something is promised or expected of it.
  std::vector<double> shares;  ///< One a seed: of the promise that is kept worst; without a promise, of stale reads.
  std::vector<double> loads;   ///< One a seed: origin reads a second, over all origins.
  std::optional<double> oldest_s;    ///< Of all seeds.
  std::optional<double> read_p99_s;  ///< Mean over the seeds.

  bool operator==(const Cell&) const = default;
  bool has_run() const { return runs > 0; }
  measure::Estimate share() const { return measure::estimate(shares); }
  measure::Estimate load() const { return measure::estimate(loads); }
};

/// Where a cell stands in the map.
struct Place {
  std::size_t point = 0;
  std::size_t strategy = 0;
  bool operator==(const Place&) const = default;
};

/// What of a strategy bends along the only axis.
struct KneeFact {
  std::size_t strategy = 0;
  bool is_of_load = false;  ///< Else of the share of reads beyond a promise.
  Knee knee;                ///< Of points.
};

struct Map {
  store::SweepFacts facts;
  sweep::Shard shard;
  std::vector<Cell> cells;  ///< By point, then by strategy.
  std::vector<bool> flat;    ///< By strategy.
  std::vector<Place> front;  ///< Those that no other cell beats in both means, by load.
  std::vector<KneeFact> knees;  ///< Of a grid of one axis of numbers; else none.
  std::int64_t missing = 0;  ///< Runs that are not in the store, of this shard.
  bool promises = false;     ///< Some strategy is held to a promise; else shares are of stale reads.

  const Cell& at(std::size_t point, std::size_t strategy) const {
    return cells[point * facts.strategies.size() + strategy];
  }
  /// "5s", of several axes "expiry 5s, capacity 100"
  std::string point_text(std::size_t point) const;
  /// Whether all of its figures, and its verdict, are the same at every point.
  bool is_flat(std::size_t strategy) const { return flat[strategy]; }
  bool judges() const;  ///< Something is promised or expected of some cell.
  /// "promise broken by", "stale reads"
  const char* share_title() const { return promises ? "promise broken by" : "stale reads"; }
};

std::variant<Map, store::StoreError> read_map(const store::SweepStore& store);

/// All that have run, by strategy; one that is the same everywhere once.
std::vector<Place> all_places(const Map& map);
/// Of each point its place along the only axis, or the logarithm of that where the axis is logarithmic.
std::vector<double> along_of(const Map& map);
/// Of every cached strategy at every point that every promise and expectation is seen to hold.
bool all_hold(const Map& map);
/// The cached one of the least load among those that hold; where none does, among those that keep every promise.
std::optional<Place> cheapest_held(const Map& map);

}  // namespace stalemate::analysis::map
