// Judges what was done with what was read: acts on stale checks, acts overtaken, access after revocation, units sold
// that were not there.
// Promise: from facts alone. An act counts at its first commit, whether its client heard of it or not, and stays
// counted when that commit becomes void; what was read as void is a phantom read, not a stale one, here too.
// Source: this project's semantics ("What stale data costs"). Time of check to time of use: Bishop and Dilger 1996.
// Departs: keeps, in classes that declare such an act, an entry a stale read and an entry a write.
#pragma once
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>
#include "analysis/measure/acts.hpp"
#include "analysis/measure/ledger.hpp"
#include "analysis/measure/results.hpp"
#include "models/world.hpp"
#include "sim/facts.hpp"
#include "sim/random.hpp"

namespace stalemate::analysis::measure {

class ActJudge {
 public:
  static bool is_needed(const models::Blueprint& blueprint);
  ActJudge(const models::World& world, const Ledger& ledger);

  struct Read {
    std::size_t data_class = 0;
    sim::Instant invoked;
    Ledger::Then then;          ///< When it was invoked.
    std::uint32_t current = 0;  ///< ... and which version was current.
    bool measured = false;
  };
  void stale_read(const sim::Fact& answer, const Read& read);
  void based_on(const sim::Fact& fact);
  /// The ledger has heard of it.
  void committed(const sim::Fact& fact, bool measured);
  /// Of a key that only a cache had.
  void sole_ended(const sim::Fact& fact);
  /// What its act came to is added to each class; its requests have been counted.
  void finish(std::vector<ClassResult>& classes) const;

 private:
  struct Class {
    ActResult result;
    sim::StreamKey revocations;
  };
  struct Check {
    std::uint32_t version = 0;  ///< What was read.
    bool was_stale = false;
    bool has_acted = false;
  };
  void judge_grant(const sim::Fact& answer, const Read& read, ActResult& result) const;
  void act(const sim::Fact& fact, Check& check, bool measured, ActResult& result) const;
  void take(const sim::Fact& fact, bool measured, ActResult& result);
  bool is_revocation(std::uint32_t key, std::uint32_t version) const;
  std::int64_t left(std::uint32_t key, std::uint32_t version, const ActResult& of) const;

  const models::World& world_;
  const Ledger& ledger_;
  std::vector<std::optional<Class>> classes_;
  std::unordered_set<std::uint64_t> stale_checks_;           ///< Operations of reads; never iterated, as the others.
  std::unordered_map<std::uint64_t, Check> checks_;          ///< By operation of the write that follows.
  std::unordered_set<std::uint32_t> revocations_;            ///< Commits.
  std::unordered_map<std::uint32_t, std::int64_t> left_at_;  ///< Units, by commit.
};

}  // namespace stalemate::analysis::measure
