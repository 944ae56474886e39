// Documents: places of values and keys, refusals of the parser, paths, extends and set.
// Promise: places are compared exactly, by line and column.
// Source: RFC 8259, RFC 3629, RFC 7396 (the examples of its appendix A).
#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <catch2/catch.hpp>
#include "analysis/load/document.hpp"
#include "analysis/load/overlay.hpp"
#include "analysis/load/path.hpp"

using namespace stalemate::analysis;
using namespace stalemate::analysis::load;

namespace {

Node parsed(std::string_view text) {
  Diagnostics diagnostics;
  std::optional<Node> node = parse(text, "t.json", diagnostics);
  INFO(text << "\n" << diagnostics.render());
  REQUIRE(node.has_value());
  REQUIRE_FALSE(diagnostics.has_errors());
  return std::move(*node);
}

std::string at(load::Place place) { return std::to_string(place.line) + ":" + std::to_string(place.column); }

std::string place_at(const Node& root, std::string_view path) {
  const Node* node = find(root, parse_path(path).value());
  return node == nullptr ? "absent" : at(node->place);
}

std::string key_at(const Node& root, std::string_view key) { return at(root.member(key)->place); }

/// The one line that refuses a text.
std::string refusal(std::string_view text) {
  Diagnostics diagnostics;
  const std::optional<Node> node = parse(text, "t.json", diagnostics);
  INFO(text);
  CHECK_FALSE(node.has_value());
  CHECK(diagnostics.errors() == 1);
  return diagnostics.render();
}

/// Compact JSON, to compare whole trees.
std::string shown(const Node& node) {
  std::string text;
  if (node.is(Kind::object)) {
    for (const Member& m : node.members) text += (text.empty() ? "" : ",") + m.key + ":" + shown(m.value);
    return "{" + text + "}";
  }
  if (!node.is(Kind::array)) return node.is(Kind::text) ? node.text : excerpt(node);
  for (const Node& item : node.items) text += (text.empty() ? "" : ",") + shown(item);
  return "[" + text + "]";
}

std::string merged(std::string_view base, std::string_view over) {
  Node root = parsed(base);
  merge(root, parsed(over));
  return shown(root);
}

struct SetResult {
  std::string tree;
  std::string errors;
};

SetResult after_set(std::string_view base, std::string_view assignment) {
  Node root = parsed(base);
  Diagnostics diagnostics;
  apply_set(root, assignment, {diagnostics.file("--set"), 0, 0}, diagnostics);
  return {shown(root), diagnostics.render()};
}

}  // namespace

TEST_CASE("every kind of value and every key knows its place", "[document]") {
  const Node root = parsed("{ \"a\": null,\n  \"bc\" : true , \"d\":-12,\n\t\"e\":\"x\\\"y\", \"f\":[ ], \"g\":{} }");
  CHECK(at(root.place) == "1:1");
  CHECK(key_at(root, "a") == "1:3");
  CHECK(place_at(root, "a") == "1:8");
  CHECK(key_at(root, "bc") == "2:3");
  CHECK(place_at(root, "bc") == "2:10");
  CHECK(key_at(root, "d") == "2:17");
  CHECK(place_at(root, "d") == "2:21");
  CHECK(key_at(root, "e") == "3:2");
  CHECK(place_at(root, "e") == "3:6");
  CHECK(key_at(root, "f") == "3:14");
  CHECK(place_at(root, "f") == "3:18");
  CHECK(key_at(root, "g") == "3:23");
  CHECK(place_at(root, "g") == "3:27");
}

