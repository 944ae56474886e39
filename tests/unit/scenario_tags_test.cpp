// What a scenario may say of tags, and of changes that name more than their key.
// Promise: each refusal is compared whole: place, path, what is wrong, the mend.
// Source: the format's own rules: a kind of tags has one number; only a plain delete can name other keys.
#include <catch2/catch.hpp>
#include "analysis/load/describe.hpp"
#include "analysis/load/describe_figures.hpp"
#include "analysis/load/reading.hpp"
#include "tests/unit/scenario_broken.hpp"

namespace {
using namespace samples;

const std::vector<Broken> broken_tags = {
    {R"~("keys": 50000,)~",
     R"~("keys": 50000, "tags": {},)~",
     "s.json:2:48: data.price.tags: names no kind of tags; write {\"category\": 200}, or leave it out"},
    {R"~("keys": 50000,)~",
     R"~("keys": 50000, "tags": { "category": 0 },)~",
     "s.json:2:62: data.price.tags.category: 0 is not a whole number from 1 to 4294967295"},
    {R"~("data":  { )~",
     R"~("data":  { "a": { "keys": 9, "tags": { "category": 3 } }, "b": { "keys": 9, "tags": { "category": 4 } }, )~",
     "s.json:2:101: data.b.tags.category: is of 3 tags at \"a\"; write 3, or give one of them another name"},
    {R"~("data":  { )~",
     R"~("data":  { "page": { "keys": 1000000, "tags": { "category": 3 } }, )~",
     "s.json:2:63: data.page.tags.category: would be borne by 333334 keys of \"page\" a tag, more than 100000; write "
     "more tags"},
    {R"~("write": "invalidate")~",
     R"~("write": "invalidate", "names": "tags")~",
     "s.json:7:85: strategies.delete.price.names: \"price\" has no tags; write \"tags\": {\"category\": 200} where it "
     "is defined"},
    {R"~("write": "invalidate")~",
     R"~("write": "update", "names": "purge-all")~",
     "s.json:7:81: strategies.delete.price.names: \"update\" sets one value: it cannot name other keys; write a "
     "\"write\" that deletes, as \"invalidate\""},
    {R"~("write": "invalidate")~",
     R"~("write": { "use": "invalidate", "versioned": true }, "names": "purge-all")~",
     "s.json:7:115: strategies.delete.price.names: cannot be versioned: it names other keys, whose versions do not "
     "compare with this one's; leave \"versioned\" out"},
    {R"~("write": "invalidate")~",
     R"~("write": { "use": "double-delete", "versioned": true }, "names": "purge-all")~",
     "s.json:7:118: strategies.delete.price.names: cannot be versioned: it names other keys, whose versions do not "
     "compare with this one's; leave \"versioned\" out"},
    {R"~("write": "invalidate")~",
     R"~("write": { "use": "invalidate-before", "versioned": true })~",
     "s.json:7:92: strategies.delete.price.write.versioned: \"versioned\" is not known here; known here: \"use\""},
    {R"~("write": "invalidate")~",
     R"~("write": "update", "names": "version-key")~",
     "s.json:7:81: strategies.delete.price.names: \"update\" sets a value: it cannot move a generation on; write a "
     "\"write\" that deletes, as \"invalidate\""},
    {R"~("write": "invalidate")~",
     R"~("write": { "use": "invalidate", "versioned": true }, "names": "version-key")~",
     "s.json:7:115: strategies.delete.price.names: cannot be versioned: a generation is moved on whatever it was; "
     "leave \"versioned\" out"},
    {R"~("write": "invalidate")~",
     R"~("write": "invalidate", "guard": { "use": "hold-off", "time": "1s" }, "names": "version-key")~",
     "s.json:7:85: strategies.delete.price.guard: \"hold-off\" has no effect: with \"version-key\" nobody finds a late "
     "fill; leave it out"},
    {R"~("expiry": "60s")~",
     R"~("names": "purge-all", "expiry": "60s")~",
     "s.json:8:62: strategies.\"ttl only\".price.names: has no effect: \"write-around\" announces nothing; choose "
     "another \"write\""},
};

const char* const shelf = R"({ "title": "A page of prices",
  "data":  { "price": { "keys": 100, "tags": { "shelf": 10 } },
             "page": { "keys": 10, "derived_from": ["price"], "tags": { "shelf": 10 } } },
  "nodes": { "shop": "service", "redis": "cache", "near": "cache", "db": "origin" },
  "load":  [ { "from": "shop", "reads": "page", "rate": "20/s" },
             { "from": "shop", "writes": "price", "rate": "2/s", "keys_like": "reads" } ],
  "strategies": { "s": { "price": { "read": "cache-aside", "write": "invalidate", "names": "tags", "cache": "redis" },
                         "page": { "read": "cache-aside", "expiry": "60s", "cache": "redis" } } } })";

