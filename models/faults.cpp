#include "models/faults.hpp"
#include <utility>
#include "sim/check.hpp"

namespace stalemate::models {

/// One fault: of its events every other one begins a strike, and the next ends it.
class FaultRunner::Running final : public sim::Handler, public Trigger {
 public:
  Running(Wire& wire, Fault& fault, std::vector<Parties> struck, std::uint32_t number, std::uint64_t seed)
      : wire_(wire),
        fault_(fault),
        struck_(std::move(struck)),
        number_(number),
        seed_(seed),
        draws_(sim::derive_key(seed, fault.name, "fault")) {
    if (!fault_.strikes.empty()) wire_.simulation().schedule(strike().at, sim::Wake::call(this));
  }

  void on_event() override {
    if (fault_.kind == Fault::Kind::deploy) return deploy_next();
    in_force_ = !in_force_;
    emit(in_force_ ? FactKind::fault_begun : FactKind::fault_ended);
    apply(in_force_);
    if (in_force_ && lasts(fault_)) {
      if (strike().until != Instant::never()) wire_.simulation().schedule(strike().until, sim::Wake::call(this));
      return;
    }
    in_force_ = false;
    await_next();
  }

  /// Its condition holds.
  void pull() override {
    if (!fault_.strikes.empty()) return;
    fault_.strikes.push_back(strike_from(fault_, wire_.now() + fault_.when->after, seed_, 0));
    for (Trigger* each : told_) each->pull();
    wire_.simulation().schedule(strike().at, sim::Wake::call(this));
  }

  void tell(Trigger& trigger) { told_.push_back(&trigger); }
  void follow(bool its_end, Trigger& trigger) { (its_end ? at_ends_ : at_begins_).push_back(&trigger); }

 private:
  const Span& strike() const { return fault_.strikes[strike_]; }

  void await_next() {
    if (++strike_ < fault_.strikes.size()) wire_.simulation().schedule(strike().at, sim::Wake::call(this));
  }

  void apply(bool begins) {
    switch (fault_.kind) {
      case Fault::Kind::drop:
      case Fault::Kind::delay:
      case Fault::Kind::duplicate:
      case Fault::Kind::reorder:
      case Fault::Kind::partition: return disturb(begins);
      case Fault::Kind::crash: return begins ? crash(fault_.keeps_content) : restart();
      case Fault::Kind::restart: return crash_and_restart();
      case Fault::Kind::lag: return disturb_lag(begins);
      case Fault::Kind::flush: return flush();
      case Fault::Kind::failover: return begins ? struck_.front().leader->fall() : struck_.front().leader->succeed();
      case Fault::Kind::slow: return slow(begins);
      case Fault::Kind::skew: return skew(begins);
      case Fault::Kind::pause: return begins ? pause() : void();
      case Fault::Kind::remove_shard: return begins ? take_off_ring() : put_on_ring();
      case Fault::Kind::add_shard: return begins ? put_on_ring() : take_off_ring();
      case Fault::Kind::hot_key:
      case Fault::Kind::spike:           // the load knows of them
      case Fault::Kind::deploy: return;  // has events of its own
    }
  }

  void pause() {
    for (Node* node : struck_.front().nodes) node->pause(strike().until);
  }

  // What is kept is kept by a node that is there; else the node is gone, as in a crash.
  void take_off_ring() {
    CacheShard& shard = *struck_.front().shards.front();
    Ring& ring = struck_.front().cluster->ring;
    const std::uint32_t number = struck_.front().cluster->number_of(shard);
    const bool was_on = ring.has(number);
    ring.take_off(number);
    if (was_on) wire_.emit(FactKind::off_ring, {.node = index(shard.id)});
    leave_moved();
    if (fault_.keeps_content) return;
    shard.crash_with_replicas();
    is_gone_ = true;
  }