TEST_CASE("a number's place and text survive the parser's look ahead", "[document]") {
  for (const char* end : {"", "\n", " ", "\r\n", "/* */", "//x", "// x\n"}) {
    const Node root = parsed(std::string(" -1.50e2") + end);
    CHECK(at(root.place) == "1:2");
    CHECK(root.text == "-1.50e2");
    CHECK(root.number == -150);
  }
  const Node list = parsed("[1,22,\n333\n,4.0,[5],{\"a\":6}\r\n,7]");
  CHECK(place_at(list, "0") == "1:2");
  CHECK(place_at(list, "1") == "1:4");
  CHECK(place_at(list, "2") == "2:1");
  CHECK(place_at(list, "3") == "3:2");
  CHECK(place_at(list, "4.0") == "3:7");
  CHECK(place_at(list, "5.a") == "3:15");
  CHECK(place_at(list, "6") == "4:2");
  CHECK(list.items[2].text == "333");
  CHECK(list.items[3].text == "4.0");
}

TEST_CASE("places are right among nested empties and comments", "[document]") {
  const Node root = parsed("// first: [1, \"2\"\n"
                           "[[],{},[[{}]],/* , : \" ] \n */{\"k\"/**/:/***/[] // }\n}\n,\"//\",\"/*\",0]");
  CHECK(at(root.place) == "2:1");
  CHECK(place_at(root, "0") == "2:2");
  CHECK(place_at(root, "1") == "2:5");
  CHECK(place_at(root, "2") == "2:8");
  CHECK(place_at(root, "2.0.0") == "2:10");
  CHECK(place_at(root, "3") == "3:4");
  CHECK(key_at(root.items[3], "k") == "3:5");
  CHECK(place_at(root, "3.k") == "3:18");
  CHECK(place_at(root, "4") == "5:2");
  CHECK(place_at(root, "5") == "5:7");
  CHECK(place_at(root, "6") == "5:12");
}

TEST_CASE("columns count code points and lines end as anyone may end them", "[document]") {
  const std::string wide = "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80";  // two, three and four bytes
  CHECK(place_at(parsed("{\"" + wide + "\": 1}"), wide) == "1:9");
  CHECK(place_at(parsed("[\"\xC3\xA9\", 2]"), "1") == "1:7");
  CHECK(place_at(parsed("\xEF\xBB\xBF[1]"), "0") == "1:2");
  CHECK(place_at(parsed("[\r\n1,\r\n2]"), "1") == "3:1");
  CHECK(place_at(parsed("[\r1,\r2]"), "1") == "3:1");
  CHECK(place_at(parsed("[\t1,\t2]"), "1") == "1:6");
  CHECK(place_at(parsed("// \xE2\x82\xAC\r\n/* \xE2\x82\xAC */ [1]"), "0") == "2:10");
  CHECK(place_at(parsed("[\"\\u20ac\\n\\\\\\\"\",1]"), "1") == "1:17");
}

TEST_CASE("every value knows its dotted path", "[document]") {
  const Node root = parsed(R"({"nodes": {"my db": {"a.b": [1, {"": 2}]}}})");
  const Node& list = *root.get("nodes")->get("my db")->get("a.b");
  CHECK(root.path.empty());
  CHECK(list.path == R"(nodes."my db"."a.b")");
  CHECK(list.items[1].path == R"(nodes."my db"."a.b".1)");
  CHECK(list.items[1].members[0].value.path == R"(nodes."my db"."a.b".1."")");
}

TEST_CASE("integers and numbers keep their value and how they were written", "[document]") {
  const Node root = parsed("[9223372036854775807,-9223372036854775808,9223372036854775808,1e6,-0,0.10]");
  CHECK(root.items[0].integer == INT64_MAX);
  CHECK(root.items[1].integer == INT64_MIN);
  CHECK(root.items[2].kind == Kind::number);
  CHECK(root.items[2].text == "9223372036854775808");
  CHECK(root.items[3].kind == Kind::number);
  CHECK(root.items[3].text == "1e6");
  CHECK(root.items[4].text == "-0");
  CHECK(root.items[5].text == "0.10");
  CHECK(root.items[0].number == 9223372036854775807.0);
}

