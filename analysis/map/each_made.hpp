// Every run of a store made into something, on all cores, and handed over in order.
// Promise: a few megabytes of runs at a time, whatever their number; the same order on any number of cores.
// Source: none.
#pragma once
#include <atomic>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>
#include "analysis/store/sweep_store.hpp"
#include "analysis/sweep/workers.hpp"

namespace stalemate::analysis::map {

inline constexpr std::size_t bytes_at_once = std::size_t{16} << 20U;

/// Calls `work(i)` for i below `count` on all cores; false: the figures of some run were none.
inline bool on_all_cores(std::size_t count, const std::function<void(std::size_t)>& work) {
  std::atomic<bool> is_damaged = false;
  const auto safely = [&](std::int64_t number) {
    try {
      work(static_cast<std::size_t>(number));
    } catch (const nlohmann::json::exception&) {
      is_damaged = true;
    }
  };
  sweep::Workers(static_cast<std::int64_t>(count), sweep::usual_workers(), safely).join();
  return !is_damaged;
}

template <class Made>
std::optional<store::StoreError> each_made(const store::SweepStore& store,
                                           const std::function<Made(const store::StoredRun&)>& work,
                                           const std::function<void(Made&&)>& hear) {
  std::vector<store::StoredRun> runs;
  std::size_t bytes = 0;
  bool is_sound = true;
  const auto make_all = [&] {
    std::vector<Made> made(runs.size());
    is_sound = is_sound && on_all_cores(runs.size(), [&](std::size_t i) { made[i] = work(runs[i]); });
    for (Made& each : made)
      if (is_sound) hear(std::move(each));
    runs.clear();
    bytes = 0;
  };
  const auto why = store.each_run([&](const store::StoredRun& run) {
    runs.push_back(run);
    bytes += run.figures.size();
    if (bytes > bytes_at_once) make_all();
  });
  make_all();
  return !why && !is_sound ? std::optional(store::unreadable_run()) : why;
}

}  // namespace stalemate::analysis::map
