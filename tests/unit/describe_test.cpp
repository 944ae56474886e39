// What `describe` says of a scenario: assumptions first, who owes what, and figures that follow without a run.
// Promise: figures are compared with the formula worked out here by hand.
// Source: utilisation law (Denning & Buzen 1978); hit ratio of a TTL cache (Jung et al. 2003).
#include "analysis/load/describe.hpp"
#include <cmath>
#include <iostream>
#include "analysis/load/describe_figures.hpp"
#include "analysis/load/reading.hpp"
#include "tests/unit/scenario_sound.hpp"
#include "tests/unit/texts.hpp"

using namespace samples;

namespace {

Scenario with(std::vector<std::string> sets) {
  ReadContext context;
  context.sets = std::move(sets);
  return sound(smallest, context);
}

void check_hit_ratio(const Scenario& scenario, const std::string& strategy, double expected, const char* formula) {
  const HitRatio found = hit_ratio_of(plan_of(scenario, strategy).blueprint, 0);
  REQUIRE(found.value.has_value());
  std::cout << "Expectation " << expected << " (" << formula << ")\nActual      " << *found.value << "\n";
  CHECK(*found.value == Approx(expected).epsilon(1e-9));
}

std::string why_not(const Scenario& scenario, const std::string& strategy) {
  const HitRatio found = hit_ratio_of(plan_of(scenario, strategy).blueprint, 0);
  CHECK_FALSE(found.value.has_value());
  return found.why_not;
}

}  // namespace

TEST_CASE("every default that is an assumption is marked where it stands", "[describe]") {
  const std::string text = describe(with({}));
  texts::check_line(text, "  price: 50000 keys of 1KiB (assumed), popularity uniform (assumed), kept by db.");
  texts::check_line(text, "  redis: a cache, 1 shard, unbounded (assumed), commands take no time.");
  texts::check_line(text,
                    "  db: an origin, no limit of servers, a read takes 1ms (assumed), a write takes 1ms (assumed).");
  texts::check_line(text, "  shop <-> redis   250us (assumed: no link joins them)");
  const std::string told = describe(with({"nodes.db={\"kind\":\"origin\",\"read\":\"1ms\",\"write\":\"2ms\"}"}));
  texts::check_line(told, "  db: an origin, no limit of servers, a read takes 1ms, a write takes 2ms.");
}

TEST_CASE("a service is told with how its requests are handed out", "[describe]") {
  const std::string text =
      describe(with({R"(nodes.shop={"kind":"service","instances":3,"balancer":"least-connections"})"}));
  texts::check_line(text, "  shop: a service, 3 instances, balanced least-connections, no limit of workers.");
}

TEST_CASE("a service is told with its work, and what ends the stay in its queue", "[describe]") {
  const std::string shop = R"({"kind":"service","workers":4,"work":"2ms",)"
                           R"("queue":{"limit":9,"timeout":"1s","drop_abandoned":true}})";
  const std::string text = describe(with({"nodes.shop=" + shop}));
  texts::check_line(text,
                    "  shop: a service, 1 instance, works 2ms on a request, 4 workers each, queue of 9, a request "
                    "waits at most 1s, whose caller has given up is dropped.");
}

TEST_CASE("a strategy is told with the parameters that are not as usual", "[describe]") {
  const std::string of = "strategies.delete.price.";
  const std::string text = describe(with({of + R"(carry={"use":"inline","retries":60,"pause":"2s"})",
                                          of + R"(write={"use":"invalidate","versioned":true})",
                                          of + R"(expiry={"use":"ttl","ttl":"30s","jitter":"10%"})"}));
  texts::check_line(
      text,
      "    price: cache-aside at redis, write: invalidate (versioned), carried inline (retries 60, pause 2s), "
      "expiry: ttl 30s (jitter 10.00 %).");
  const std::string near =
      describe(with({R"(nodes.redis={"kind":"cache","in_process":true,"capacity":{"entries":9}})"}));
  texts::check_line(near,
                    "  redis: a cache in each instance, 9 entries in each, evicts by lru, commands take no time.");
}

