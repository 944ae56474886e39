// The rule of causes, branch by branch: the first that matches names the cause.
// Promise: every branch that evidence can reach is here; what fits none stops the program.
// Source: the semantics of this project ("Why a read was stale").
#include "analysis/measure/cause.hpp"
#include <catch2/catch.hpp>
#include "models/options/registry.hpp"
#include "sim/check.hpp"

namespace {

using namespace stalemate::analysis::measure;
using stalemate::models::StoredAs;
using From = Evidence::From;
using Owed = Evidence::Owed;
using Word = Evidence::Word;

Evidence entry(Owed owed, Word word, StoredAs how = StoredAs::fill) {
  return {.from = From::entry, .stored_as = how, .owed = owed, .word = word};
}

Evidence taken(From from, std::optional<Cause> cause) { return {.from = from, .taken = cause}; }

}  // namespace

TEST_CASE("what a source gave was current there, or the source lagged") {
  CHECK(root_cause(taken(From::source, Cause::replica_lag)) == Cause::replica_lag);
}

TEST_CASE("who joined a fetch got what it took, or it was older than the write") {
  CHECK(root_cause(taken(From::flight, {})) == Cause::joined_flight);
  CHECK(root_cause(taken(From::flight, Cause::replica_lag)) == Cause::replica_lag);
  CHECK(root_cause(taken(From::flight, Cause::ttl_window)) == Cause::ttl_window);
}

TEST_CASE("an entry that was superseded when it was taken has the cause of its source") {
  Evidence born = entry(Owed::to_nobody, Word::lost);
  born.taken = Cause::replica_lag;
  CHECK(root_cause(born) == Cause::replica_lag);
}

TEST_CASE("an entry whose source was to be told at any moment is judged by what it was told itself") {
  Evidence born = entry(Owed::owed, Word::arrived);
  born.taken = Cause::invalidation_in_flight;
  CHECK(root_cause(born) == Cause::fill_race);
}

TEST_CASE("whose time was over is served stale where the cache knew, and by a wrong clock where it did not") {
  Evidence overdue = entry(Owed::to_nobody, Word::lost);
  overdue.was_overdue = true;
  overdue.taken = Cause::replica_lag;
  CHECK(root_cause(overdue) == Cause::clock_skew);
  overdue.was_due = true;
  CHECK(root_cause(overdue) == Cause::served_stale);
}

TEST_CASE("where nothing was owed it matters who else was") {
  CHECK(root_cause(entry(Owed::not_by_this_writer, Word::due)) == Cause::unowned_write);
  CHECK(root_cause(entry(Owed::sources_only, Word::due)) == Cause::dependency_missed);
  CHECK(root_cause(entry(Owed::farther_tier_only, Word::due)) == Cause::tier_not_invalidated);
  CHECK(root_cause(entry(Owed::to_nobody, Word::due)) == Cause::ttl_window);
}

TEST_CASE("word that came before the entry was stored: who stored it tells the race") {
  CHECK(root_cause(entry(Owed::owed, Word::arrived)) == Cause::fill_race);
  CHECK(root_cause(entry(Owed::owed, Word::arrived, StoredAs::copied)) == Cause::fill_race);
  CHECK(root_cause(entry(Owed::owed, Word::arrived, StoredAs::update)) == Cause::write_reorder);
  CHECK(root_cause(entry(Owed::owed, Word::arrived, StoredAs::write_through)) == Cause::write_reorder);
}

TEST_CASE("a write that is in a buffer only is the cause wherever word of it has not come") {
  for (const Word word : {Word::due, Word::lost}) {
    Evidence unflushed = entry(Owed::owed, word);
    unflushed.is_unflushed = true;
    CHECK(root_cause(unflushed) == Cause::unflushed_write);
  }
  Evidence down = entry(Owed::owed, Word::node_was_down), told = entry(Owed::owed, Word::arrived);
  down.is_unflushed = told.is_unflushed = true;
  CHECK(root_cause(down) == Cause::resurrected_node);
  CHECK(root_cause(told) == Cause::fill_race);
  CHECK(root_cause(taken(From::source, Cause::unflushed_write)) == Cause::unflushed_write);
}

TEST_CASE("word that never came is due, was missed, or is lost") {
  CHECK(root_cause(entry(Owed::owed, Word::due)) == Cause::invalidation_in_flight);
  CHECK(root_cause(entry(Owed::owed, Word::node_was_down)) == Cause::resurrected_node);
  CHECK(root_cause(entry(Owed::owed, Word::lost)) == Cause::invalidation_lost);
}

TEST_CASE("a source that gave what was superseded without lagging is an internal error") {
  CHECK_THROWS_AS(root_cause(taken(From::source, {})), stalemate::sim::InternalError);
}

TEST_CASE("every cause has a name and a meaning of its own") {
  for (std::size_t i = 0; i < cause_count; ++i)
    for (std::size_t j = 0; j < i; ++j) {
      CHECK(name_of(static_cast<Cause>(i)) != name_of(static_cast<Cause>(j)));
      CHECK(meaning_of(static_cast<Cause>(i)) != meaning_of(static_cast<Cause>(j)));
    }
}
