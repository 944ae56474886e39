// Fuzzing the document layer: random bytes and mutated valid documents, with a fixed seed.
// Promise: every text gives a node or a diagnostic, each with a place inside the text; nothing crashes or hangs.
// Source: mutation fuzzing as in AFL's havoc stage. Departs: no coverage feedback, a fixed number of rounds.
#include <algorithm>
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <string>
#include <string_view>
#include <vector>
#include <catch2/catch.hpp>
#include "analysis/load/document.hpp"
#include "analysis/load/overlay.hpp"
#include "analysis/load/path.hpp"

using namespace stalemate::analysis::load;

namespace {

constexpr int rounds = 100'000;

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}
  std::int64_t below(std::int64_t n) {
    return boost::random::uniform_int_distribution<std::int64_t>(0, n - 1)(engine_);
  }
  char byte() { return static_cast<char>(below(256)); }
  std::string bytes(std::int64_t length) {
    std::string text;
    for (std::int64_t i = 0; i < length; ++i) text += byte();
    return text;
  }

 private:
  boost::random::mt19937_64 engine_;
};

const std::vector<std::string> seeds = {
    "{ \"title\": \"Price cache\", // a comment\n"
    "  \"data\": { \"price\": { \"keys\": 50000, \"promise\": { \"max_age\": \"5s\" } } },\r\n"
    "  \"load\": [ { \"rate\": -2.5e3 }, { \"rate\": {\"value\": \"300us\", \"guess\": true} } ] }",
    "[[],{},[[{}]],/* c */ \"\\u20ac\\n\\\\\", true, false, null, 0, 1e5, \"\xE2\x82\xAC\xF0\x9F\x98\x80\"]\n",
    "\xEF\xBB\xBF{\"a\":1,\"b\":{\"a\":[1,2,3]},\"c\":\"\\ud83d\\ude00\"}",
};

const std::vector<std::string> fragments = {
    "{",  "}", "[", "]",  ",",     ":",    "\"",           "\\",   "//",     "/*",   "*/",      "\n", "\r\n", "\r",
    "\t", "1", "-", "e9", "1e999", "null", "\xEF\xBB\xBF", "\xC3", "\"a\":", "\\u", "[[[[[[[["};

void mutate(std::string& text, Random& random) {
  const auto at = std::size_t(random.below(std::int64_t(text.size()) + 1));
  const auto length = std::size_t(random.below(6));
  switch (random.below(5)) {
    case 0: text.insert(at, fragments[std::size_t(random.below(std::int64_t(fragments.size())))]); break;
    case 1: text.erase(at, length); break;
    case 2: text.insert(at, text.substr(std::size_t(random.below(std::int64_t(text.size()) + 1)), length * 8)); break;
    case 3: text.resize(at); break;
    default:
      if (at < text.size()) text[at] = random.byte();
  }
}

/// The lines of a text, each with its length in code points: what a place must lie in.
std::vector<std::int64_t> line_lengths(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::vector<std::int64_t> lengths = {0};
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool ends_line = text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n'));
    const bool is_counted = (static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U && text[i] != '\r';
    if (ends_line) {
      lengths.push_back(0);
    } else if (is_counted) {
      ++lengths.back();
    }
  }
  return lengths;
}

/// One past the end of a line is inside too: a text may end there. A stray byte counts as a character.
bool is_inside(Place place, const std::vector<std::int64_t>& lengths) {
  if (place.line < 1 || place.line > std::int64_t(lengths.size()) || place.column < 1) return false;
  return place.column <= lengths[std::size_t(place.line) - 1] + 2;
}

bool are_inside(const Node& node, const std::vector<std::int64_t>& lengths) {
  const auto item_ok = [&](const Node& item) { return are_inside(item, lengths); };
  const auto member_ok = [&](const Member& m) {
    return is_inside(m.place, lengths) && m.place < m.value.place && are_inside(m.value, lengths);
  };
  return is_inside(node.place, lengths) && std::all_of(node.items.begin(), node.items.end(), item_ok) &&
         std::all_of(node.members.begin(), node.members.end(), member_ok);
}

/// The byte at a place, found by counting from the start: a second way to the same answer.
char byte_at(std::string_view text, Place place) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  Place here{place.file, 1, 1};
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_start = (static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U && text[i] != '\r';
    if (is_start && here == place) return text[i];
    const bool ends_line = text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n'));
    if (ends_line) {
      here = {place.file, here.line + 1, 1};
    } else if (is_start) {
      ++here.column;
    }
  }
  return '\0';
}

