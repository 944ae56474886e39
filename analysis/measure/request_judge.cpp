#include "analysis/measure/request_judge.hpp"
#include <algorithm>

namespace stalemate::analysis::measure {
namespace {

std::uint64_t of_version(std::uint32_t key, std::uint32_t version) { return std::uint64_t{key} << 32U | version; }

void count_invoked(Requests& requests) {
  ++requests.invoked;
  ++requests.attempts;
}

void merge(Requests& into, const Requests& from) {
  into.invoked += from.invoked;
  into.answered += from.answered;
  into.failed += from.failed;
  into.under_way += from.under_way;
  into.attempts += from.attempts;
  into.hedges += from.hedges;
  for (std::size_t i = 0; i < into.failures.size(); ++i) into.failures[i] += from.failures[i];
}

// An attempt was counted with its invocation: none was made if the circuit was open.
void count_failed(Requests& requests, const sim::Fact& fact) {
  ++requests.failed;
  ++requests.failures[fact.outcome];
  if (fact.outcome == static_cast<std::uint8_t>(models::Status::circuit_open)) --requests.attempts;
}

}  // namespace

Histogram Staleness::over_all(const Histogram& of_stale) const {
  Histogram all;
  all.merge(of_stale);
  all.add(0, answered - stale);
  return all;
}

void Windows::merge(const Windows& other) {
  count += other.count;
  total += other.total;
  longest = std::max(longest, other.longest);
  open += other.open;
  unbounded += other.unbounded;
}

void Affected::merge(const Affected& other) {
  keys += other.keys;  // classes share none
  sessions.insert(other.sessions.begin(), other.sessions.end());
  for (const auto& [caller, reads] : other.callers) callers[caller] += reads;
  longest = std::max(longest, other.longest);
}

void ClassResult::merge(const ClassResult& other) {
  measure::merge(reads, other.reads);
  for (std::size_t i = 0; i < reads.data_lost.size(); ++i) reads.data_lost[i] += other.reads.data_lost[i];
  reads.keys_lost += other.reads.keys_lost;  // classes share none
  measure::merge(writes, other.writes);
  writes.committed += other.writes.committed;
  writes.committed_after_failure += other.writes.committed_after_failure;
  writes.duplicate_commits += other.writes.duplicate_commits;
  writes.lost_updates += other.writes.lost_updates;
  for (std::size_t i = 0; i < writes.lost.size(); ++i) writes.lost[i] += other.writes.lost[i];
  writes.unflushed += other.writes.unflushed;
  staleness.answered += other.staleness.answered;
  staleness.stale += other.staleness.stale;
  staleness.over_bound += other.staleness.over_bound;
  staleness.excused += other.staleness.excused;
  staleness.excused_over_bound += other.staleness.excused_over_bound;
  staleness.has_bound |= other.staleness.has_bound;
  staleness.age_stale.merge(other.staleness.age_stale);
  staleness.lag_stale.merge(other.staleness.lag_stale);
  for (std::size_t i = 0; i < cause_count; ++i) {
    staleness.causes[i] += other.staleness.causes[i];
    staleness.over_bound_causes[i] += other.staleness.over_bound_causes[i];
  }
  staleness.stale_after_ack += other.staleness.stale_after_ack;
  staleness.phantom += other.staleness.phantom;
  staleness.uncommitted += other.staleness.uncommitted;
  staleness.windows.merge(other.staleness.windows);
  staleness.settling.time.merge(other.staleness.settling.time);
  staleness.settling.unsettled += other.staleness.settling.unsettled;
  staleness.affected.merge(other.staleness.affected);
  if (other.staleness.sessions) {
    if (!staleness.sessions) staleness.sessions.emplace();
    staleness.sessions->merge(*other.staleness.sessions);
  }
  read_latency.merge(other.read_latency);
  write_latency.merge(other.write_latency);
  time_to_failure.merge(other.time_to_failure);
  for (std::size_t i = 0; i < latency_by_how.size(); ++i) latency_by_how[i].merge(other.latency_by_how[i]);
}

RequestJudge::RequestJudge(const models::World& world, const Ledger& ledger, CauseJudge& causes)
    : world_(world),
      measured_from_(sim::Instant{} + world.blueprint().warm_up),
      ledger_(ledger),
      causes_(causes),
      stale_by_caller_(world.blueprint().classes.size(), std::vector<std::int64_t>(world.nodes().size())),
      classes_(world.blueprint().classes.size()) {
  const models::Blueprint& blueprint = world.blueprint();
  // Of the users of a closed loop nobody need know, unless something is promised to them.
  const auto promises = [](const models::DataClass& each) { return each.promise.is_of_sessions(); };
  const bool is_promised = std::any_of(blueprint.classes.begin(), blueprint.classes.end(), promises);
  const auto tells_apart = [&](const models::Load& load) {
    return load.sessions > 0 || (is_promised && models::tells_sessions(load));
  };
  if (std::any_of(blueprint.loads.begin(), blueprint.loads.end(), tells_apart)) sessions_.emplace(ledger);
  if (ActJudge::is_needed(blueprint)) acts_.emplace(world, ledger);
  for (std::size_t i = 0; i < classes_.size(); ++i) {
    const models::Promise& promise = blueprint.classes[i].promise;
    classes_[i].name = blueprint.classes[i].name;
    classes_[i].staleness.has_bound = promise.max_age.has_value();
    if (promise.max_age) classes_[i].share = promise.share;
    if (sessions_) classes_[i].staleness.sessions.emplace();
    promised_.emplace_back();
    says_nothing_under_faults_.push_back(!promise.under_faults);
    lives_.push_back(load::entry_life(blueprint.strategy.policies[i]));
    max_age_.push_back(promise.max_age ? promise.max_age->ns : -1);
  }
}

RequestJudge::UnderWay& RequestJudge::open(const sim::Fact& fact, bool writes) {
  if (under_way_.size() <= fact.slot) under_way_.resize(fact.slot + 1);
  UnderWay& request = under_way_[fact.slot];
  const std::size_t data_class = world_.class_of(fact.key);
  request = {.invoked = fact.at, .data_class = static_cast<std::uint32_t>(data_class), .operation = fact.operation};
  request.moment = causes_.now();
  request.session = fact.version;
  request.caller = fact.node;
  request.measured = fact.at >= measured_from_;
  request.open = true;
  request.writes = writes;
  return request;
}

void RequestJudge::read_invoked(const sim::Fact& fact) {
  UnderWay& read = open(fact, false);
  read.then = ledger_.now();
  ledger_.prefetch(fact.key);  // for the answer, which asks what was current by then
  if (read.measured) count_invoked(classes_[read.data_class].reads);
}

void RequestJudge::read_answered(const sim::Fact& fact) {
  UnderWay& read = under_way_[fact.slot];
  read.open = false;
  answered_.count(fact.at);
  const bool excused = is_excused(read);
  if (max_age_[read.data_class] >= 0 && !excused) promised_[read.data_class].answered.count(fact.at);
  const std::uint32_t current = ledger_.version_at(fact.key, read.then);
  const bool stale = fact.version < current;
  if (stale) stale_.count(fact.at);
  if (stale && acts_) acts_->stale_read(fact, {read.data_class, read.invoked, read.then, current, read.measured});
  if (read.measured) {
    ClassResult& result = classes_[read.data_class];
    ++result.reads.answered;
    ++result.staleness.answered;
    result.staleness.excused += excused;
    result.latency_by_how[fact.outcome].add((fact.at - read.invoked).ns);
    if (stale) judge_staleness(fact, read, current);
    result.staleness.phantom += ledger_.is_void(fact.key, fact.version, read.then);
    result.staleness.uncommitted += fact.version > ledger_.greatest(fact.key);
  }
  if (!ends_.empty()) judge_absence(fact, read);
  if (sessions_) sessions_->read_answered(fact, read.session, causes_.now());
  causes_.read_ended(fact);
}

void RequestJudge::judge_staleness(const sim::Fact& fact, const UnderWay& read, std::uint32_t current) {
  const std::uint32_t next = ledger_.next(fact.key, fact.version, read.then);
  const sim::Instant superseded = ledger_.committed_at(fact.key, next);
  const std::int64_t age = (read.invoked - superseded).ns;
  Staleness& staleness = classes_[read.data_class].staleness;
  ++staleness.stale;
  staleness.age_stale.add(age);
  staleness.lag_stale.add(ledger_.live(fact.key, fact.version, current, read.then));
  const Cause cause = causes_.cause_of(fact, read.moment);
  ++staleness.causes[static_cast<std::size_t>(cause)];
  const bool breaks_session = sessions_ && judge_session(fact, read);
  const bool is_late = is_over_bound(read.data_class, sim::Duration{age});
  const bool breaks = breaks_session || (is_late && !is_excused(read));
  if (tell_to_ != nullptr) tell_to_->tell(stale_read(fact, read, current, cause, breaks));
  staleness.stale_after_ack += causes_.was_acknowledged(fact.key, next, read.moment);
  note_affected(fact, read);
  if (!is_late) return;
  staleness.excused_over_bound += is_excused(read);
  if (is_excused(read)) return;
  ++staleness.over_bound;
  ++staleness.over_bound_causes[static_cast<std::size_t>(cause)];
  promised_[read.data_class].over_bound.count(fact.at);
}

// What it was answered is that the key is not there: by a loss, or as was asked for; or it would have expired by now.
void RequestJudge::judge_absence(const sim::Fact& answer, const UnderWay& read) {
  const auto found = ends_.find(of_version(answer.key, answer.version));
  if (found == ends_.end() || !found->second.loss) return;
  End& end = found->second;
  if (read.invoked >= end.expires) return;
  if (const auto idle = lives_[read.data_class].idle)
    end.expires = std::max(end.expires, std::min(end.latest, read.invoked + *idle));
  data_lost_.count(answer.at);
  if (!read.measured) return;
  Reads& reads = classes_[read.data_class].reads;
  ++reads.data_lost.at(static_cast<std::size_t>(*end.loss));
  reads.keys_lost += missed_.insert(answer.key).second;
}

void RequestJudge::sole_ended(const sim::Fact& fact) {
  if (acts_) acts_->sole_ended(fact);
  const auto loss = models::loss_of(static_cast<models::SoleEnd>(fact.outcome));
  const sim::Instant stored = ledger_.committed_at(fact.key, fact.slot);
  const auto at_most = lives_[world_.class_of(fact.key)].at_most;
  ends_[of_version(fact.key, fact.version)] = {loss, sim::Instant{static_cast<std::int64_t>(fact.operation)},
                                               at_most ? stored + *at_most : sim::Instant::never()};
  const bool measured = stored >= measured_from_;
  if (loss && measured) ++classes_[world_.class_of(fact.key)].writes.lost.at(static_cast<std::size_t>(*loss));
}

// That a key has gone in between is nobody's update.
bool RequestJudge::is_blind(const sim::Fact& committed, std::uint32_t read_before) const {
  if (read_before == UnderWay::nothing) return false;
  std::uint32_t next = ledger_.next(committed.key, read_before, ledger_.now());
  while (!ends_.empty() && next < committed.version && ends_.contains(of_version(committed.key, next)))
    next = ledger_.next(committed.key, next, ledger_.now());
  return next < committed.version;
}

StaleRead RequestJudge::stale_read(const sim::Fact& fact, const UnderWay& read, std::uint32_t current, Cause cause,
                                   bool breaks_promise) const {
  const std::uint32_t next = ledger_.next(fact.key, fact.version, read.then);
  return {.operation = fact.operation,
          .invoked = read.invoked,
          .answered = fact.at,
          .superseded = ledger_.committed_at(fact.key, next),
          .key = fact.key,
          .version = fact.version,
          .next = next,
          .current = current,
          .data_class = read.data_class,
          .caller = read.caller,
          .node = fact.node,
          .how = static_cast<models::How>(fact.outcome),
          .cause = cause,
          .breaks_promise = breaks_promise};
}

bool RequestJudge::judge_session(const sim::Fact& fact, const UnderWay& read) {
  Sessions& sessions = *classes_[read.data_class].staleness.sessions;
  const SessionJudge::Request by{read.session, read.moment, read.then};
  const bool misses_own = sessions_->breaks_read_your_writes(fact, by);
  const bool goes_back = sessions_->breaks_monotonic_reads(fact, by);
  sessions.read_your_writes += misses_own;
  sessions.monotonic_reads += goes_back;
  if (is_excused(read)) return false;
  sessions.broken_read_your_writes += misses_own;
  sessions.broken_monotonic_reads += goes_back;
  const models::Promise& promise = world_.blueprint().classes[read.data_class].promise;
  return (misses_own && promise.read_your_writes) || (goes_back && promise.monotonic_reads);
}

void RequestJudge::fault_turned(const sim::Fact& fact) {
  last_fault_ = fact.at;
  const bool begins = models::kind_of(fact) == models::FactKind::fault_begun;
  if (begins && !models::lasts(world_.blueprint().faults[fact.slot])) return;
  faults_in_force_ += begins ? 1 : -1;
}

void RequestJudge::note_affected(const sim::Fact& fact, const UnderWay& read) {
  Affected& affected = classes_[read.data_class].staleness.affected;
  if (read.session != 0) affected.sessions.insert(read.session);
  ++stale_by_caller_[read.data_class][read.caller];
  const auto [exposed, is_new] = exposed_.try_emplace(fact.key, Exposure{fact.version, read.invoked});
  affected.keys += is_new;
  Exposure& exposure = exposed->second;
  if (exposure.version != fact.version) exposure = {fact.version, read.invoked};
  affected.longest = std::max(affected.longest, read.invoked - exposure.since);
}

void RequestJudge::read_failed(const sim::Fact& fact) {
  UnderWay& read = under_way_[fact.slot];
  read.open = false;
  causes_.read_ended(fact);
  failed_.count(fact.at);
  if (!read.measured) return;
  ClassResult& result = classes_[read.data_class];
  count_failed(result.reads, fact);
  result.time_to_failure.add((fact.at - read.invoked).ns);
}

void RequestJudge::write_invoked(const sim::Fact& fact) {
  UnderWay& write = open(fact, true);
  if (write.measured) count_invoked(classes_[write.data_class].writes);
  open_writes_[fact.operation] = fact.slot;
}

void RequestJudge::write_answered(const sim::Fact& fact) {
  UnderWay& write = under_way_[fact.slot];
  write.open = false;
  open_writes_.erase(fact.operation);
  causes_.write_answered(fact);
  if (sessions_) sessions_->write_answered(fact, write.session, causes_.now());
  answered_.count(fact.at);
  written_.count(fact.at);
  if (!write.measured) return;
  ++classes_[write.data_class].writes.answered;
  classes_[write.data_class].write_latency.add((fact.at - write.invoked).ns);
}

void RequestJudge::write_failed(const sim::Fact& fact) {
  UnderWay& write = under_way_[fact.slot];
  write.open = false;
  open_writes_.erase(fact.operation);
  failed_.count(fact.at);
  if (write.commits == 0) failed_writes_[fact.operation] = {write.data_class, write.measured};
  if (!write.measured) return;
  Writes& writes = classes_[write.data_class].writes;
  count_failed(writes, fact);
  classes_[write.data_class].time_to_failure.add((fact.at - write.invoked).ns);
  if (write.commits > 0) ++writes.committed_after_failure;
}

void RequestJudge::attempt(const sim::Fact& fact) {
  const UnderWay& request = under_way_[fact.slot];
  const bool is_hedge = fact.outcome == static_cast<std::uint8_t>(models::AttemptAs::hedge);
  // The first is counted with the invocation, since a load without retries tells no attempts.
  const bool is_first = fact.version == 0 && !is_hedge;
  if (!request.measured || is_first) return;
  ClassResult& result = classes_[request.data_class];
  Requests& requests = request.writes ? static_cast<Requests&>(result.writes) : result.reads;
  ++requests.attempts;
  requests.hedges += is_hedge;
}

void RequestJudge::based_on(const sim::Fact& fact) {
  under_way_[fact.slot].read_before = fact.version;
  if (acts_) acts_->based_on(fact);
}

void RequestJudge::committed(const sim::Fact& fact) {
  const bool measured = fact.at >= measured_from_;
  if (acts_) acts_->committed(fact, measured);
  if (world_.is_derived(fact.key)) return;  // it was not written
  Writes& writes = classes_[world_.class_of(fact.key)].writes;
  if (measured) ++writes.committed;
  if (const auto open = open_writes_.find(fact.operation); open != open_writes_.end()) {
    UnderWay& write = under_way_[open->second];
    if (write.commits++ > 0 && measured) ++writes.duplicate_commits;
    if (write.commits == 1 && measured && is_blind(fact, write.read_before)) ++writes.lost_updates;
  } else if (const auto failed = failed_writes_.find(fact.operation); failed != failed_writes_.end()) {
    // Its client had been told that it failed.
    classes_[failed->second.data_class].writes.committed_after_failure += failed->second.measured;
    failed_writes_.erase(failed);
  } else if (measured) {
    ++writes.duplicate_commits;  // of a write that has ended and had committed before
  }
}

void RequestJudge::voided(const sim::Fact& fact) {
  if (world_.is_derived(fact.key)) return;
  const bool measured = ledger_.committed_at(fact.key, fact.version) >= measured_from_;
  if (measured) ++classes_[world_.class_of(fact.key)].writes.lost.at(fact.outcome);
}

void RequestJudge::finish(sim::Instant end, RunResult& result) {
  for (const UnderWay& request : under_way_) {
    if (!request.open || !request.measured) continue;
    ClassResult& of = classes_[request.data_class];
    ++(request.writes ? static_cast<Requests&>(of.writes) : of.reads).under_way;
  }
  result.total.name = "all";
  std::vector<Settling> settling = causes_.copies().settling();
  for (std::size_t i = 0; i < classes_.size(); ++i) {
    classes_[i].staleness.windows = causes_.copies().windows()[i];
    classes_[i].staleness.settling = std::move(settling[i]);
    classes_[i].writes.unflushed = causes_.buffers().waiting(i);
    for (std::size_t node = 0; node < stale_by_caller_[i].size(); ++node)
      if (const std::int64_t reads = stale_by_caller_[i][node]; reads > 0)
        classes_[i].staleness.affected.callers[world_.nodes()[node].group] += reads;
  }
  if (acts_) acts_->finish(classes_);
  for (ClassResult& of : classes_) {
    for (const Histogram& how : of.latency_by_how) of.read_latency.merge(how);
    result.total.merge(of);
  }
  result.classes = std::move(classes_);
  PerSecond over_bound;
  for (const Promised& each : promised_) over_bound.add(each.over_bound);
  result.series = {answered_.until(end), stale_.until(end), failed_.until(end), over_bound.until(end),
                   data_lost_.until(end)};
  for (const Promised& each : promised_)
    result.series.promises.push_back({each.answered.until(end), each.over_bound.until(end)});
  result.series.reads = result.series.answered;
  result.series.wrong_entries = causes_.copies().wrong_entries(end);
  const auto written = written_.until(end);
  for (std::size_t s = 0; s < written.size(); ++s) result.series.reads[s] -= written[s];
}

}  // namespace stalemate::analysis::measure