TEST_CASE("a refused text says where and what to do", "[document]") {
  CHECK(refusal("") == "t.json:1:1: the text ends where a JSON value should be\n");
  CHECK(refusal(" \n\t ") == "t.json:2:3: the text ends where a JSON value should be\n");
  CHECK(refusal("// only\n") == "t.json:2:1: the text ends where a JSON value should be\n");
  CHECK(refusal("{\"a\":\n [1, 2\n") ==
        "t.json:3:1: a: the text ends before the array opened at line 2, column 2 is closed; add the missing ]\n");
  CHECK(refusal("{\"a\"") ==
        "t.json:1:5: the text ends before the object opened at line 1, column 1 is closed; add the missing }\n");
  CHECK(refusal("{\"a\": 1,\n}") == "t.json:1:8: not JSON: a comma before the closing }; remove the comma\n");
  CHECK(refusal("[1, /* x */ ]") == "t.json:1:3: not JSON: a comma before the closing ]; remove the comma\n");
  CHECK(refusal("{\"a\": 1\n \"b\": 2}") == "t.json:2:2: not JSON: a comma is missing before this\n");
  CHECK(refusal("[1 2]") == "t.json:1:4: not JSON: a comma is missing before this\n");
  CHECK(refusal("[1] [2]") == "t.json:1:5: there is more text after the end of the document\n");
  CHECK(refusal("{'a': 1}") == "t.json:1:2: a string begins with a single quote; use double quotes\n");
  CHECK(refusal("[1e999]") == "t.json:1:2: \"1e999\" is too large a number\n");
  CHECK(refusal("{\"a\"::1}").starts_with("t.json:1:6: not JSON: unexpected ':'"));
  CHECK(refusal("[,1]").starts_with("t.json:1:2: not JSON: unexpected ','"));
  CHECK(refusal("{a: 1}") ==
        "t.json:1:2: not JSON: invalid literal at \"a\"; write names in double quotes\n");
}

TEST_CASE("a broken token is refused at its beginning", "[document]") {
  CHECK(refusal("[1,\n  \"abc").starts_with("t.json:2:3: not JSON: invalid string: missing closing quote"));
  CHECK(refusal("[ \"a\nb\"]").starts_with("t.json:1:3: not JSON: invalid string: control character U+000A"));
  CHECK(refusal("[ \"a\\q\"]").starts_with("t.json:1:3: not JSON: invalid string: forbidden character after"));
  CHECK(refusal("[ \"\\ud800\"]").starts_with("t.json:1:3: not JSON: invalid string: surrogate"));
  CHECK(refusal("[ 1, /* open ]").starts_with("t.json:1:6: not JSON: invalid comment; missing closing '*/'"));
  CHECK(refusal("[ tru ]").starts_with("t.json:1:3: not JSON: invalid literal"));
  CHECK(refusal("[ - ]").starts_with("t.json:1:3: not JSON: invalid number"));
  CHECK(refusal("[ 01 ]").starts_with("t.json:1:4: not JSON: a comma is missing"));
  CHECK(refusal("[1, NaN]").starts_with("t.json:1:5: not JSON: invalid literal"));
}

TEST_CASE("bytes that are no UTF-8 are refused wherever they stand", "[document]") {
  const std::string why = "this byte is not UTF-8; save the file as UTF-8\n";
  CHECK(refusal("[\"\xC3\xA9\xFF\"]") == "t.json:1:4: " + why);
  CHECK(refusal("// \xC3\n[]") == "t.json:1:4: " + why);
  for (const char* bad : {"\x80", "\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80", "\xF0\x80\x80\x80", "\xF4\x90\x80\x80",
                          "\xF5\x80\x80\x80", "\xE2\x82", "\xF0\x9F\x98"}) {
    CHECK(refusal(std::string("[\n\"") + bad + "\"]") == "t.json:2:2: " + why);
  }
  for (const char* edge : {"\xC2\x80", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80", "\xF0\x90\x80\x80",
                           "\xF4\x8F\xBF\xBF"}) {
    CHECK(parsed(std::string("\"") + edge + "\"").text == edge);
  }
  CHECK(refusal("\xEF\xBB\xBF\xEF\xBB\xBF[1]") ==
        "t.json:1:1: a second byte order mark does not belong here; remove it\n");
  CHECK(refusal(std::string_view("[1]\0[2]", 7)) == "t.json:1:4: a zero byte does not belong here\n");
}

