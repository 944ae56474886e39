// What a class promises: read, described, judged, refused.
// Promise: each refusal is compared whole.
// Source: the scenario format of this project.
#include "analysis/load/describe.hpp"
#include "analysis/measure/expectations.hpp"
#include "analysis/measure/measurement.hpp"
#include "tests/unit/scenario_broken.hpp"
#include "tests/unit/scenario_sound.hpp"
#include "tests/unit/texts.hpp"

namespace {

using namespace stalemate;
using analysis::measure::Verdict;

std::string promising(const std::string& promise, const std::string& load = "") {
  const std::string text =
      samples::changed(samples::smallest, R"("promise": { "max_age": "5s" })", R"("promise": )" + promise);
  return samples::changed(text, R"("reads":  "price",)", load + R"("reads":  "price",)");
}

const std::string all = R"({ "max_age": "5s", "read_your_writes": true, "monotonic_reads": true,
                             "under_faults": false })";

}  // namespace

TEST_CASE("a promise says of age and of sessions what holds, and whether under faults", "[scenario]") {
  const auto scenario = samples::sound(promising(all, R"("sessions": 9, )"));
  const models::Promise& promise = scenario.system.classes[0].promise;
  CHECK(promise.read_your_writes);
  CHECK(promise.monotonic_reads);
  CHECK(!promise.under_faults);
  CHECK(texts::holds(analysis::load::describe(scenario),
                     "Promise: no read older than 5s; no session misses its own writes; no session goes back in time; "
                     "nothing while a fault is in force."));
}

TEST_CASE("what a promise to sessions cannot be judged by is refused", "[scenario]") {
  CHECK(samples::refusal_of(promising(R"({"read_your_writes": true})")) ==
        "s.json:2:51: data.price.promise: promises something to sessions, and no load that reads \"price\" tells its "
        "sessions apart; write \"sessions\": 100 at such a load\n");
  CHECK(samples::refusal_of(promising(R"({"under_faults": false})")) ==
        "s.json:2:68: data.price.promise.under_faults: has no effect without \"max_age\", \"read_your_writes\" or "
        "\"monotonic_reads\"; leave it out\n");
}

TEST_CASE("each promise to sessions is judged by itself, by what no fault excuses", "[scenario]") {
  const auto scenario = samples::sound(promising(all, R"("sessions": 9, )"));
  nlohmann::ordered_json run;
  run["classes"]["price"] = {
      {"reads", {{"invoked", 100}, {"answered", 100}}},
      {"staleness",
       {{"over_bound", {{"ratio", 0}}},
        {"sessions", {{"broken", {{"read_your_writes", {{"ratio", 0.01}}}, {"monotonic_reads", {{"ratio", 0}}}}}}}}}};
  const auto outcomes = analysis::measure::judge(scenario, scenario.strategies.back(), run);
  REQUIRE(outcomes.size() == 3);
  CHECK(outcomes[0].verdict == Verdict::held);
  CHECK(outcomes[0].text == "price: no read older than 5s, except under faults");
  CHECK(outcomes[1].text == "price: no session misses its own writes, except under faults");
  CHECK(outcomes[1].path == "classes.price.staleness.sessions.broken.read_your_writes.ratio");
  CHECK(outcomes[1].verdict == Verdict::broken);
  CHECK(outcomes[2].text == "price: no session goes back in time, except under faults");
  CHECK(outcomes[2].verdict == Verdict::held);
}

TEST_CASE("the users of a closed loop are sessions where something is promised to them", "[scenario]") {
  const auto is_counted = [](const std::string& promise) {
    const std::string text =
        samples::changed(promising(promise), R"("rate": "2000/s")", R"("users": 3, "think": "1s")");
    const auto scenario = samples::sound(text);
    return analysis::measure::run_and_measure(scenario.strategies.back().blueprint)
        .total.staleness.sessions.has_value();
  };
  CHECK(is_counted(R"({"read_your_writes": true})"));
  CHECK(!is_counted(R"({"max_age": "5s"})"));
}
