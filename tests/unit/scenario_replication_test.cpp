// "replication", "apply", links to followers, "nearest", and what a class costs its origin: assumed, told, refused.
#include "analysis/load/describe.hpp"
#include "analysis/load/reading.hpp"
#include "tests/unit/scenario_broken.hpp"
#include "tests/unit/scenario_sound.hpp"
#include "tests/unit/texts.hpp"

namespace {

using stalemate::models::Replication;

std::string with_db(const std::string& keys) {
  return samples::changed(samples::smallest, R"("db": "origin")", R"("db": {"kind": "origin", )" + keys + "}");
}

const Replication& replication_of(const samples::Scenario& scenario) {
  return stalemate::analysis::load::find_node(scenario.system, "db")->origin.replication;
}

}  // namespace

TEST_CASE("replication in one word takes what is usual, and says so", "[scenario]") {
  using namespace samples;
  const Scenario semi = sound(with_db(R"("followers": 3, "replication": "semi-sync")"));
  CHECK(replication_of(semi).needs == 1);
  CHECK(assumes(semi, "nodes.db.replication.receipt = 1ms"));
  CHECK(texts::holds(describe(semi),
                     "a write is acknowledged when 1 follower has it (after 1ms), or after 10s without"));
  const Scenario sync = sound(with_db(R"("followers": 3, "replication": {"mode": "sync", "receipt": "2ms"})"));
  CHECK(replication_of(sync).needs == 3);
  CHECK(texts::holds(describe(sync), "a write commits when 3 followers have it (after 2ms), or after 10s it fails"));
  const Scenario async = sound(with_db(R"("followers": 1, "replication": {"mode": "async", "receipt": "2ms"})"));
  CHECK(replication_of(async).tells_receipt);
  CHECK_FALSE(replication_of(sound(with_db(R"("followers": 1, "replication": "async")"))).tells_receipt);
}

TEST_CASE("a follower that a link names has a place of its own", "[scenario]") {
  using namespace samples;
  const std::string near = R"("links": [{"between": ["shop", "db-follower-1"], "latency": "1ms"}], "load":)";
  const Scenario scenario =
      sound(changed(with_db(R"("followers": 1, "read_from": "nearest")"), R"("load":)", near));
  CHECK(texts::holds(describe(scenario), "read from the nearest node"));
  CHECK(texts::holds(describe(scenario), "shop <-> db-follower-1   1ms"));
}

TEST_CASE("broken replication is refused where it stands", "[scenario]") {
  const auto refusal = [](const std::string& keys) { return samples::refusal_of(with_db(keys)); };
  CHECK(refusal(R"("replication": "sync")") ==
        "s.json:3:91: nodes.db.replication: has no effect without \"followers\"\n");
  CHECK(refusal(R"("followers": 1, "replication": "quorum")") ==
        "s.json:3:107: nodes.db.replication: \"quorum\" is none of \"async\", \"semi-sync\", \"sync\"\n");
  CHECK(refusal(R"("followers": 1, "replication": {"mode": "sync", "needs": 2})") ==
        "s.json:3:133: nodes.db.replication.needs: 2 is not a whole number from 1 to 1\n");
  CHECK(refusal(R"("followers": 1, "replication": {"mode": "async", "needs": 1})") ==
        "s.json:3:125: nodes.db.replication.needs: \"needs\" is not known here; known here: \"mode\", "
        "\"receipt\"\n");
  CHECK(refusal(R"("read_from": "nearest")") ==
        "s.json:3:89: nodes.db.read_from: asks for a follower, but there is none\n");
}
