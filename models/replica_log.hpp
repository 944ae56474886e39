// What a shard has changed and its replicas have not received yet: asynchronous replication, without the replicas.
// Promise: each replica receives the changes in their order, each after a lag drawn for its operation; when the shard
// goes, the replica that has received most takes over. What is kept is what is on its way, and how to undo it.
// Source: Redis replication and Redis Cluster (cluster-node-timeout). Departs: what was on its way when the primary
// went is lost, though some of it may have left its host; a resynchronisation takes no time.
#pragma once
#include <algorithm>
#include <cstdint>
#include <deque>
#include <utility>
#include <vector>
#include "models/types.hpp"
#include "sim/distribution.hpp"
#include "sim/random.hpp"

namespace stalemate::models {

template <class Change>
class ReplicaLog {
 public:
  ReplicaLog(std::int64_t replicas, const sim::Distribution& lag, sim::StreamKey draws)
      : lag_(lag), draws_(draws), due_(static_cast<std::size_t>(replicas)) {}

  void add(OperationId operation, sim::Instant now, Change change) {
    while (!log_.empty() && log_.front().due <= now) log_.pop_front();
    const sim::Instant due = first_due(operation, now);
    if (due > now) log_.push_back({due, std::move(change)});
  }

  /// What no replica has received by now, the oldest first; the log begins anew.
  std::vector<Change> take_unreceived(sim::Instant now) {
    std::vector<Change> unreceived;
    for (Sent& each : log_)
      if (each.due > now) unreceived.push_back(std::move(each.change));
    clear();
    return unreceived;
  }
  void clear() { log_.clear(); }

 private:
  struct Sent {
    sim::Instant due;
    Change change;
  };

  // None passes another on its way to a replica, so whoever is first to receive one has received all before it.
  sim::Instant first_due(OperationId operation, sim::Instant now) {
    for (std::uint32_t replica = 0; replica < due_.size(); ++replica) {
      sim::OperationDraw draw(draws_, number(operation), replica);
      due_[replica] = std::max(due_[replica], now + lag_.sample(draw));
    }
    return *std::min_element(due_.begin(), due_.end());
  }

  sim::Distribution lag_;
  sim::StreamKey draws_;
  std::vector<sim::Instant> due_;  ///< Of what was sent last, by replica.
  std::deque<Sent> log_;
};

}  // namespace stalemate::models
