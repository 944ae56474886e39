// Which commits are in a write buffer only, and until which moment each of the others was.
// Promise: an observer; nothing is kept in a run without write buffers, 8 bytes a commit in one with them.
// Source: this project's semantics ("unflushed-write"). Departs: a commit that a later one of its key replaced in the
// buffer is no longer in it alone once that one is flushed.
#pragma once
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>
#include "analysis/measure/ledger.hpp"
#include "analysis/measure/word_log.hpp"

namespace stalemate::analysis::measure {

class BufferLog {
 public:
  explicit BufferLog(std::size_t classes) : waiting_(classes) {}

  static constexpr Moment still_there = ~Moment{0};
  /// The latest commit of the ledger is in a buffer.
  void committed(const sim::Fact& fact, std::uint32_t commit, std::size_t data_class);
  /// The commits that the origin has got with this one, which is the last of them.
  std::vector<std::uint32_t> flushed(const sim::Fact& fact, const Ledger& ledger, std::size_t data_class, Moment now);
  void voided(const sim::Fact& fact, std::uint32_t commit, std::size_t data_class, Moment now);

  /// Until when a commit was in a buffer only; 0: it never was.
  Moment until(std::uint32_t commit) const { return commit < until_.size() ? until_[commit] : 0; }
  bool is_there(std::uint32_t commit) const { return until(commit) == still_there; }
  /// How many of a class are.
  std::int64_t waiting(std::size_t data_class) const { return waiting_[data_class]; }
  /// How the first version of a key above this one was lost, of those that a buffer has to do with.
  std::optional<models::Loss> lost_above(std::uint32_t key, std::uint32_t version) const;

 private:
  void close(std::uint32_t commit, std::size_t data_class, Moment now);
  std::vector<Moment> until_;  ///< By commit.
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> there_;  ///< Commits by key; never iterated.
  struct Lost {
    std::uint32_t version = 0;
    models::Loss how{};
  };
  std::unordered_map<std::uint32_t, std::vector<Lost>> lost_;  ///< By key; never iterated.
  std::vector<std::int64_t> waiting_;                          ///< By class.
};

}  // namespace stalemate::analysis::measure
