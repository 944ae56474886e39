// What sessions were promised by their own past: to read what they wrote, and never to go back.
// Promise: an observer; runs only where loads tell sessions apart. 24 bytes a session and key.
// Source: this project's semantics; session guarantees (Terry et al. 1994). Departs: when a session gets two newer
// versions of a key while a read of it is under way, what it had had before is forgotten.
#pragma once
#include <cstdint>
#include <unordered_map>
#include "analysis/measure/word_log.hpp"

namespace stalemate::analysis::measure {

class SessionJudge {
 public:
  explicit SessionJudge(const Ledger& ledger) : ledger_(ledger) {}
  struct Request {
    std::uint32_t session = 0;
    Moment invoked = 0;
    Ledger::Then then = {};
  };

  void write_answered(const sim::Fact& fact, std::uint32_t session, Moment now) {
    remember(written_, fact, session, now);
  }
  void read_answered(const sim::Fact& fact, std::uint32_t session, Moment now) { remember(read_, fact, session, now); }

  /// Of a stale read's answer: had its session, before the invocation, an acknowledged write of the key above it?
  bool breaks_read_your_writes(const sim::Fact& answer, Request by) const { return is_above(written_, answer, by); }
  /// ... or been answered more?
  bool breaks_monotonic_reads(const sim::Fact& answer, Request by) const { return is_above(read_, answer, by); }

 private:
  /// The greatest version so far, and the greatest before it, which an overlapping request may have to be judged by.
  struct Seen {
    Moment at = 0;
    Moment before_at = 0;
    std::uint32_t version = 0;
    std::uint32_t before = 0;
  };
  using Table = std::unordered_map<std::uint64_t, Seen>;  // by session and key; never iterated
  static std::uint64_t name_of(std::uint32_t session, std::uint32_t key) {
    return static_cast<std::uint64_t>(session) << 32U | key;
  }
  static void remember(Table& table, const sim::Fact& fact, std::uint32_t session, Moment now) {
    if (session == 0 || fact.version == 0) return;
    Seen& seen = table[name_of(session, fact.key)];
    if (fact.version > seen.version) seen = {now, seen.at, fact.version, seen.version};
  }
  bool is_above(const Table& table, const sim::Fact& answer, Request by) const {
    const auto found = table.find(name_of(by.session, answer.key));
    if (by.session == 0 || found == table.end()) return false;
    const Seen& seen = found->second;
    const auto counts = [&](std::uint32_t version, Moment at) {
      return at < by.invoked && answer.version < version && !ledger_.is_void(answer.key, version, by.then);
    };
    return counts(seen.version, seen.at) || counts(seen.before, seen.before_at);
  }
  const Ledger& ledger_;
  Table written_;
  Table read_;
};

}  // namespace stalemate::analysis::measure