TEST_CASE("a key written twice names both places and the rest is still judged", "[document]") {
  Diagnostics diagnostics;
  const auto root = parse("{\"a\": {\"b\": 1,\n \"b\": [2, {}],\n\"c\": 3, \"b\": 4}}", "t.json", diagnostics);
  REQUIRE(root.has_value());
  CHECK(shown(*root) == "{a:{b:1,c:3}}");
  CHECK(diagnostics.render() ==
        "t.json:2:2: a.b: \"b\" is written twice; the first is at t.json:1:8; remove one of them\n"
        "t.json:3:9: a.b: \"b\" is written twice; the first is at t.json:1:8; remove one of them\n");
}

TEST_CASE("a bomb of nested arrays is refused at the level that is too deep", "[document]") {
  const auto nested = [](std::int64_t levels) {
    return std::string(std::size_t(levels), '[') + std::string(std::size_t(levels), ']');
  };
  CHECK(parsed(nested(levels_at_most)).is(Kind::array));
  CHECK(refusal(nested(levels_at_most + 1)).starts_with("t.json:1:65: 0.0."));
  CHECK(refusal(std::string(1'000'000, '[')).find("nested deeper than 64 levels") != std::string::npos);
  const std::string long_key(2000, 'k');
  CHECK(refusal("{\"" + long_key + "\": 1}") ==
        "t.json:1:2006: the path to this value is longer than 1000 bytes\n");
}

TEST_CASE("paths survive print and parse", "[document]") {
  const std::vector<std::vector<std::string>> all = {
      {"load", "1", "rate"},  {"nodes", "my db", "read"}, {""}, {"a.b", "\"", "\\", "x=y"},
      {"\xE2\x82\xAC"}, {"\n", "delete + ttl"}};
  for (const auto& parts : all) {
    const std::string text = print({parts});
    INFO(text);
    CHECK(parse_path(text) == Path{parts});
  }
  CHECK(print({{"nodes", "my db", "read"}}) == "nodes.\"my db\".read");
  CHECK(parse_path("\"plain\".x") == Path{{"plain", "x"}});
}

TEST_CASE("a text that is no path is refused at a character", "[document]") {
  const auto why = [](std::string_view text) {
    PathError error;
    CHECK_FALSE(parse_path(text, &error).has_value());
    return std::to_string(error.column) + " " + error.message;
  };
  CHECK(why("") == "1 a part of the path is empty");
  CHECK(why("a.") == "3 a part of the path is empty");
  CHECK(why("a..b") == "3 a part of the path is empty");
  CHECK(why("\xE2\x82\xAC.my db") == "5 this character needs quotes around the part");
  CHECK(why("a.\"b") == "5 the quotes are not closed");
  CHECK(why("\"b\"c") == "4 a dot is missing after the quoted part");
  CHECK(why("\"\\n\"") == "3 only \\\" and \\\\ are escapes");
}

TEST_CASE("paths find entries by number and names by word and mend typos", "[document]") {
  const Node root = parsed(R"({"nodes": {"my db": {"read": 1}}, "load": [{"rate": 2}, {"rate": 3}]})");
  CHECK(find(root, parse_path("load.1.rate").value())->integer == 3);
  for (const char* absent : {"load.2", "load.01", "load.-1", "load.x", "nodes.db", "load.1.rate.x"}) {
    CHECK(find(root, parse_path(absent).value()) == nullptr);
  }
  CHECK(nearest_path(root, {{"load", "0", "rat"}}) == "load.0.rate");
  CHECK(nearest_path(root, {{"noeds", "my db", "read"}}) == "nodes.\"my db\".read");
  CHECK(nearest_path(root, {{"load", "0", "keys_lik"}}, {"keys_like"}) == "load.0.keys_like");
  CHECK(nearest_path(root, {{"load", "0", "zzz"}}) == std::nullopt);
}

