// What stories of small worlds say: times that sum up, holders that are named, tries that are counted, marks that fit.
// Promise: worlds made by hand, told in full; each sentence that is looked for follows the one before.
// Source: this project's semantics ("Why a read was stale").
#include <catch2/catch.hpp>
#include "analysis/explain/marks.hpp"
#include "analysis/explain/names.hpp"
#include "analysis/explain/shiviz.hpp"
#include "tests/analytic/explained.hpp"
#include "tests/analytic/worlds.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using namespace stalemate::tests::explained;
using models::Fault;

void check_in_order(const std::string& text, const std::vector<std::string>& parts) {
  INFO(text);
  std::size_t from = 0;
  for (const std::string& part : parts) {
    INFO(part);
    const std::size_t at = text.find(part, from);
    CHECK(at != std::string::npos);
    if (at != std::string::npos) from = at;
  }
}

/// With the moment and the mark of each sentence.
std::string marked(const explain::Story& story) {
  std::string text;
  for (const explain::Step& step : story.steps)
    if (step.number > 0)
      text +=
          explain::moment_text(step.until, 3) + " [" + explain::mark_beside(story, step) + "] " + step.sentence + "\n";
  text += story.because + "\n";
  for (const std::string& line : explain::legend_of(story)) text += line + "\n";
  return text;
}

Backend written_once(const std::string& write) {
  Backend backend;
  backend.cached("cache-aside", write).reads_at({500_ms, 2_s}).writes_at({1_s}).runs(5, 0);
  return backend;
}

/// In the service for 10 s, before a shared cache of 30 s.
Backend two_tiers() {
  Backend backend;
  models::NodeSpec local = node("local", models::NodeSpec::Kind::cache);
  local.cache.in_process = true;
  backend.world.nodes.push_back(local);
  backend.cached("cache-aside", "write-around").ttl(30_s);
  const models::Policy shared = backend.policy();
  backend.ttl(10_s);
  backend.policy().cache = "local";
  backend.policy().behind = {shared};
  return backend.runs(60, 0);
}

}  // namespace

TEST_CASE("a story shows when the read began, as its age counts from there", "[explain]") {
  Backend backend = written_once("write-around");
  backend.takes("reader", "cache", 300_ms);
  check_in_order(marked(told(backend.world)),
                 {"0:01.000 [cause] db commits version 1",
                  "0:02.000 [read] reader begins a read of item 0: version 1 was "
                  "committed 1 s ago.",
                  "0:02.300 [read] reader asks cache", "when the read began, version 1 was 1 s old"});
}

TEST_CASE("what a bus holds back is told from when it was published", "[explain]") {
  Backend backend = written_once("invalidate");
  backend.world.nodes.push_back(node("bus", models::NodeSpec::Kind::bus));
  backend.world.nodes.back().bus.delay = Distribution::constant(3_s);
  backend.policy().bus = "bus";
  backend.policy().carry = option("carry", "pub-sub");
  backend.takes("bus", "cache", 250_ms);
  const explain::Story story = told(backend.world);
  check_in_order(marked(story), {"0:01.000 [as 4] writer publishes the delete for version 1 on bus.", "That is stale",
                                 "0:04.250 [as 4] Only now the delete for version 1 reaches cache, 3.25 s after writer "
                                 "published it and 250 ms after it left bus."});
}

TEST_CASE("tries that fail are counted, and the last word says since when it is tried", "[explain]") {
  Backend backend = written_once("invalidate");
  backend.policy().carry =
      option("carry", "inline", {{"retries", std::int64_t{20}}, {"pause", Duration{100'000'000}.ns}});
  Fault& crash = backend.strikes(Fault::Kind::crash, "cache");
  crash.at = sim::Instant{} + 900_ms;
  crash.until = sim::Instant{} + 2'050_ms;
  crash.keeps_content = true;
  backend.world.loads[0].at[1] = sim::Instant{} + 2'060_ms;
  check_in_order(marked(told(backend.world)),
                 {"writer sends the delete for version 1 to cache, which is down.",
                  "writer sends the delete for version 1 to cache again, which is down.",
                  "more tries fail, the last of them now.", "cache is up again.", "after writer first sent it."});
}

