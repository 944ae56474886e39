// Diagnostics, the nearest word, and the reader: what a user is told about a wrong scenario.
// Promise: messages are compared to the letter, for they are part of the interface.
// Source: the error format of this project; Damerau 1964 for the distances.
#include "analysis/load/diagnostics.hpp"
#include <catch2/catch.hpp>
#include <string>
#include <vector>
#include "analysis/load/document.hpp"
#include "analysis/load/nearest.hpp"
#include "analysis/load/visible.hpp"

using namespace stalemate::analysis::load;
using stalemate::sim::Duration;
using namespace stalemate::sim::literals;

namespace {

/// A document with a reader over it; the reader's node must not move.
struct Fixture {
  explicit Fixture(std::string_view text) : node(parse(text, "t.json", diagnostics).value()) {}
  Reader reader() { return {node, diagnostics, notes}; }
  std::string errors() const { return diagnostics.render(); }

  Diagnostics diagnostics;
  Notes notes;
  Node node;
};

}  // namespace

TEST_CASE("diagnostics come out by file and line and column with their mends", "[diagnostics]") {
  Diagnostics d;
  const auto first = d.file("b.json");
  const auto second = d.file("a.json");
  CHECK(d.file("b.json") == first);
  d.error({second, 1, 1}, "x", "late");
  d.error({first, 10, 2}, "data.price.popularity.zipf", "-1 is not a number above 0");
  d.warning({first, 9, 30}, "y", "odd");
  d.error({first, 9, 4}, "", "\"popularty\" is not known here", "did you mean \"popularity\"?");
  d.error({first, 9, 4}, "", "second at one place");
  d.error({first, 0, 0}, "", "empty");
  CHECK(d.render() ==
        "b.json: empty\n"
        "b.json:9:4: \"popularty\" is not known here; did you mean \"popularity\"?\n"
        "b.json:9:4: second at one place\n"
        "b.json:9:30: warning: y: odd\n"
        "b.json:10:2: data.price.popularity.zipf: -1 is not a number above 0\n"
        "a.json:1:1: x: late\n");
  CHECK(d.errors() == 5);
  CHECK(d.warnings() == 1);
}

TEST_CASE("the same diagnostic is reported once and beyond the cap only counted", "[diagnostics]") {
  Diagnostics d;
  CHECK(d.render().empty());
  const auto file = d.file("f");
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 53; ++i) d.error({file, i + 1, 1}, "", "no");
  }
  CHECK(d.errors() == 53);
  const std::string text = d.render();
  CHECK(text.ends_with("f:50:1: no\nand 3 more\n"));
  CHECK(d.render(53).ends_with("f:53:1: no\n"));
}

TEST_CASE("one diagnostic is one line whatever the user wrote", "[diagnostics]") {
  Diagnostics d;
  d.error({d.file("a\nb"), 1, 1}, "p\x1b[31m", in_quotes("x\r\ty"), "z\x7f");
  CHECK(d.render() == "a\\nb:1:1: p\\u001b[31m: \"x\\r\\ty\"; z\\u007f\n");
  CHECK(visible("a\xE2\x80\xAE"
                    "b\xC2\x85\xEF\xBB\xBF\xD8\x9C\xC2\xB5") == "a\\u202eb\\u0085\\ufeff\\u061c\xC2\xB5");
  CHECK(in_quotes(std::string(200, 'x')) == '"' + std::string(30, 'x') + "..." + std::string(15, 'x') + '"');
  std::string euros;
  for (int i = 0; i < 100; ++i) euros += "\xE2\x82\xAC";
  CHECK(in_quotes(euros).size() == 2 + 3 + 15 * 3);
  CHECK(d.text_of({7, 1, 1}) == "?:1:1");
}

TEST_CASE("edit distance counts insertions and deletions and replacements and swaps", "[nearest]") {
  CHECK(edit_distance("", "") == 0);
  CHECK(edit_distance("", "abc") == 3);
  CHECK(edit_distance("abc", "") == 3);
  CHECK(edit_distance("kitten", "sitting") == 3);
  CHECK(edit_distance("ab", "ba") == 1);
  CHECK(edit_distance("ca", "abc") == 3);  // the restricted form; the full one gives 2
  CHECK(edit_distance("\xE2\x82\xAC", "e") == 1);
}

TEST_CASE("the nearest word is what a person could have meant", "[nearest]") {
  const std::vector<std::string> known = {"popularity", "promise", "keys", "keys_like", "db", "TTL"};
  CHECK(nearest("popularty", known) == "popularity");
  CHECK(nearest("Keys", known) == "keys");
  CHECK(nearest("ttl", known) == "TTL");
  CHECK(nearest("pormise", known) == "promise");
  CHECK(nearest("pop", known) == "popularity");
  CHECK(nearest("dbs", known) == "db");
  CHECK(nearest("popularity_of_price", known) == "popularity");
  CHECK(nearest("kexx", known) == std::nullopt);  // two edits are too many for four letters
  CHECK(nearest("promxxe", known) == "promise");  // and fit seven
  CHECK(nearest("zebra", known) == std::nullopt);
  CHECK(nearest("x", known) == std::nullopt);
  CHECK(nearest("", known) == std::nullopt);
  CHECK(nearest("anything", {}) == std::nullopt);
}

