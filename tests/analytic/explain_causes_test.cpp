// explain where a clock is wrong, and where what is computed was not told: what it tells, and whether what it calls a
// cause is one.
// Promise: as tests/analytic/explain_test.cpp.
// Source: this project's semantics (`clock-skew`, `dependency-missed`).
#include <catch2/catch.hpp>
#include "tests/analytic/derived_worlds.hpp"
#include "tests/analytic/explained.hpp"
#include "tests/analytic/resilience_worlds.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using namespace stalemate::tests::explained;
using models::Fault;

}  // namespace

TEST_CASE("explain: the cache's clock had been set back") {
  Backend backend;
  backend.cached("cache-aside", "write-around").ttl(2_s).writes_at({1'500_ms}).reads_at({0_ms, 3_s}).runs(5, 0);
  Fault& skew = backend.strikes(Fault::Kind::skew, "cache");
  skew.at = sim::Instant{} + 1_s;
  skew.by = 5_s;
  const explain::Story story = told(backend.world);
  check_told(story, measure::Cause::clock_skew,
             {"The fault \"fault.1\" begins: the clock of cache is set back by 5 s for good.",
              "db commits version 1, written by writer; nobody tells cache of it",
              "cache for item 0: it holds version 0, whose time is over, but was made longer when the clock was set.",
              "So cache served version 0 although its time was over, since its clock was set meanwhile: its entries"});
  CHECK(check_roles(backend.world, story) == 3);  // the fill, the write, the fault
}

TEST_CASE("explain: the clock was set right again, after which what came meanwhile is over too soon") {
  Backend backend;
  backend.cached("cache-aside", "write-around").ttl(2_s).writes_at({500_ms}).reads_at({0_ms, 2'200_ms}).runs(5, 0);
  Fault& skew = backend.strikes(Fault::Kind::skew, "cache");
  skew.at = sim::Instant{};  // before the entry is there
  skew.until = sim::Instant{} + 1_s;
  skew.by = 3_s;
  skew.ahead = true;
  const explain::Story story = told(backend.world);
  check_told(story, measure::Cause::clock_skew,
             {"the clock of cache is set forward by 3 s until 0:01",
              "The fault \"fault.1\" ends: the clock of cache is set back by 3 s.",
              "was made longer when the clock was set"});
}

TEST_CASE("explain: the caches of what the page is computed from were told, the page's was not") {
  const Backend backend = page("key", {0_ms, 3_s}).writes_at({1_s});
  const explain::Story story = told(backend.world);
  check_told(story, measure::Cause::dependency_missed,
             {"reader sets version 0 in cache.",
              "db commits version 1 of page 0 with a write of item 0, written by writer; writer tells the caches of "
              "item 0, not of what is computed from it.",
              "So cache kept version 0: the caches of what it is computed from were told, it was not"});
  CHECK(check_roles(backend.world, story) == 2);
}

TEST_CASE("explain: the delete of the page was lost, after that of the item had come") {
  Backend backend = page("dependents", {0_ms, 3_s});
  backend.takes("writer", "cache", 10_ms);
  Fault& drop = backend.strikes(Fault::Kind::drop, "writer", "cache");
  drop.at = sim::Instant{} + 1'005_ms;
  drop.until = sim::Instant{} + 1'015_ms;
  const explain::Story story = told(backend.writes_at({1_s}).world);
  check_told(story, measure::Cause::invalidation_lost,
             {"db commits version 1 of page 0 with a write of item 0",
              "writer sends the delete for version 1 to cache; it was dropped by the loss \"fault.1\"",
              "So cache kept version 0: the delete for version 1 never reached it"});
  CHECK(check_roles(backend.world, story) == 3);
}

TEST_CASE("explain: who owes nothing to a page is named after the policy of what it is computed from") {
  Backend backend = page("dependents", {0_ms, 3_s});
  backend.policy().owed_by = {"reader"};
  check_told(told(backend.writes_at({1_s}).world), measure::Cause::unowned_write,
             {"writer does not have to tell cache of it: of all services only reader does."});
}

TEST_CASE("explain: an entry that slides was kept alive by the reads in between") {
  Backend backend;
  backend.cached("cache-aside", "write-around").writes_at({500_ms}).reads_at({0_ms, 900_ms, 1'800_ms}).runs(5, 0);
  backend.policy().expiry = option("expiry", "sliding", {{"idle", 1'000 * ms}});
  check_told(told(backend.world), measure::Cause::ttl_window,
             {"live until unread for 1 s. It had held it for 1.8 s: reads of it in between had put its end off."});
}

TEST_CASE("explain: of a write that is attempted again before it commits, the request is told that made the version") {
  Users users;
  users.cached("cache-aside", "write-around").writes_at({1_s});
  users.ask_at({0_ms, 2_s});
  models::Load& writes = users.world.loads.back();
  writes.from = "users";
  writes.to = "writer";
  writes.timeout = 10_ms;
  writes.retries.max = 1;
  users.origin().write = models::Distribution::constant(30_ms);
  const explain::Story story = told(users.world);
  const auto is_write = [](const explain::Step& step) { return step.label == "write"; };
  const auto sent = std::find_if(story.steps.begin(), story.steps.end(), is_write);
  REQUIRE(sent != story.steps.end());
  CHECK(sent->at == sim::Instant{} + 1_s);
  CHECK(sent->until == sim::Instant{} + 1_s);
}