TEST_CASE("the last sentence names the copy at which the staleness began, and what was filled from it", "[explain]") {
  Backend backend = two_tiers();
  backend.reads_at({1_s, 12_s, 30_s, 39_s}).writes_at({2_s});
  check_in_order(told(backend.world).because,
                 {"So cache kept version 0: nobody told it, and its entries live up to 30 s.",
                  "local@reader was filled from cache when version 1 was 28 s old, and its entries live up to 10 s."});
}

TEST_CASE("the last sentence tells a follower's answer and the cache that kept it apart", "[explain]") {
  Backend backend;
  backend.cached("cache-aside", "invalidate").reads_at({1'100_ms, 3_s}).writes_at({1_s}).runs(5, 0);
  backend.origin().followers = 1;
  backend.origin().lag = Distribution::constant(200_ms);
  backend.origin().read_from = models::ReadFrom::follower;
  const explain::Story story = told(backend.world);
  check_in_order(story.because,
                 {"So an answer was taken from db-follower-1, a follower that had not applied version 1 yet.",
                  "cache kept what it gave: its entries do not expire."});
  check_in_order(marked(story), {"[cause] db commits", "[as 1] Only now db-follower-1 applies version 1"});
}

TEST_CASE("an entry that was old when it was stored may be older than its time to live", "[explain]") {
  Backend backend;
  backend.cached("cache-aside", "write-around").ttl(1_s).reads_at({900_ms, 2'500_ms}).writes_at({1_s}).runs(5, 0);
  backend.takes("db", "reader", 800_ms);
  check_in_order(told(backend.world).because,
                 {"its entries live up to 1 s.", "When it was stored there, version 1 was 700 ms old already."});
}

TEST_CASE("of two tiers the one that is told is named, and the word that it gets is told", "[explain]") {
  Backend backend = two_tiers();
  backend.policy().behind[0].write = option("write", "invalidate");
  backend.reads_at({1_s, 3_s}).writes_at({2_s});
  check_in_order(marked(told(backend.world)),
                 {"db commits version 1, written by writer; cache is told of it, local@reader is not.",
                  "writer's delete for version 1 reaches cache."});
}

TEST_CASE("a writer that writes through a cache has a lifeline, and hands its write over", "[explain]") {
  Backend backend;
  backend.cached("cache-aside", "write-through").reads_at({500_ms, 2_s}).writes_at({1_s}).runs(5, 0);
  backend.takes("db", "cache", 1'500_ms);
  const explain::Story story = told(backend.world);
  const auto lane_of = [&](const std::string& name) {
    for (std::size_t i = 0; i < story.lanes.size(); ++i)
      if (story.lanes[i].name == name) return i;
    return story.lanes.size();
  };
  REQUIRE(lane_of("writer") < story.lanes.size());
  bool is_handed_over = false;
  for (const explain::Step& step : story.steps)
    is_handed_over |= step.label == "write" && step.from == lane_of("writer") && step.to == lane_of("cache");
  CHECK(is_handed_over);
}

TEST_CASE("without a write that a later one follows the read is less old: it is part of the cause", "[explain]") {
  Backend backend = written_once("write-around");
  backend.world.loads.back().at.push_back(sim::Instant{} + 1'500_ms);
  check_in_order(marked(told(backend.world)),
                 {"[part] db commits version 1", "and version 2 was current", "part: without it",
                  "Without the write of step 4 this read would be 500 ms old: a later write supersedes it too."});
}

TEST_CASE("without a fill that another read repeats it is said who stores it instead", "[explain]") {
  Backend backend;
  backend.cached("cache-aside", "write-around").reads_at({500_ms, 600_ms, 2_s}).writes_at({1_s}).runs(5, 0);
  check_in_order(marked(told(backend.world)),
                 {"[context] reader asks cache for item 0: it holds nothing.", "[as 1] reader sets version 0 in cache",
                  "context: without it the read is stale all the same.", "as 1: a step of the same request",
                  ("Without the read of step 1 this read would be as stale: what it finds in cache is then stored by a "
                   "read from reader, at 0:00.600000.")});
}

TEST_CASE("a fault marks the return of the node that it struck", "[explain]") {
  Backend backend = written_once("invalidate");
  Fault& crash = backend.strikes(Fault::Kind::crash, "cache");
  crash.at = sim::Instant{} + 900_ms;
  crash.until = sim::Instant{} + 1'500_ms;
  crash.keeps_content = true;
  const std::string text = marked(told(backend.world));
  check_in_order(text, {"[cause] The fault", "[as 4] cache is up again."});
  CHECK(text.find("[]") == std::string::npos);
}

TEST_CASE("the answer of a cache comes later than the cache was looked at", "[explain]") {
  Backend backend = written_once("write-around");
  backend.takes("cache", "reader", 200_ms);
  const explain::Story story = told(backend.world);
  bool is_seen = false;
  for (const explain::Step& step : story.steps)
    if (step.is_answer && step.sentence.find("it holds version 0") != std::string::npos) {
      is_seen = true;
      CHECK(step.arrived() - step.until == 200_ms);
    }
  CHECK(is_seen);
}

TEST_CASE("a writer that had given up before its commit is said to tell nobody", "[explain]") {
  Backend backend = written_once("invalidate");
  backend.origin().write = Distribution::constant(50_ms);
  backend.world.nodes[3].timeout = 20_ms;
  check_in_order(marked(told(backend.world)),
                 {"0:01.050 [cause] db commits version 1, written by writer.",
                  "0:01.050 [as 4] writer had given up waiting for this commit, so that nobody is told of version 1."});
}

TEST_CASE("of a delete that a link made two of the second loss is not a second sending", "[explain]") {
  Backend backend = written_once("invalidate");
  backend.world.links.push_back({"writer", "cache", Distribution::constant(5_ms), 0, true, {.duplicates = 1}});
  backend.strikes(Fault::Kind::drop, "writer", "cache");
  const std::string story = marked(told(backend.world));
  check_in_order(story, {"writer sends the delete for version 1 to cache; ",
                         "A second copy of it, made on the way, is lost too; "});
  CHECK(story.find("to cache again") == std::string::npos);
}

TEST_CASE("a cache that is read through answers when it has the value, whoever joined its fetch", "[explain]") {
  Backend backend;
  backend.cached("read-through", "write-around").stampede("coalesce").reads_at({0_ms, 20_ms, 2_s}).writes_at({1_s});
  backend.takes("db", "cache", 100_ms).takes("cache", "reader", 5_ms);
  const explain::Story story = told(backend.world);
  const auto answers = std::count_if(story.steps.begin(), story.steps.end(),
                                     [](const explain::Step& step) { return step.is_answer; });
  CHECK(answers == 3);  // of db to the cache, of the cache to the reader, and of the read that is told
  const auto from_db = std::find_if(story.steps.begin(), story.steps.end(), [&](const explain::Step& step) {
    return step.is_answer && story.lanes[step.from].name == "db";
  });
  REQUIRE(from_db != story.steps.end());
  CHECK(from_db->until == sim::Instant{} + 100_ms);
}

TEST_CASE("a cache that fetches beside has answered before", "[explain]") {
  Backend backend;
  backend.cached("refresh-ahead", "write-around").ttl(10_s).reads_at({0_ms, 6_s, 8_s}).writes_at({7_s});
  backend.takes("db", "cache", 100_ms).takes("cache", "reader", 5_ms);
  const explain::Story story = told(backend.world);
  const auto answers = std::count_if(story.steps.begin(), story.steps.end(),
                                     [](const explain::Step& step) { return step.is_answer; });
  CHECK(answers == 3);  // of the cache to the reader at 6, of db to the cache, and of the read that is told
  CHECK(marked(story).find("holds version 0, which is fetched anew beside.") != std::string::npos);
}

TEST_CASE("in ShiViz's log a delete follows its commit, and a follower what it applies", "[explain]") {
  const auto clock_of = [](const explain::Story& story, const std::string& event) {
    const std::string log = explain::shiviz(story);
    const std::size_t at = log.find(event + "\n");
    REQUIRE(at != std::string::npos);
    const std::size_t line = at + event.size() + 1;
    return log.substr(line, log.find('\n', line) - line);
  };
  Backend slow = written_once("invalidate");
  slow.takes("db", "writer", 10_ms).takes("writer", "cache", 3_s);
  CHECK(clock_of(told(slow.world), " sends delete v1").find("\"db\":") != std::string::npos);
  Backend lagging;
  lagging.reads_at({2_s}).writes_at({1_s}).runs(5, 0);
  lagging.origin().followers = 1;
  lagging.origin().read_from = models::ReadFrom::follower;
  lagging.origin().lag = Distribution::constant(3_s);
  CHECK(clock_of(told(lagging.world), " applies v1").find("\"db\":") != std::string::npos);
}
