// Quantities as a scenario writes them.
// Promise: what is read is exact, or it is refused.
// Source: the header of models/options/quantity.hpp.
#include "models/options/quantity.hpp"
#include <catch2/catch.hpp>
#include <limits>

namespace stalemate::models::options {
namespace {

constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();

std::int64_t ns(const char* text) {
  const auto duration = read_duration(text);
  INFO(text);
  REQUIRE(duration.has_value());
  return duration->ns;
}

TEST_CASE("a duration is read to the nanosecond in every unit") {
  CHECK(ns("7ns") == 7);
  CHECK(ns("300us") == 300'000);
  CHECK(ns("250ms") == 250'000'000);
  CHECK(ns("5s") == 5'000'000'000);
  CHECK(ns("2m") == 120'000'000'000);
  CHECK(ns("2min") == 120'000'000'000);
  CHECK(ns("1h") == 3'600'000'000'000);
  CHECK(ns("1d") == 86'400'000'000'000);
  CHECK(ns("0s") == 0);
  CHECK(ns("100_000us") == 100'000'000);
}

TEST_CASE("a decimal duration loses nothing") {
  CHECK(ns("1.5s") == 1'500'000'000);
  CHECK(ns("0.1s") == 100'000'000);
  CHECK(ns("0.3us") == 300);
  CHECK(ns("1.123456789s") == 1'123'456'789);
  CHECK(ns("1.50000000000000000000000000s") == 1'500'000'000);
  CHECK(ns("0.0000000005h") == 1'800);
}

TEST_CASE("a duration in minutes and seconds has two digits of seconds below sixty") {
  CHECK(ns("4:12") == 252'000'000'000);
  CHECK(ns("0:00") == 0);
  CHECK(ns("90:05.25") == 5'405'250'000'000);
  for (const char* bad : {"4:60", "4:7", ":12", "4:", "4:123", "1.5:10", "-4:12", "4:-1", "1:02:03", "4:12s", "4: 2"}) {
    INFO(bad);
    CHECK_FALSE(read_duration(bad));
  }
}

TEST_CASE("what is no duration is refused") {
  for (const char* bad : {"",     "5",     "s",   "-5s", "+5s",   "5 s",    " 5s",           "5s ",  "inf", "nan",
                          "infs", "nans",  "1.s", ".5s", "1..5s", "1.5.5s", "0x5s",          "1,5s", "5S",  "5sec",
                          "1e3s", "1__0s", "1_s", "_1s", "5s5",   "1.5ns",  "1.1234567891s", "5:"}) {
    INFO(bad);
    CHECK_FALSE(read_duration(bad));
  }
}

TEST_CASE("a duration that does not fit is refused, and the largest that does is read") {
  CHECK(ns("9223372036.854775807s") == largest);
  CHECK_FALSE(read_duration("9223372036.854775808s"));
  CHECK_FALSE(read_duration("106752d"));
  CHECK(ns("106751d") == 106751 * std::int64_t{86'400'000'000'000});
  CHECK_FALSE(read_duration("99999999999999999999999999999999999999ns"));
  CHECK_FALSE(read_duration("153722868:00"));
}

TEST_CASE("bytes are read in decimal and binary units") {
  CHECK(read_bytes("12B") == 12);
  CHECK(read_bytes("1KB") == 1'000);
  CHECK(read_bytes("1KiB") == 1'024);
  CHECK(read_bytes("64MiB") == 67'108'864);
  CHECK(read_bytes("64MB") == 64'000'000);
  CHECK(read_bytes("2GiB") == 2'147'483'648);
  CHECK(read_bytes("1.5KiB") == 1'536);
  CHECK(read_bytes("8589934591GiB") == std::int64_t{8589934591} << 30);
  for (const char* bad : {"", "12", "0.3KiB", "0.5B", "-1B", "1kb", "1 MB", "8589934592GiB", "1e3B", "MiB", "infB"}) {
    INFO(bad);
    CHECK_FALSE(read_bytes(bad));
  }
}

TEST_CASE("counts take exponents, underscores and multiples, and stay whole") {
  CHECK(read_count("12") == 12);
  CHECK(read_count("1e6") == 1'000'000);
  CHECK(read_count("1.5e3") == 1'500);
  CHECK(read_count("25e-1") == std::nullopt);
  CHECK(read_count("100_000") == 100'000);
  CHECK(read_count("10M") == 10'000'000);
  CHECK(read_count("2.5k") == 2'500);
  CHECK(read_count("0e40") == 0);
  CHECK(read_count("9223372036854775807") == largest);
  CHECK(read_count("9223372036854775808") == std::nullopt);
  CHECK(read_count("18446744073709551616") == std::nullopt);
  CHECK(read_count("9.22e18") == 9'220'000'000'000'000'000);
  for (const char* bad : {"", "-1", "+1", "1.5", "1e", "1e99", "1e19", "10G0", "inf", "nan", "10m", "1e6e6", "0x10"}) {
    INFO(bad);
    CHECK_FALSE(read_count(bad));
  }
}

TEST_CASE("rates are per second whatever the period") {
  CHECK(read_rate_per_s("2000/s") == 2000.0);
  CHECK(read_rate_per_s("90/m") == 1.5);
  CHECK(read_rate_per_s("90/min") == 1.5);
  CHECK(read_rate_per_s("1/h") == 1.0 / 3600);
  CHECK(read_rate_per_s("43200/d") == 0.5);
  CHECK(read_rate_per_s("0.1/s") == 0.1);
  CHECK(read_rate_per_s("1e3/s") == 1000.0);
  CHECK(read_rate_per_s("2k/s") == 2000.0);
  for (const char* bad : {"", "5", "5/", "/s", "5/ s", "5/y", "-5/s", "inf/s", "nan/s", "5s", "5/s/s"}) {
    INFO(bad);
    CHECK_FALSE(read_rate_per_s(bad));
  }
}

TEST_CASE("a ratio and its percentage are the same number to the last bit") {
  CHECK(read_ratio("1%") == 0.01);
  CHECK(read_ratio("0.01") == 0.01);
  CHECK(read_ratio("0.1%") == 0.001);
  CHECK(read_ratio("33.3%") == 0.333);
  CHECK(read_ratio("100%") == 1.0);
  CHECK(read_ratio("1e-3") == 0.001);
  CHECK(read_ratio("1.5") == 1.5);
  for (const char* bad : {"", "%", "-1%", "1%%", "1 %", "inf", "nan", "1,5", "0.5s"}) {
    INFO(bad);
    CHECK_FALSE(read_ratio(bad));
  }
}

TEST_CASE("what is written is the shortest exact form and reads back as itself") {
  CHECK(write_duration({1'500'000'000}) == "1500ms");
  CHECK(write_duration({5'000'000'000}) == "5s");
  CHECK(write_duration({0}) == "0s");
  CHECK(write_duration({60'000'000'000}) == "1m");
  CHECK(write_duration({90'000'000'000}) == "90s");
  CHECK(write_duration({172'800'000'000'000}) == "2d");
  CHECK(write_duration({300'000}) == "300us");
  CHECK(write_duration({-5'000'000'000}) == "-5s");
  CHECK(write_duration({std::numeric_limits<std::int64_t>::min()}) == "-9223372036854775808ns");
  CHECK(write_bytes(0) == "0B");
  CHECK(write_bytes(67'108'864) == "64MiB");
  CHECK(write_bytes(64'000'000) == "64MB");
  CHECK(write_bytes(1'536) == "1536B");
  CHECK(ns(write_duration(sim::Duration::max()).c_str()) == largest);
  std::uint64_t state = 1;
  for (int i = 0; i < 2'000; ++i) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    const auto value = static_cast<std::int64_t>((state >> 5) >> (i % 58));
    const std::int64_t round = value - value % (i % 3 == 0 ? 1'000 : 1);
    CHECK(ns(write_duration({round}).c_str()) == round);
    CHECK(read_bytes(write_bytes(round)) == round);
  }
}

}  // namespace
}  // namespace stalemate::models::options
