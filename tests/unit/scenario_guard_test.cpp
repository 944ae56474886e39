// What a scenario may not say of guards: those that could not act where they stand.
// Promise: each refusal is compared whole: place, path, what is wrong, the mend.
// Source: the format's own rule: no option is accepted and ignored.
#include "tests/unit/scenario_broken.hpp"

namespace {

using namespace samples;

const char* const with_sessions = R"({ "title": "A price",
  "data":  { "price": { "keys": 100 } },
  "nodes": { "shop": "service", "near": { "kind": "cache", "in_process": true }, "redis": "cache", "db": "origin" },
  "load":  [ { "from": "shop", "reads": "price", "writes": "price", "write_share": "5%", "rate": "20/s",
               "sessions": 10 } ],
  "strategies": { "s": { "price": [
    { "read": "cache-aside", "cache": "near", "guard": "none" },
    { "read": "cache-aside", "cache": "redis", "guard": "version-floor" } ] } } })";

std::string refused_with(const std::vector<std::string>& sets) {
  ReadContext context;
  context.sets = sets;
  return refusal_of(with_sessions, context);
}

bool is_sound_with(const std::vector<std::string>& sets) {
  ReadContext context;
  context.sets = sets;
  stalemate::analysis::load::Diagnostics diagnostics;
  return stalemate::analysis::load::read_scenario(with_sessions, "s.json", context, diagnostics).has_value();
}

const std::string both_by_users = R"(load.0={"from": "shop", "reads": "price", "writes": "price", "write_share": "5%",
                                    "users": 3, "think": "1s"})";
const std::string read_by_users = R"(load=[{"from": "shop", "reads": "price", "users": 3, "think": "1s"},
                                           {"from": "shop", "writes": "price", "keys_like": "reads", "rate": "1/s"}])";
const std::string read_in_steps = R"(load=[{"from": "shop", "request": [{"reads": "price"}], "rate": "1/s",
                                            "sessions": 2},
                                           {"from": "shop", "writes": "price", "keys_like": "reads", "users": 3,
                                            "think": "1s"}])";
const std::string told_apart_by_nobody =
    R"(load.0={"from": "shop", "reads": "price", "writes": "price", "write_share": "5%", "rate": "20/s"})";
const std::string of_both = R"(strategies.s.price.1.guard={"use": "version-floor", "of": "writes and reads"})";

}  // namespace

TEST_CASE("a version floor without sessions that it could go by is refused", "[scenario]") {
  CHECK(is_sound_with({}));
  CHECK(is_sound_with({both_by_users}));
  CHECK(is_sound_with({read_in_steps}));
  CHECK(is_sound_with({read_by_users, of_both}));
  CHECK(refused_with({read_by_users}) ==
        "s.json:8:57: strategies.s.price.1.guard: \"version-floor\" has no effect: no sessions are told apart that "
        "read and write price; give its loads \"sessions\", as 1000\n");
  CHECK(refused_with({told_apart_by_nobody, of_both}) ==
        "--set: strategies.s.price.1.guard: \"version-floor\" has no effect: no sessions are told apart that read "
        "price; give its loads \"sessions\", as 1000\n");
  CHECK(refused_with({R"(strategies.s.price.1.guard={"use": "version-floor", "of": "reads"})"}).find("reads") !=
        std::string::npos);
}

TEST_CASE("a session has one floor of a class, not one for each tier", "[scenario]") {
  const std::string same = R"(strategies.s.price.0.guard="version-floor")";
  CHECK(is_sound_with({same}));
  CHECK(refused_with({same, of_both}) ==
        "s.json:8:5: strategies.s.price.1.guard: differs from that of a tier before it: a session has one floor; write "
        "the same \"of\"\n");
}

TEST_CASE("leader after write goes by sessions, and stands in one tier of a class", "[scenario]") {
  const std::string nearer = R"(strategies.s.price.0.guard="leader-after-write")";
  const std::string farther = R"(strategies.s.price.1.guard={"use": "leader-after-write", "time": "5s", "of": "key"})";
  CHECK(is_sound_with({farther}));
  CHECK(refused_with({farther, told_apart_by_nobody}) ==
        "--set: strategies.s.price.1.guard: \"leader-after-write\" has no effect: no sessions are told apart that "
        "read and write price; give its loads \"sessions\", as 1000\n");
  CHECK(refused_with({nearer, farther}) ==
        "s.json:8:5: strategies.s.price.1.guard: stands in a tier before, from which such reads pass by all behind it; "
        "leave it out\n");
}

TEST_CASE("a remote marker needs deletes, reads from followers, and the last tier", "[scenario]") {
  const std::string deletes = R"(strategies.s.price.1.write="invalidate")";
  const std::string followers = R"(nodes.db={"kind":"origin","followers":2,"lag":"50ms","read_from":"follower"})";
  const std::string marker = R"(strategies.s.price.1.guard={"use": "remote-marker", "time": "10s"})";
  CHECK(is_sound_with({deletes, followers, marker}));
  CHECK(refused_with({followers, marker}) ==
        "--set: strategies.s.price.1.guard: \"remote-marker\" has no effect: \"write-around\" deletes nothing "
        "from the cache; write a \"write\" that does, as \"invalidate\"\n");
  CHECK(refused_with({deletes, marker}) ==
        "--set: strategies.s.price.1.guard: \"remote-marker\" has no effect: price is not read from followers of "
        "\"db\"; give that node \"followers\" and \"read_from\": \"follower\"\n");
  CHECK(refused_with({followers, R"(strategies.s.price.0.write="invalidate")",
                      R"(strategies.s.price.0.guard="remote-marker")"}) ==
        "s.json:7:5: strategies.s.price.0.guard: \"remote-marker\" would ask the leader past the tiers behind it; "
        "write it in the last tier\n");
}
