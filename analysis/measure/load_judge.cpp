#include "analysis/measure/load_judge.hpp"
#include <algorithm>
#include <cmath>

namespace stalemate::analysis::measure {
namespace {

double second_of(sim::Instant at) { return sim::seconds(at - sim::Instant{}); }

std::vector<double> figures_until(const PerSecond& counts, sim::Instant end) {
  const auto all = counts.until(end);
  return {all.begin(), all.end()};
}

bool is_told_of(const models::Load& load) {
  return load.priority != models::Priority::normal || load.breaker || load.is_canary;
}

bool tells_loads(const models::Blueprint& blueprint) {
  return std::any_of(blueprint.loads.begin(), blueprint.loads.end(), is_told_of);
}

}  // namespace

bool LoadJudge::is_needed(const models::Blueprint& blueprint) {
  const auto watches = [](const models::Alert& alert) { return models::quantile_of(alert.signal) > 0; };
  return tells_loads(blueprint) || std::any_of(blueprint.alerts.begin(), blueprint.alerts.end(), watches);
}

LoadJudge::LoadJudge(const models::World& world)
    : world_(world), measured_from_(sim::Instant{} + world.blueprint().warm_up) {
  for (const models::Load& load : world.blueprint().loads) {
    Load& made = loads_.emplace_back();
    made.result.name = load.name;
    made.result.priority = load.priority;
    if (load.breaker) made.result.circuit.emplace();
    if (!load.is_canary) continue;
    made.result.canary.emplace();
    made.canary.emplace();
  }
  const auto& alerts = world.blueprint().alerts;
  for (std::size_t i = 0; i < alerts.size(); ++i) {
    if (models::quantile_of(alerts[i].signal) > 0) watch(alerts[i], i);
    if (alerts[i].signal == models::Alert::Signal::canary_stale)
      canary_alerts_.emplace_back(i, *load_named(alerts[i].of));
  }
}

void LoadJudge::watch(const models::Alert& alert, std::size_t number) {
  const sim::Duration bound{std::llround(alert.bound * 1e9)};
  std::optional<std::size_t> data_class;
  if (!alert.data_class.empty()) data_class = index(world_.class_named(alert.data_class));
  watched_.push_back({.alert = number, .load = load_named(alert.of), .data_class = data_class, .bound = bound});
}

std::optional<std::size_t> LoadJudge::load_named(const std::string& name) const {
  for (std::size_t i = 0; i < loads_.size(); ++i)
    if (loads_[i].result.name == name) return i;
  return std::nullopt;
}

Requests& LoadJudge::requests_of(const UnderWay& request) {
  RequestsOfLoad& result = loads_[request.load].result;
  return request.writes ? result.writes : result.reads;
}

void LoadJudge::invoked(const sim::Fact& fact, bool writes) {
  if (under_way_.size() <= fact.slot) under_way_.resize(fact.slot + 1);
  UnderWay& request = under_way_[fact.slot];
  request = {.invoked = fact.at, .load = static_cast<std::uint32_t>(world_.load_of(fact.operation))};
  request.measured = fact.at >= measured_from_;
  request.writes = writes;
  if (const auto& canary = loads_[request.load].canary; canary && !writes) {
    const auto acknowledged = canary->acknowledged.find(fact.key);
    if (acknowledged != canary->acknowledged.end()) request.known = acknowledged->second;
  }
  if (!request.measured) return;
  ++requests_of(request).invoked;
  ++requests_of(request).attempts;
}

// The first is counted with the invocation, since a load without retries tells no attempts.
void LoadJudge::attempt(const sim::Fact& fact) {
  const UnderWay& request = under_way_[fact.slot];
  const bool is_hedge = fact.outcome == static_cast<std::uint8_t>(models::AttemptAs::hedge);
  const bool is_first = fact.version == 0 && !is_hedge;
  if (!request.measured || is_first) return;
  ++requests_of(request).attempts;
  requests_of(request).hedges += is_hedge;
}

void LoadJudge::answered(const sim::Fact& fact) {
  const UnderWay& request = under_way_[fact.slot];
  if (loads_[request.load].canary) judge_canary(fact, request);
  watch_latency(fact, request);
  if (!request.measured) return;
  ++requests_of(request).answered;
  loads_[request.load].result.latency.add((fact.at - request.invoked).ns);
}

void LoadJudge::judge_canary(const sim::Fact& fact, const UnderWay& request) {
  Load& load = loads_[request.load];
  if (request.writes) {
    std::uint32_t& acknowledged = load.canary->acknowledged[fact.key];
    acknowledged = std::max(acknowledged, fact.version);
    return;
  }
  const bool is_stale = fact.version < request.known;
  load.canary->reads.count(fact.at);
  if (is_stale) load.canary->stale.count(fact.at);
  load.result.canary->reads += request.measured;
  load.result.canary->stale += request.measured && is_stale;
}

void LoadJudge::watch_latency(const sim::Fact& fact, const UnderWay& request) {
  for (Watched& each : watched_) {
    if (each.load.value_or(request.load) != request.load) continue;
    if (each.data_class && *each.data_class != world_.class_of(fact.key)) continue;
    each.all.count(fact.at);
    if (fact.at - request.invoked > each.bound) each.slow.count(fact.at);
  }
}

// None was made if the circuit was open.
void LoadJudge::failed(const sim::Fact& fact) {
  const UnderWay& request = under_way_[fact.slot];
  if (!request.measured) return;
  Requests& requests = requests_of(request);
  ++requests.failed;
  ++requests.failures[fact.outcome];
  if (fact.outcome == static_cast<std::uint8_t>(models::Status::circuit_open)) --requests.attempts;
}

void LoadJudge::shed(const sim::Fact& fact) {
  if (fact.at < measured_from_ || world_.warms_up(fact.operation)) return;
  RequestsOfLoad& load = loads_[world_.load_of(fact.operation)].result;
  ++(models::ShedAs::unpacked(fact.outcome).was_displaced ? load.displaced : load.below);
}

void LoadJudge::circuit_turned(const sim::Fact& fact) {
  Load& load = loads_[world_.load_of(fact.operation)];
  CircuitResult& circuit = *load.result.circuit;
  const models::Circuit before = load.circuit;
  load.circuit = static_cast<models::Circuit>(fact.outcome);
  load.caller = fact.node;
  if (before == load.circuit) return;  // a new process says that its circuit is closed, as it was
  if (before == models::Circuit::closed) circuit.spans.emplace_back(second_of(fact.at), std::nullopt);
  if (load.circuit == models::Circuit::closed) circuit.spans.back().second = second_of(fact.at);
  circuit.opened += load.circuit == models::Circuit::open && fact.at >= measured_from_;
}

// With its caller's process the circuit is gone, and the next one is closed.
void LoadJudge::node_down(const sim::Fact& fact) {
  for (Load& load : loads_) {
    if (load.circuit == models::Circuit::closed || load.caller != fact.node) continue;
    load.circuit = models::Circuit::closed;
    load.result.circuit->spans.back().second = second_of(fact.at);
  }
}

void LoadJudge::close(CircuitResult& circuit, sim::Instant end) const {
  for (const auto& [from_s, until_s] : circuit.spans) {
    const double begun_s = std::max(from_s, second_of(measured_from_));
    circuit.open_s += std::max(0.0, until_s.value_or(second_of(end)) - begun_s);
  }
}

void LoadJudge::finish(sim::Instant end, RunResult& result) {
  if (!tells_loads(world_.blueprint())) return;
  for (Load& load : loads_) {
    for (Requests* each : {&load.result.reads, &load.result.writes})
      each->under_way = each->invoked - each->answered - each->failed;
    if (load.result.circuit) close(*load.result.circuit, end);
    result.loads.push_back(std::move(load.result));
  }
}

// The quantile is above the bound if more than the rest of the answers are: of nearest rank, exactly then.
std::vector<Signal> LoadJudge::signals(sim::Instant end) const {
  const auto& alerts = world_.blueprint().alerts;
  std::vector<Signal> signals(alerts.size());
  for (const Watched& each : watched_)
    signals[each.alert] = {figures_until(each.slow, end), figures_until(each.all, end),
                           1 - models::quantile_of(alerts[each.alert].signal)};
  for (const auto& [alert, load] : canary_alerts_) {
    const Canary& canary = *loads_[load].canary;
    signals[alert] = {figures_until(canary.stale, end), figures_until(canary.reads, end)};
  }
  return signals;
}

}  // namespace stalemate::analysis::measure
