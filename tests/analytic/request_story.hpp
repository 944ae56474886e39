// What a run told of its requests of several steps, read by a tester of its own.
// Promise: from facts alone; whether a request was torn is found by going through the instants that its versions began.
// Source: this project's definition of a torn read.
#pragma once
#include <algorithm>
#include <map>
#include <ostream>
#include <set>
#include <utility>
#include <vector>
#include "models/world.hpp"

namespace stalemate::tests::worlds {

/// One request that has ended; times in ns.
struct EndedRequest {
  std::int64_t at = 0;
  std::int64_t latency = 0;
  models::Status status = models::Status::ok;
  std::vector<std::int64_t> reads = {};  ///< Latencies of its answered reads, in the order of their answers.
  bool torn = false;
  bool operator==(const EndedRequest&) const = default;
};

inline std::ostream& operator<<(std::ostream& out, const EndedRequest& request) {
  out << "request at " << request.at << " ns: status " << static_cast<int>(request.status) << ", latency "
      << request.latency << (request.torn ? ", torn" : "") << ", reads";
  for (const std::int64_t latency : request.reads) out << ' ' << latency;
  return out;
}

class RequestStory final : public sim::FactReader {
 public:
  explicit RequestStory(models::World& world) : world_(world) { world.facts().add_reader(this); }
  void read(std::span<const sim::Fact> facts) override {
    for (const sim::Fact& fact : facts) follow(fact);
  }

  std::vector<EndedRequest> requests;                       ///< In the order of their ends.
  std::set<std::pair<std::uint64_t, std::uint32_t>> asked;  ///< Operation and key of each read.
  std::int64_t messages = 0;                                ///< Answers that are due among them.
  /// Of those that began at this instant or later.
  std::int64_t under_way(models::Instant from) const {
    return std::count_if(open_.begin(), open_.end(), [&](const auto& each) { return each.second.at >= from.ns; });
  }
  std::int64_t errors = 0;  ///< Second begins, ends without a begin, reads of nobody's, answers that lack a read.

 private:
  const models::World& world_;
  using Kind = models::FactKind;
  struct Answer {
    std::uint32_t key, version;
  };
  struct Open {
    std::int64_t at = 0;
    std::uint64_t operation = 0;
    std::size_t reads = 0;
    std::vector<Answer> answers;
    std::vector<std::int64_t> latencies;
  };
  struct Read {
    std::int64_t at = 0;
    std::uint64_t of = 0;  ///< The request's operation; 0: none.
    std::uint32_t slot = 0;
  };

  void follow(const sim::Fact& fact) {
    switch (static_cast<Kind>(fact.kind)) {
      case Kind::committed:
        tick_ += !world_.is_derived(fact.key);  // what is computed changes with its source
        history_[fact.key].push_back({tick_, fact.version});
        return;
      case Kind::sole_ended: history_[fact.key].push_back({++tick_, fact.version}); return;
      case Kind::voided:
        if (fact.at != voided_at_) ++tick_;
        voided_at_ = fact.at;
        history_[fact.key].push_back({tick_, fact.slot});
        return;
      case Kind::message_sent: messages += fact.slot == models::in_another_message ? 0 : 1 + fact.slot; return;
      case Kind::request_begun:
        errors += !open_.try_emplace(fact.slot, Open{fact.at.ns, fact.operation, 0, {}, {}}).second;
        return;
      case Kind::read_invoked:
        reads_[fact.slot] = {fact.at.ns};
        asked.emplace(fact.operation, fact.key);
        return;
      case Kind::read_of_request: return join(fact);
      case Kind::read_answered: return answered(fact);
      case Kind::request_ended: return ended(fact);
      default: return;
    }
  }
  void join(const sim::Fact& fact) {
    const auto request = open_.find(fact.version);
    if (request == open_.end()) return;  // it failed before this read began
    ++request->second.reads;
    reads_.at(fact.slot).of = request->second.operation;
    reads_.at(fact.slot).slot = fact.version;
    errors += fact.operation <= request->second.operation;
  }
  void answered(const sim::Fact& fact) {
    const Read& read = reads_.at(fact.slot);
    const auto request = open_.find(read.slot);
    if (read.of == 0 || request == open_.end() || request->second.operation != read.of) return;
    request->second.answers.push_back({fact.key, fact.version});
    request->second.latencies.push_back(fact.at.ns - read.at);
  }
  void ended(const sim::Fact& fact) {
    const auto found = open_.find(fact.slot);
    if (found == open_.end()) return void(++errors);
    const Open open = found->second;
    open_.erase(found);
    const auto status = static_cast<models::Status>(fact.outcome);
    const bool is_ok = status == models::Status::ok;
    errors += open.operation != fact.operation || (is_ok && open.answers.size() != open.reads);
    requests.push_back({open.at, fact.at.ns - open.at, status, open.latencies, is_ok && !coexisted(open.answers)});
  }

  /// The version of a key that was current at a tick.
  std::uint32_t current(std::uint32_t key, std::uint32_t tick) {
    std::uint32_t version = 0;
    for (const Turn& turn : history_[key])
      if (turn.tick <= tick) version = turn.version;
    return version;
  }
  bool coexisted(const std::vector<Answer>& answers) {
    const auto all_stand = [&](std::uint32_t then) {
      return std::all_of(answers.begin(), answers.end(),
                         [&](const Answer& each) { return current(each.key, then) == each.version; });
    };
    const auto began = [&](const Answer& each) {
      if (each.version == 0 && all_stand(0)) return true;
      const auto& turns = history_[each.key];
      return std::any_of(turns.begin(), turns.end(),
                         [&](const Turn& turn) { return turn.version == each.version && all_stand(turn.tick); });
    };
    return answers.empty() || std::any_of(answers.begin(), answers.end(), began);
  }

  struct Turn {
    std::uint32_t tick = 0;
    std::uint32_t version = 0;
  };
  std::uint32_t tick_ = 0;  // commits, and instants at which some became void
  sim::Instant voided_at_ = sim::Instant::never();
  std::map<std::uint32_t, std::vector<Turn>> history_;  // of each key
  std::map<std::uint32_t, Open> open_;
  std::map<std::uint32_t, Read> reads_;
};

}  // namespace stalemate::tests::worlds
