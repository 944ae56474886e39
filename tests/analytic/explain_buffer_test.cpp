// explain on worlds with a write buffer: what it tells, and whether what it calls a cause is one.
// Promise: as tests/analytic/explain_test.cpp.
// Source: this project's semantics (`unflushed-write`, `write-reorder`).
#include <catch2/catch.hpp>
#include "tests/analytic/explained.hpp"
#include "tests/analytic/worlds.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using namespace stalemate::tests::explained;
using models::Fault;

/// A write at 1 s that is flushed at 2 s, into a cache whose entries go at 1.2 s.
Backend written_behind() {
  Backend backend;
  backend.cached("cache-aside", "write-behind").writes_at({1_s}).reads_at({1'300_ms, 3_s}).runs(5, 0);
  backend.strikes(Fault::Kind::flush, "cache").at = sim::Instant{} + 1'200_ms;
  return backend;
}

std::vector<explain::KeyLife::Held> life_at_origin(const Backend& backend) {
  const auto told = explain::tell(subject_of(backend.world), 0, std::nullopt, explain::Trials::none);
  REQUIRE(told);
  std::vector<explain::KeyLife::Held> held = told->life.held;
  std::erase_if(held, [&](const auto& each) { return told->life.copies[each.copy] != "db"; });
  return held;
}

}  // namespace

TEST_CASE("explain: the origin was asked while the write was in a buffer, and the cache kept what it gave") {
  const Backend backend = written_behind();
  const explain::Story story = told(backend.world);
  check_told(story, measure::Cause::unflushed_write,
             {"cache commits version 1 in its write buffer, written by writer",
              "reader asks db for item 0: it is at version 0", "reader sets version 0 in cache",
              "Only now cache's write buffer brings db version 1, 1 s after the commit", "version 1 was 2 s old",
              "So db was asked while version 1 was in a write buffer only. cache kept what it gave: its entries"});
  CHECK(check_roles(backend.world, story) == 3);  // the write, the flush, the fill
}

TEST_CASE("explain: the origin is current again when the buffer dies that had something newer") {
  Backend backend = written_behind();
  backend.strikes(Fault::Kind::crash, "cache").at = sim::Instant{} + 1'500_ms;
  const auto at_origin = life_at_origin(backend);
  REQUIRE(at_origin.size() == 2);
  CHECK(at_origin[0].wrong_from == sim::Instant{} + 1_s);
  CHECK(at_origin[0].until == sim::Instant{} + 1'500_ms);
  CHECK(at_origin[0].end == explain::KeyLife::End::current_again);
  CHECK_FALSE(at_origin[1].is_wrong());
}

TEST_CASE("explain: the life of a key shows when a flush came to the origin, and the log when it left") {
  Backend backend = written_behind().takes("cache", "db", 20_ms);
  const auto at_origin = life_at_origin(backend);
  REQUIRE(at_origin.size() == 2);
  CHECK(at_origin[0].wrong_from == sim::Instant{} + 1_s);
  CHECK(at_origin[0].until == sim::Instant{} + 2'020_ms);
  CHECK(at_origin[1].version == 1);
  const explain::Story story = told(backend.world);
  const auto is_flush = [](const explain::Step& step) { return step.label == "flush v1"; };
  const auto flush = std::find_if(story.steps.begin(), story.steps.end(), is_flush);
  REQUIRE(flush != story.steps.end());
  CHECK(flush->at == sim::Instant{} + 2_s);
  CHECK(flush->until == sim::Instant{} + 2'020_ms);
}

TEST_CASE("explain: the story of a follower tells the flush before it") {
  Backend backend = written_behind();
  backend.origin().followers = 1;
  backend.origin().lag = Distribution::constant(4_s);
  backend.origin().read_from = models::ReadFrom::follower;
  backend.reads_at({1'300_ms, 3_s}).runs(9, 0);
  backend.strikes(Fault::Kind::flush, "cache").at = sim::Instant{} + 2'500_ms;
  check_told(told(backend.world), measure::Cause::replica_lag,
             {"cache's write buffer brings db version 1, 1 s after the commit",
              "reader asks db-follower-1 for item 0: it is at version 0",
              "Only now db-follower-1 applies version 1, 5 s after the commit, 4 s after the flush."});
}

TEST_CASE("explain: the write died with its buffer after the read had begun") {
  Backend backend = written_behind().takes("reader", "db", 300_ms);
  Fault& crash = backend.strikes(Fault::Kind::crash, "cache");
  crash.at = sim::Instant{} + 1'500_ms;
  const explain::Story story = told(backend.world);
  check_told(story, measure::Cause::unflushed_write,
             {"The fault \"fault.2\" begins: cache is down", "cache's write buffer is lost, and version 1 with it",
              "reader asks db for item 0: it is at version 0",
              "So db was asked while version 1 was in a write buffer only"});
}

TEST_CASE("explain: an older write was flushed over the newer one after the read had begun") {
  Backend backend = written_behind();
  backend.policy().owed_by = {"writer"};
  backend.takes("reader", "db", 300_ms);
  backend.world.loads.push_back(backend.world.loads.front());
  backend.world.loads.back().name = "others";
  backend.world.loads.back().from = "reader";
  backend.world.loads.back().at = {sim::Instant{} + 1'250_ms};
  backend.world.loads[1].at = {sim::Instant{} + 1'800_ms};
  const explain::Story story = told(backend.world);
  check_told(story, measure::Cause::write_reorder,
             {"db commits version 2, written by reader",
              "version 1, older, is flushed over version 2, which is void from now on",
              "So db was asked after an older write had been flushed over version 2."});
}
