// Words for people: figures, times, names and filled lines.
// Promise: compared to the letter.
// Source: this project's interface.
#include <catch2/catch.hpp>
#include <string>
#include <vector>
#include "analysis/page/words.hpp"

using namespace stalemate::analysis::page;

TEST_CASE("counts are grouped and rates keep a decimal only while they are small", "[page]") {
  CHECK(count_text(0) == "0");
  CHECK(count_text(999) == "999");
  CHECK(count_text(1'999) == "1 999");
  CHECK(count_text(1'234'567) == "1 234 567");
  CHECK(count_text(-1'000) == "-1 000");
  CHECK(rate_text(0) == "0");
  CHECK(rate_text(0.25) == "0.25");
  CHECK(rate_text(4.24) == "4.2");
  CHECK(rate_text(9.96) == "10");
  CHECK(rate_text(1'999.4) == "1 999");
  CHECK(plural(1, "seed") == "1 seed");
  CHECK(plural(20, "seed") == "20 seeds");
}

TEST_CASE("a share that is not none never reads as none and one that is not all never as all", "[page]") {
  CHECK(percent_text(0) == "0.00 %");
  CHECK(percent_text(0.2558) == "25.58 %");
  CHECK(percent_text(1e-9) == "<0.01 %");
  CHECK(percent_text(0.0001) == "0.01 %");
  CHECK(percent_text(0.999999) == ">99.99 %");
  CHECK(percent_text(1) == "100.00 %");
  CHECK(whole_percent_text(0.82) == "82 %");
  CHECK(whole_percent_text(0.001) == "<1 %");
  CHECK(whole_percent_text(0.9967) == ">99 %");
  CHECK(whole_percent_text(0.994) == "99 %");
  CHECK(whole_percent_text(1) == "100 %");
  CHECK(share_text(0.0972) == "9.72 %");
  CHECK(share_text(0.665) == "66.5 %");
  CHECK(share_text(0.99996) == ">99.99 %");
}

TEST_CASE("times have the unit in which they are easily read", "[page]") {
  CHECK(time_text(0) == "0 s");
  CHECK(time_text(0.0000025) == "2.5us");
  CHECK(time_text(0.00085) == "850us");
  CHECK(time_text(0.0055) == "5.5ms");
  CHECK(time_text(0.042) == "42ms");
  CHECK(time_text(0.99999) == "1 s");
  CHECK(time_text(4.2) == "4.2 s");
  CHECK(time_text(359.06) == "359 s");
  CHECK(time_text(1'020) == "17 min");
  CHECK(time_text(10'080) == "2.8 h");
  CHECK(clock_text(240) == "4:00");
  CHECK(clock_text(3'630) == "1:00:30");
  CHECK(clock_text(0.5) == "0:00.5");
  CHECK(short_number(0.02777) == "0.0278");
  CHECK(short_number(1'999.7) == "2 000");
}

TEST_CASE("what could steer a terminal is shown and not obeyed", "[page]") {
  CHECK(visible("a\x1b[31mred") == "a\\u001b[31mred");
  CHECK(visible("two\nlines\t") == "two\\nlines\\t");
  CHECK(visible("\xC2\x9B") == "\\u009b");
  CHECK(visible("\xE2\x80\xAE"
                "desrever") == "\\u202edesrever");
  CHECK(visible("caf\xC3\xA9 \xE4\xBE\xA1\xE6\xA0\xBC") == "caf\xC3\xA9 \xE4\xBE\xA1\xE6\xA0\xBC");
  CHECK(visible("a\xFF"
                "b\xC3") ==
        "a\xEF\xBF\xBD"
        "b\xEF\xBF\xBD");
  CHECK(visible("\xED\xA0\x80") == "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");  // half of a UTF-16 pair
  CHECK(visible("\xC0\x9B") == "\xEF\xBF\xBD\xEF\xBF\xBD");                  // ESC, overlong
}

TEST_CASE("a long name loses its middle and keeps to its width in code points", "[page]") {
  CHECK(shortened("delete", 6) == "delete");
  CHECK(shortened("delete then wait", 10) ==
        "delete\xE2\x80\xA6"
        "ait");
  CHECK(columns(shortened("\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4", 4)) == 4);
  CHECK(shortened("abc", 1) == "\xE2\x80\xA6");
  CHECK(left("\xC3\xA4", 3) == "\xC3\xA4  ");
  CHECK(right("\xC3\xA4", 3) == "  \xC3\xA4");
}

TEST_CASE("names that stand together stay apart when they are shortened", "[page]") {
  const std::vector<std::string> names = {"redis delete + 1.9s, leader", "redis delete + 2.0s, leader", "none"};
  const auto shown = shortened_apart(names, 17);
  CHECK(shown[0] != shown[1]);
  CHECK(shown[2] == "none");
  for (const std::string& each : shown) CHECK(columns(each) <= 17);
  CHECK(shortened_apart({"abcdef", "abxdef"}, 3).size() == 2);  // no room to tell them apart
}

TEST_CASE("text is filled to a width and a word longer than a line goes on in the next", "[page]") {
  CHECK(wrapped("one two three", 7) == std::vector<std::string>{"one two", "three"});
  CHECK(wrapped("abcdefgh ij", 4) == std::vector<std::string>{"abcd", "efgh", "ij"});
  CHECK(wrapped("  spaced   out  ", 20) == std::vector<std::string>{"spaced out"});
  CHECK(wrapped("", 10).empty());
  CHECK(wrapped("ab c", 0) == std::vector<std::string>{"a", "b", "c"});
  CHECK(wrapped("ab", -7) == std::vector<std::string>{"a", "b"});
  CHECK(wrapped("it was 117 s old", 10) == std::vector<std::string>{"it was", "117 s old"});
  CHECK(wrapped("of 12 shops", 5) == std::vector<std::string>{"of 12", "shops"});
  CHECK(wrapped("queue up to 4 853, 9.7 % of", 16) ==
        std::vector<std::string>{"queue up to", "4 853, 9.7 % of"});
}

TEST_CASE("a word goes through a shell unchanged", "[page]") {
  CHECK(shell_word("lost-delete.json") == "lost-delete.json");
  CHECK(shell_word("delete + ttl") == "'delete + ttl'");
  CHECK(shell_word("it's") == "'it'\\''s'");
  CHECK(shell_word("$(reboot)") == "'$(reboot)'");
  CHECK(shell_word("") == "''");
  CHECK(shell_word("a\nit's 5%\xE2\x80\xAE") == R"~("$(printf 'a\012it\047s 5%%\342\200\256')")~");
  CHECK(shell_word("a\n") == "'a\n'");  // a shell would cut that line break off
}
