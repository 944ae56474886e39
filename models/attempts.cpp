#include "models/attempts.hpp"
#include "models/backoff.hpp"
#include <algorithm>
#include "models/cache.hpp"
#include "models/tier.hpp"

namespace stalemate::models {
namespace {

std::uint32_t batch_of(const Read& read) { return read.batch; }
std::uint32_t batch_of(const Write&) { return 0; }

}  // namespace

template <class Operation>
void Attempts::begin_request(const Operation& operation) {
  if (client_.crashes != crashes_) [[unlikely]] {
    crashes_ = client_.crashes;
    budget_.reset();
    breaker_.reset();
    tell_turn(operation);
  }
  budget_.deposit();
}

template <class Operation>
Breaker::Pass Attempts::ask_leave(const Operation& operation) {
  const Breaker::Pass pass = breaker_.ask(wire_.now(), batch_of(operation));
  tell_turn(operation);
  return pass;
}

template <class Operation>
void Attempts::ended(const Operation& operation, Breaker::Pass pass, bool succeeded) {
  breaker_.ended(pass, succeeded, wire_.now());
  tell_turn(operation);
}

// It turns at most once at a time, and never to what it was.
template <class Operation>
void Attempts::tell_turn(const Operation& operation) {
  if (breaker_.circuit() == told_) [[likely]]
    return;
  told_ = breaker_.circuit();
  wire_.emit(FactKind::circuit_turned, {.operation = number(operation.operation),
                                        .key = index(operation.key),
                                        .node = index(client_.id),
                                        .outcome = static_cast<std::uint8_t>(told_)});
}

template <class Operation>
void Attempts::note(const Operation& operation, AttemptAs as) {
  wire_.emit(FactKind::attempt, {.operation = number(operation.operation),
                                 .key = index(operation.key),
                                 .slot = operation.request,
                                 .version = static_cast<std::uint32_t>(operation.attempt & ~hedge_bit),
                                 .outcome = static_cast<std::uint8_t>(as)});
}

// An attempt that is not made leaves the reason of the one before it.
template <class Result, class Operation>
sim::Task<Result> Attempts::attempt(Verb verb, Operation operation) {
  Result result{.status = Status::circuit_open};
  begin_request(operation);
  for (;;) {
    const Breaker::Pass pass = ask_leave(operation);
    if (!pass) co_return result;
    note(operation, verb == Verb::request_write ? AttemptAs::write : AttemptAs::read);
    const Asked asked = choose(operation);
    result = {.status = Status::refused};
    if (asked.node != nullptr) {
      Connection connection(asked.instance);
      Call& call = wire_.prepare(client_, *asked.node, asked.verb, operation);
      const Answer answer = co_await wire_.start(call, load_.timeout);
      result = Result(answer);
    }
    ended(operation, pass, result.ok());
    if (result.ok() || !may_retry(operation.attempt)) co_return result;
    co_await wire_.simulation().sleep(backoff(operation.operation, operation.attempt));
    ++operation.attempt;
  }
}

sim::Task<Reply> Attempts::fetch(Read read) {
  if (load_.hedge_after) return hedged(read);
  return attempt<Reply>(Verb::request_read, read);
}

sim::Task<Ack> Attempts::write(Write write) { return attempt<Ack>(Verb::request_write, write); }

// All keys of a multi-get go to one instance.
Attempts::Asked Attempts::choose(const Read& read, const ServiceInstance* but) {
  if (const Cluster* edge = edge_for(read)) [[unlikely]]
    return {&edge->owner_of(read.key), Verb::fetch, nullptr};
  const bool is_same = read.batch != 0 && chosen_.batch == read.batch && chosen_.attempt == read.attempt;
  if (is_same && chosen_.instance != nullptr && chosen_.instance->is_up())
    return {chosen_.instance, Verb::request_read, chosen_.instance};
  ServiceInstance* instance = service_.choose(read.operation, read.attempt, read.session, but);
  if (read.batch != 0) chosen_ = {read.batch, read.attempt, instance};
  return {instance, Verb::request_read, instance};
}

Duration Attempts::backoff(OperationId operation, std::uint16_t attempt) const {
  return backoff_of(load_.retries, attempt, draws_, operation, attempt);
}

/// Keeps the number of a race, while one of those who take part or wait still runs.
class Attempts::Hold {
 public:
  Hold(Attempts& attempts, std::uint32_t race) : attempts_(attempts), race_(race) { ++of().holders; }
  Hold(const Hold&) = delete;
  Hold& operator=(const Hold&) = delete;
  ~Hold() {
    if (--of().holders == 0) attempts_.free_races_.push_back(race_);
  }

