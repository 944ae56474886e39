// What a scenario may not say of classes that are computed from others.
// Promise: each refusal is compared whole: place, path, what is wrong, the mend.
// Source: the format's own rules: one origin, no circle, nobody writes what is computed.
#include <catch2/catch.hpp>
#include "analysis/load/describe_figures.hpp"
#include "analysis/load/reading.hpp"
#include "tests/unit/scenario_broken.hpp"

namespace {
using namespace samples;

const std::vector<Broken> broken_derived = {
    {R"~("data":  { )~",
     R"~("data":  { "page": { "keys": 10, "derived_from": ["prise"] }, )~",
     "s.json:2:53: data.page.derived_from.0: \"prise\" is not defined under data; did you mean \"price\"?"},
    {R"~("data":  { )~",
     R"~("data":  { "page": { "keys": 10, "derived_from": ["page"] }, )~",
     "s.json:2:52: data.page.derived_from: goes in a circle: \"page\" from \"page\" again"},
    {R"~("data":  { )~",
     R"~("data":  { "a": { "keys": 1, "derived_from": ["b"] }, "b": { "keys": 1, "derived_from": ["price", "a"] }, )~",
     "s.json:2:48: data.a.derived_from: goes in a circle: \"a\" from \"b\" from \"a\" again"},
    {R"~("data":  { )~",
     R"~("data":  { "page": { "keys": 10, "derived_from": ["price", "price"] }, )~",
     "s.json:2:62: data.page.derived_from.1: \"price\" stands here twice"},
    {R"~("data":  { )~",
     R"~("data":  { "page": { "keys": 10, "derived_from": [] }, )~",
     "s.json:2:52: data.page.derived_from: names no class; leave it out"},
    {R"~("data":  { )~",
     R"~("data":  { "top": { "keys": 1 }, "page": { "keys": 10001, "derived_from": ["top"] }, )~",
     "s.json:2:78: data.page.derived_from.0: a write of one key of \"top\" would change 10001 keys of \"page\", more "
     "than 10000"},
    {R"~("promise": { "max_age": "5s" } } })~",
     R"~("derived_from": ["top"] }, "top": { "keys": 10 } })~",
     "s.json:5:42: load.1.writes: \"price\" is derived from others: nobody writes it; write what it is derived from\n"
     "s.json:7:62: strategies.delete.price.write: has no effect: \"price\" is derived, and nobody writes it; write "
     "\"names\": \"dependents\" where its sources are written"},
    {R"~("write": "invalidate")~",
     R"~("write": "invalidate", "names": "dependents")~",
     "s.json:7:85: strategies.delete.price.names: has no effect: nothing is derived from \"price\""},
    {R"~("expiry": "60s")~",
     R"~("names": "dependents", "expiry": "60s")~",
     "s.json:8:62: strategies.\"ttl only\".price.names: has no effect: \"write-around\" announces nothing; choose "
     "another \"write\""},
};

const char* const with_page = R"({ "title": "A page of prices",
  "data":  { "price": { "keys": 100 }, "page": { "keys": 10, "derived_from": ["price"] } },
  "nodes": { "shop": "service", "redis": "cache", "db": "origin" },
  "load":  [ { "from": "shop", "reads": "page", "rate": "20/s" },
             { "from": "shop", "writes": "price", "rate": "2/s", "keys_like": "reads" } ],
  "strategies": { "s": { "price": { "read": "cache-aside", "write": "invalidate", "names": "dependents" },
                         "page": { "read": "cache-aside", "expiry": "60s" } } } })";

std::string refusal_with(const std::string& set) {
  ReadContext context;
  context.sets = {set};
  return refusal_of(with_page, context);
}

}  // namespace

TEST_CASE("a broken derived class is refused where it stands", "[scenario]") { check_all(broken_derived); }

TEST_CASE("the sources of a tower of diamonds are found without walking every way through it", "[scenario]") {
  stalemate::models::Blueprint tower;
  tower.classes.emplace_back().name = "source";
  std::vector<std::string> below = {"source"};
  for (int floor = 0; floor < 40; ++floor) {
    const std::vector<std::string> both = {"a" + std::to_string(floor), "b" + std::to_string(floor)};
    for (const std::string& name : both) {
      stalemate::models::DataClass& made = tower.classes.emplace_back();
      made.name = name;
      made.derived_from = below;
    }
    below = both;
  }
  CHECK(stalemate::analysis::load::written_sources(tower, 80) == std::vector<std::size_t>{0});
}

TEST_CASE("a policy that does not fit what is derived is refused", "[scenario]") {
  stalemate::analysis::load::Diagnostics none;
  CHECK(stalemate::analysis::load::read_scenario(with_page, "s.json", {}, none).has_value());
  CHECK(refusal_with("strategies.s.page.write=invalidate").find("\"page\" is derived, and nobody writes it") !=
        std::string::npos);
  stalemate::analysis::load::ReadContext uncached;
  uncached.sets = {R"(strategies.s.price={"read": "none", "write": "invalidate", "names": "dependents"})"};
  const auto read = stalemate::analysis::load::read_scenario(with_page, "s.json", uncached, none);
  REQUIRE(read.has_value());
  CHECK(read->strategies.back().blueprint.strategy.policies[0].write.name == "invalidate");
  CHECK(stalemate::analysis::load::hit_ratio_of(read->strategies.back().blueprint, 1).why_not ==
        "writes of its sources delete it");
  uncached.sets.emplace_back("strategies.s.price.expiry=1s");
  CHECK(refusal_of(with_page, uncached).find("expiry: has no effect: \"read\" is \"none\"") != std::string::npos);
  CHECK(refusal_with("strategies.s.page.names=dependents").find("write it where its sources are written: \"price\"") !=
        std::string::npos);
  CHECK(refusal_with("strategies.s.price.write=write-behind").find("keeps writes from the origin, which computes") !=
        std::string::npos);
  CHECK(refusal_with("strategies.s.price.write=invalidate-before").find("leaves before the origin says what has") !=
        std::string::npos);
}
