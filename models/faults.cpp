#include "models/faults.hpp"
#include "sim/check.hpp"

namespace stalemate::models {

/// One fault: its first event begins it, its second ends it.
class FaultRunner::Running final : public sim::Handler {
 public:
  Running(Wire& wire, const Fault& fault, std::vector<Parties> struck, std::uint32_t number, sim::StreamKey draws)
      : wire_(wire), fault_(fault), struck_(std::move(struck)), number_(number), draws_(draws) {
    wire_.simulation().schedule(fault_.at, sim::Wake::call(this));
  }

  void on_event() override {
    if (fault_.kind == Fault::Kind::deploy) return deploy_next();
    const bool begins = !begun_;
    begun_ = true;
    emit(begins ? FactKind::fault_begun : FactKind::fault_ended);
    apply(begins);
    if (begins && fault_.until != Instant::never()) wire_.simulation().schedule(fault_.until, sim::Wake::call(this));
  }

 private:
  void apply(bool begins) {
    switch (fault_.kind) {
      case Fault::Kind::drop:
      case Fault::Kind::delay:
      case Fault::Kind::partition: return disturb(begins);
      case Fault::Kind::crash: return begins ? crash(fault_.keeps_content) : restart();
      case Fault::Kind::restart: return crash_and_restart();
      case Fault::Kind::lag: return disturb_lag(begins);
      case Fault::Kind::flush: return flush();
      case Fault::Kind::failover: return begins ? struck_.front().leader->fall() : struck_.front().leader->succeed();
      case Fault::Kind::slow: return slow(begins);
      case Fault::Kind::skew: return skew(begins);
      case Fault::Kind::spike:           // the load knows its spikes ahead
      case Fault::Kind::deploy: return;  // has events of its own
    }
  }

  void disturb(bool begins) {
    disturb_way(struck_.front().end, struck_.back().end, begins);
    if (!fault_.one_way) disturb_way(struck_.back().end, struck_.front().end, begins);
  }

  // Where one link joins the two, whatever crosses it is struck, wherever it goes; on a longer way, on its first link,
  // only what goes from the one to the other.
  void disturb_way(sim::End from, sim::End to, bool begins) {
    const auto route = wire_.network().route(from.place, to.place);
    const sim::LinkId link = route.front();
    sim::Disturbance disturbance;
    disturbance.from = from;
    disturbance.to = to;
    if (route.size() == 1) disturbance.from.place = disturbance.to.place = sim::End::any;
    disturbance.draws = draws_;
    if (fault_.invalidations_only) disturbance.categories = invalidation_messages;
    if (fault_.kind == Fault::Kind::delay) {
      disturbance.delay = fault_.by;
    } else {
      disturbance.loss = fault_.kind == Fault::Kind::partition ? 1 : fault_.share;
    }
    if (begins) {
      wire_.network().disturb(link, disturbance);
    } else {
      wire_.network().undisturb(link, draws_);
    }
  }

  void crash(bool keeps_content) {
    for (Node* node : struck_.front().nodes) node->crash(keeps_content);
  }
  void restart() {
    for (Node* node : struck_.front().nodes) node->restart();
  }
  void crash_and_restart() {
    crash(fault_.keeps_content);
    restart();
  }
  void slow(bool begins) {
    for (Node* node : struck_.front().nodes) node->slow(fault_.factor, begins);
  }
  void disturb_lag(bool begins) {
    for (Follower* follower : struck_.front().followers) follower->disturb_lag(fault_.by, fault_.factor, begins);
  }
  /// One node after the other goes, and comes back.
  void deploy_next() {
    const std::vector<Node*>& nodes = struck_.front().deployed;
    CHECK_INVARIANT(!nodes.empty());
    if (turns_ == 0) emit(FactKind::fault_begun);
    Node& node = *nodes[turns_ / 2];
    const bool goes = turns_++ % 2 == 0;
    goes ? node.crash(fault_.keeps_content) : node.restart();
    if (turns_ == 2 * nodes.size()) return emit(FactKind::fault_ended);
    wire_.simulation().schedule(wire_.now() + (goes ? fault_.down : fault_.pause), sim::Wake::call(this));
  }

  /// In the end the clock is set right.
  void skew(bool begins) {
    const Duration ahead{begins == fault_.ahead ? fault_.by.ns : -fault_.by.ns};
    for (CacheShard* shard : struck_.front().shards) shard->jump_clock(ahead);
  }

  void flush() {
    for (CacheShard* shard : struck_.front().shards)
      if (shard->is_up()) shard->flush(Removal::flushed);
  }

  void emit(FactKind kind) {
    const bool strikes_node = !struck_.empty() && !struck_.front().nodes.empty();
    wire_.emit(kind,
               {.slot = number_, .node = strikes_node ? index(struck_.front().nodes.front()->id) : std::uint16_t{0}});
  }

  Wire& wire_;
  const Fault& fault_;
  std::vector<Parties> struck_;
  std::uint32_t number_;
  sim::StreamKey draws_;
  bool begun_ = false;
  std::size_t turns_ = 0;  ///< deploy: departures and returns so far.
};

FaultRunner::FaultRunner(Wire& wire, std::uint64_t seed) : wire_(wire), seed_(seed) {}
FaultRunner::~FaultRunner() = default;

void FaultRunner::add(const Fault& fault, std::vector<Parties> struck) {
  const auto number = static_cast<std::uint32_t>(running_.size());
  running_.emplace_back(wire_, fault, std::move(struck), number, sim::derive_key(seed_, fault.name, "fault"));
}

}  // namespace stalemate::models
