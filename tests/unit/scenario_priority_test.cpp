// "priority", "shed" and "canary": what they become, what `describe` says of them, and the lines that refuse them.
// Promise: each line of each refusal is compared whole.
// Source: the scenario format of this project.
#include "analysis/load/describe.hpp"
#include "analysis/load/reading.hpp"
#include "tests/unit/scenario_broken.hpp"
#include "tests/unit/scenario_sound.hpp"
#include "tests/unit/texts.hpp"

namespace {

using samples::changed;
using stalemate::models::Priority;

const std::string low_reads =
    changed(samples::smallest, R"("rate": "2000/s")", R"("rate": "2k/s", "priority": "sheddable")");

std::string with_shop(const std::string& keys, const std::string& text = low_reads) {
  return changed(text, R"("shop": "service")", R"("shop": { "kind": "service", )" + keys + " }");
}

std::string with_fallback(const std::string& fallback, const std::string& text = low_reads) {
  return changed(text, R"("write": "invalidate" })", R"("write": "invalidate", "fallback": )" + fallback + " }");
}

/// A canary that writes at 1/s, with these keys, to a class of its own.
std::string with_probe(const std::string& keys) {
  const std::string data = changed(samples::smallest, R"("data":  {)", R"("data":  { "probe": { "keys": 1 },)");
  return changed(data, R"("load":  [ )",
                 R"("load":  [ { "name": "p", "from": "shop", "writes": "probe", "rate": "1/s", )" + keys + " },\n");
}

}  // namespace

TEST_CASE("a load has a priority, and queues and fallbacks may go by it", "[scenario]") {
  using namespace samples;
  CHECK(sound(smallest).system.loads[0].priority == Priority::normal);
  CHECK(sound(low_reads).system.loads[0].priority == Priority::sheddable);
  CHECK(sound(low_reads).system.loads[1].priority == Priority::normal);
  const Scenario scenario = sound(with_fallback(R"("shed")", with_shop(R"("workers": 2, "queue": 9,
    "shed": "lowest-first")")));
  CHECK(find_node(scenario.system, "shop")->service.sheds_lowest);
  const std::string text = describe(scenario);
  INFO(text);
  CHECK(texts::holds(text, "queue of 9, which lets the lowest priority go when it is full."));
  CHECK(texts::holds(text, "2000/s, Poisson, sheddable, keys uniform"));
  CHECK(texts::holds(text, "fallback: shed"));
  const Scenario origin = sound(changed(low_reads, R"("origin" })",
                                        R"({ "kind": "origin", "servers": 1, "queue": 3, "shed": "lowest-first" } })"));
  CHECK(find_node(origin.system, "db")->origin.sheds_lowest);
  CHECK(texts::holds(describe(origin), "at most 3 wait, which lets the lowest priority go when it is full"));
}

TEST_CASE("priorities without effect are refused or warned of", "[scenario]") {
  const auto refuses = [](const std::string& text, const std::string& refusal) {
    INFO(text);
    CHECK(samples::refusal_of(text) == "s.json:" + refusal + "\n");
  };
  refuses(changed(samples::smallest, R"("rate": "2000/s")", R"("rate": "2k/s", "priority": "low")"),
          "4:79: load.0.priority: \"low\" is none of \"sheddable\", \"normal\", \"critical\"");
  refuses(with_shop(R"("workers": 2, "shed": "lowest-first")"),
          "3:65: nodes.shop.shed: has no effect: nothing limits the queue; write a \"queue\" above 0");
  refuses(changed(low_reads, R"("origin" })", R"({ "kind": "origin", "servers": 1, "shed": "newcomer" } })"),
          "3:99: nodes.db.shed: has no effect: nothing limits the queue; write a \"queue\" above 0");
  refuses(with_fallback(R"("shed")", samples::smallest),
          "7:88: strategies.delete.price.fallback: \"shed\" has no effect: no load that reads \"price\" has a priority "
          "below normal; give a load a lower \"priority\"");
  const auto warned = samples::sound(
      with_shop(R"("workers": 2, "queue": 9, "shed": "lowest-first")", samples::smallest));
  CHECK(texts::holds(warned.warnings.render(),
                     "nodes.shop.shed: has no effect: all loads have the same priority; give one of them a "
                     "\"priority\""));
}

TEST_CASE("a canary writes a class of its own, and reads it back", "[scenario]") {
  const auto scenario = samples::sound(with_probe(R"("key": 0, "read_back": "100%", "sessions": 1, "canary": true)"));
  CHECK(scenario.system.loads[0].is_canary);
  CHECK(texts::holds(describe(scenario), "1 session, a canary, always key 0"));
  const auto refuses = [](const std::string& text, const std::string& refusal) {
    INFO(text);
    CHECK(texts::holds(samples::refusal_of(text), refusal));
  };
  refuses(with_probe(R"("key": 0, "canary": true)"),
          "load.0.canary: needs \"read_back\": it compares what it reads with what it has written");
  refuses(changed(with_probe(R"("key": 0, "read_back": 1, "sessions": 1, "canary": true)"), R"("writes": "price")",
                  R"("writes": "probe")"),
          "load.0.canary: \"shop writes probe\" writes \"probe\" too: what it reads back might not be its own; give it "
          "a class of its own");
}
