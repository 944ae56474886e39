// The trace reader on good, damaged and hostile input.
// Promise: each error names its record; random bytes never crash it, and give back exactly the records that are whole.
// Source: the format's description in analysis/traces/oracle_general.hpp.
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <limits>
#include <string>
#include "analysis/traces/oracle_general.hpp"
#include "analysis/traces/replay.hpp"
#include "sim/random.hpp"

namespace stalemate::analysis::traces {
namespace {

using models::eviction::Capacity;

template <class Integer>
std::string little_endian(Integer value) {
  std::string bytes;
  for (std::size_t i = 0; i < sizeof(Integer); ++i)
    bytes.push_back(static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * i) & 0xff));
  return bytes;
}

std::string record(std::uint32_t time_s, std::uint64_t object, std::uint32_t size, std::int64_t next = -1) {
  return little_endian(time_s) + little_endian(object) + little_endian(size) + little_endian(next);
}

OracleGeneralReader reader_of(std::string bytes) {
  return OracleGeneralReader(std::make_unique<MemorySource>(std::move(bytes)), "t.bin");
}

std::vector<TraceRequest> all_of(OracleGeneralReader& reader) {
  std::vector<TraceRequest> all;
  TraceRequest request;
  while (reader.next(request)) all.push_back(request);
  return all;
}

std::string error_of(OracleGeneralReader& reader) {
  all_of(reader);
  return reader.error() ? reader.error()->message : "";
}

