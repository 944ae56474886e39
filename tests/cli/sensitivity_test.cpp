// sensitivity: guesses whose flip a closed formula knows, and those that flip nothing.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include "tests/cli/program.hpp"

namespace stalemate::tests::cli {
namespace {

// An entry of "ttl" is at most 3 s old, so that it keeps a promise of 4 s, and a promise of 3 s or less it does not.
// "delete" keeps any, and asks the origin more: every write empties the entry.
const char* const guessed_text = R"({"title": "t", "duration": "200s", "warm_up": "20s",
  "data": {"a": {"keys": 1, "promise": {"max_age": {"value": "4s", "guess": true}}}},
  "nodes": {"s": "service", "c": "cache",
            "d": {"kind": "origin", "read": {"value": {"p50": "1ms", "p99": "2ms"}, "guess": true}}},
  "load": [{"from": "s", "reads": "a", "rate": "200/s"},
           {"from": "s", "writes": "a", "rate": {"value": "10/s", "guess": true}, "keys_like": "reads"}],
  "strategies": {"ttl": {"a": {"read": "cache-aside", "expiry": "3s"}},
                 "delete": {"a": {"read": "cache-aside", "write": "invalidate"}}}})";

nlohmann::json row_of(const nlohmann::json& all, const std::string& path) {
  for (const auto& row : all.at("guesses"))
    if (row.at("path") == path) return row;
  FAIL("no guess " + path);
  return {};
}

}  // namespace

TEST_CASE("a guess flips the decision where a formula says so, and the others do not") {
  const Folder folder;
  folder.write("s.json", guessed_text);
  const Outcome outcome = folder.run({"sensitivity", "s.json", "--format", "json"});
  CHECK(outcome.status == 0);
  const auto all = nlohmann::json::parse(outcome.out);
  CHECK(all.at("decision") == "ttl");
  const auto age = row_of(all, "data.a.promise.max_age");
  CHECK(age.at("written") == "4s");
  CHECK(age.at("down").at("flips") == true);
  CHECK(age.at("down").at("decision") == "delete");
  CHECK(age.at("up").at("flips") == false);
  const std::string flips_at = age.at("down").at("flips_at");
  INFO(flips_at);
  CHECK(flips_at >= "2900");  // ms, in as many digits
  CHECK(flips_at <= "3010");
  CHECK(row_of(all, "nodes.d.read").at("down").at("flips") == false);
  CHECK(row_of(all, "load.1.rate").at("up").at("value") == "20/s");
  CHECK(row_of(all, "the load").at("nudge") == true);
  const Outcome screen = folder.run({"sensitivity", "s.json", "--quiet", "--strict"});
  CHECK(screen.status == 1);
  CHECK(screen.says("data.a.promise.max_age flips it: written as 4s, down to "));
  CHECK(screen.says("a guess flips the decision, and --strict"));
}

TEST_CASE("a guess whose half the format does not allow is said to be so, and the others are moved all the same") {
  const Folder folder;
  folder.write("s.json", guessed_text);
  const Outcome outcome = folder.run({"sensitivity", "s.json", "--quiet", "--format", "json", "--set",
                                      R"(data.a.popularity={"zipf": {"value": 8, "guess": true}})"});
  INFO(outcome.err);
  const auto all = nlohmann::json::parse(outcome.out);
  const auto zipf = row_of(all, "data.a.popularity.zipf");
  CHECK(zipf.at("up").at("decision").is_null());
  CHECK(zipf.at("up").at("refused").get<std::string>().find("is more than 10") != std::string::npos);
  CHECK(zipf.at("down").at("decision") == "ttl");
  CHECK(row_of(all, "data.a.promise.max_age").at("down").at("flips") == true);
}

TEST_CASE("a scenario without a guess says how one is written") {
  const Folder folder;
  folder.write("s.json", small_scenario());
  const Outcome outcome = folder.run({"sensitivity", "s.json", "--quiet"});
  CHECK(outcome.says("Nothing is marked as a guess"));
  CHECK(folder.run({"sensitivity", "s.json", "--what-if", "standard"}).status == 2);
}

// Two classes of as many reads: each saves half of what is saved; the one that nobody writes causes no stale read.
TEST_CASE("leaving out a class shows what it saves and which stale reads it causes") {
  const Folder folder;
  folder.write("s.json", R"({"title": "t", "duration": "220s", "warm_up": "20s",
    "data": {"price": {"keys": 10}, "name": {"keys": 10}},
    "nodes": {"s": "service", "near": {"kind": "cache", "in_process": true}, "c": "cache", "d": "origin"},
    "load": [{"from": "s", "reads": "price", "rate": "100/s"}, {"from": "s", "reads": "name", "rate": "100/s"},
             {"from": "s", "writes": "price", "rate": "5/s", "keys_like": "reads"}],
    "strategies": {"ttl": {"price": {"read": "cache-aside", "expiry": "10s", "cache": "c"},
                           "name": [{"read": "cache-aside", "expiry": "10s", "cache": "near"},
                                    {"read": "cache-aside", "expiry": "10s", "cache": "c"}]}}})");
  const Outcome outcome = folder.run({"run", "s.json", "--leave-one-out", "--seeds", "2", "--format", "json"});
  INFO(outcome.err);
  REQUIRE(outcome.status == 0);
  const auto parts = nlohmann::json::parse(outcome.out).at("parts");
  REQUIRE(parts.size() == 4);
  const auto& price = parts[0];
  CHECK(price.at("class") == "price");
  CHECK(price.at("without").at("origin_reads_per_s").get<double>() == Approx(101).epsilon(0.05));
  CHECK(price.at("saved_per_s").at("mean").get<double>() == Approx(99).epsilon(0.05));
  CHECK(price.at("without").at("stale") == 0);
  CHECK(price.at("with").at("stale").get<double>() > 1000);
  const auto& name = parts[1];
  CHECK(name.at("tier").is_null());
  CHECK(name.at("saved_per_s").at("mean").get<double>() == Approx(99).epsilon(0.05));
  CHECK(name.at("with").at("stale") == name.at("without").at("stale"));
  CHECK(parts[2].at("tier") == "near");
  CHECK(std::abs(parts[2].at("saved_per_s").at("mean").get<double>()) < 2);
  const Outcome screen = folder.run({"run", "s.json", "--leave-one-out", "--quiet"});
  CHECK(screen.says("name in near under \"ttl\" is not seen to earn its place"));
}

}  // namespace stalemate::tests::cli
