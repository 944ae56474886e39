#include "analysis/measure/measurement.hpp"
#include <algorithm>
#include "analysis/measure/incidents.hpp"
#include "analysis/measure/recovery.hpp"

namespace stalemate::analysis::measure {

using models::FactKind;

namespace {

bool tells_change(models::Verb verb) {
  return verb == models::Verb::drop || verb == models::Verb::update || verb == models::Verb::publish;
}

}  // namespace

Measurement::Measurement(models::World& world)
    : world_(world),
      measured_from_(sim::Instant{} + world.blueprint().warm_up),
      ledger_(world.first_keys().back()),
      causes_(world, ledger_),
      requests_(world, ledger_, causes_),
      dependency_(world),
      steps_(measured_from_, ledger_),
      origins_(world),
      caches_(world),
      traffic_(world) {
  for (const models::DataClass& data_class : world.blueprint().classes) value_bytes_.push_back(data_class.value_bytes);
  for (const models::NodeSpec& node : world.blueprint().nodes)
    if (drops_abandoned(node)) abandoned_[node.name] = 0;
  if (BusJudge::is_needed(world.blueprint())) buses_.emplace(world);
  if (LoadJudge::is_needed(world.blueprint())) by_load_.emplace(world);
  if (ClassSignals::are_needed(world.blueprint())) by_class_.emplace(world);
  world.facts().set_judge(judge_of(std::make_index_sequence<models::fact_kinds>{}));
}

template <FactKind kind>
void Measurement::judge(const sim::Fact& fact) {
  switch (kind) {
    case FactKind::read_invoked: return read_invoked(fact);
    case FactKind::read_answered: return read_answered(fact);
    case FactKind::read_failed: return read_failed(fact);
    case FactKind::write_invoked: return write_invoked(fact);
    case FactKind::write_answered: return write_answered(fact);
    case FactKind::write_failed: return write_failed(fact);
    case FactKind::attempt: return attempt(fact);
    case FactKind::committed: return committed(fact);
    case FactKind::lookup: return lookup(fact);
    case FactKind::joined: causes_.joined(fact); return caches_.joined(fact);
    case FactKind::flight_shared: return causes_.flight_shared(fact);
    case FactKind::stored: return stored(fact);
    case FactKind::stood_in: return caches_.stood_in(fact);
    case FactKind::store_refused: return caches_.store_refused(fact);
    case FactKind::removed: return removed(fact);
    case FactKind::kept: return causes_.kept(fact, world_.class_of(fact.key));
    case FactKind::change_arrived: return change_arrived(fact);
    case FactKind::acknowledged: return causes_.acknowledged(fact, world_.class_of(fact.key));
    case FactKind::appended: return causes_.appended(fact, world_.class_of(fact.key));
    case FactKind::change_failed: return causes_.change_failed(fact, world_.class_of(fact.key));
    case FactKind::fetch_begun: return caches_.fetch_begun(fact);
    case FactKind::fetch_ended: return fetch_ended(fact);
    case FactKind::call_failed: return call_failed(fact);
    case FactKind::request_begun: return steps_.begun(fact);
    case FactKind::read_of_request: return steps_.read_begun(fact);
    case FactKind::request_ended: return steps_.ended(fact);
    case FactKind::origin_arrived: return origin_arrived(fact);
    case FactKind::origin_started: causes_.origin_started(fact); return origins_.started(fact);
    case FactKind::origin_ended: return origins_.ended(fact);
    case FactKind::origin_refused: return origins_.refused(fact);
    case FactKind::node_down: return node_down(fact);
    case FactKind::node_up: return causes_.node_up(fact), origins_.node_up(fact);
    case FactKind::off_ring: return causes_.off_ring(fact);
    case FactKind::on_ring: return causes_.on_ring(fact);
    case FactKind::message_sent: return message_sent(fact);
    case FactKind::message_lost: return message_lost(fact);
    case FactKind::change_sent: causes_.change_sent(fact); changes_sent_ += is_measured(fact); return;
    case FactKind::replicated: return causes_.replicated(fact);
    case FactKind::based_on: return requests_.based_on(fact);
    case FactKind::message_doubled: return message_doubled(fact);
    case FactKind::voided: return voided(fact);
    case FactKind::leader_asked: return traffic_.leader_asked(fact);
    case FactKind::sole_ended: return sole_ended(fact);
    case FactKind::flushed: return causes_.flushed(fact, world_.class_of(fact.key));
    case FactKind::generation_set: return causes_.generation_set(fact);
    case FactKind::generation_found: return causes_.generation_found(fact);
    case FactKind::stored_under: return causes_.stored_under(fact);
    case FactKind::shed: return shed(fact);
    case FactKind::circuit_turned: return circuit_turned(fact);
    case FactKind::given: return given(fact);
    case FactKind::taken_over: return caches_.taken_over(fact);
    case FactKind::abandoned: return abandoned(fact);
    case FactKind::fault_begun: case FactKind::fault_ended: return requests_.fault_turned(fact);
    case FactKind::preload: case FactKind::error_kept:
    case FactKind::marker: case FactKind::outlived: case FactKind::write_of_request: return;
  }
}

template <std::size_t... kinds>
sim::FactJudge Measurement::judge_of(std::index_sequence<kinds...>) {
  sim::FactJudge judge;
  judge.self = this;
  ((judge.handles[kinds] =
        [](void* self, const sim::Fact& fact) {
          static_cast<Measurement*>(self)->judge<static_cast<FactKind>(kinds)>(fact);
        }),
   ...);
  return judge;
}

void Measurement::read_invoked(const sim::Fact& fact) {
  if (by_load_) by_load_->invoked(fact, false);
  requests_.read_invoked(fact);
  if (is_measured(fact)) dependency_.invoked(fact, false);
}

void Measurement::write_invoked(const sim::Fact& fact) {
  if (by_load_) by_load_->invoked(fact, true);
  requests_.write_invoked(fact);
  if (is_measured(fact)) dependency_.invoked(fact, true);
}

void Measurement::write_answered(const sim::Fact& fact) {
  if (by_load_) by_load_->answered(fact);
  if (by_class_) by_class_->ended(fact, false);
  requests_.write_answered(fact);
}

void Measurement::write_failed(const sim::Fact& fact) {
  if (by_load_) by_load_->failed(fact);
  if (by_class_) by_class_->ended(fact, true);
  requests_.write_failed(fact);
}

void Measurement::attempt(const sim::Fact& fact) {
  if (by_load_) by_load_->attempt(fact);
  requests_.attempt(fact);
}

void Measurement::shed(const sim::Fact& fact) {
  if (by_load_) by_load_->shed(fact);
}

void Measurement::abandoned(const sim::Fact& fact) {
  if (is_measured(fact)) ++abandoned_[world_.nodes()[fact.node].group];
}

void Measurement::node_down(const sim::Fact& fact) {
  causes_.node_down(fact);
  origins_.node_down(fact);
  caches_.node_down(fact);
  if (by_load_) by_load_->node_down(fact);
}

void Measurement::circuit_turned(const sim::Fact& fact) {
  if (by_load_) by_load_->circuit_turned(fact);
}

void Measurement::read_answered(const sim::Fact& fact) {
  if (by_load_) by_load_->answered(fact);
  if (by_class_) by_class_->ended(fact, false);
  caches_.read_ended(fact);
  traffic_.read_ended(fact);
  steps_.read_answered(fact);
  requests_.read_answered(fact);
}

void Measurement::read_failed(const sim::Fact& fact) {
  if (by_load_) by_load_->failed(fact);
  if (by_class_) by_class_->ended(fact, true);
  caches_.read_ended(fact);
  traffic_.read_ended(fact);
  steps_.read_failed(fact);
  requests_.read_failed(fact);
}

void Measurement::call_failed(const sim::Fact& fact) {
  causes_.call_failed(fact);
  caches_.call_failed(fact);
  if (tells_change(static_cast<models::Verb>(fact.version))) {
    changes_failed_.count(fact.at);
    if (by_class_) by_class_->change_failed(fact);
  }
  if (is_measured(fact)) traffic_.call_failed(fact);
}

void Measurement::change_arrived(const sim::Fact& fact) {
  const auto lag = causes_.change_arrived(fact);
  if (by_class_ && lag) by_class_->change_arrived(fact, *lag);
  caches_.change_arrived(fact);
}

void Measurement::origin_arrived(const sim::Fact& fact) {
  const bool reads = fact.outcome == 0;
  if (by_class_ && reads) by_class_->origin_read(fact);
  origins_.arrived(fact);
}

void Measurement::message_sent(const sim::Fact& fact) {
  if (!is_measured(fact)) return;
  traffic_.message_sent(fact);
  if (buses_) buses_->message_sent(fact);
}

void Measurement::message_lost(const sim::Fact& fact) {
  if (is_measured(fact)) {
    traffic_.message_lost();
    if (buses_) buses_->message_lost(fact);
  }
  causes_.message_lost(fact, world_.class_of(fact.key));
}

void Measurement::message_doubled(const sim::Fact& fact) {
  if (is_measured(fact)) traffic_.message_doubled(fact);
  causes_.message_doubled(fact, world_.class_of(fact.key));
}

void Measurement::lookup(const sim::Fact& fact) {
  const std::optional<bool> hit = caches_.lookup(fact);
  if (by_class_ && hit) by_class_->looked_up(fact, *hit);
  if (!models::has_found(fact)) return;
  causes_.hit(fact);
  if (is_measured(fact)) traffic_.hit(fact);
}

void Measurement::given(const sim::Fact& fact) {
  causes_.given(fact);
  if (is_measured(fact)) traffic_.given(fact);
}

// Of what warms a copy no answer tells the end.
void Measurement::fetch_ended(const sim::Fact& fact) {
  caches_.fetch_ended(fact);
  if (!world_.warms_up(fact.operation)) [[likely]]
    return;
  traffic_.read_ended(fact);
  causes_.read_ended(fact);
}

void Measurement::stored(const sim::Fact& fact) {
  const std::size_t data_class = world_.class_of(fact.key);
  causes_.stored(fact, data_class);
  caches_.stored(fact, value_bytes_[data_class]);
}

void Measurement::removed(const sim::Fact& fact) {
  const std::size_t data_class = world_.class_of(fact.key);
  causes_.removed(fact, data_class);
  caches_.removed(fact, value_bytes_[data_class]);
}

void Measurement::committed(const sim::Fact& fact) {
  const std::size_t data_class = world_.class_of(fact.key);
  ledger_.commit(fact.key, fact.version, fact.at);
  if (!world_.blueprint().classes[data_class].derived_from.empty()) ledger_.join_last();
  causes_.committed(fact, data_class);
  requests_.committed(fact);
}

void Measurement::voided(const sim::Fact& fact) {
  ledger_.annul(fact.key, fact.version, fact.at);
  causes_.voided(fact, world_.class_of(fact.key));
  requests_.voided(fact);
}

// That a key is not there is a version too.
void Measurement::sole_ended(const sim::Fact& fact) {
  ledger_.commit(fact.key, fact.version, fact.at);
  causes_.sole_ended(fact, world_.class_of(fact.key));
  requests_.sole_ended(fact);
}

RunResult Measurement::result() {
  RunResult result;
  result.digest = world_.facts().digest();
  result.facts = world_.facts().count();
  const sim::Instant end = world_.now();
  result.measured_s = std::max(0.0, sim::seconds(end - measured_from_));
  requests_.finish(end, result);
  result.requests = steps_.finish();
  origins_.finish(end, result.load);
  caches_.finish(end, result.load);
  if (buses_) buses_->finish(end, result.load);
  const std::int64_t reads = result.total.reads.invoked;
  if (reads > 0) result.load.amplification = static_cast<double>(origins_.reads()) / static_cast<double>(reads);
  traffic_.finish(result.load);
  result.load.abandoned = abandoned_;
  result.load.changes = causes_.changes();
  result.load.changes.attempts = changes_sent_;
  result.load.changes.failed_series = changes_failed_.until(end);
  dependency_.finish(result.load);
  add_strikes(result);
  add_recovery(result);
  std::vector<Signal> signals = by_load_ ? by_load_->signals(end) : std::vector<Signal>{};
  signals.resize(world_.blueprint().alerts.size());
  if (by_class_) by_class_->fill(signals, end);
  if (by_load_) by_load_->finish(end, result);
  if (!world_.blueprint().alerts.empty()) add_incidents(world_.blueprint(), signals, end, result);
  return result;
}

void Measurement::add_strikes(RunResult& result) const {
  const auto second = [](sim::Instant at) { return sim::seconds(at - sim::Instant{}); };
  for (const models::Fault& fault : world_.blueprint().faults) {
    FaultResult& of = result.struck.emplace_back(FaultResult{fault.name, {}});
    for (const models::Span& strike : fault.strikes) {
      if (strike.at >= world_.now()) break;
      std::optional<double> until;
      if (!lasts(fault)) until = second(strike.at);
      if (lasts(fault) && strike.until <= world_.now()) until = second(strike.until);
      of.strikes.emplace_back(second(strike.at), until);
    }
  }
}

void Measurement::add_recovery(RunResult& result) const {
  std::vector<double> goodput(result.series.answered.begin(), result.series.answered.end());
  for (const models::Fault& fault : world_.blueprint().faults) {
    if (fault.every) continue;  // before one strike's end is healed the next has come
    if (fault.strikes.empty()) {
      result.recovery.push_back({fault.name, 0, 0, false});
      continue;
    }
    const models::Span& strike = fault.strikes.front();
    const sim::Instant over = strike.until == sim::Instant::never() ? strike.at : strike.until;
    const auto began = static_cast<std::size_t>(strike.at.ns / 1'000'000'000);
    const auto from = static_cast<std::size_t>((over.ns + 999'999'999) / 1'000'000'000);
    const Healing healing = time_to_heal(result.series.stale, result.series.reads, began, from);
    result.recovery.push_back({fault.name, time_back(goodput, began, from), healing.after_s, healing.worsened});
  }
}

RunResult run_and_measure(models::Blueprint blueprint) {
  models::World world(std::move(blueprint));
  Measurement measurement(world);
  world.run();
  return measurement.result();
}

}  // namespace stalemate::analysis::measure
