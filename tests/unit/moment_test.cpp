// Moments as people type them.
#include "analysis/cli/moment.hpp"
#include <catch2/catch.hpp>

using namespace stalemate;
using analysis::cli::read_moment;

TEST_CASE("a moment is taken in every form that people write it", "[cli]") {
  constexpr std::int64_t second = 1'000'000'000;
  for (const char* text : {"252", "252s", "4:12", "4m12s", "4min12s", "252000ms"}) {
    INFO(text);
    const auto at = read_moment(text);
    REQUIRE(at);
    CHECK(at->ns == 252 * second);
  }
  CHECK(read_moment("1:30:00")->ns == 5400 * second);
  CHECK(read_moment("1h30m")->ns == 5400 * second);
  CHECK(read_moment("4:12.5")->ns == 252 * second + second / 2);
  CHECK(read_moment("0.5")->ns == second / 2);
  CHECK(read_moment("0")->ns == 0);
}

TEST_CASE("what is no moment is not taken", "[cli]") {
  for (const char* text : {"", "soon", "-1s", "4:", ":12", "1:2:3:4", "4m12", "s", "1..2", "1 h", "4:12s", "1:00:99",
                           "999999999999999h", "9999999h9999999h", "1h:2"}) {
    INFO(text);
    CHECK_FALSE(read_moment(text));
  }
}
