// Checkers of origins: the numbering of commits, what reads take, the order in which followers apply.
// Promise: written from the semantics alone; they share no code with models/ or analysis/measure.
// Source: this project's semantics ("Truth").
#pragma once
#include <map>
#include "tests/negative/record.hpp"
#include "tests/negative/violations.hpp"

namespace stalemate::tests {

using NodeAndKey = std::pair<std::uint16_t, std::uint32_t>;

inline bool carries_a_value(FactKind kind) {
  return kind == FactKind::read_answered || kind == FactKind::stored || kind == FactKind::replicated ||
         kind == FactKind::lookup || kind == FactKind::change_sent || kind == FactKind::change_arrived;
}

/// Commits of a key are numbered 1, 2, 3, ...; no version is answered, stored, told or applied before it is committed.
inline Violations versions_are_commits(const Record& run) {
  Violations found;
  std::map<std::uint32_t, std::uint32_t> current;
  for (const sim::Fact& fact : run.facts) {
    const FactKind kind = kind_of(fact);
    std::uint32_t& last = current[fact.key];
    if (kind == FactKind::committed) {
      if (fact.version != last + 1)
        found.add(fact, "a commit does not follow the last one: " + std::to_string(fact.version) + " after " +
                            std::to_string(last));
      last = std::max(last, fact.version);
    } else if (carries_a_value(kind) && fact.version > last) {
      found.add(fact, "a version was seen before it was committed: " + std::to_string(fact.version));
    }
  }
  return found;
}

/// A read takes, at the start of its service, the version that its node then has: the leader's last, or what it
/// applied.
inline Violations origin_reads_take_what_is_there(const Record& run) {
  Violations found;
  std::map<NodeAndKey, std::uint32_t> held;
  for (const sim::Fact& fact : run.facts) {
    const FactKind kind = kind_of(fact);
    if (kind == FactKind::committed || kind == FactKind::replicated) held[{fact.node, fact.key}] = fact.version;
    const bool reads = kind == FactKind::origin_started && fact.outcome == 0;
    if (reads && fact.version != held[{fact.node, fact.key}]) found.add(fact, "an origin read took what is not there");
  }
  return found;
}

/// A follower applies its leader's commits in the order in which they were made, each once.
inline Violations followers_apply_in_commit_order(const Record& run) {
  Violations found;
  struct Commit {
    std::uint32_t key;
    std::uint32_t version;
  };
  std::map<std::string, std::vector<Commit>> commits;  // by origin
  std::map<std::uint16_t, std::size_t> applied;        // by follower
  for (const sim::Fact& fact : run.facts) {
    const FactKind kind = kind_of(fact);
    if (kind != FactKind::committed && kind != FactKind::replicated) continue;
    auto& of_origin = commits[run.nodes[fact.node].group];
    if (kind == FactKind::committed) {
      of_origin.push_back({fact.key, fact.version});
      continue;
    }
    const std::size_t next = applied[fact.node]++;
    const bool in_order =
        next < of_origin.size() && of_origin[next].key == fact.key && of_origin[next].version == fact.version;
    if (!in_order) found.add(fact, "a follower applied out of order: version " + std::to_string(fact.version));
  }
  return found;
}

}  // namespace stalemate::tests
