#include "analysis/measure/step_judge.hpp"
#include <algorithm>

namespace stalemate::analysis::measure {
namespace {

template <class T>
T& slot_of(std::vector<T>& all, std::uint32_t slot) {
  if (all.size() <= slot) all.resize(slot + 1);
  return all[slot];
}

WholeRequests::Served served_by_caches(std::size_t hits, std::size_t answers) {
  if (hits == 0) return WholeRequests::not_cached;
  return hits == answers ? WholeRequests::wholly : WholeRequests::partly;
}

}  // namespace

void StepJudge::begun(const sim::Fact& fact) {
  Request& request = slot_of(requests_, fact.slot);
  request.begun = fact.at;
  ++request.turn;
  request.is_open = true;
  request.is_measured = fact.at >= measured_from_;
  request.hits = 0;
  request.answers.clear();
  if (request.is_measured) ++result_.invoked;
}

void StepJudge::read_begun(const sim::Fact& fact) {
  slot_of(reads_, fact.slot) = {fact.version, requests_[fact.version].turn, true};
}

/// The request that still waits for this read, if there is one.
StepJudge::Request* StepJudge::take(const sim::Fact& end_of_read) {
  if (end_of_read.slot >= reads_.size()) return nullptr;
  Read& read = reads_[end_of_read.slot];
  if (!read.is_open) return nullptr;
  read.is_open = false;
  Request& request = requests_[read.request];
  return request.is_open && request.turn == read.turn ? &request : nullptr;
}

void StepJudge::answered(const sim::Fact& fact) {
  Request* request = take(fact);
  if (request == nullptr) return;
  request->answers.push_back({fact.key, fact.version});
  request->hits += fact.outcome == static_cast<std::uint8_t>(models::How::hit) ? 1 : 0;
}

void StepJudge::ended(const sim::Fact& fact) {
  Request& request = requests_[fact.slot];
  request.is_open = false;
  if (!request.is_measured) return;
  if (fact.outcome != static_cast<std::uint8_t>(models::Status::ok)) {
    ++result_.failed;
    ++result_.failures[fact.outcome];
    return;
  }
  ++result_.answered;
  const auto served = served_by_caches(request.hits, request.answers.size());
  result_.latency_by_served[served].add((fact.at - request.begun).ns);
  result_.torn += is_torn(request.answers) ? 1 : 0;
}

// Each version lived from its commit to the next one of its key; all of them together from the last of those beginnings
// to the first of those ends.
bool StepJudge::is_torn(const std::vector<Answer>& answers) const {
  if (ledger_.has_voids()) [[unlikely]]
    return never_lived_together(answers);
  std::uint32_t from = 0;
  std::uint32_t until = Ledger::not_yet;
  for (const Answer& answer : answers) {
    from = std::max(from, ledger_.whole(ledger_.place_of(answer.key, answer.version)));
    until = std::min(until, ledger_.whole(ledger_.place_of(answer.key, answer.version + 1)));
  }
  return from >= until;
}

// A version whose successor became void lived twice. All lived together when one of them came to life, if ever.
bool StepJudge::never_lived_together(const std::vector<Answer>& answers) const {
  const auto live_at = [&](Ledger::Then then) {
    return std::all_of(answers.begin(), answers.end(),
                       [&](const Answer& answer) { return ledger_.version_at(answer.key, then) == answer.version; });
  };
  for (const Answer& answer : answers)
    for (const Ledger::Then& then : ledger_.births(answer.key, answer.version))
      if (live_at(then)) return false;
  return !answers.empty();
}

WholeRequests StepJudge::finish() {
  for (const Request& request : requests_) result_.under_way += request.is_open && request.is_measured ? 1 : 0;
  for (const Histogram& latency : result_.latency_by_served) result_.latency.merge(latency);
  return std::move(result_);
}

}  // namespace stalemate::analysis::measure
