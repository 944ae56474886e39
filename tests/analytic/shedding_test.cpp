// Who gives way when not all can be served: full queues and silent caches, to the nanosecond.
// Promise: every request that ends is told, with its instant and how.
// Source: load shedding by criticality (Beyer et al. 2016, chapter 21); G/G/c/K queues.
#include <catch2/catch.hpp>
#include "tests/analytic/explained.hpp"
#include "tests/analytic/fact_log.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using models::FactKind;
using models::Priority;
using models::ShedAs;
using models::Status;

constexpr Status ok = Status::ok;

/// A request of the instant `asked` ended at `at`; in ms.
struct End {
  std::int64_t at;
  std::int64_t asked;
  Status status;
  bool operator==(const End&) const = default;
};
std::ostream& operator<<(std::ostream& out, const End& end) {
  return out << end.asked << "-" << end.at << ":" << static_cast<int>(end.status);
}

std::vector<End> ends_of(const FactLog& log) {
  std::map<std::uint32_t, std::int64_t> asked;
  std::vector<End> ends;
  for (const sim::Fact& fact : log.facts) {
    const auto kind = models::kind_of(fact);
    if (kind == FactKind::read_invoked || kind == FactKind::write_invoked) asked[fact.slot] = fact.at.ns / ms;
    const bool failed = kind == FactKind::read_failed || kind == FactKind::write_failed;
    const bool answered = kind == FactKind::read_answered || kind == FactKind::write_answered;
    if (failed || answered)
      ends.push_back({fact.at.ns / ms, asked.at(fact.slot), failed ? static_cast<Status>(fact.outcome) : ok});
  }
  return ends;
}

/// The instants at which somebody gave way, in ms, and how.
std::vector<std::pair<std::int64_t, std::uint8_t>> shed_in(const FactLog& log) {
  std::vector<std::pair<std::int64_t, std::uint8_t>> found;
  for (const sim::Fact& fact : log.of(FactKind::shed)) found.emplace_back(fact.at.ns / ms, fact.outcome);
  return found;
}

/// Reads of one item, at these instants.
Backend& ask(Backend& backend, Priority priority, const std::vector<Duration>& at) {
  backend.reads_at(at);
  models::Load& load = backend.world.loads.back();
  load.name = "load " + std::to_string(backend.world.loads.size());
  load.priority = priority;
  return backend;
}

/// One is served for 10 ms, two wait: sheddable ones ask at 0, 1 and 2, critical ones at 3, 4 and 5, a normal one at 6.
Backend crowded() {
  Backend backend;
  backend.origin_read_takes(10_ms).runs(1, 0);
  ask(backend, Priority::sheddable, {0_ms, 1_ms, 2_ms});
  ask(backend, Priority::critical, {3_ms, 4_ms, 5_ms});
  return ask(backend, Priority::normal, {6_ms});
}

Backend crowded_origin(bool sheds) {
  Backend backend = crowded();
  backend.origin().servers = 1;
  backend.origin().queue_limit = 2;
  backend.origin().sheds_lowest = sheds;
  return backend;
}

Backend crowded_service(bool sheds) {
  Backend backend = crowded();
  backend.world.nodes[0].service = {.workers = 1, .queue_limit = 2, .sheds_lowest = sheds};
  return backend;
}

const std::vector<End> lowest_first = {{3, 2, Status::shed},    {4, 1, Status::shed}, {5, 5, Status::refused},
                                       {6, 6, Status::refused}, {10, 0, ok},          {20, 3, ok},
                                       {30, 4, ok}};
const std::vector<End> newcomer_first = {{3, 3, Status::refused}, {4, 4, Status::refused}, {5, 5, Status::refused},
                                         {6, 6, Status::refused}, {10, 0, ok},             {20, 1, ok},
                                         {30, 2, ok}};
const std::uint8_t displaced = ShedAs{Priority::sheddable, true}.packed();

}  // namespace

TEST_CASE("A full queue lets the youngest of the lowest priority go, for one that is higher than that") {
  for (const auto& crowd : {crowded_origin, crowded_service}) {
    const FactLog log = log_of(crowd(true));
    CHECK(ends_of(log) == lowest_first);
    CHECK(shed_in(log) == std::vector{std::pair(std::int64_t{3}, displaced), std::pair(std::int64_t{4}, displaced)});
    CHECK(ends_of(log_of(crowd(false))) == newcomer_first);
    CHECK(shed_in(log_of(crowd(false))).empty());
  }
}

