// Axes of a sweep and the points that are made of them.
// Promise: ranges keep their ends and units, lists what was typed; a point depends on its number alone.
// Source: this project's interface ("--vary PATH=1s..10m:log:12").
#include <catch2/catch.hpp>
#include <algorithm>
#include <set>
#include "analysis/load/overlay.hpp"
#include "analysis/sweep/design.hpp"

namespace {

using namespace stalemate::analysis;
using load::Axis;
using load::AxisValue;
using sweep::Design;

load::Node document() {
  load::Diagnostics diagnostics;
  const auto none = [](std::string_view) -> std::optional<std::string> { return std::nullopt; };
  auto read = load::read_document("s.json", R"({"nodes": {"c": {"kind": "cache", "capacity": 100, "evict": "lru"}},
      "ttl": {"value": "5s", "guess": true}, "rate": "100/s"})", none, diagnostics);
  REQUIRE(read);
  return *read;
}

Axis axis(const std::string& word) {
  auto read = Axis::of_word(document(), word);
  if (auto* const why = std::get_if<std::string>(&read)) FAIL(*why);
  return std::get<Axis>(read);
}

std::vector<std::string> values_of(const std::string& word) {
  std::vector<std::string> texts;
  const Axis of = axis(word);
  for (const AxisValue& each : of.values()) texts.push_back(each.text);
  return texts;
}

std::string refusal(const std::string& word) {
  const auto read = Axis::of_word(document(), word);
  const auto* const why = std::get_if<std::string>(&read);
  return why == nullptr ? "" : *why;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a range has its ends as typed, and between them values of three digits", "[sweep]") {
  CHECK(values_of("ttl=1s..16s:log:5") == Texts{"1s", "2s", "4s", "8s", "16s"});
  CHECK(values_of("ttl=1s..10m:log:3") == Texts{"1s", "24500ms", "10m"});
  CHECK(values_of("ttl=1s..3s:linear:3") == Texts{"1s", "2s", "3s"});
  CHECK(values_of("rate=100/s..200/s:linear:3") == Texts{"100/s", "150/s", "200/s"});
  CHECK(values_of("nodes.c.capacity=1..3:linear:9") == Texts{"1", "2", "3"});  // whole numbers, none twice
  CHECK(values_of("ttl=0s..4s:linear:3") == Texts{"0s", "2s", "4s"});
  CHECK(values_of("nodes.c.capacity=1000..1005:linear:6").size() == 6);  // where three digits do not tell them apart
  CHECK(values_of("ttl=1000ms..1010ms:linear:3") == Texts{"1s", "1005ms", "1010ms"});
}

TEST_CASE("a list has what was typed, with quotes and brackets whole", "[sweep]") {
  CHECK(values_of("nodes.c.evict=lru,sieve") == Texts{"lru", "sieve"});
  CHECK(values_of(R"(x={"a": 1, "b": [2, 3]},"p,q")") == Texts{R"({"a": 1, "b": [2, 3]})", R"("p,q")"});
  CHECK(axis("ttl=5s,1m").values()[1].position == 60);
  CHECK(axis("nodes.c.evict=lru,5").values()[1].position == 1);  // not all are quantities: their numbers
  CHECK(axis("nodes.c.evict=lru").set({"sieve", 0}) == "nodes.c.evict=sieve");
}

TEST_CASE("what is no axis is refused with what to write", "[sweep]") {
  CHECK(refusal("ttl").find("has no values") != std::string::npos);
  CHECK(refusal("ttl=").find("has no values") != std::string::npos);
  CHECK(refusal("ttl=1s..2s").find("does not say how many values") != std::string::npos);
  CHECK(refusal("ttl=1s..2s:log:1").find("no number of values") != std::string::npos);
  CHECK(refusal("ttl=1s..2s:loq:3").find("did you mean \"log\"?") != std::string::npos);
  CHECK(refusal("ttl=0s..2s:log:3").find("does not begin at 0") != std::string::npos);
  CHECK(refusal("ttl=2s..1s:log:3").find("no range") != std::string::npos);
  CHECK(refusal("ttl=1s,,2s").find("empty value") != std::string::npos);
  CHECK(refusal("ttl=1s,1s").find("given twice") != std::string::npos);
  CHECK(refusal("tt l=1s,2s").find("is not a path") != std::string::npos);
}

TEST_CASE("a grid has every value with every other, the last axis first", "[sweep]") {
  const Design grid = Design::grid({axis("ttl=1s,2s"), axis("nodes.c.capacity=1,2,3")});
  REQUIRE(grid.size() == 6);
  std::vector<std::string> points;
  for (std::int64_t i = 0; i < grid.size(); ++i)
    points.push_back(grid.point(i)[0].text + " " + grid.point(i)[1].text);
  CHECK(points == Texts{"1s 1", "1s 2", "1s 3", "2s 1", "2s 2", "2s 3"});
  CHECK(grid.sets(grid.point(4)) == Texts{"ttl=2s", "nodes.c.capacity=2"});
  CHECK(Design::grid({}).size() == 1);
}

TEST_CASE("random points spread evenly, and more of them leave the first where they were", "[sweep]") {
  const std::vector<Axis> axes = {axis("ttl=1s..100s:log:2"), axis("nodes.c.evict=lru,sieve")};
  const Design few = Design::random(axes, 10), many = Design::random(axes, 1000);
  for (std::int64_t i = 0; i < few.size(); ++i) CHECK(few.point(i)[0].text == many.point(i)[0].text);
  std::int64_t below = 0, lru = 0;
  for (std::int64_t i = 0; i < many.size(); ++i) {
    const auto point = many.point(i);
    CHECK((point[0].position >= 1 && point[0].position <= 100));
    below += point[0].position < 10;  // half of the way, by the logarithm
    lru += point[1].text == "lru";
  }
  CHECK(std::abs(static_cast<double>(below) - 500) < 64);  // four standard deviations
  CHECK(std::abs(static_cast<double>(lru) - 500) < 64);
}

TEST_CASE("the shards of a sweep have each run once", "[sweep]") {
  const sweep::RunNumbers numbers{7, 3, 5};
  std::set<std::int64_t> seen;
  for (std::int64_t index = 1; index <= 4; ++index)
    for (std::int64_t run = 0; run < numbers.size(); ++run)
      if (sweep::Shard{index, 4}.has(run)) CHECK(seen.insert(run).second);
  CHECK(static_cast<std::int64_t>(seen.size()) == numbers.size());
  for (std::int64_t run = 0; run < numbers.size(); ++run) CHECK(numbers.number_of(numbers.place_of(run)) == run);
}
