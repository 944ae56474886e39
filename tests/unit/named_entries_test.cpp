// Entries of arrays by their names, and the errors that show how a path is written.
#include <catch2/catch.hpp>
#include "analysis/load/overlay.hpp"
#include "analysis/load/path.hpp"

using namespace stalemate::analysis::load;

namespace {

Node loads() {
  Diagnostics diagnostics;
  auto node = parse(R"({ "load": [ { "name": "shoppers", "rate": 1 }, { "rate": 2 },
                                  { "name": "2", "rate": 3 }, { "name": "0", "rate": 4 } ],
                        "strategies": { "ttl 60s": { "expiry": 5 } } })",
                    "s.json", diagnostics);
  REQUIRE(node);
  return std::move(*node);
}

std::string rate_at(const Node& root, const std::string& path) {
  const auto parsed = parse_path(path);
  REQUIRE(parsed);
  const Node* const found = find(root, *parsed);
  return found == nullptr ? "nothing" : found->text;
}

std::string refusal_of(const std::string& assignment) {
  Node root = loads();
  Diagnostics diagnostics;
  const stalemate::analysis::load::Place place{diagnostics.file("--set"), 0, 0};
  CHECK_FALSE(apply_set(root, assignment, place, diagnostics));
  return diagnostics.render();
}

}  // namespace

TEST_CASE("an entry of an array is found by its name, and by its number before that", "[path]") {
  const Node root = loads();
  CHECK(rate_at(root, "load.shoppers.rate") == "1");
  CHECK(rate_at(root, "load.1.rate") == "2");
  CHECK(rate_at(root, "load.2.rate") == "3");
  CHECK(rate_at(root, "load.0.rate") == "1");
  CHECK(rate_at(root, "load.nobody.rate") == "nothing");
  CHECK(rate_at(root, "load.\"\".rate") == "nothing");
}

TEST_CASE("a value that is set by a name is the one that is set by the number", "[path]") {
  Node root = loads();
  Diagnostics diagnostics;
  const stalemate::analysis::load::Place place{diagnostics.file("--set"), 0, 0};
  CHECK(apply_set(root, "load.shoppers.rate=9", place, diagnostics));
  CHECK(rate_at(root, "load.0.rate") == "9");
  CHECK(find(root, *parse_path("load.0.rate"))->path == "load.0.rate");
  CHECK(apply_set(root, "load.shoppers.burst=2", place, diagnostics));
  CHECK(rate_at(root, "load.0.burst") == "2");
  CHECK_FALSE(diagnostics.has_errors());
}

TEST_CASE("a name that leads nowhere is answered with those there are", "[path]") {
  CHECK(refusal_of("load.shopers.rate=1") ==
        "--set: load.shopers.rate: leads nowhere: load has 4 entries, numbered from 0, or named \"shoppers\", \"2\", "
        "\"0\"; did you mean load.shoppers.rate?\n");
  CHECK(refusal_of("load.shoppers.rat.x=1").find("did you mean load.shoppers.rate.x?") != std::string::npos);
}

TEST_CASE("a part that needs quotes is shown with them", "[path]") {
  CHECK(refusal_of("strategies.ttl 60s.expiry=7") ==
        "--set: \"strategies.ttl 60s.expiry\" is not a path: this character needs quotes around the part "
        "(character 15); write strategies.\"ttl 60s\".expiry, in a shell within '...'\n");
  PathError why;
  CHECK_FALSE(parse_path("a b.c d", &why));
  CHECK(why.mended.empty());  // quotes around one part would not be enough
}
