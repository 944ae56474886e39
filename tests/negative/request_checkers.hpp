// Checkers of requests: conservation, acknowledgements, judgement at the invocation, common random numbers.
// Promise: written from the semantics alone; they share no code with analysis/measure.
// Source: this project's semantics ("Load", "Staleness of one read", "Determinism").
#pragma once
#include <map>
#include <set>
#include <tuple>
#include "tests/negative/record.hpp"
#include "tests/negative/violations.hpp"

namespace stalemate::tests {

inline bool is_end(FactKind kind) {
  return kind == FactKind::read_answered || kind == FactKind::read_failed || kind == FactKind::write_answered ||
         kind == FactKind::write_failed;
}
inline bool is_invocation(FactKind kind) { return kind == FactKind::read_invoked || kind == FactKind::write_invoked; }

/// Every request ends once, as answered or as failed, or is under way at the end; none ends that was not invoked.
inline Violations requests_are_conserved(const Record& run) {
  Violations found;
  std::map<std::uint32_t, std::uint64_t> under_way;  // slot to operation
  std::set<std::uint64_t> invoked;
  for (const sim::Fact& fact : run.facts) {
    const FactKind kind = kind_of(fact);
    if (is_invocation(kind)) {
      if (!invoked.insert(fact.operation).second) found.add(fact, "an operation was invoked twice");
      if (!under_way.emplace(fact.slot, fact.operation).second) found.add(fact, "two requests under way share a slot");
    } else if (is_end(kind)) {
      const auto request = under_way.find(fact.slot);
      if (request == under_way.end()) {
        found.add(fact, "a request ended that was not under way");
      } else {
        if (request->second != fact.operation) found.add(fact, "a request ended as another operation");
        under_way.erase(request);
      }
    }
  }
  return found;
}

/// No request is older than `patience` when the run ends: somebody who waits for ever has been forgotten.
inline Violations nobody_waits_for_ever(const Record& run, sim::Duration patience) {
  Violations found;
  std::map<std::uint32_t, sim::Fact> under_way;
  for (const sim::Fact& fact : run.facts) {
    if (is_invocation(kind_of(fact))) under_way[fact.slot] = fact;
    if (is_end(kind_of(fact))) under_way.erase(fact.slot);
  }
  const sim::Instant end = sim::Instant{} + run.blueprint.duration;
  for (const auto& [slot, fact] : under_way)
    if (end - fact.at > patience) found.add(fact, "a request still waits at the end");
  return found;
}

/// A write that is acknowledged has committed, and as the version that its client was told.
inline Violations acknowledged_writes_have_committed(const Record& run) {
  Violations found;
  std::set<std::pair<std::uint64_t, std::uint32_t>> committed;
  for (const sim::Fact& fact : run.facts) {
    if (kind_of(fact) == FactKind::committed) committed.emplace(fact.operation, fact.version);
    if (kind_of(fact) == FactKind::write_answered && committed.count({fact.operation, fact.version}) == 0)
      found.add(fact, "a write was acknowledged that had not committed");
  }
  return found;
}

/// One answered read that was stale when it was invoked.
struct StaleRead {
  sim::Fact answer;
  std::int64_t age_ns = 0;
  std::int64_t lag = 0;
};

/// The definition, word by word: versions committed before the invocation, in event order, above the one answered.
inline std::vector<StaleRead> stale_reads(const Record& run) {
  struct Invoked {
    sim::Instant at;
    std::uint32_t current = 0;
  };
  std::vector<StaleRead> stale;
  std::map<std::uint32_t, std::vector<sim::Instant>> commits;  // by key; element v-1 is version v's
  std::map<std::uint32_t, Invoked> reads;                      // by slot
  for (const sim::Fact& fact : run.facts) {
    const FactKind kind = kind_of(fact);
    if (kind == FactKind::committed) commits[fact.key].push_back(fact.at);
    if (kind == FactKind::read_invoked)
      reads[fact.slot] = {fact.at, static_cast<std::uint32_t>(commits[fact.key].size())};
    if (kind != FactKind::read_answered) continue;
    const Invoked& read = reads[fact.slot];
    if (fact.version >= read.current) continue;
    stale.push_back({fact, (read.at - commits[fact.key][fact.version]).ns, read.current - fact.version});
  }
  return stale;
}

inline Violations no_read_is_stale(const Record& run) {
  Violations found;
  for (const StaleRead& read : stale_reads(run)) found.add(read.answer, "a read is stale where none may be");
  return found;
}

/// The measured staleness is that of the definition. For runs without warm-up.
inline Violations staleness_is_judged_at_the_invocation(const Record& run, const analysis::measure::RunResult& result) {
  Violations found;
  const auto stale = stale_reads(run);
  double ages = 0, lags = 0;
  for (const StaleRead& read : stale) {
    ages += static_cast<double>(read.age_ns);
    lags += static_cast<double>(read.lag);
  }
  const auto& measured = result.total.staleness;
  const auto compare = [&](const char* what, double expected, double actual) {
    if (expected != actual)
      found.add(std::string("judged at the invocation, ") + what + " is " + std::to_string(expected) +
                ", but was measured as " + std::to_string(actual));
  };
  compare("the number of stale reads", static_cast<double>(stale.size()), static_cast<double>(measured.stale));
  compare("the sum of ages", ages, measured.age_stale.sum());
  compare("the sum of lags", lags, measured.lag_stale.sum());
  return found;
}

/// What an open loop's clients ask, in order.
inline Facts questions_of(const Record& run) {
  Facts questions;
  for (const sim::Fact& fact : run.facts) {
    if (!is_invocation(kind_of(fact))) continue;
    questions.push_back(fact);
    questions.back().slot = 0;  // which number is free depends on the answers
  }
  return questions;
}

/// Service time of each (operation, write?) that an origin served exactly once.
inline std::map<std::pair<std::uint64_t, bool>, std::int64_t> service_times_of(const Record& run) {
  std::map<std::pair<std::uint64_t, bool>, std::int64_t> times;
  std::map<std::uint32_t, sim::Instant> started;
  for (const sim::Fact& fact : run.facts) {
    if (kind_of(fact) == FactKind::origin_started) started[fact.slot] = fact.at;
    if (kind_of(fact) != FactKind::origin_ended) continue;
    const std::int64_t took = (fact.at - started[fact.slot]).ns;
    const auto [known, is_new] = times.emplace(std::pair{fact.operation, fact.outcome != 0}, took);
    if (!is_new) known->second = -1;
  }
  std::erase_if(times, [](const auto& time) { return time.second < 0; });
  return times;
}

/// Two strategies under one seed get the same questions, and the same operation draws the same service time.
inline Violations random_numbers_are_common(const Record& one, const Record& other) {
  Violations found;
  const Facts asked = questions_of(one), also_asked = questions_of(other);
  const auto is_same = [](const sim::Fact& a, const sim::Fact& b) {
    return std::tie(a.at, a.operation, a.key, a.version, a.kind) ==
           std::tie(b.at, b.operation, b.key, b.version, b.kind);
  };
  const auto differs = std::mismatch(asked.begin(), asked.end(), also_asked.begin(), also_asked.end(), is_same);
  if (differs.first != asked.end()) found.add(*differs.first, "the strategies were not asked the same");
  if (differs.first == asked.end() && differs.second != also_asked.end())
    found.add(*differs.second, "one strategy was asked more than the other");
  const auto times = service_times_of(one);
  for (const auto& [what, took] : service_times_of(other))
    if (const auto known = times.find(what); known != times.end() && known->second != took)
      found.add("operation " + std::to_string(what.first) + " took " + std::to_string(known->second) +
                " ns at the origin under one strategy and " + std::to_string(took) + " under the other");
  return found;
}

}  // namespace stalemate::tests
