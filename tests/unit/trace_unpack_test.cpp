// Packed traces, cut and damaged ones; numbers of keys; the trace of the library.
#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>
#include "analysis/traces/key_numbers.hpp"
#include "sim/random.hpp"
#include "tests/unit/made_trace.hpp"
#include "tests/unit/trace_bytes.hpp"

namespace stalemate::tests {
namespace {

using namespace analysis::traces;

/// Long enough for many pieces of input and output.
std::string long_trace(int lines) {
  sim::Stream bits(7);
  std::string text = "time,key\n";
  for (int i = 0; i < lines; ++i) text += std::to_string(i) + "," + std::to_string(bits()) + "\n";
  return text;
}

void check_same(const Heard& packed, const Heard& plain) {
  CHECK(packed.error == "");
  REQUIRE(packed.requests.size() == plain.requests.size());
  for (std::size_t i = 0; i < plain.requests.size(); ++i)
    REQUIRE(packed.requests[i].object == plain.requests[i].object);
}

TEST_CASE("a packed trace reads as the plain one, whatever it is packed by and however long") {
  for (const int lines : {1, 100, 40'000}) {
    const std::string text = long_trace(lines);
    const Heard plain = heard(text);
    REQUIRE(plain.requests.size() == std::size_t(lines));
    check_same(heard(gzipped(text)), plain);
    check_same(heard(zstd_packed(text)), plain);
    const std::size_t half = text.size() / 2;
    check_same(heard(gzipped(text.substr(0, half)) + gzipped(text.substr(half))), plain);
    check_same(heard(zstd_packed(text.substr(0, half)) + zstd_packed(text.substr(half))), plain);
  }
}

TEST_CASE("text that packs a thousandfold is given piece by piece, to the end") {
  std::string text = "time,key\n";
  for (int i = 0; i < 300'000; ++i) text += "1,aaaaaaaaaaaa\n";
  CHECK(heard(gzipped(text)).requests.size() == 300'000);
  CHECK(heard(zstd_packed(text)).requests.size() == 300'000);
}

TEST_CASE("a packed trace that is cut off gives its whole lines, then an error, and so does a damaged one") {
  const std::string text = long_trace(40'000);
  const TraceChoice csv{"csv", {}};
  for (const std::string& whole : {gzipped(text), zstd_packed(text)}) {
    const Heard cut = heard(whole.substr(0, whole.size() * 2 / 3), csv);
    CHECK(cut.requests.size() > 20'000);
    CHECK(cut.requests.size() < 30'000);
    CHECK(cut.error.find("t: is cut off: its ") == 0);
    CHECK(cut.error.find("line " + std::to_string(cut.requests.size() + 1) + " is the last that is whole") !=
          std::string::npos);
    CHECK(cut.anomalies.empty());
    CHECK(heard(whole.substr(0, whole.size() - 1), csv).error.find("is cut off") != std::string::npos);
    std::string damaged = whole;
    for (std::size_t i = damaged.size() / 2; i < damaged.size() / 2 + 50; ++i) damaged[i] = '\x55';
    CHECK(heard(damaged, csv).error.find("stream is damaged: ") != std::string::npos);
  }
  CHECK(heard(gzipped(text) + "noise", csv).error.find("gzip stream is damaged") != std::string::npos);
  CHECK(heard("\x28\xB5\x2F\xFD" + std::string(100, 'x')).error.find("zstd stream is damaged") != std::string::npos);
}

TEST_CASE("keys are numbered in the order in which they first appear, a million of them") {
  KeyNumbers numbers;
  for (std::uint64_t key = 0; key < 1'000'000; ++key) REQUIRE(numbers.number_of(key << 32) == key);
  for (std::uint64_t key = 0; key < 1'000'000; key += 7) REQUIRE(numbers.number_of(key << 32) == key);
  CHECK(numbers.size() == 1'000'000);
  CHECK(numbers.number_of(~std::uint64_t{0}) == 1'000'000);
}

void check_made(const std::string& name, const std::string& made, std::size_t requests) {
  const std::string path = std::string(STALEMATE_SOURCE_DIR) + "/scenarios/traces/" + name;
  if (std::getenv("UPDATE_TRACE") != nullptr) std::ofstream(path) << made;
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  CHECK(text.str() == made);
  const Heard all = heard(text.str());
  CHECK(all.error == "");
  CHECK(all.anomalies.empty());
  CHECK(all.requests.size() == requests);
  CHECK(all.facts.tells_writes);
}

TEST_CASE("the traces of the library are what their makers write") {
  check_made("shop-rush.csv", made_rush(), 2660);
  check_made("second-thoughts.csv", made_second_thoughts(), 2326);
}

}  // namespace
}  // namespace stalemate::tests