stalemate::analysis::load::Scenario read_shelf(const std::string& set) {
  stalemate::analysis::load::ReadContext context;
  if (!set.empty()) context.sets = {set};
  stalemate::analysis::load::Diagnostics diagnostics;
  auto scenario = stalemate::analysis::load::read_scenario(shelf, "s.json", context, diagnostics);
  INFO(diagnostics.render());
  REQUIRE(scenario.has_value());
  return std::move(*scenario);
}

}  // namespace

TEST_CASE("broken tags are refused where they stand", "[scenario]") { check_all(broken_tags); }

TEST_CASE("a page that does not bear the tags of what it is computed from is warned of", "[scenario]") {
  CHECK(read_shelf("").warnings.render().empty());
  CHECK(read_shelf("data.page.keys=4").warnings.render().find(
            "not every key of \"page\" bears the tag of what it is computed from: 4 keys are no multiple of 10") !=
        std::string::npos);
}

TEST_CASE("what is derived is told twice by tags beside dependents, which is refused", "[scenario]") {
  stalemate::analysis::load::ReadContext context;
  context.sets = {R"(strategies.s.price=[{"read":"cache-aside","write":"invalidate","names":"tags","cache":"near"},)"
                  R"({"read":"cache-aside","write":"invalidate","names":"dependents","cache":"redis"}])"};
  CHECK(refusal_of(shelf, context).find("0.names: stands beside \"dependents\" of another tier") != std::string::npos);
}

TEST_CASE("a page is found by a generation only where somebody moves it on, and no purge would miss it", "[scenario]") {
  stalemate::analysis::load::ReadContext context;
  context.sets = {R"(strategies.s.page={"read":"cache-aside","names":"version-key","cache":"redis"})"};
  CHECK(refusal_of(shelf, context).find(
            "strategies.s.page.names: hides it from \"price\", which deletes it by its tags; write \"version-key\"") !=
        std::string::npos);
  context.sets.emplace_back("strategies.s.price.names=key");
  CHECK(refusal_of(shelf, context).find("has no effect: nobody moves on the generation of \"page\"") !=
        std::string::npos);
  context.sets.back() = "strategies.s.price.names=version-key";
  stalemate::analysis::load::Diagnostics none;
  const auto read = stalemate::analysis::load::read_scenario(shelf, "s.json", context, none);
  REQUIRE(read.has_value());
  CHECK(describe(*read).find("page: cache-aside at redis, write: write-around, looked up under a generation") !=
        std::string::npos);
  CHECK(stalemate::analysis::load::hit_ratio_of(read->strategies.back().blueprint, 1).why_not ==
        "changes of other keys may leave it behind");
}

TEST_CASE("describe says what is tagged, what a delete takes along, and who tells the page", "[scenario]") {
  const auto scenario = read_shelf("");
  const std::string text = describe(scenario);
  CHECK(text.find("tagged with one of 10 of shelf.") != std::string::npos);
  CHECK(text.find("carried inline, with whatever bears a tag of it, expiry") != std::string::npos);
  CHECK(text.find("page   shop, of price  redis  shop: invalidate, inline") != std::string::npos);
  CHECK(describe(read_shelf("strategies.s.page.cache=near")).find("shop, of price  near   nobody") !=
        std::string::npos);
  CHECK(describe(read_shelf("strategies.s.price.names=purge-all")).find("with all else that redis holds") !=
        std::string::npos);
}

TEST_CASE("no hit ratio is promised to entries that go with others", "[scenario]") {
  using stalemate::analysis::load::hit_ratio_of;
  const auto scenario = read_shelf("");
  CHECK(hit_ratio_of(scenario.strategies.back().blueprint, 1).why_not == "writes of its sources delete it");
  CHECK(hit_ratio_of(scenario.strategies.back().blueprint, 0).why_not == "changes of other keys delete it too");
}
