// The life of a key as text: what ended an entry, where the strip ends, and where the told read stands in it.
// Promise: lives made by hand, and one of a world.
// Source: this project's semantics ("Inconsistency window").
#include <catch2/catch.hpp>
#include <sstream>
#include "analysis/explain/key_life.hpp"
#include "tests/unit/explain_samples.hpp"
#include "tests/unit/texts.hpp"

using namespace stalemate;
using namespace stalemate::analysis::explain;
using stalemate::tests::at_ms;

namespace {

using HeldEnd = KeyLife::End;

KeyLife::Held held(std::size_t copy, std::int64_t from, std::int64_t until, std::int64_t wrong_from, HeldEnd end) {
  KeyLife::Held made{.copy = copy, .from = at_ms(from), .until = at_ms(until), .version = 1};
  if (wrong_from > 0) made.wrong_from = at_ms(wrong_from);
  made.until_end = end == HeldEnd::run_over;
  made.end = end;
  return made;
}

KeyLife life_with(const std::vector<KeyLife::Held>& entries) {
  KeyLife life;
  life.key = "price 0";
  life.end = at_ms(100'000);
  life.copies = {"db", "redis"};
  life.held = entries;
  return life;
}

std::string line_with(const std::string& text, const std::string& start) {
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);)
    if (line.find(start) != std::string::npos) return line;
  return "";
}

}  // namespace

TEST_CASE("a life says what ended each entry", "[explain]") {
  const std::string text =
      life_text(life_with({held(1, 0, 1'000, 0, HeldEnd::expired), held(1, 2'000, 3'000, 0, HeldEnd::deleted),
                           held(1, 4'000, 5'000, 0, HeldEnd::evicted), held(1, 6'000, 7'000, 0, HeldEnd::flushed),
                           held(1, 8'000, 9'000, 0, HeldEnd::crashed), held(1, 9'000, 9'500, 0, HeldEnd::stored_again),
                           held(0, 9'600, 9'700, 0, HeldEnd::newer), held(1, 10'000, 100'000, 0, HeldEnd::run_over)}),
                {});
  INFO(text);
  for (const char* end : {"v1; expired", "v1; deleted", "v1; evicted", "v1; flushed", "v1; lost in a crash",
                          "v1; then another was stored"})
    CHECK(texts::count_of(text, end) == 1);
}

TEST_CASE("a life says from when on a copy holds a write that was lost", "[explain]") {
  KeyLife life = life_with({held(0, 10'000, 50'000, 0, HeldEnd::voided), held(1, 20'000, 80'000, 0, HeldEnd::deleted)});
  life.held[1].void_from = at_ms(50'000);
  const std::string text = life_text(life, {});
  CHECK(texts::holds(text, "v1; lost in a failover"));
  CHECK(texts::holds(text, "v1  lost from 0:50.000, for 30 s; deleted"));
  CHECK(texts::holds(text, "~ a lost write"));
  CHECK(line_with(text, "redis  ").find('~') != std::string::npos);
  CHECK(line_with(text, "db  ").find('~') == std::string::npos);
}

TEST_CASE("the strip of a life shows nothing from beyond its edge", "[explain]") {
  KeyLife life = life_with({held(1, 0, 90'000, 80'000, HeldEnd::deleted), held(0, 10'000, 60'000, 0, HeldEnd::newer),
                            held(0, 60'000, 100'000, 0, HeldEnd::run_over)});
  const LifeView view{60, 2, at_ms(0), "the read"};  // two rows: it ends at 1:00, and only from 1:20 on it is wrong
  const std::string text = life_text(life, view);
  INFO(text);
  const std::string strip = line_with(text, "redis");
  CHECK(strip.find('=') != std::string::npos);
  CHECK(strip.find('#') == std::string::npos);
  CHECK(strip.find('+') == std::string::npos);
  CHECK(text.find("1 row after left out") != std::string::npos);
  CHECK(text.find("before") == std::string::npos);
}

TEST_CASE("the strip of a life shows where the read stands", "[explain]") {
  const KeyLife life = life_with({held(1, 0, 90'000, 80'000, HeldEnd::deleted)});
  const std::string text = life_text(life, {110, 30, at_ms(50'000), "the read"});
  INFO(text);
  const std::string mark = line_with(text, "^ the read"), strip = line_with(text, "redis  ");
  const std::size_t begin = strip.find('=');
  CHECK(mark.find('^') - begin == (110 - begin) / 2);
  CHECK(life_text(life, {110, 30, at_ms(99'999), "the read"}).find("the read ^") != std::string::npos);
  CHECK(life_text(life, {110, 30, at_ms(50'000), ""}).find('^') == std::string::npos);
}