TEST_CASE("Of several low ones the lowest goes first, and who is served stays") {
  Backend backend;
  backend.origin_read_takes(10_ms).runs(1, 0);
  backend.origin().servers = 1;
  backend.origin().queue_limit = 2;
  backend.origin().sheds_lowest = true;
  ask(backend, Priority::sheddable, {0_ms, 1_ms});
  ask(backend, Priority::normal, {2_ms});
  ask(backend, Priority::critical, {3_ms, 4_ms});
  CHECK(ends_of(log_of(backend)) == std::vector<End>{{3, 1, Status::shed},
                                                    {4, 2, Status::shed},
                                                    {10, 0, ok},
                                                    {20, 3, ok},
                                                    {30, 4, ok}});
}

TEST_CASE("Who comes for one that was first in line has a patience of his own") {
  Backend backend;
  backend.origin_read_takes(20_ms).runs(1, 0);
  backend.origin().servers = 1;
  backend.origin().queue_limit = 1;
  backend.origin().queue_timeout = 5_ms;
  backend.origin().sheds_lowest = true;
  ask(backend, Priority::sheddable, {0_ms, 1_ms});
  ask(backend, Priority::critical, {3_ms});
  CHECK(ends_of(log_of(backend)) ==
        std::vector<End>{{3, 1, Status::shed}, {8, 3, Status::refused}, {20, 0, ok}});
}

TEST_CASE("A priority goes through every call: from a client through its service, and from a cache that fills itself") {
  Backend through = crowded_origin(true);
  through.cached("read-through", "write-around");
  through.world.classes[0].keys = 7;
  for (std::size_t load = 0; load < through.world.loads.size(); ++load) {
    // Each asks for a key of its own: none of them hits.
    through.world.loads[load].popularity = {.law = models::Popularity::Law::scan,
                                            .scan_from = static_cast<std::uint32_t>(3 * load)};
  }
  CHECK(ends_of(log_of(through)) == lowest_first);
  Backend client = crowded_origin(true);
  client.world.nodes.push_back(node("users", models::NodeSpec::Kind::client));
  for (models::Load& load : client.world.loads) {
    load.from = "users";
    load.to = "reader";
  }
  CHECK(ends_of(log_of(client)) == lowest_first);
}

TEST_CASE("The reads of one multi-get lose their one place together") {
  Backend backend;
  backend.origin_read_takes(10_ms).runs(1, 0);
  backend.world.nodes[0].service = {.workers = 1, .queue_limit = 1, .sheds_lowest = true};
  backend.world.nodes.push_back(node("users", models::NodeSpec::Kind::client));
  backend.world.classes[0].keys = 4;
  ask(backend, Priority::sheddable, {0_ms});
  ask(backend, Priority::sheddable, {1_ms});
  models::Load& page = backend.world.loads.back();
  page.from = "users";
  page.to = "reader";
  page.reads.clear();
  page.request = {{.reads = "item", .keys = 3, .how = models::Step::How::multi_get, .popularity = {}}};
  ask(backend, Priority::critical, {2_ms});
  const FactLog log = log_of(backend);
  CHECK(shed_in(log) == std::vector{std::pair(std::int64_t{2}, displaced)});
  CHECK(ends_of(log) == std::vector<End>{{2, 1, Status::shed},
                                         {2, 1, Status::shed},
                                         {2, 1, Status::shed},
                                         {10, 0, ok},
                                         {20, 2, ok}});
}

TEST_CASE("A request of several steps that its service makes itself gives its worker's place up") {
  Backend backend;
  backend.origin_read_takes(10_ms).runs(1, 0);
  backend.world.nodes[0].service = {.workers = 1, .queue_limit = 1, .sheds_lowest = true};
  ask(backend, Priority::sheddable, {0_ms});
  ask(backend, Priority::sheddable, {1_ms});
  models::Load& page = backend.world.loads.back();
  page.reads.clear();
  page.request = {{.reads = "item", .keys = 1, .popularity = {}}};
  ask(backend, Priority::critical, {2_ms});
  const FactLog log = log_of(backend);
  const auto ended = log.of(FactKind::request_ended);
  REQUIRE(ended.size() == 1);
  CHECK(ended[0].at.ns == 2 * ms);
  CHECK(ended[0].outcome == static_cast<std::uint8_t>(Status::shed));
  CHECK(ends_of(log) == std::vector<End>{{10, 0, ok}, {20, 2, ok}});
}