TEST_CASE("a trace reads back field by field, a size of 0 and the largest values included") {
  constexpr auto most = std::numeric_limits<std::uint32_t>::max();
  auto reader = reader_of(record(5, 0x0123456789abcdef, 0) + record(most, ~std::uint64_t{0}, most));
  const auto all = all_of(reader);
  REQUIRE(all.size() == 2);
  CHECK(all[0].time_ns == 5'000'000'000);
  CHECK(all[0].object == 0x0123456789abcdef);
  CHECK(all[0].size == 0);
  CHECK(all[1].time_ns == std::int64_t{most} * 1'000'000'000);
  CHECK(all[1].object == ~std::uint64_t{0});
  CHECK(all[1].size == most);
  CHECK_FALSE(reader.error());
  CHECK(reader.anomalies().empty());
}

TEST_CASE("an empty trace and a cut record are errors that say what and where") {
  auto empty = reader_of("");
  CHECK(error_of(empty) == "t.bin: is empty; an oracleGeneral trace holds records of 24 bytes");
  auto cut = reader_of(record(1, 1, 1) + record(2, 2, 2) + record(3, 3, 3).substr(0, 23));
  CHECK(all_of(cut).size() == 2);
  CHECK(cut.error()->message == "t.bin: record 3 is cut off: 23 of 24 bytes");
  auto short_one = reader_of("abc");
  CHECK(error_of(short_one) == "t.bin: record 1 is cut off: 3 of 24 bytes");
}

TEST_CASE("an error is not told before the whole records in front of it are read") {
  auto cut = reader_of(record(1, 1, 1) + "x");
  TraceRequest request;
  REQUIRE(cut.next(request));
  CHECK_FALSE(cut.next(request));
  CHECK(cut.error());
  CHECK_FALSE(cut.next(request));
}

TEST_CASE("time that runs backwards and a next request in the past are counted with their first record") {
  auto reader =
      reader_of(record(5, 1, 1) + record(4, 2, 1) + record(4, 3, 1, 1) + record(2, 4, 1, -7) + record(9, 5, 1, 5));
  CHECK(all_of(reader).size() == 5);
  CHECK_FALSE(reader.error());
  const auto anomalies = reader.anomalies();
  REQUIRE(anomalies.size() == 2);
  CHECK(anomalies[0].what == "time runs backwards");
  CHECK(anomalies[0].count == 3);
  CHECK(anomalies[0].first_record == 2);
  CHECK(anomalies[0].records == std::vector<std::int64_t>{2, 3, 4});
  CHECK(anomalies[1].what == "the next request of the object is not later");
  CHECK(anomalies[1].count == 2);
  CHECK(anomalies[1].first_record == 3);
}

TEST_CASE("a missing file and a folder are errors, and a file is read as a stream") {
  const auto folder = std::filesystem::temp_directory_path() /
                      ("trace_fuzz_" + std::to_string(std::chrono::steady_clock::now().time_since_epoch().count()));
  std::filesystem::create_directory(folder);
  const std::string path = (folder / "long.bin").string();
  constexpr std::uint32_t records = 20'000;  // more than two buffers
  {
    std::ofstream file(path, std::ios::binary);
    for (std::uint32_t i = 0; i < records; ++i) file << record(i, i * 3, 1);
  }
  auto opened = open_oracle_general(path);
  REQUIRE(std::holds_alternative<std::unique_ptr<TraceReader>>(opened));
  TraceRequest request;
  std::uint32_t seen = 0;
  while (std::get<0>(opened)->next(request)) REQUIRE(request.object == std::uint64_t{3} * seen++);
  CHECK(seen == records);
  CHECK_FALSE(std::get<0>(opened)->error());
  CHECK(std::get<TraceError>(open_oracle_general(folder.string())).message ==
        folder.string() + ": is a folder, not a trace");
  std::filesystem::remove_all(folder);
  CHECK(std::get<TraceError>(open_oracle_general(path)).message == path + ": there is no such file");
}

TEST_CASE("a replay says which policy or parameter it does not know, and passes the reader's error on") {
  const auto error = [](const EvictionSetup& setup, std::string bytes) {
    auto reader = reader_of(std::move(bytes));
    return std::get<TraceError>(replay(reader, setup)).message;
  };
  CHECK(error({"lra", {}, Capacity::objects(1)}, "").find("no eviction 'lra'; there are arc, clock, fifo") == 0);
  CHECK(error({"", {}, Capacity::objects(1)}, "").find("no eviction ''") == 0);
  CHECK(error({"lru", {{"bits", "1"}}, Capacity::objects(1)}, "") == "eviction 'lru' has no parameter 'bits'");
  CHECK(error({"clock", {{"bits", "x"}}, Capacity::objects(1)}, "").find("'x' is no value of 'bits'") !=
        std::string::npos);
  CHECK(error({"clock", {{"bits", "9"}}, Capacity::objects(1)}, "").find("out of range") != std::string::npos);
  CHECK(error({"lru", {}, Capacity::objects(-1)}, "") == "a capacity cannot be negative");
  CHECK(error({"lru", {}, Capacity::objects(1)}, record(1, 1, 1) + "x").find("record 2 is cut off") !=
        std::string::npos);
}

TEST_CASE("a replay counts bytes, evictions and what was not admitted") {
  auto reader =
      reader_of(record(1, 1, 60) + record(2, 2, 60) + record(3, 2, 60) + record(4, 3, 200) + record(5, 3, 200));
  const auto result = std::get<ReplayResult>(replay(reader, {"lru", {}, Capacity::bytes(100)}));
  CHECK(result.requests == 5);
  CHECK(result.misses == 4);
  CHECK(result.bytes_requested == 580);
  CHECK(result.bytes_missed == 520);
  CHECK(result.evictions == 1);
  CHECK(result.not_admitted == 2);
  CHECK(result.objects_held == 1);
  CHECK(result.used_max == 60);
}

void replay_noise(std::uint64_t seed, const std::string& policy) {
  sim::Stream bits(seed);
  std::string bytes(bits() % 3'000, '\0');
  for (char& byte : bytes) byte = static_cast<char>(bits() >> (bits() % 8 * 8) & (bits() % 3 == 0 ? 0xff : 0x03));
  const std::size_t whole = bytes.size() / 24, rest = bytes.size() % 24;
  INFO("seed " << seed << ", policy " << policy);
  auto reader = reader_of(bytes);
  REQUIRE(all_of(reader).size() == whole);
  REQUIRE(reader.error().has_value() == (rest != 0 || whole == 0));
  auto again = reader_of(bytes.substr(0, whole * 24));
  const auto result = replay(again, {policy, {}, Capacity::bytes(static_cast<std::int64_t>(bits() % 2'000'000'000))});
  REQUIRE(std::holds_alternative<ReplayResult>(result) == (whole != 0));
  if (whole == 0) return;
  const auto& counts = std::get<ReplayResult>(result);
  REQUIRE(counts.requests == static_cast<std::int64_t>(whole));
  REQUIRE(counts.misses - counts.evictions - counts.not_admitted == counts.objects_held);
}

TEST_CASE("random bytes never break the reader or a policy") {
  const char* const wanted = std::getenv("STALEMATE_FUZZ_SECONDS");
  const double seconds = wanted != nullptr ? std::atof(wanted) : 1;
  const auto policies = models::options::options_of("eviction");
  REQUIRE_FALSE(policies.empty());
  const auto until = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
  std::uint64_t seed = 1;
  for (; std::chrono::steady_clock::now() < until || seed < 200; ++seed)
    replay_noise(seed, policies[seed % policies.size()]->name);
  std::printf("%llu traces of noise read\n", static_cast<unsigned long long>(seed - 1));
}

}  // namespace
}  // namespace stalemate::analysis::traces
