// Checkers of determinism: the same run twice, and a digest that depends on the facts alone.
// Promise: a stream is checked by its interface (emit, flush, digest), so a broken one can stand in for the real one.
// Source: this project's semantics ("Determinism").
#pragma once
#include <algorithm>
#include <cstring>
#include "tests/negative/record.hpp"
#include "tests/negative/violations.hpp"

namespace stalemate::tests {

inline Violations two_runs_are_one(const models::Blueprint& blueprint) {
  Violations found;
  const Record first = record(blueprint), second = record(blueprint);
  const auto is_same = [](const sim::Fact& a, const sim::Fact& b) { return std::memcmp(&a, &b, sizeof a) == 0; };
  const auto differs =
      std::mismatch(first.facts.begin(), first.facts.end(), second.facts.begin(), second.facts.end(), is_same);
  if (differs.first != first.facts.end())
    found.add(*differs.first, "the second run differs from the first");
  else if (differs.second != second.facts.end())
    found.add(*differs.second, "the second run goes on where the first ended");
  if (found.empty() != (first.digest == second.digest))
    found.add("the digests do not say whether the facts are the same");
  return found;
}

/// The digest of these facts when the stream is flushed after every `block` of them.
template <class Stream>
std::uint64_t digest_in_blocks(const Facts& facts, std::size_t block) {
  Stream stream;
  for (std::size_t i = 0; i < facts.size(); ++i) {
    stream.emit(facts[i]);
    if ((i + 1) % block == 0) stream.flush();
  }
  return stream.digest();
}

/// Equal facts give equal digests wherever the blocks end; any changed, missing or swapped fact gives another.
template <class Stream>
Violations the_digest_is_of_the_facts_alone(const Facts& facts) {
  Violations found;
  const std::uint64_t digest = digest_in_blocks<Stream>(facts, facts.size() + 1);
  for (const std::size_t block : {1u, 7u, 100u, 2048u})
    if (digest_in_blocks<Stream>(facts, block) != digest)
      found.add("the digest depends on where a block of facts ends: every " + std::to_string(block));
  Facts changed = facts;
  changed[facts.size() / 2].version += 1;
  if (digest_in_blocks<Stream>(changed, facts.size()) == digest)
    found.add("a changed fact leaves the digest as it was");
  changed = facts;
  std::swap(changed.front(), changed.back());
  if (digest_in_blocks<Stream>(changed, facts.size()) == digest) found.add("swapped facts leave the digest as it was");
  changed = facts;
  changed.pop_back();
  if (digest_in_blocks<Stream>(changed, facts.size()) == digest)
    found.add("a missing fact leaves the digest as it was");
  return found;
}

}  // namespace stalemate::tests
