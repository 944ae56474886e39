// A checker of requests of several steps: torn ones are those whose versions no instant saw together.
// Promise: written from the semantics alone, over the whole run at once; shares no code with analysis/measure.
// Source: this project's semantics ("Torn read").
#pragma once
#include <map>
#include <set>
#include "tests/negative/record.hpp"
#include "tests/negative/violations.hpp"

namespace stalemate::tests {

/// What the answered reads of one request were answered with: key and version.
using Combination = std::set<std::pair<std::uint32_t, std::uint32_t>>;

/// Goes through all states that the keys of the combination have been in, one commit after the other.
inline bool has_existed(const Combination& combination, const Facts& commits) {
  std::map<std::uint32_t, std::uint32_t> current;
  for (const auto& [key, version] : combination) current[key] = 0;
  if (current.size() < combination.size()) return false;  // two versions of one key
  const auto is_now = [&] {
    for (const auto& [key, version] : combination)
      if (current[key] != version) return false;
    return true;
  };
  if (is_now()) return true;
  for (const sim::Fact& commit : commits) {
    const auto found = current.find(commit.key);
    if (found == current.end()) continue;
    found->second = commit.version;
    if (is_now()) return true;
  }
  return false;
}

/// Of the requests that were answered, those that are torn. For runs without warm-up.
inline std::int64_t torn_requests(const Record& run) {
  std::map<std::uint32_t, Combination> open;        // by slot
  std::map<std::uint32_t, std::uint32_t> owner_of;  // read to request
  Facts commits;
  std::int64_t torn = 0;
  for (const sim::Fact& fact : run.facts) {
    const FactKind kind = kind_of(fact);
    if (kind == FactKind::committed) commits.push_back(fact);
    if (kind == FactKind::request_begun) open[fact.slot] = {};
    if (kind == FactKind::read_of_request) owner_of[fact.slot] = fact.version;
    if (kind == FactKind::read_failed) owner_of.erase(fact.slot);
    if (kind == FactKind::read_answered && owner_of.contains(fact.slot)) {
      open[owner_of[fact.slot]].emplace(fact.key, fact.version);
      owner_of.erase(fact.slot);
    }
    if (kind == FactKind::request_ended && fact.outcome == 0) torn += !has_existed(open[fact.slot], commits);
  }
  return torn;
}

inline Violations torn_requests_are_counted(const Record& run, const analysis::measure::RunResult& result) {
  Violations found;
  const std::int64_t torn = torn_requests(run);
  if (torn != result.requests.torn)
    found.add("torn requests are " + std::to_string(torn) + ", but were measured as " +
              std::to_string(result.requests.torn));
  return found;
}

}  // namespace stalemate::tests