TEST_CASE("what a strategy changes in the system stands with it, and content is told of caches alone", "[describe]") {
  const std::string changed = R"(strategies.delete.set={"data.price.keys":10})";
  texts::check_line(describe(with({changed})), "    with data.price.keys = 10, unlike what stands above.");
  const std::string crashes =
      R"(faults=[{"kind":"crash","on":"redis","at":"3m"},{"kind":"crash","on":"shop","at":"4m"}])";
  texts::check_line(describe(with({crashes})), "  fault.0: at 3:00, for good: redis down, content lost.");
  texts::check_line(describe(with({crashes})), "  fault.1: at 4:00, for good: shop down.");
}

TEST_CASE("who owes an invalidation to which copy is a table, with nobody in plain sight", "[describe]") {
  const std::string text = describe(with({"nodes.app=client", "nodes.admin=service",
                                          R"(load=[{"from":"app","to":"shop","reads":"price","rate":"1/s"},
                                                   {"from":"shop","writes":"price","rate":"1/s"},
                                                   {"from":"app","to":"admin","writes":"price","rate":"1/s"}])",
                                          R"(strategies.delete.price.owed_by=["shop"])"}));
  texts::check_line(text, "  strategy  class  writer  copy   told by");
  texts::check_line(text, "  delete    price  shop    redis  shop: invalidate, inline");
  texts::check_line(text, "  delete    price  admin   redis  nobody (admin does not owe it)");
  texts::check_line(text, "  ttl only  price  shop    redis  nobody");
}

TEST_CASE("nodes without a link of their own are shown with the way that their messages take", "[describe]") {
  const std::string links =
      R"(links=[{"between":["shop","db"],"latency":"1ms"},{"between":["db","redis"],"latency":"1ms"}])";
  texts::check_line(describe(with({links})), "  shop <-> redis   no link of their own: over db");
  const std::string own = R"(,{"between":["shop","redis"],"latency":"9ms"}])";
  const std::string text = describe(with({links.substr(0, links.size() - 1) + own}));
  CHECK(text.find("over db") == std::string::npos);
}

TEST_CASE("both ends of a span of minutes are written alike", "[describe]") {
  texts::check_line(
      describe(with({R"(faults=[{"kind":"partition","between":["shop","redis"],"at":"3m","until":"210s"}])"})),
      "  fault.0: at 3:00 to 3:30: shop <-> redis cut.");
}

TEST_CASE("the hit ratio of a cache with a time to live is the closed formula", "[describe]") {
  const double reads = 2000.0 / 50'000, writes = 20.0 / 50'000, ttl = 60;
  check_hit_ratio(with({}), "ttl only", reads * ttl / (1 + reads * ttl), "r T/(1 + r T), Jung et al. 2003");
  check_hit_ratio(with({}), "delete", reads / (reads + writes), "r/(r + w), first of two Poisson streams");
  const double lived = reads * (1 - std::exp(-writes * ttl)) / writes;
  check_hit_ratio(with({"strategies.delete.price.expiry=60s"}), "delete", lived / (1 + lived),
                  "h/(1 + h), h = r (1 - exp(-w T))/w");
}

TEST_CASE("the hit ratio sums over the ranks of a popularity", "[describe]") {
  const double weight = 1 + 1 / 2.0 + 1 / 3.0;
  double hits = 0;
  for (int rank = 1; rank <= 3; ++rank) {
    const double share = 1 / (rank * weight);
    hits += share * (share * 60) / (1 + share * 60);
  }
  const Scenario zipf = with({"data.price.keys=3", R"(data.price.popularity={"zipf":1})", "load.0.rate=1/s"});
  check_hit_ratio(zipf, "ttl only", hits, "sum over ranks of p r T/(1 + r T), Zipf 1, 3 keys");
  const double hot = 0.9 * 54 / 55, cold = 0.1 * 3 / 4;  // 1 key at 0.9/s, 2 keys at 0.05/s each
  const Scenario hot_set = with(
      {"data.price.keys=3", "load.0.rate=1/s", R"(data.price.popularity={"hot_set":{"keys":"34%","traffic":"90%"}})"});
  check_hit_ratio(hot_set, "ttl only", hot + cold, "the same, a hot set of one key in three");
}