 private:
  Race& of() { return attempts_.races_[race_]; }
  Attempts& attempts_;
  std::uint32_t race_;
};

sim::Task<Reply> Attempts::hedged(Read read) {
  Reply reply{.status = Status::circuit_open};
  begin_request(read);
  for (;;) {
    const Breaker::Pass pass = ask_leave(read);
    if (!pass) co_return reply;
    reply = co_await race(read, pass);
    if (reply.ok() || !may_retry(read.attempt)) co_return reply;
    co_await wire_.simulation().sleep(backoff(read.operation, read.attempt));
    ++read.attempt;
  }
}

// Both attempts run beside the request that waits for them: the one that loses outlives it.
sim::Task<Reply> Attempts::race(Read read, Breaker::Pass pass) {
  const std::uint32_t id = open_race();
  Hold hold(*this, id);
  client_.scope.spawn(&Attempts::run_first, this, read, pass, id);
  client_.scope.spawn(&Attempts::run_second, this, read, id);
  co_await races_[id].decided.wait();
  co_return races_[id].reply;
}

sim::Process Attempts::run_first(Read read, Breaker::Pass pass, std::uint32_t id) {
  Hold hold(*this, id);
  note(read, AttemptAs::read);
  const Asked asked = choose(read);
  races_[id].asked = asked.instance;
  const Reply reply = co_await once(read, asked, pass);
  answered(id, reply);
}

sim::Process Attempts::run_second(Read read, std::uint32_t id) {
  Hold hold(*this, id);
  co_await wire_.simulation().sleep(*load_.hedge_after);
  if (races_[id].is_over) co_return;
  if (!budget_.withdraw()) co_return;
  const Breaker::Pass pass = ask_leave(read);  // the last question: who has leave must go
  if (!pass) co_return;
  read.attempt |= hedge_bit;
  ++races_[id].under_way;
  note(read, AttemptAs::hedge);
  const Asked asked = choose(read, races_[id].asked);
  const Reply reply = co_await once(read, asked, pass);
  answered(id, reply);
}

sim::Task<Reply> Attempts::once(Read read, Asked asked, Breaker::Pass pass) {
  Reply reply{.status = Status::refused};
  if (asked.node != nullptr) {
    Connection connection(asked.instance);
    Call& call = wire_.prepare(client_, *asked.node, asked.verb, read);
    const Answer answer = co_await wire_.start(call, load_.timeout);
    reply = Reply(answer);
  }
  ended(read, pass, reply.ok());
  co_return reply;
}

// A failure decides only when no other attempt is under way.
void Attempts::answered(std::uint32_t id, const Reply& reply) {
  Race& of = races_[id];
  --of.under_way;
  if (of.is_over || (!reply.ok() && of.under_way > 0)) return;
  of.reply = reply;
  of.is_over = true;
  if (of.decided.has_waiters()) of.decided.wake_one();
}

std::uint32_t Attempts::open_race() {
  if (free_races_.empty()) {
    free_races_.push_back(static_cast<std::uint32_t>(races_.size()));
    races_.emplace_back(wire_.simulation());
  }
  const std::uint32_t id = free_races_.back();
  free_races_.pop_back();
  races_[id].under_way = 1;
  races_[id].is_over = false;
  return id;
}

}  // namespace stalemate::models
