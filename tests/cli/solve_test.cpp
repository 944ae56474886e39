// run --solve and --find-capacity: bounds that closed formulas know, and what cannot be solved.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include "tests/cli/program.hpp"

namespace stalemate::tests::cli {
namespace {

nlohmann::json solved(const Folder& folder, Arguments arguments) {
  arguments.insert(arguments.begin(), "run");
  arguments.insert(arguments.end(), {"--format", "json"});
  const Outcome outcome = folder.run(arguments);
  INFO(outcome.err);
  REQUIRE(outcome.status == 0);
  return nlohmann::json::parse(outcome.out);
}

nlohmann::json holds_of(const nlohmann::json& all, const std::string& strategy) {
  for (const auto& row : all.at("strategies"))
    if (row.at("strategy") == strategy) return row.at("holds");
  FAIL("no strategy " + strategy);
  return {};
}

/// A server of the origin takes 10 ms, and there are two: 200 reads a second are all that they can do.
const char* const busy_text = R"({"title": "t", "duration": "100s", "warm_up": "10s",
  "data": {"a": {"keys": 100000}},
  "nodes": {"s": "service", "c": {"kind": "cache", "capacity": {"entries": 1000}, "eviction": "lru"},
            "d": {"kind": "origin", "servers": 2, "read": "10ms"}},
  "load": [{"from": "s", "reads": "a", "rate": "50/s"}],
  "expect": [{"path": "load.origin.d.utilisation", "max": "80%"}],
  "strategies": {"aside": {"a": {"read": "cache-aside"}}}})";

}  // namespace

// A key is written all the time; an entry is at most its TTL old. So the largest TTL is the promised age.
TEST_CASE("the largest TTL that keeps a promise is the promised age") {
  const Folder folder;
  folder.write("s.json", R"({"title": "t", "duration": "100s", "warm_up": "10s",
    "data": {"a": {"keys": 1, "promise": {"max_age": "3s"}}}, "nodes": {"s": "service", "c": "cache", "d": "origin"},
    "load": [{"from": "s", "reads": "a", "rate": "100/s", "arrivals": "constant"},
             {"from": "s", "writes": "a", "rate": "40/s", "keys_like": "reads"}],
    "strategies": {"ttl": {"a": {"read": "cache-aside", "expiry": "60s"}},
                   "delete": {"a": {"read": "cache-aside", "write": "invalidate"}}}})");
  const auto all = solved(folder, {"s.json", "--solve", "strategies.ttl.a.expiry"});
  REQUIRE(all.at("strategies").size() == 1);
  const auto held = holds_of(all, "ttl");
  CHECK(held.at("from") == 0.938);
  CHECK(held.at("to").get<double>() == Approx(3).epsilon(0.02));
  CHECK(held.at("fails_above").get<double>() == Approx(3).epsilon(0.02));
  CHECK(all.at("next").get<std::string>().find("--strategy ttl --set strategies.ttl.a.expiry=") != std::string::npos);
}

// Every key is as likely as any other, so LRU hits with the share of keys that it holds.
TEST_CASE("the smallest capacity that reaches a hit ratio is that share of the keys") {
  const Folder folder;
  folder.write("s.json", R"({"title": "t", "duration": "200s", "warm_up": "50s",
    "data": {"a": {"keys": 500}},
    "nodes": {"s": "service", "c": {"kind": "cache", "capacity": {"entries": 20}, "eviction": "lru"}, "d": "origin"},
    "load": [{"from": "s", "reads": "a", "rate": "100/s"}],
    "expect": [{"path": "load.cache.c.hit_ratio", "min": "40%"}],
    "strategies": {"aside": {"a": {"read": "cache-aside"}}}})");
  const auto held = holds_of(solved(folder, {"s.json", "--solve", "nodes.c.capacity.entries=10..400"}), "aside");
  CHECK(held.at("from").get<double>() == Approx(200).epsilon(0.02));
  CHECK(held.at("fails_below").get<double>() >= held.at("from").get<double>() / 1.02);
  CHECK(held.at("fails_above").is_null());
}

// 100 000 keys, of which 1 000 are cached: 0.99 r reads a second at 10 ms on 2 servers are 80 % busy at r = 161.6.
TEST_CASE("the highest load at which servers are less than 80 % busy is what Little's law says") {
  const Folder folder;
  folder.write("s.json", busy_text);
  const auto held = holds_of(solved(folder, {"s.json", "--find-capacity", "--seeds", "3", "--jobs", "2"}), "aside");
  CHECK(held.at("to").get<double>() == Approx(161.6 / 50).epsilon(0.04));
  CHECK(held.at("fails_below").is_null());
}

TEST_CASE("of several strategies the one that bears the highest load is named, not the one that asks least") {
  const Folder folder;
  std::string text = busy_text;
  const std::string aside = R"("aside": {"a": {"read": "cache-aside"}})";
  text.replace(text.find(aside), aside.size(), R"("direct": {"a": {"read": "none"}}, )" + aside);
  folder.write("s.json", text);
  const Outcome outcome = folder.run(
      {"run", "s.json", "--find-capacity", "--set", "data.a.keys=2000", "--set", "duration=40s", "--quiet"});
  INFO(outcome.out);
  CHECK(outcome.says("The highest load: \"aside\" at "));
  CHECK(outcome.says("--strategy aside"));
}

TEST_CASE("a search gives the same bytes whatever the number of workers") {
  const Folder folder;
  folder.write("s.json", busy_text);
  const Arguments search = {"run", "s.json", "--find-capacity", "--set", "duration=30s", "--jobs"};
  Arguments one = search, two = search;
  one.push_back("1");
  two.push_back("2");
  CHECK(folder.run(one).out == folder.run(two).out);
}

TEST_CASE("what holds nowhere in the range fails, and what cannot be searched is refused with a mend") {
  const Folder folder;
  folder.write("s.json", busy_text);
  const Outcome nowhere = folder.run({"run", "s.json", "--solve", "load.0.rate=300/s..400/s"});
  CHECK(nowhere.status == 1);
  CHECK(nowhere.says("\"aside\" holds nowhere in the range; at 300/s: "));
  const auto refused = [&](Arguments arguments, const std::string& why) {
    arguments.insert(arguments.begin(), {"run", "s.json"});
    const Outcome outcome = folder.run(arguments);
    INFO(outcome.err);
    CHECK(outcome.status == 2);
    CHECK(outcome.complains_of(why));
  };
  refused({"--solve", "nodes.c.capacity.entrys"}, "did you mean nodes.c.capacity.entries?");
  refused({"--solve", "nodes.c.capacity.entries", "--find-capacity"}, "excludes");
  refused({"--solve", ""}, "names no quantity to turn");
  refused({"--find-capacity", "--what-if", "standard"}, "name one standard fault");
  refused({"--find-capacity", "--set", "expect=null"}, "no class promises and nothing is expected");
  refused({"--solve", "data.a.keys=10..1e12"}, "a range of your own");
}

}  // namespace stalemate::tests::cli