  void put_on_ring() {
    CacheShard& shard = *struck_.front().shards.front();
    Ring& ring = struck_.front().cluster->ring;
    const std::uint32_t number = struck_.front().cluster->number_of(shard);
    if (std::exchange(is_gone_, false)) shard.restart_with_replicas();
    ring.put_on(number);
    if (ring.has(number)) wire_.emit(FactKind::on_ring, {.node = index(shard.id)});
    leave_moved();
    if (ring.has(number)) shard.warm_up(WarmUp::Comes::back);
  }

  void leave_moved() {
    for (CacheShard* shard : struck_.front().cluster->shards) shard->leave_moved();
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
    shape(disturbance);
    if (begins) {
      wire_.network().disturb(link, disturbance);
    } else {
      wire_.network().undisturb(link, draws_);
    }
  }

  void shape(sim::Disturbance& disturbance) const {
    switch (fault_.kind) {
      case Fault::Kind::delay: disturbance.delay = fault_.by; return;
      case Fault::Kind::duplicate: disturbance.duplicates = fault_.share; return;
      case Fault::Kind::reorder: disturbance.reorder = {fault_.share, fault_.by}; return;
      case Fault::Kind::partition: disturbance.loss = 1; return;
      case Fault::Kind::slow: disturbance.slow_by = fault_.factor; return;
      default: disturbance.loss = fault_.share;
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
    if (!fault_.from.empty()) return disturb(begins);
    const Slowness slowness{fault_.factor, struck_.front().slowed_class};
    for (Node* node : struck_.front().nodes) node->slow(slowness, begins);
  }
  void disturb_lag(bool begins) {
    for (Follower* follower : struck_.front().followers) {
      follower->disturb_lag(fault_.by, fault_.factor, begins);
      if (fault_.stalls) follower->stall(begins);
    }
  }
  /// One node after the other goes, and comes back.
  void deploy_next() {
    const std::vector<Node*>& nodes = struck_.front().deployed;
    CHECK_INVARIANT(!nodes.empty());
    if (turns_ == 0) emit(FactKind::fault_begun);
    Node& node = *nodes[turns_ / 2];
    const bool goes = turns_++ % 2 == 0;
    goes ? node.crash(fault_.keeps_content) : node.restart();
    if (turns_ == 2 * nodes.size()) {
      turns_ = 0;
      emit(FactKind::fault_ended);
      return await_next();
    }
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
    for (Trigger* each : kind == FactKind::fault_begun ? at_begins_ : at_ends_) each->pull();
    if (kind == FactKind::fault_begun && !lasts(fault_))
      for (Trigger* each : at_ends_) each->pull();
  }

  Wire& wire_;
  Fault& fault_;
  std::vector<Parties> struck_;
  std::uint32_t number_;
  std::uint64_t seed_;
  sim::StreamKey draws_;
  bool in_force_ = false;
  bool is_gone_ = false;    ///< A shard that was taken off the ring, with its node.
  std::size_t strike_ = 0;  ///< The one in force, or the next.
  std::size_t turns_ = 0;   ///< deploy: departures and returns so far.
  std::vector<Trigger*> told_;  ///< When its strike is known.
  std::vector<Trigger*> at_begins_;
  std::vector<Trigger*> at_ends_;
};

FaultRunner::FaultRunner(Wire& wire, std::uint64_t seed) : wire_(wire), seed_(seed) {}
FaultRunner::~FaultRunner() = default;

void FaultRunner::add(Fault& fault, std::vector<Parties> struck) {
  const auto number = static_cast<std::uint32_t>(running_.size());
  running_.emplace_back(wire_, fault, std::move(struck), number, seed_);
}

Trigger& FaultRunner::trigger(std::size_t fault) { return running_[fault]; }
void FaultRunner::tell(std::size_t fault, Trigger& trigger) { running_[fault].tell(trigger); }
void FaultRunner::follow(std::size_t fault, bool its_end, Trigger& trigger) {
  running_[fault].follow(its_end, trigger);
}

}  // namespace stalemate::models
