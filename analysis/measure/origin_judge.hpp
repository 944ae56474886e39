// Judges origins: arrivals a second, busy servers, queue and waiting time, by node; concurrent reads of one key.
// Promise: integrals and counts from the end of warm-up to the end of the run.
// Source: this project's semantics ("Load").
#pragma once
#include <string>
#include <vector>
#include "analysis/measure/key_counts.hpp"
#include "analysis/measure/per_second.hpp"
#include "analysis/measure/results.hpp"
#include "models/world.hpp"

namespace stalemate::analysis::measure {

/// Of whole one-second windows within [from, end): mean, nearest-rank p99, peak.
Rate rate_of(const std::vector<std::int64_t>& a_second, sim::Instant from, sim::Instant end);

class OriginJudge {
 public:
  OriginJudge(const models::World& world);

  void arrived(const sim::Fact& fact);
  void started(const sim::Fact& fact);
  void ended(const sim::Fact& fact);
  void refused(const sim::Fact& fact);
  void node_down(const sim::Fact& fact);
  void node_up(const sim::Fact& fact);

  void finish(sim::Instant end, LoadResult& load);
  std::int64_t reads() const { return reads_; }

 private:
  struct Server {
    OriginResult result;
    std::string group;
    std::int64_t servers = 0;
    std::int64_t busy = 0;
    std::int64_t waiting = 0;
    bool up = true;
    sim::Instant since;  ///< Up to here the integrals are done.
    sim::Instant sampled_next;
    double busy_ns = 0;
    double waiting_ns = 0;
    double servers_up_ns = 0;  ///< Servers times up time.
    PerSecond reads_a_second;
    PerSecond writes_a_second;
  };
  Server& advance(const sim::Fact& fact);
  void advance(Server& server, sim::Instant to);
  void summarise(Server& server, sim::Instant end);
  static void merge(Server& whole, const Server& part);

  const models::World& world_;
  sim::Instant measured_from_;
  std::vector<Server> servers_;            ///< By node; those that are no origin stay empty.
  std::vector<sim::Instant> arrived_;      ///< By call.
  std::vector<bool> is_origin_;            ///< By node.
  KeyCounts reading_;                      ///< Origin reads under way.
  std::int64_t stampede_max_ = 0;
  std::int64_t reads_ = 0;
};

}  // namespace stalemate::analysis::measure
