// The figures of a run that the oracles speak of, each one quotient.
// Promise: "of hits" is over reads answered by a cached copy, "of reads" over answered reads; seconds, events a second.
// Source: the closed formulas of the tests that use them.
#pragma once
#include "analysis/measure/results.hpp"

namespace stalemate::tests::worlds {

using analysis::measure::RunResult;

inline double over(std::int64_t part, std::int64_t whole) {
  return static_cast<double>(part) / static_cast<double>(whole);
}

inline std::int64_t hits_of(const RunResult& run) {
  return run.total.latency_by_how[static_cast<std::size_t>(models::How::hit)].count();
}
inline double hit_ratio(const RunResult& run) {
  const auto& cache = run.load.caches[0];
  return over(cache.hits, cache.hits + cache.misses + cache.joined);
}
inline double origin_reads_per_s(const RunResult& run) {
  return static_cast<double>(run.load.origins[0].reads) / run.measured_s;
}
inline double mean_latency_s(const RunResult& run) { return run.total.read_latency.mean() / 1e9; }
inline double stale_of_reads(const RunResult& run) { return over(run.total.staleness.stale, run.total.reads.answered); }
inline double stale_of_hits(const RunResult& run) { return over(run.total.staleness.stale, hits_of(run)); }
inline double age_of_hits_s(const RunResult& run) {
  return run.total.staleness.age_stale.sum() / 1e9 / static_cast<double>(hits_of(run));
}
inline double lag_of_hits(const RunResult& run) {
  return run.total.staleness.lag_stale.sum() / static_cast<double>(hits_of(run));
}

}  // namespace stalemate::tests::worlds
