// The text readers and the unpackers on mutated traces, with a fixed seed.
// Promise: no text crashes or hangs a reader; every line gives requests, or is counted as odd, or is blank, a header or
// a comment; times never lie before 1970. Source: mutation fuzzing as in AFL's havoc stage. Departs: no coverage
// feedback.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include "sim/random.hpp"
#include "tests/unit/trace_bytes.hpp"

namespace stalemate::tests {
namespace {

using namespace analysis::traces;

struct Seed {
  std::string format;
  std::string text;
  std::int64_t silent;  ///< Lines that are a header or a greeting.
};

const std::vector<Seed>& seeds() {
  static const std::vector<Seed> all = {
      {"twitter", "0,nTe,3,100,7,get,0\n1,a,b,3,100,7,set,60\n2,c,1,0,7,incr,0\n3,d,1,5,7,delete,0\n", 0},
      {"cachelib", "op_time,key,key_size,op,op_count,size\n1,k1,2,GET,3,100\n2,k2,2,SET,1,5\n3,k1,2,DELETE,2,0\n", 1},
      {"redis-monitor",
       "OK\n17.85 [0 1.1.1.1:5] \"set\" \"u\\\"1\" \"v\"\n17.86 [1 lua] \"mget\" \"a\" \"b\"\n17.9 [0 x] \"del\" "
       "\"a\"\n",
       1},
      {"nginx",
       "1.1.1.1 - - [24/Nov/2026:12:00:01 +0100] \"GET /a HTTP/1.1\" 200 5\n1.1.1.1 - - [2026-11-24T12:00:01Z] \"PUT "
       "/b HTTP/1.1\" 200 - \"-\" \"x\"\n1795518003.250 - - - [] \"HEAD /b HTTP/1.1\" 304 0\n",
       0},
      {"csv", "time,key,op,size\n1,a,get,5\n2.5,\"b,\"\"c\",set,6\n2026-11-24T12:00:01.5Z,d,get,1\n", 1}};
  return all;
}

void mutate(std::string& text, sim::Stream& bits) {
  static const std::vector<std::string> fragments = {
      "\n",   ",", "\"", "\\", "[", "]", " ", ".", "\r\n", "-", "\xFF", "999999999999999999999", "9223372036854775807",
      "\"\"", "#", "0"};
  const std::size_t at = bits() % (text.size() + 1);
  switch (bits() % 4) {
    case 0: text.insert(at, fragments[bits() % fragments.size()]); break;
    case 1: text.erase(at, bits() % 8); break;
    case 2: text.insert(at, text.substr(bits() % (text.size() + 1), bits() % 60)); break;
    default:
      if (at < text.size()) text[at] = static_cast<char>(bits());
  }
}

std::int64_t lines_of(const std::string& text) {
  const auto ends = std::count(text.begin(), text.end(), '\n');
  return ends + (!text.empty() && text.back() != '\n' ? 1 : 0);
}

/// Lines that say nothing by right: blank ones, comments, a greeting.
std::int64_t silent_lines(const std::string& text, const Seed& seed) {
  std::int64_t silent = 0;
  std::string_view rest = text;
  if (rest.starts_with("\xEF\xBB\xBF")) rest.remove_prefix(3);
  while (!rest.empty()) {
    std::string_view line = take_field(rest, '\n');
    if (line.ends_with('\r')) line.remove_suffix(1);
    silent += line.empty() || (seed.format == "csv" && line.starts_with('#')) || line == "OK" ? 1 : 0;
  }
  return silent + 1;  // and a header
}

void judge(const Seed& seed, const std::string& text) {
  const Heard all = heard(text, {seed.format, {}});
  INFO(seed.format << ":\n" << text << "\n" << all.error);
  std::int64_t told = 0;
  for (const Anomaly& odd : all.anomalies) {
    REQUIRE(odd.first_record >= 1);
    REQUIRE(odd.first_record <= lines_of(text));
    REQUIRE(odd.records.front() == odd.first_record);
    if (odd.what != "time runs backwards") told += odd.count;
  }
  REQUIRE(told <= lines_of(text));
  for (const TraceRequest& request : all.requests) REQUIRE((request.time_ns >= 0 && request.size >= 0));
  if (all.requests.empty()) REQUIRE(all.error != "");
  // A row of one key is one request: nothing but the silent lines may be missing.
  const bool is_one_a_line = seed.format == "twitter" || seed.format == "nginx" || seed.format == "csv";
  const bool is_hopeless = all.error.find(": line ") != std::string::npos;
  if (is_one_a_line && !is_hopeless) {
    const auto given = static_cast<std::int64_t>(all.requests.size()) + told;
    REQUIRE(given <= lines_of(text));
    REQUIRE(given >= lines_of(text) - silent_lines(text, seed));
  }
}

TEST_CASE("mutated text traces never break a reader, and no line goes missing", "[fuzz]") {
  const char* const wanted = std::getenv("STALEMATE_FUZZ_SECONDS");
  const double seconds = wanted != nullptr ? std::atof(wanted) : 1;
  const auto until = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
  sim::Stream bits(4711);
  std::int64_t rounds = 0;
  for (; std::chrono::steady_clock::now() < until || rounds < 2'000; ++rounds) {
    const Seed& seed = seeds()[bits() % seeds().size()];
    std::string text = seed.text;
    for (auto mutations = bits() % 6; mutations > 0; --mutations) mutate(text, bits);
    judge(seed, text);
    heard(text);  // recognised or refused
  }
  std::printf("%lld text traces read\n", static_cast<long long>(rounds));
}

TEST_CASE("mutated packed traces give the bytes before the damage, or an error", "[fuzz]") {
  sim::Stream bits(99);
  std::string text = "time,key\n";
  for (int i = 0; i < 2'000; ++i) text += std::to_string(i) + ",k" + std::to_string(bits() % 500) + "\n";
  const std::vector<std::string> packed = {gzipped(text), zstd_packed(text)};
  int errors = 0;
  for (int round = 0; round < 2'000; ++round) {
    std::string bytes = packed[bits() % 2];
    for (auto mutations = 1 + bits() % 3; mutations > 0; --mutations) mutate(bytes, bits);
    errors += heard(bytes, {"csv", {}}).error.empty() ? 0 : 1;
  }
  CHECK(errors > 1'000);
}

}  // namespace
}  // namespace stalemate::tests