TEST_CASE("A displaced write is not made, and a retry of it takes its chance again") {
  Backend backend;
  backend.origin_read_takes(1_ms).runs(1, 0);
  backend.origin().write = Distribution::constant(10_ms);
  backend.origin().servers = 1;
  backend.origin().queue_limit = 1;
  backend.origin().sheds_lowest = true;
  backend.writes_at({0_ms, 1_ms});
  backend.world.loads[0].priority = Priority::sheddable;
  backend.world.loads[0].retries = {.max = 1, .base = 20_ms};
  ask(backend, Priority::critical, {2_ms});
  const FactLog log = log_of(backend);
  CHECK(ends_of(log) == std::vector<End>{{10, 0, ok}, {11, 2, ok}, {32, 1, ok}});
  CHECK(log.at(FactKind::committed) == Instants{10 * ms, 32 * ms});
}

TEST_CASE("A silent cache: who is below the priority fails at once, of the others so many go on") {
  for (const std::string read : {"cache-aside", "read-through"}) {
    Backend backend;
    backend.cached(read, "write-around").origin_read_takes(10_ms).runs(1, 0);
    during(backend.strikes(models::Fault::Kind::crash, "cache"), 0_ms, 50_ms);
    ask(backend, Priority::sheddable, {1_ms, 60_ms});
    ask(backend, Priority::normal, {2_ms});
    ask(backend, Priority::critical, {3_ms});
    const std::uint8_t low = ShedAs{Priority::sheddable}.packed(), middle = ShedAs{Priority::normal}.packed();
    backend.policy().fallback = {option("fallback", "shed")};
    const FactLog log = log_of(backend);
    CHECK(ends_of(log) == std::vector<End>{{1, 1, Status::shed}, {12, 2, ok}, {13, 3, ok}, {70, 60, ok}});
    CHECK(shed_in(log) == std::vector{std::pair(std::int64_t{1}, low)});
    backend.policy().fallback = {option("fallback", "shed", {{"below", std::string("critical")}})};
    const FactLog critical = log_of(backend);
    CHECK(ends_of(critical) ==
          std::vector<End>{{1, 1, Status::shed}, {2, 2, Status::shed}, {13, 3, ok}, {70, 60, ok}});
    CHECK(shed_in(critical) == std::vector{std::pair(std::int64_t{1}, low), std::pair(std::int64_t{2}, middle)});
    backend.policy().fallback = {option("fallback", "shed", {{"limit", std::int64_t{1}}})};
    const FactLog limited = log_of(backend);
    CHECK(ends_of(limited) == std::vector<End>{{1, 1, Status::shed}, {3, 3, Status::shed}, {12, 2, ok}, {70, 60, ok}});
    CHECK(shed_in(limited).size() == 1);  // a limit is no priority
  }
}

TEST_CASE("explain: a stale read whose first attempt was shed") {
  Backend backend;
  backend.cached("cache-aside", "write-around").writes_at({50_ms}).runs(1, 0);
  backend.policy().fallback = {option("fallback", "shed")};
  during(backend.strikes(models::Fault::Kind::crash, "cache"), 100_ms, 150_ms).keeps_content = true;
  ask(backend, Priority::sheddable, {0_ms, 110_ms});
  backend.world.loads.back().retries = {.max = 1, .base = 100_ms};
  const auto story = stalemate::tests::explained::told(backend.world);
  stalemate::tests::explained::check_told(
      story, analysis::measure::Cause::ttl_window,
      {"reader lets this read go: without the cache it serves nobody whose priority is only sheddable.",
       "reader asks cache for item 0: it holds"});
}

TEST_CASE("What gave way is told by load, and with it what became of all its requests") {
  const RunResult run = crowded_origin(true).run();
  REQUIRE(run.loads.size() == 3);
  CHECK(run.loads[0].priority == Priority::sheddable);
  CHECK(run.loads[0].reads.invoked == 3);
  CHECK(run.loads[0].reads.answered == 1);
  CHECK(run.loads[0].reads.failures[static_cast<std::size_t>(Status::shed)] == 2);
  CHECK(run.loads[0].displaced == 2);
  CHECK(run.loads[0].below == 0);
  CHECK(run.loads[1].reads.answered == 2);
  CHECK(run.loads[1].displaced == 0);
  CHECK(run.loads[1].latency.max() == (26_ms).ns);
  CHECK(run.loads[2].reads.failed == 1);
  CHECK(run.load.origins[0].refused == 4);
  CHECK(run.load.origins[0].queue_max == 2);
}

TEST_CASE("Where all loads are alike a queue that sheds refuses the newcomer, and nothing is told by load") {
  Backend backend = crowded_origin(true);
  for (models::Load& load : backend.world.loads) load.priority = Priority::normal;
  CHECK(ends_of(log_of(backend)) == newcomer_first);
  CHECK(backend.run().loads.empty());
}