TEST_CASE("merging follows the examples of RFC 7396", "[document]") {
  CHECK(merged(R"({"a":"b"})", R"({"a":"c"})") == "{a:c}");
  CHECK(merged(R"({"a":"b"})", R"({"b":"c"})") == "{a:b,b:c}");
  CHECK(merged(R"({"a":"b"})", R"({"a":null})") == "{}");
  CHECK(merged(R"({"a":"b","b":"c"})", R"({"a":null})") == "{b:c}");
  CHECK(merged(R"({"a":["b"]})", R"({"a":"c"})") == "{a:c}");
  CHECK(merged(R"({"a":"c"})", R"({"a":["b"]})") == "{a:[b]}");
  CHECK(merged(R"({"a":{"b":"c"}})", R"({"a":{"b":"d","c":null}})") == "{a:{b:d}}");
  CHECK(merged(R"({"a":[{"b":"c"}]})", R"({"a":[1]})") == "{a:[1]}");
  CHECK(merged(R"({"e":null})", R"({"a":1})") == "{e:null,a:1}");
  CHECK(merged(R"({})", R"({"a":{"bb":{"ccc":null}}})") == "{a:{bb:{}}}");
}

TEST_CASE("a file that extends another keeps where each value came from", "[document]") {
  const std::map<std::string, std::string, std::less<>> files = {
      {"lib/base.json", "{\"title\": \"base\",\n \"nodes\": {\"db\": {\"read\": \"1ms\", \"write\": \"2ms\"}}}"},
      {"lib/middle.json", "{\"extends\": \"./x/../base.json\", \"load\": [1]}"}};
  const FindText find_text = [&](std::string_view name) {
    const auto found = files.find(name);
    return found == files.end() ? std::nullopt : std::optional(found->second);
  };
  Diagnostics d;
  const std::string top = "{\"extends\": \"../lib/middle.json\",\n\"nodes\": {\"db\": {\"read\": \"3ms\"}}}";
  const auto root = read_document("q/a.json", top, find_text, d);
  INFO(d.render());
  REQUIRE(root.has_value());
  CHECK(shown(*root) == "{title:base,nodes:{db:{read:3ms,write:2ms}},load:[1]}");
  CHECK(d.text_of(find(*root, {{"nodes", "db", "read"}})->place) == "q/a.json:2:26");
  CHECK(d.text_of(find(*root, {{"nodes", "db", "write"}})->place) == "lib/base.json:2:43");
  CHECK(d.text_of(find(*root, {{"load"}})->place) == "lib/middle.json:1:41");
}

TEST_CASE("extends is refused when it loops or leads nowhere", "[document]") {
  const auto refused = [](std::string_view text) {
    Diagnostics d;
    const auto find_text = [](std::string_view name) -> std::optional<std::string> {
      if (name == "b.json") return "{\"extends\": \"a.json\"}";
      if (name == "list.json") return "[1]";
      if (name.starts_with("n")) return "{\"extends\": \"" + std::string(name) + "n\"}";
      return std::nullopt;
    };
    CHECK_FALSE(read_document("a.json", text, find_text, d).has_value());
    return d.render();
  };
  CHECK(refused(R"({"extends": "b.json"})") ==
        "b.json:1:13: extends: extends itself: \"a.json\" -> \"b.json\" -> \"a.json\"\n");
  CHECK(refused(R"({"extends": "c.json"})") == "a.json:1:13: extends: there is no file \"c.json\"\n");
  CHECK(refused(R"({"extends": 3})") == "a.json:1:13: extends: 3 is not the name of a file in quotes\n");
  CHECK(refused(R"({"extends": "list.json"})") ==
        "list.json:1:1: a list cannot be extended: it is not an object\n");
  CHECK(refused(R"({"extends": "n"})").find("a chain of more than 16 files") != std::string::npos);
}

