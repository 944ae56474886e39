// {"after_read": ...}: what becomes of it, what `describe` says of it, and the exact lines that refuse one.
// Promise: each line of each refusal is compared whole.
// Source: the scenario format of this project.
#include "analysis/load/describe.hpp"
#include "analysis/load/describe_figures.hpp"
#include "analysis/load/reading.hpp"
#include "tests/unit/scenario_broken.hpp"
#include "tests/unit/scenario_sound.hpp"
#include "tests/unit/texts.hpp"

namespace {

using samples::changed;

const std::string rewriting = R"("writes": "price", "keys_like": { "after_read": "20%" }, )";

std::string with(const std::string& keys) { return changed(samples::smallest, R"("rate": "2000/s")", keys); }

void refuses(const std::string& keys, const std::string& refusal) {
  INFO(keys);
  CHECK(samples::refusal_of(with(keys)) == refusal + "\n");
}

}  // namespace

TEST_CASE("sessions that write what they have read are read and described, and nothing is assumed", "[scenario]") {
  using namespace samples;
  const Scenario scenario = sound(with(rewriting + R"("think": "2s", "sessions": 5, "rate": "2000/s")"));
  const models::Load& load = scenario.system.loads[0];
  CHECK(load.after_read == 0.2);
  CHECK(load.think.describe() == "2s");
  CHECK(load.popularity.law == models::Popularity::Law::uniform);
  const std::string text = describe(scenario);
  CHECK(texts::holds(text,
                     "and after 20.00 % of the answered reads the session writes the key it has read, 2000/s, Poisson, "
                     "writes after 2s, 5 sessions"));
  CHECK_FALSE(texts::holds(text, "writes hit keys as reads do"));
  const Utilisation found = utilisation_of(*find_node(scenario.system, "db"), scenario.system);
  CHECK(found.reads_per_s == 2000);
  CHECK(found.writes_per_s == 2000 * 0.2 + 20);
  CHECK(requests_of(scenario.system) == 600 * (2000 + 2000 * 0.2 + 20));
}

TEST_CASE("a write after a read is one of the requests of a user, and may be of one key", "[scenario]") {
  using namespace samples;
  const Scenario scenario = sound(with(rewriting + R"("key": 7, "users": 12, "think": "1s")"));
  CHECK(scenario.system.loads[0].fixed_key == 7u);
  CHECK(utilisation_of(*find_node(scenario.system, "db"), scenario.system).reads_per_s == Approx(12 / 1.2));
}

TEST_CASE("a write after a read that cannot be is refused where it stands", "[scenario]") {
  refuses(R"("rate": "5/s", "keys_like": { "after_read": "20%" })",
          "s.json:4:79: load.0.keys_like: \"after_read\" is for a load that reads and writes: sessions write "
          "what they have read; name both \"reads\" and \"writes\"");
  refuses(rewriting + R"("rate": "5/s", "write_share": "5%")",
          "s.json:4:138: load.0.write_share: has no effect: a write follows an answered read");
  refuses(R"("writes": "price", "keys_like": { "after_read": "0%" }, "rate": "5/s")",
          "s.json:4:99: load.0.keys_like.after_read: \"0%\" is not a share above 0 and up to 1");
  refuses(R"("writes": "price", "keys_like": { "after_read": "20%", "zipf": 1 }, "rate": "5/s")",
          "s.json:4:106: load.0.keys_like.zipf: \"zipf\" is not known here; known here: \"after_read\"");
  refuses(rewriting + R"("trace": "gone.bin")",
          "s.json:4:83: load.0.keys_like: has no effect beside \"trace\"\n"
          "s.json:4:117: load.0.trace: traces cannot be opened here");
}
