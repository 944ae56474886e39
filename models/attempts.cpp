#include "models/attempts.hpp"
#include <algorithm>

namespace stalemate::models {

template <class Operation>
void Attempts::note(const Operation& operation, bool writes) {
  wire_.emit(FactKind::attempt, {.operation = number(operation.operation),
                                 .key = index(operation.key),
                                 .slot = operation.request,
                                 .version = operation.attempt,
                                 .outcome = writes});
}

template <class Result, class Operation>
sim::Task<Result> Attempts::attempt(Verb verb, Operation operation) {
  for (;;) {
    note(operation, verb == Verb::request_write);
    ServiceInstance* instance = choose(operation);
    Result result{.status = Status::refused};
    if (instance != nullptr) {
      Call& call = wire_.prepare(client_, *instance, verb, operation);
      const Answer answer = co_await wire_.start(call, load_.timeout);
      result = Result(answer);
    }
    if (result.ok() || gives_up(operation.attempt)) co_return result;
    co_await wire_.simulation().sleep(backoff(operation.operation, operation.attempt));
    ++operation.attempt;
  }
}

sim::Task<Reply> Attempts::fetch(Read read) {
  const Reply reply = co_await attempt<Reply>(Verb::request_read, read);
  co_return reply;
}

sim::Task<Ack> Attempts::write(Write write) {
  const Ack ack = co_await attempt<Ack>(Verb::request_write, write);
  co_return ack;
}

// All keys of a multi-get go to one instance.
ServiceInstance* Attempts::choose(const Read& read) {
  const bool is_same = read.batch != 0 && chosen_.batch == read.batch && chosen_.attempt == read.attempt;
  if (is_same && chosen_.instance != nullptr && chosen_.instance->is_up()) return chosen_.instance;
  ServiceInstance* instance = service_.choose(read.operation, read.attempt, read.session);
  if (read.batch != 0) chosen_ = {read.batch, read.attempt, instance};
  return instance;
}

Duration Attempts::backoff(OperationId operation, std::uint16_t attempt) const {
  const Retries& retries = load_.retries;
  if (retries.kind == Retries::Backoff::fixed) return retries.base;
  const int doublings = std::min<int>(attempt, 40);
  const double grown = static_cast<double>(retries.base.ns) * static_cast<double>(std::int64_t{1} << doublings);
  const Duration capped{static_cast<std::int64_t>(std::min(grown, static_cast<double>(retries.cap.ns)))};
  if (retries.kind == Retries::Backoff::exponential) return capped;
  sim::OperationDraw draw(draws_, number(operation), attempt);
  return {static_cast<std::int64_t>(sim::below(draw, static_cast<std::uint64_t>(capped.ns) + 1))};
}

}  // namespace stalemate::models
