// Edge caches in a scenario file: how they are read, refused and described, and who talks to whom.
// Promise: each line of each refusal is compared whole.
// Source: the scenario format of this project.
#include "analysis/load/describe.hpp"
#include "analysis/load/reading.hpp"
#include "tests/unit/scenario_broken.hpp"
#include "tests/unit/scenario_sound.hpp"
#include "tests/unit/texts.hpp"

using namespace samples;

namespace {

const std::string by_cdn = R"~({ "title": "Near", "data": { "price": { "keys": 100 } },
  "nodes": { "phones": "client", "shop": "service", "job": "service", "db": "origin", "redis": "cache",
             "cdn": { "kind": "cache", "edge": "shop" } },
  "load": [ { "from": "phones", "to": "shop", "reads": "price", "rate": "5/s" },
            { "from": "job", "writes": "price", "rate": "1/s", "keys_like": "reads" } ],
  "strategies": { "cdn": { "price": [ { "read": "read-through", "cache": "cdn", "expiry": "60s" },
                                      { "read": "cache-aside", "cache": "redis" } ] } } })~";

/// What refuses it with one text in place of another, without its place.
std::string cdn_refused(const std::string& from, const std::string& to) {
  const std::string text = changed(by_cdn, from, to);
  REQUIRE(text.rfind("nothing to change", 0) != 0);
  const std::string line = refusal_of(text);
  const auto after_place = line.find(": ");
  return line.substr(after_place + 2);
}

const std::string edge_tier = R"~("read": "read-through", "cache": "cdn")~";
const std::string in_tier = "strategies.cdn.price.0.";

}  // namespace

TEST_CASE("an edge is read with its service, and described by who asks it", "[scenario]") {
  const auto scenario = sound(by_cdn);
  CHECK(find_node(scenario.system, "cdn")->cache.edge_of == "shop");
  const std::string text = describe(scenario);
  CHECK(text.find("before shop: its clients ask it, and it asks shop") != std::string::npos);
  texts::check_line(text, "  phones <-> cdn   250us (assumed: no link joins them)");
  texts::check_line(text, "  shop <-> cdn   250us (assumed: no link joins them)");
  CHECK(text.find("cdn <-> redis") == std::string::npos);
  CHECK(text.find("cdn <-> db") == std::string::npos);
}

TEST_CASE("an edge stands before a service that there is", "[scenario]") {
  CHECK(cdn_refused(R"~("edge": "shop")~", R"~("edge": "shopp")~") ==
        "nodes.cdn.edge: \"shopp\" is no service; name the one that it stands before: \"shop\", \"job\"\n");
  CHECK(cdn_refused(R"~("edge": "shop")~", R"~("edge": "")~").starts_with("nodes.cdn.edge: \"\" is no service"));
  CHECK(cdn_refused(R"~("edge": "shop")~", R"~("edge": "shop", "in_process": true)~") ==
        "nodes.cdn.edge: has no effect: an in-process cache stands before nothing; leave one of them out\n");
}

TEST_CASE("what a tier at an edge cannot do is refused", "[scenario]") {
  CHECK(cdn_refused(edge_tier, R"~("read": "cache-aside", "cache": "cdn")~") ==
        in_tier + "read: \"cdn\" stands before a service: its clients ask it, and it asks the service; write "
             "\"read-through\"\n");
  CHECK(cdn_refused(edge_tier, edge_tier + R"~(, "write": "invalidate", "guard": {"use": "remote-marker"})~")
            .starts_with(in_tier + "guard: "));
  CHECK(cdn_refused(edge_tier, edge_tier + R"~(, "fallback": "origin")~") ==
        in_tier + "fallback: clients of \"cdn\" know no other way: \"origin\" has no meaning there; leave it out, "
                  "which means \"fail-fast\"\n");
}

TEST_CASE("writes pass an edge by", "[scenario]") {
  const std::string alone = changed(by_cdn, R"~(,
                                      { "read": "cache-aside", "cache": "redis" })~", "");
  const std::string line = refusal_of(changed(alone, edge_tier, edge_tier + R"~(, "write": "write-through")~"));
  CHECK(line.find(in_tier + "write: writes pass \"cdn\" by, on their way to \"shop\"; write \"invalidate\", which "
                            "purges, or \"write-around\"") != std::string::npos);
}

TEST_CASE("an edge is the first tier, and only where clients ask its service", "[scenario]") {
  CHECK(cdn_refused(R"~([ { "read": "read-through", "cache": "cdn", "expiry": "60s" },
                                      { "read": "cache-aside", "cache": "redis" } ])~",
                     R"~([ { "read": "cache-aside", "cache": "redis" },
                           { "read": "read-through", "cache": "cdn", "expiry": "60s" } ])~") ==
        "strategies.cdn.price.1: \"cdn\" stands before \"shop\", and so before the other tiers; write it as the first "
        "tier\n");
  CHECK(cdn_refused(R"~("from": "phones", "to": "shop")~", R"~("from": "shop")~") ==
        in_tier + "cache: has no effect: no client asks \"shop\" for price, so that nobody passes \"cdn\"; give it a "
                  "load from a node of \"kind\": \"client\"\n");
}
