// "reorder", "duplicates" and "bandwidth" of links and buses: what is assumed, described and refused.
// Promise: each line of each refusal is compared whole.
// Source: the scenario format of this project.
#include "analysis/load/describe.hpp"
#include "tests/unit/scenario_broken.hpp"
#include "tests/unit/scenario_sound.hpp"
#include "tests/unit/texts.hpp"

namespace {

std::string with_link(const std::string& traits) {
  return samples::changed(samples::smallest, R"("load":)",
                          R"("links": [{"between": ["shop", "db"], "latency": "2ms", )" + traits + R"(}], "load":)");
}

void refuses_link(const std::string& traits, const std::string& refusal) {
  INFO(traits);
  CHECK(samples::refusal_of(with_link(traits)) == refusal + "\n");
}

}  // namespace

TEST_CASE("a share alone reorders by as much as a message takes, which is an assumption", "[scenario]") {
  using namespace samples;
  const Scenario scenario = sound(with_link(R"("reorder": "5%", "duplicates": "1%", "bandwidth": "1Gbit/s")"));
  const sim::LinkTraits& traits = scenario.system.links[0].traits;
  CHECK(traits.reorder.share == 0.05);
  CHECK(traits.reorder.by.ns == 2'000'000);
  CHECK(traits.bytes_per_s == 125e6);
  CHECK(std::find(scenario.assumed.begin(), scenario.assumed.end(), "links.0.reorder.by = 2ms") !=
        scenario.assumed.end());
  CHECK(texts::holds(describe(scenario), "shop <-> db   2ms, makes two of 1.00 %, holds 5.00 % back by 2ms, 125MB/s"));
}

TEST_CASE("a bus that reorders says so", "[scenario]") {
  using namespace samples;
  const std::string bus = R"("nodes": { "wire": { "kind": "bus", "delay": "1ms", "reorder": 0.05 }, )";
  const Scenario scenario = sound(changed(smallest, R"("nodes": {)", bus));
  CHECK(texts::holds(describe(scenario), "wire: a bus, delivers after 1ms, at most once, holds 5.00 % back by 1ms."));
  CHECK(texts::holds(describe(scenario), "- nodes.wire.reorder.by = 1ms"));
}

TEST_CASE("a guessed share is a guess", "[scenario]") {
  using namespace samples;
  const Scenario scenario = sound(with_link(R"("reorder": { "value": "5%", "guess": true })"));
  CHECK(scenario.guesses == std::vector<std::string>{"links.0.reorder"});
  CHECK(scenario.system.links[0].traits.reorder.share == 0.05);
}

TEST_CASE("what a link cannot do is refused where it stands", "[scenario]") {
  refuses_link(R"("reorder": "105%")",
          "s.json:4:70: links.0.reorder: \"105%\" is not a share from 0 to 1");
  refuses_link(R"("reorder": { "by": "5ms" })",
          "s.json:4:70: links.0.reorder.share: is missing; add \"share\": ... here");
  refuses_link(R"("reorder": { "share": "5%", "by": "0s" })",
          "s.json:4:93: links.0.reorder.by: \"0s\" is not a duration above 0s and up to 1d");
  refuses_link(R"("reorder": { "share": "5%", "bye": "1s" })",
          "s.json:4:87: links.0.reorder.bye: \"bye\" is not known here; did you mean \"by\"?");
  refuses_link(R"("duplicates": "-1%")",
          "s.json:4:73: links.0.duplicates: \"-1%\" is not a share from 0 to 1; write it as \"1%\" or 0.01");
  refuses_link(R"("bandwidth": "100MB")",
          "s.json:4:72: links.0.bandwidth: \"100MB\" is not a bandwidth above 0B/s; write it with its unit, as "
          "\"100MB/s\" or \"1Gbit/s\"");
  refuses_link(R"("bandwidth": "0B/s")",
          "s.json:4:72: links.0.bandwidth: \"0B/s\" is not a bandwidth above 0B/s");
  CHECK(samples::refusal_of(samples::changed(with_link(R"("reorder": "5%")"), "\"2ms\"", "\"0s\"")) ==
        "s.json:4:69: links.0.reorder: does not say by how much: messages take no time here; write {\"share\": "
        "\"5%\", \"by\": \"20ms\"}\n");
}