bool begins_right(const Node& node, std::string_view text) {
  const char c = byte_at(text, node.place);
  switch (node.kind) {
    case Kind::null: return c == 'n';
    case Kind::flag: return c == (node.flag ? 't' : 'f');
    case Kind::integer:
    case Kind::number: return c == node.text.front();
    case Kind::text: return c == '"';
    case Kind::array: return c == '[';
    case Kind::object: return c == '{';
  }
  return false;
}

bool all_begin_right(const Node& node, std::string_view text) {
  const auto item_ok = [&](const Node& item) { return all_begin_right(item, text); };
  const auto member_ok = [&](const Member& m) {
    return byte_at(text, m.place) == '"' && all_begin_right(m.value, text);
  };
  return begins_right(node, text) && std::all_of(node.items.begin(), node.items.end(), item_ok) &&
         std::all_of(node.members.begin(), node.members.end(), member_ok);
}

/// Judges one text; returns whether it was valid.
bool judge(const std::string& text) {
  Diagnostics diagnostics;
  const std::optional<Node> node = parse(text, "f", diagnostics);
  const auto lengths = line_lengths(text);
  bool is_fine = node || diagnostics.has_errors();
  for (const Diagnostic& d : diagnostics.sorted()) {
    is_fine = is_fine && is_inside(d.place, lengths) && !d.message.empty();
  }
  if (node) is_fine = is_fine && are_inside(*node, lengths) && all_begin_right(*node, text);
  if (!is_fine) {
    INFO("text: " << in_quotes(text) << "\n" << diagnostics.render());
    CHECK(is_fine);
  }
  const auto lines = std::string(diagnostics.render());
  CHECK(std::count(lines.begin(), lines.end(), '\n') == diagnostics.errors());
  return node.has_value();
}

}  // namespace

TEST_CASE("random bytes give a node or an error with a place in the text", "[fuzz]") {
  Random random(20'261'124);
  for (int round = 0; round < rounds; ++round) judge(random.bytes(random.below(40)));
}

TEST_CASE("mutated documents give a node or an error with a place in the text", "[fuzz]") {
  Random random(4711);
  int valid = 0;
  for (int round = 0; round < rounds; ++round) {
    std::string text = seeds[std::size_t(random.below(std::int64_t(seeds.size())))];
    for (auto mutations = random.below(4); mutations > 0; --mutations) mutate(text, random);
    valid += judge(text) ? 1 : 0;
  }
  CHECK(valid > rounds / 4);
  CHECK(valid < rounds * 9 / 10);
}

TEST_CASE("texts of bare JSON tokens give a node or an error with a place in the text", "[fuzz]") {
  Random random(99);
  for (int round = 0; round < rounds; ++round) {
    std::string text;
    for (auto tokens = random.below(12); tokens > 0; --tokens) {
      text += fragments[std::size_t(random.below(std::int64_t(fragments.size())))];
    }
    judge(text);
  }
}

TEST_CASE("random paths are refused or survive print and parse", "[fuzz]") {
  Random random(5);
  const std::string alphabet = "ab.\"\\ =1\xE2\x82\xAC\n";
  int accepted = 0;
  for (int round = 0; round < rounds; ++round) {
    std::string text;
    for (auto length = random.below(12); length > 0; --length) {
      text += alphabet[std::size_t(random.below(std::int64_t(alphabet.size())))];
    }
    PathError error;
    const std::optional<Path> path = parse_path(text, &error);
    accepted += path ? 1 : 0;
    if (path) CHECK(parse_path(print(*path)) == path);
    if (!path) CHECK((!error.message.empty() && error.column >= 1));
  }
  CHECK(accepted > 1000);
}

TEST_CASE("random assignments set a value that is found again or are refused", "[fuzz]") {
  Random random(6);
  const std::vector<std::string> words = {"a", "b", ".", "0", "2", "\"", "=", "null", "{}", "[1]", "c"};
  int kept = 0;
  for (int round = 0; round < rounds; ++round) {
    Diagnostics diagnostics;
    Node root = parse(seeds[2], "f", diagnostics).value();
    std::string text;
    for (auto length = random.below(8); length > 0; --length) {
      text += words[std::size_t(random.below(std::int64_t(words.size())))];
    }
    const bool is_set = apply_set(root, text, {diagnostics.file("--set"), 0, 0}, diagnostics);
    CHECK(is_set == !diagnostics.has_errors());
    if (!is_set) continue;
    const auto [path, value] = split_assignment(text).value();
    const Node* found = find(root, parse_path(path).value());
    CHECK((found != nullptr || value == "null"));
    if (found != nullptr) CHECK(found->path == print(parse_path(path).value()));
    ++kept;
  }
  CHECK(kept > 1000);
}