TEST_CASE("ties go to the earlier candidate and a nearer one beats an earlier one", "[nearest]") {
  CHECK(nearest("cat", {"cap", "car"}) == "cap");
  CHECK(nearest("cat", {"car", "cap"}) == "car");
  CHECK(nearest("reades", {"reader", "reads"}) == "reader");
  CHECK(nearest("writess", {"wrote", "writes"}) == "writes");
  CHECK(mend_for("zz", {"a", "b"}) == "known here: \"a\", \"b\"");
  CHECK(mend_for("zz", {}).empty());
  CHECK(mend_for("zz", std::vector<std::string>(11, "a")).ends_with(", ..."));
}

TEST_CASE("quantities are read with their units", "[reader]") {
  Fixture f(R"({"d": "300us", "c": 12, "c2": 1e6, "c3": "10M", "b": "64MiB", "r": "2000/s", "q": "1%", "q2": 0.25,
                "z": 0.99, "t": "hi", "on": true, "w": "lru"})");
  Reader r = f.reader();
  CHECK(r.duration("d") == Duration{300'000});
  CHECK(r.count("c") == 12);
  CHECK(r.count("c2") == 1'000'000);
  CHECK(r.count("c3") == 10'000'000);
  CHECK(r.bytes("b") == 64 * 1024 * 1024);
  CHECK(r.rate("r") == 2000);
  CHECK(r.ratio("q") == 0.01);
  CHECK(r.ratio("q2") == 0.25);
  CHECK(r.number("z") == 0.99);
  CHECK(r.text("t") == "hi");
  CHECK(r.flag("on"));
  CHECK(r.word("w", {"lru", "fifo"}) == "lru");
  r.finish();
  CHECK(f.errors().empty());
}

TEST_CASE("a wrong value names the rule it breaks", "[reader]") {
  Fixture f(R"({"zipf": -1,
"ttl": "0s",
"ttl2": 5,
"n": 65,
"n2": 1.5,
"share": "101%",
"rate": 20,
"size": "x",
"text": 3,
"on": "yes",
"w": "lur",
"list": {},
"obj": null})");
  Reader r = f.reader();
  CHECK(r.number("zipf", above(0)) == 0);
  CHECK(r.duration("ttl", above(0_s)) == Duration{0});
  CHECK(r.duration("ttl2", 7_s, above(0_s)) == 7_s);
  CHECK(r.count("n", 3, between(1, 64)) == 3);
  CHECK(r.optional_count("n2") == std::nullopt);
  CHECK(r.ratio("share") == 0);
  CHECK(r.rate("rate") == 0);
  CHECK(r.bytes("size", 9) == 9);
  CHECK(r.text("text").empty());
  CHECK_FALSE(r.flag("on"));
  CHECK(r.word("w", {"fifo", "lru"}).empty());
  CHECK(r.array("list").empty());
  CHECK_FALSE(r.object("obj").has_value());
  r.finish();
  CHECK(f.errors() ==
        "t.json:1:10: zipf: -1 is not a number above 0\n"
        "t.json:2:8: ttl: \"0s\" is not a duration above 0s\n"
        "t.json:3:9: ttl2: 5 is not a duration above 0s; write it with its unit, as \"5s\" or \"300us\"\n"
        "t.json:4:6: n: 65 is not a whole number from 1 to 64\n"
        "t.json:5:7: n2: 1.5 is not a whole number of at least 0\n"
        "t.json:6:10: share: \"101%\" is not a share from 0 to 1\n"
        "t.json:7:9: rate: 20 is not a rate of at least 0/s; write it with its unit, as \"2000/s\"\n"
        "t.json:8:9: size: \"x\" is not a size of at least 0B; write it with its unit, as \"64MiB\"\n"
        "t.json:9:9: text: 3 is not a text in quotes\n"
        "t.json:10:7: on: \"yes\" is not true or false\n"
        "t.json:11:6: w: \"lur\" is none of \"fifo\", \"lru\"; did you mean \"lru\"?\n"
        "t.json:12:9: list: an object is not a list\n"
        "t.json:13:8: obj: null is not an object\n");
}

TEST_CASE("what is absent is an error only where it is required", "[reader]") {
  Fixture f("{\"a\": {\n}}");
  Reader r = f.reader().object("a").value();
  CHECK(r.rate("rate") == 0);
  CHECK(r.optional_rate("more") == std::nullopt);
  CHECK(r.word("kind", {"x"}).empty());
  CHECK(r.optional_word("kind2", {"x"}) == std::nullopt);
  CHECK(r.optional_array("list").empty());
  CHECK_FALSE(r.optional_object("obj").has_value());
  CHECK_FALSE(r.has("x"));
  CHECK(f.errors() ==
        "t.json:1:7: a.rate: is missing; add \"rate\": ... here\nt.json:1:7: a.kind: is missing; add \"kind\": ... "
        "here\n");
}