TEST_CASE("where no closed formula holds, the reason stands instead of a figure", "[describe]") {
  CHECK(why_not(with({R"(nodes.redis={"kind":"cache","capacity":{"entries":5}})"}), "ttl only") == "bounded capacity");
  CHECK(why_not(with({"load.0.arrivals=constant"}), "ttl only") == "arrivals are not Poisson");
  CHECK(why_not(with({"load.0.ends=1m"}), "ttl only") == "a load is not on all the time");
  CHECK(why_not(with({"load.0.key=3"}), "ttl only") == "a load asks for one key");
  CHECK(why_not(with({"strategies.delete.price.write=update"}), "delete") == "write is update");
  CHECK(why_not(with({"strategies.delete.price.guard=hold-off"}), "delete") == "guard is hold-off");
  CHECK(why_not(with({R"(strategies.delete.price.stampede="lease")"}), "delete") ==
        "a stampede control changes what a miss is");
  CHECK(why_not(with({}), "no cache") == "not cached");
}

TEST_CASE("the utilisation without cache is demand times service time over servers", "[describe]") {
  const Scenario scenario =
      with({R"(nodes.db={"kind":"origin","servers":3,"read":"1ms","write":{"exponential":"4ms"}})"});
  const Utilisation found = utilisation_of(*find_node(scenario.system, "db"), scenario.system);
  const double expected = (2000 * 0.001 + 20 * 0.004) / 3;
  std::cout << "Expectation " << expected << " (utilisation law)\nActual      " << found.leader << "\n";
  CHECK(found.leader == Approx(expected));
  texts::check_line(describe(scenario), "  db without cache: 2000 reads/s and 20 writes/s; busy 69.33 %.");
  const Scenario full_one = with({R"(nodes.db={"kind":"origin","servers":2,"read":"1ms","write":"1ms"})"});
  texts::check_line(
      describe(full_one),
      "  db without cache: 2000 reads/s and 20 writes/s; busy 101.00 %: it could NOT serve everything uncached.");
  const Scenario split = with(
      {R"(nodes.db={"kind":"origin","servers":1,"read":"1ms","write":"1ms","followers":4,"read_from":"follower"})"});
  texts::check_line(
      describe(split),
      "  db without cache: 2000 reads/s and 20 writes/s; busy 2.00 % at the leader, 50.00 % at each follower.");
}

TEST_CASE("what a rate limit would refuse uncached is said, and whom a class is read from", "[describe]") {
  const auto limited = [](const std::string& of) {
    return describe(with({"data.price.read_from=follower",
                          R"(nodes.db={"kind":"origin","followers":4,"rate_limit":{"rate":"400/s","of":")" + of +
                              R"("}})"}));
  };
  CHECK(limited("all").find("kept by db, read from a follower.") != std::string::npos);
  // 500 reads a second at each follower, 20 writes at the leader.
  CHECK(limited("reads").find("its rate limit would REFUSE some of them") != std::string::npos);
  const std::string wide = describe(with({R"(nodes.db={"kind":"origin","rate_limit":"2020/s"})"}));
  CHECK(wide.find("refuses beyond 2020/s and a burst of 2020") != std::string::npos);
  CHECK(wide.find("REFUSE") == std::string::npos);
}

TEST_CASE("the requests of a run are counted, and timed only with a measured speed", "[describe]") {
  const Scenario scenario = with({});
  texts::check_line(describe(scenario), "  About 1212k requests a run, 3 strategies.");
  CHECK(describe(scenario).find("Run time") == std::string::npos);
  texts::check_line(describe(scenario, 1e6), "  Run time: about 3.64 s on one core.");
}

TEST_CASE("names are text, on one line, whatever they hold", "[describe]") {
  std::string text = changed(smallest, "Price cache", "two\\nlines");
  text = describe(sound(changed(text, "\"delete\"", "\"a\\nb\"")));
  CHECK(text.rfind("two\\nlines\n", 0) == 0);
  texts::check_line(text, "  a\\nb      price  shop    redis  shop: invalidate, inline");
}
