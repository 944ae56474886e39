// What a trace leaves nothing to be assumed of, and the names of copies in the processes of instances.
// Promise: an assumption that no load makes is neither listed nor described.
// Source: the scenario format of this project.
#include "analysis/load/describe.hpp"
#include "analysis/load/reading.hpp"
#include "tests/unit/scenario_broken.hpp"
#include "tests/unit/scenario_sound.hpp"

namespace {

using namespace samples;

const std::string both_recorded =
    changed(changed(smallest, R"("rate": "2000/s")", R"("trace": "reads.bin")"),
            R"("rate": "20/s", "keys_like": "reads")", R"("trace": "reads.bin")");

const std::string near =
    changed(changed(smallest, R"("shop": "service")", R"("shop": { "kind": "service", "instances": 2 })"),
            R"("redis": "cache")", R"("near": { "kind": "cache", "in_process": true })");

std::string struck(const std::string& part) {
  const std::string fault = R"("faults": [{ "kind": "crash", "at": "1m", "on": ")" + part + R"(" }], )";
  return changed(near, R"("load":)", fault + R"("load":)");
}

}  // namespace

TEST_CASE("of a class that traces alone ask for no popularity is assumed", "[scenario]") {
  const Scenario scenario = sound(both_recorded);
  CHECK_FALSE(assumes(scenario, "data.price.popularity = uniform"));
  CHECK(describe(scenario).find("popularity as recorded, kept by db") != std::string::npos);
}

TEST_CASE("one load that draws its keys by the class, and its popularity is assumed again", "[scenario]") {
  const std::string drawn = changed(smallest, R"("rate": "2000/s")", R"("trace": "reads.bin")");
  CHECK(assumes(sound(drawn), "data.price.popularity = uniform"));
  CHECK(assumes(sound(smallest), "data.price.popularity = uniform"));
  CHECK_FALSE(assumes(sound(changed(drawn, R"("keys_like": "reads")", R"("keys_like": { "zipf": 1 })")),
                      "data.price.popularity = uniform"));
  CHECK_FALSE(assumes(sound(changed(drawn, R"("keys_like": "reads")", R"("key": 1)")),
                      "data.price.popularity = uniform"));
}

TEST_CASE("a fault may name the copy in the process of one instance", "[scenario]") {
  const Scenario scenario = sound(struck("near@shop-2"));
  CHECK(scenario.system.faults[0].node == "near@shop-2");
  CHECK(parts_of(*find_node(scenario.system, "near"), scenario.system) ==
        std::vector<std::string>{"near@shop-1", "near@shop-2"});
  CHECK(sound(struck("near")).system.faults[0].node == "near");
}

TEST_CASE("a copy that is in no process is refused with the nearest that is", "[scenario]") {
  CHECK(refusal_of(struck("near@shop-3")) ==
        "s.json:4:51: faults.0.on: \"near@shop-3\" is not defined under nodes; did you mean \"near@shop-1\"?\n");
  CHECK(refusal_of(changed(near, R"("shop": {)", R"("near@shop-2": "client", "shop": {)")) ==
        "s.json:3:12: nodes: \"near@shop-2\" would be a part of \"near\" and of \"near@shop-2\"\n");
}
