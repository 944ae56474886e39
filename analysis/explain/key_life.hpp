// The life of one key: what was committed, and which copy held which version from when to when.
// Promise: from facts alone; an entry is wrong from the commit that superseded it, or from its store if that came
// later, until it goes or its time is over. Source: this project's semantics ("Inconsistency window").
#pragma once
#include <cstdint>
#include <string>
#include <vector>
#include "analysis/explain/cone.hpp"

namespace stalemate::analysis::explain {

struct KeyLife {
  struct Committed {
    sim::Instant at;
    std::uint32_t version = 0;
    std::string writer;
    sim::Instant void_at = sim::Instant::never();  ///< Never: it was not lost.
  };
  /// What ended it.
  enum class End : std::uint8_t {
    run_over,
    newer,
    stored_again,
    deleted,
    expired,
    evicted,
    flushed,
    crashed,
    voided,
    current_again,
    not_replicated,  ///< The replica that took over had not received it.
    purged,    ///< With another key, by a change of that.
    replaced,  ///< By nothing: what came for it was over already.
    outdated,  ///< Another generation began: it was found no more.
  };
  struct Held {
    std::size_t copy = 0;  ///< Index into `copies`.
    sim::Instant from;
    sim::Instant until;
    std::uint32_t version = 0;
    sim::Instant wrong_from = sim::Instant::never();  ///< Never: it was current all the time.
    sim::Instant void_from = sim::Instant::never();   ///< Never: what it held was not lost while it did.
    bool until_end = false;                           ///< Held still when the run ended.
    sim::Instant deleted_at = sim::Instant::never();  ///< Never: no delete came while it was held, or it went by it.
    End end = End::run_over;
    bool is_wrong() const { return wrong_from < until; }
    bool is_void() const { return void_from < until; }
  };
  std::string key;                  ///< "price 17"
  sim::Instant end;                 ///< Of the run.
  std::vector<std::string> copies;  ///< Leader, followers that answer reads, cache shards.
  std::vector<Committed> commits;
  std::vector<Held> held;  ///< By time, then by copy.
};

KeyLife life_of(const models::World& world, const Cone& cone, std::uint32_t key);

/// The table and a strip, around a moment: `width` columns, at most `rows` rows of what was held.
struct LifeView {
  std::int64_t width = 100;
  std::int64_t rows = 30;
  std::optional<sim::Instant> around;
  std::string around_is = {};  ///< "the read"; what stands at the moment in the strip; empty: nothing does.
};
std::string life_text(const KeyLife& life, const LifeView& view);

}  // namespace stalemate::analysis::explain
