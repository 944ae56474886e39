// A bus that is a log: what was appended waits for each copy until that copy has acknowledged it.
// Promise: at least once, and in the order of appending within a partition, which a key never leaves; each copy has an
// offset of its own, which outlives crashes of the log and of the copy; while a batch is not acknowledged whole it is
// sent again, so a copy may hear of a change twice, never of a later one before an earlier of the same batch or key,
// unless it serves several commands at once.
// Source: Kafka's partitions, consumer offsets and retention. Departs: the log pushes; what is kept is counted for each
// copy apart; the log itself loses nothing else.
#pragma once
#include <deque>
#include <map>
#include "models/bus.hpp"
#include "sim/sync.hpp"

namespace stalemate::models {

class Log final : public Bus {
 public:
  Log(Wire& wire, NodeId id, sim::Place place, std::string name, const BusNode& plan, std::uint64_t seed);
  void receive(Call& call) override;
  void stop_work() override;
  void resume_work() override;

 private:
  struct Entry {
    Message change;
    Instant due;              ///< When it can be read.
    std::uint16_t first = 0;  ///< The round of its first delivery to this copy.
    std::uint16_t tries = 0;
  };
  /// What one copy has not acknowledged of one partition.
  struct Subscription {
    Subscription(sim::Simulation& simulation, CacheShard& shard) : to(shard), has_answered(simulation) {}
    CacheShard& to;
    std::deque<Entry> waiting;
    std::size_t under_way = 0;  ///< Of them, the first ones.
    std::size_t answers_due = 0;
    bool has_failed = false;
    bool is_served = false;
    sim::Signal has_answered;
  };

  void append(Subscription& to, const Entry& entry);
  void serve_on(Subscription& to);
  sim::Process serve(Subscription* to);
  sim::Process deliver(Subscription* to, std::size_t which, std::uint32_t together);

  const BusNode& plan_;
  sim::StreamKey delays_;
  std::vector<Instant> last_due_;  ///< By partition.
  using Name = std::pair<std::uint16_t, std::uint32_t>;  // copy and partition
  std::map<Name, Subscription> subscriptions_;
};

}  // namespace stalemate::models
