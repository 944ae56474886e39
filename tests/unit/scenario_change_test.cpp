// Loads that go through the keys, popularity that drifts, and rates that grow: what is read, said, and refused.
// Promise: a refusal is compared whole: file, line, column, path, message and mend.
// Source: the scenario format of this project.
#include "analysis/load/describe.hpp"
#include "tests/unit/scenario_broken.hpp"
#include "tests/unit/scenario_sound.hpp"

using namespace samples;
using namespace stalemate::sim::literals;

namespace {

const std::string reads = R"("rate": "2000/s")";

Scenario with(const std::string& from, const std::string& to) { return sound(changed(smallest, from, to)); }

bool says(const Scenario& scenario, const std::string& words) {
  const std::string sheet = describe(scenario, std::nullopt);
  INFO(sheet);
  return sheet.find(words) != std::string::npos;
}

const std::vector<Broken> broken_scans = {
    {reads, R"("rate": "5/s", "keys_like": { "scan": { "from": 50000 } })",
     "s.json:4:99: load.0.keys_like.scan.from: is none of the 50000 keys; they are numbered 0 to 49999"},
    {reads, R"("rate": "5/s", "keys_like": { "scan": { "to": 5 } })",
     R"(s.json:4:91: load.0.keys_like.scan.to: "to" is not known here; known here: "from")"},
    {reads, R"("rate": "5/s", "keys_like": { "scan": {}, "zipf": 1 })",
     R"(s.json:4:93: load.0.keys_like.zipf: "zipf" is not known here; known here: "scan")"},
    {reads, R"("rate": "5/s", "key": 3, "keys_like": "scan")",
     R"(s.json:4:89: load.0.keys_like: has no effect beside "key")"},
    {R"("keys": 50000)", R"("keys": 50000, "popularity": { "scan": {} })",
     "s.json:2:54: data.price.popularity: needs one of \"zipf\", \"hot_set\", \"top\" and \"trace\"\n"
     R"(s.json:2:56: data.price.popularity.scan: "scan" is not known here; known here: "zipf", "hot_set", "top", )"
     R"("trace", "drift")"},
};

const std::string drifting = R"("keys": 50000, "popularity": { "zipf": 1, "drift": )";

const std::vector<Broken> broken_drifts = {
    {R"("keys": 50000)", drifting + R"("10%" })",
     R"(s.json:2:76: data.price.popularity.drift: "10%" is not a share above 0 and its time; write it as "10%/h")"},
    {R"("keys": 50000)", drifting + R"("0%/h" })",
     R"(s.json:2:76: data.price.popularity.drift: "0%/h" is not a share above 0 and its time; write it as "10%/h")"},
    {R"("keys": 50000)", drifting + R"("10%/month" })",
     R"(s.json:2:76: data.price.popularity.drift: "10%/month" is not a share above 0 and its time; )"
     R"(write it as "10%/h")"},
    {R"("keys": 50000)", drifting + R"("0.01%/d" })",
     "s.json:2:76: data.price.popularity.drift: turns all ranks over in less than 1ms, or in more than 3650d"},
    {R"("keys": 50000)", R"("keys": 50000, "popularity": { "drift": "10%/h" })",
     R"(s.json:2:54: data.price.popularity: needs one of "zipf", "hot_set", "top" and "trace")"},
};

const std::vector<Broken> broken_growth = {
    {reads, R"("rate": "2000/s", "grows": "8%")",
     R"(s.json:4:78: load.0.grows: "8%" is not a share above 0 and its time; write it as "8%/month")"},
    {reads, R"("rate": "2000/s", "grows": "8%/d")",
     R"(s.json:4:78: load.0.grows: "8%/d" is not a share above 0 and its time; write it as "8%/month")"},
    {reads, R"("users": 3, "think": "1s", "grows": "8%/month")",
     R"(s.json:4:87: load.0.grows: belongs to "rate")"},
    {R"("title")", R"("months_later": 6, "title")",
     R"(s.json:1:19: months_later: has no effect: no load grows; give a load with a rate "grows": "8%/month")"},
    {R"("title")", R"("months_later": -1, "title")",
     "s.json:1:19: months_later: -1 is not a number from 0 to 1200"},
};

}  // namespace

TEST_CASE("a load that goes through the keys is read and described", "[scenario]") {
  const Scenario scan = with(R"("keys_like": "reads")", R"("keys_like": { "scan": { "from": 70 } })");
  CHECK(scan.system.loads[1].popularity.scan_from == 70);
  CHECK(says(scan, "shop writes price, 20/s, Poisson, keys in turn, from 70 on."));
  CHECK(says(with(reads, R"("rate": "9/s", "keys_like": "scan")"), "(a load goes through the keys)"));
  check_all(broken_scans);
}

TEST_CASE("a popularity that drifts is read and described", "[scenario]") {
  const Scenario drift = with(R"("keys": 50000)", drifting + R"("10%/h" })");
  CHECK(drift.system.loads[0].popularity.turnover == 36'000_s);
  CHECK(drift.system.loads[1].popularity.turnover == 36'000_s);
  CHECK(says(drift, "popularity Zipf 1.00, each rank at another key every 10h"));
  CHECK(says(drift, "(what is popular drifts)"));
  const Scenario guess = with(R"("keys": 50000)", drifting + R"({ "value": "0.5/m", "guess": true } })");
  CHECK(guess.system.classes[0].popularity.turnover == 120_s);
  CHECK(guess.guesses == std::vector<std::string>{"data.price.popularity.drift"});
  check_all(broken_drifts);
}

TEST_CASE("a rate that grows is what it is after so many months, for each strategy that says how many", "[scenario]") {
  const std::string growing = changed(smallest, reads, R"("rate": "2000/s", "grows": "10%/month")");
  const Scenario at_first = sound(growing);
  CHECK(at_first.system.loads[0].rate_per_s == 2000);
  CHECK(says(at_first, "2000/s, Poisson (1.00 times the rate at first, as it grows by 10.00 % a month)"));
  const Scenario later = sound(changed(growing, R"("ttl only": {)", R"("ttl only": { "set": { "months_later": 3 },)"));
  CHECK(plan_of(later, "ttl only").blueprint.loads[0].rate_per_s == Approx(2662));
  CHECK(plan_of(later, "ttl only").blueprint.loads[1].rate_per_s == 20);
  CHECK(plan_of(later, "delete").blueprint.loads[0].rate_per_s == 2000);
  CHECK(says(sound(changed(growing, R"("title")", R"("months_later": 1.5, "title")")), "1.15 times the rate at first"));
  check_all(broken_growth);
  const std::string doubling = changed(smallest, reads, R"("rate": "2000/s", "grows": "100%/month")");
  CHECK(refusal_of(changed(doubling, R"("title")", R"("months_later": 20, "title")")) ==
        "s.json:4:78: load.0.grows: makes the rate more than 100000000/s after all the \"months_later\"\n");
}
