// {"top": ...}: what becomes of it, what `describe` says of it, and the exact lines that refuse one.
// Promise: each line of each refusal is compared whole.
// Source: the scenario format of this project.
#include "analysis/load/describe.hpp"
#include "analysis/load/describe_figures.hpp"
#include "tests/unit/scenario_broken.hpp"
#include "tests/unit/scenario_sound.hpp"

namespace {

using samples::changed;

std::string with_popularity(const std::string& popularity) {
  return changed(samples::smallest, R"("keys": 50000,)", R"("keys": 50000, "popularity": )" + popularity + ",");
}

void refuses_popularity(const std::string& popularity, const std::string& refusal) {
  INFO(popularity);
  CHECK(samples::refusal_of(with_popularity(popularity)) == refusal + "\n");
}

}  // namespace

TEST_CASE("shares of the hottest keys are read in the order of their counts and described", "[scenario]") {
  using namespace samples;
  const Scenario scenario = sound(with_popularity(R"({ "top": { "100": "22%", "1": "3%", "1k": 0.5 } })"));
  const models::Popularity& read = scenario.system.classes[0].popularity;
  CHECK(read.law == models::Popularity::Law::empirical);
  REQUIRE(read.top.size() == 3);
  CHECK(read.top[0].ranks == 1);
  CHECK(read.top[1].share == 0.22);
  CHECK(read.top[2].ranks == 1000);
  CHECK(scenario.system.loads[1].popularity.top.size() == 3);
  CHECK(describe(scenario).find("popularity empirical (the hottest 1 get 3.00 %, the hottest 100 get 22.00 %, the "
                                "hottest 1000 get 50.00 %)") != std::string::npos);
}

TEST_CASE("the expected hit ratio sums over the bands", "[describe]") {
  using namespace samples;
  std::string text = changed(with_popularity(R"({ "top": { "1": "60%" } })"), "50000", "3");
  const auto plan = plan_of(sound(changed(text, "2000/s", "1/s")), "ttl only");
  const double hot = 0.6 * 36 / 37, cold = 0.4 * 12 / 13;  // 0.6/s; two keys of 0.2/s; T = 60 s: p r T/(1 + r T)
  CHECK(hit_ratio_of(plan.blueprint, 0).value.value() == Approx(hot + cold).epsilon(1e-12));
}

TEST_CASE("a point of a popularity that cannot be is refused where it stands", "[scenario]") {
  refuses_popularity(R"({ "top": {} })",
          "s.json:2:63: data.price.popularity.top: names no number of keys; write {\"100\": \"22%\"}");
  refuses_popularity(R"({ "top": { "few": "3%" } })",
          "s.json:2:72: data.price.popularity.top.few: is no number of keys; write how many of the hottest "
          "keys, as \"100\"");
  refuses_popularity(R"({ "top": { "0": "3%" } })",
          "s.json:2:70: data.price.popularity.top.0: is no number of keys; write how many of the hottest keys, "
          "as \"100\"");
  refuses_popularity(R"({ "top": { "1": "120%" } })",
          "s.json:2:70: data.price.popularity.top.1: \"120%\" is not a share above 0 and up to 1");
  refuses_popularity(R"({ "top": { "1": "3%", "1e0": "4%" } })",
          "s.json:2:83: data.price.popularity.top.1e0: counts as many keys as \"1\"");
  refuses_popularity(R"({ "top": { "1": "3%", "10": "3%" } })",
          "s.json:2:82: data.price.popularity.top.10: is not above the share of the hottest 1; shares add up: "
          "write what the hottest 10 get together");
  refuses_popularity(R"({ "top": { "1": "3%", "10": "40%" } })",
          "s.json:2:82: data.price.popularity.top.10: makes the keys after the hottest 1 hotter than those; "
          "give the hottest 1 more, or the hottest 10 less");
  refuses_popularity(R"({ "top": { "1": "3%", "60000": "40%" } })",
          "s.json:2:63: data.price.popularity.top: it counts 60000 keys, but there are 50000; add a point, or "
          "correct the shares or the number of keys");
  refuses_popularity(R"({ "top": { "1": "3%", "50000": "40%" } })",
          "s.json:2:63: data.price.popularity.top: all 50000 keys together get 100%; add a point, or correct "
          "the shares or the number of keys");
  refuses_popularity(R"({ "top": { "49999": "10%" } })",
          "s.json:2:63: data.price.popularity.top: what is left makes each key after the hottest 49999 of "
          "50000 hotter than those; add a point, or correct the shares or the number of keys");
  refuses_popularity(R"({ "top": { "1": "3%" }, "zipf": 1 })",
          "s.json:2:54: data.price.popularity: needs one of \"zipf\", \"hot_set\", \"top\" and \"trace\", not several");
}

TEST_CASE("a popularity that counts more keys than the class that is written with it is refused", "[scenario]") {
  std::string text = with_popularity(R"({ "top": { "100": "22%" } })");
  text = changed(text, R"("price": { "keys": 50000)", R"("tag": { "keys": 10 }, "price": { "keys": 50000)");
  text = changed(text, R"("rate": "2000/s")", R"("writes": "tag", "write_share": "1%", "rate": "2000/s")");
  CHECK(samples::refusal_of(text) ==
        "s.json:4:61: load.0.writes: does not fit the popularity of the class read: it counts 100 keys, but there are "
        "10\n");
}