TEST_CASE("assumed defaults are listed and silent ones are not", "[reader]") {
  Fixture f(R"({"load": [{"given": "5s"}]})");
  const Node* entry = f.reader().array("load").at(0);
  Reader r(*entry, f.diagnostics, f.notes);
  CHECK(r.duration("silent", 1_s) == 1_s);
  CHECK(r.duration("given", assume(9_s)) == 5_s);
  CHECK(r.duration("ttl", assume(60_s)) == 60_s);
  CHECK(r.count("n", assume(3)) == 3);
  CHECK(r.ratio("q", assume(0.05)) == 0.05);
  CHECK(r.rate("r", assume(2.5)) == 2.5);
  CHECK(r.flag("on", assume(true)));
  CHECK(r.word("keys_like", {"reads"}, assume("reads")) == "reads");
  CHECK(r.text("my note", assume("none")) == "none");
  r.note_assumed("n", "3");
  const std::string ttl = f.notes.assumed.at(0);
  CHECK((ttl == "load.0.ttl = 60s" || ttl == "load.0.ttl = 1m"));
  CHECK(std::vector<std::string>(f.notes.assumed.begin() + 1, f.notes.assumed.end()) ==
        std::vector<std::string>{"load.0.n = 3", "load.0.q = 0.05", "load.0.r = 2.5/s", "load.0.on = true",
                                 "load.0.keys_like = reads", "load.0.\"my note\" = none"});
  CHECK(f.errors().empty());
}

TEST_CASE("a guess is unwrapped and noted", "[reader]") {
  Fixture f(R"({"read": {"value": "300us", "guess": true}, "sure": {"value": 3, "guess": false},
"odd": {"value": "1%", "gues": true}, "bad": {"guess": true, "value": "x"}, "none": {"guess": true}})");
  Reader r = f.reader();
  CHECK(r.duration("read") == Duration{300'000});
  CHECK(r.duration("read") == Duration{300'000});
  CHECK(r.count("sure") == 3);
  CHECK(r.ratio("odd") == 0.01);
  r.duration("bad");
  r.duration("none");
  r.finish();
  CHECK(f.notes.guesses == std::vector<std::string>{"read", "bad", "none"});
  CHECK(f.errors() ==
        "t.json:2:24: odd.gues: \"gues\" is not known here; did you mean \"guess\"?\n"
        "t.json:2:71: bad: \"x\" is not a duration of at least 0s; write it with its unit, as \"5s\" or \"300us\"\n"
        "t.json:2:85: none.value: is missing; add \"value\": ... here\n");
}

TEST_CASE("what was never asked for is reported with the nearest that was", "[reader]") {
  Fixture f("{\"title\": \"x\",\n \"popularty\": 1, \"zzz\": 2}");
  Reader r = f.reader();
  r.text("title");
  r.optional_number("popularity");
  r.finish();
  r.finish();
  CHECK(f.errors() ==
        "t.json:2:2: popularty: \"popularty\" is not known here; did you mean \"popularity\"?\n"
        "t.json:2:18: zzz: \"zzz\" is not known here; known here: \"title\", \"popularity\"\n");
}

TEST_CASE("names given by the user are walked in their order", "[reader]") {
  Fixture f(R"({"nodes": {"shop": "service", "db": {"kind": "origin"}}, "x": 1, "list": ["1ms", 2]})");
  Reader r = f.reader();
  const auto nodes = r.named("nodes");
  REQUIRE(nodes.size() == 2);
  CHECK(nodes[0]->key == "shop");
  CHECK(nodes[1]->value.path == "nodes.db");
  CHECK(r.named("absent").empty());
  CHECK(r.get("x")->integer == 1);
  const auto list = r.array("list");
  CHECK(r.duration_of(*list[0]) == 1_ms);
  CHECK(r.duration_of(*list[1]) == std::nullopt);
  r.error("x", "is odd", "leave it out");
  r.warning("y", "is missing");
  r.finish();
  Reader all = f.reader();
  CHECK(all.named().size() == 3);
  all.finish();
  CHECK(f.errors() ==
        "t.json:1:1: warning: y: is missing\n"
        "t.json:1:63: x: is odd; leave it out\n"
        "t.json:1:82: list.1: 2 is not a duration of at least 0s; write it with its unit, as \"5s\" or \"300us\"\n");
}

TEST_CASE("a reader over what is no object says so once", "[reader]") {
  Fixture f("[1]");
  Reader r = f.reader();
  CHECK(r.text("title").empty());
  CHECK(r.array("load").empty());
  CHECK(r.named("nodes").empty());
  r.finish();
  CHECK(f.errors() == "t.json:1:1: a list is not an object\n");
}