TEST_CASE("set takes JSON where the text is JSON and a string where it is not", "[document]") {
  const std::string_view base = R"({"nodes": {"db": {"read": "1ms"}}, "load": [{"rate": "2/s"}], "n": 1})";
  CHECK(after_set(base, "n=2").tree == "{nodes:{db:{read:1ms}},load:[{rate:2/s}],n:2}");
  CHECK(after_set(base, "nodes.db.read=5ms").tree == "{nodes:{db:{read:5ms}},load:[{rate:2/s}],n:1}");
  CHECK(after_set(base, "load.0.rate=\"3/s\"").tree == "{nodes:{db:{read:1ms}},load:[{rate:3/s}],n:1}");
  CHECK(after_set(base, "load.0={\"a\":[true]}").tree == "{nodes:{db:{read:1ms}},load:[{a:[true]}],n:1}");
  CHECK(after_set(base, "nodes.\"my=db\"=a=b").tree == "{nodes:{db:{read:1ms},my=db:a=b},load:[{rate:2/s}],n:1}");
  CHECK(after_set(base, "load=null").tree == "{nodes:{db:{read:1ms}},n:1}");
}

TEST_CASE("a node written by its kind alone can be set below, as if it were written out", "[document]") {
  const std::string_view base = R"({"nodes": {"shop": "service"}, "n": "m"})";
  CHECK(after_set(base, "nodes.shop.instances=3").tree == "{nodes:{shop:{kind:service,instances:3}},n:m}");
  CHECK(after_set(base, "n.a.b=3").errors.find("leads nowhere") != std::string::npos);
}

TEST_CASE("a set value carries its new place and path", "[document]") {
  Node root = parsed(R"({"nodes": {"db": 1}})");
  Diagnostics d;
  REQUIRE(apply_set(root, "nodes.db={\"read\": [1]}", {d.file("--set"), 0, 0}, d));
  const Node* entry = find(root, {{"nodes", "db", "read", "0"}});
  REQUIRE(entry != nullptr);
  CHECK(entry->path == "nodes.db.read.0");
  CHECK(d.text_of(entry->place) == "--set");
}

TEST_CASE("set is refused where nothing exists and offers the nearest path", "[document]") {
  const std::string_view base = R"({"nodes": {"db": {"read": "1ms"}, "redis": "cache"}, "load": [1]})";
  CHECK(after_set(base, "noeds.db.read=1").errors ==
        "--set: noeds.db.read: leads nowhere: there is no \"noeds\"; did you mean nodes.db.read?\n");
  CHECK(after_set(base, "nodes.zzz.read=1").errors ==
        "--set: nodes.zzz.read: leads nowhere: there is no \"zzz\"; known here: \"db\", \"redis\"\n");
  CHECK(after_set(base, "nodes.redis.read.p50=1").errors ==
        "--set: nodes.redis.read.p50: leads nowhere: nodes.redis is \"cache\", not an object\n");
  CHECK(after_set(base, "load.1=1").errors == "--set: load.1: leads nowhere: load has 1 entries, numbered from 0\n");
  CHECK(after_set(base, "nodes").errors == "--set: \"nodes\" has no \"=\"; write PATH=VALUE\n");
  CHECK(after_set(base, ".x=1").errors == "--set: \".x\" is not a path: a part of the path is empty (character 1)\n");
  CHECK(after_set(base, "n={\"a\":1,\"a\":2}").errors == "--set: a: a key is written twice\n");
  CHECK(after_set(base, "nodes.zzz.read=1").tree == shown(parsed(base)));
}

TEST_CASE("set cannot build what the parser would refuse as too deep or too long", "[document]") {
  const auto nested = [](std::int64_t levels) {
    return std::string(std::size_t(levels), '[') + std::string(std::size_t(levels), ']');
  };
  const std::string refused = "--set: the path to this value is too long or nested too deep\n";
  CHECK(after_set("{\"a\": {}}", "a.b=" + nested(levels_at_most - 2)).errors.empty());
  CHECK(after_set("{\"a\": {}}", "a.b=" + nested(levels_at_most - 1)).errors == refused);
  CHECK(after_set("{}", std::string(1001, 'k') + "=1").errors == refused);
  CHECK(after_set("{}", std::string(1000, 'k') + "=1").errors.empty());
}
