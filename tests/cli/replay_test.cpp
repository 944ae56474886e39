// replay: a trace through caches, and as the reads of a scenario.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include "models/options/registry.hpp"
#include "tests/cli/program.hpp"

namespace stalemate::tests::cli {
namespace {

struct Record {
  std::uint32_t time_s;
  std::uint64_t object;
  std::uint32_t size = 100;
};

template <class Integer>
void append(std::string& bytes, Integer value) {
  for (std::size_t i = 0; i < sizeof value; ++i)
    bytes += static_cast<char>((static_cast<std::uint64_t>(value) >> (8 * i)) & 0xFFU);
}

std::string trace_of(const std::vector<Record>& records) {
  std::string bytes;
  for (const Record& record : records) {
    append(bytes, record.time_s);
    append(bytes, record.object);
    append(bytes, record.size);
    append(bytes, std::int64_t{-1});
  }
  return bytes;
}

/// a b a c a b: with room for two, LRU misses a b c b, FIFO a b c a b.
std::string six_requests() { return trace_of({{1000, 7}, {1000, 8}, {1001, 7}, {1001, 9}, {1002, 7}, {1003, 8}}); }

std::string still_scenario() {
  return R"({ "title": "Still", "duration": "10s", "warm_up": "0s", "network": { "latency": "0s" },
  "data":  { "block": { "keys": 3, "size": "100B" } },
  "nodes": { "disk": { "kind": "origin", "read": "0s", "write": "0s" }, "host": "service",
             "cache": { "kind": "cache", "capacity": { "entries": 2 }, "eviction": "lru" } },
  "load":  [ { "from": "host", "reads": "block", "rate": "1/s", "arrivals": "constant" } ],
  "strategies": { "lru": { "block": { "read": "cache-aside" } } } })";
}

}  // namespace

TEST_CASE("describe calls the rate of a trace unknown, not none") {
  CHECK(Folder().run({"describe", "recorded-rush"}).says("db without cache: not known before a run"));
}

TEST_CASE("a trace without reads has no miss ratio") {
  const Folder folder;
  folder.write("w.csv", "time,key,op\n1,a,set\n2,b,set\n");
  const Outcome outcome = folder.run({"replay", "w.csv", "--capacity", "10", "--format", "json"});
  CHECK(outcome.status == 0);
  const auto row = nlohmann::json::parse(outcome.out).at("rows").at(0);
  CHECK(row.at("requests") == 0);
  CHECK(row.at("miss_ratio").is_null());
  CHECK(row.at("byte_miss_ratio").is_null());
}

TEST_CASE("a trace gives the miss ratio of every policy with every capacity") {
  const Folder folder;
  folder.write("t.bin", six_requests());
  const Outcome outcome = folder.run({"replay", "t.bin", "--eviction", "lru", "--eviction", "fifo", "--capacity", "2",
                                      "--capacity", "200B", "--format", "json"});
  REQUIRE(outcome.status == 0);
  const auto rows = nlohmann::json::parse(outcome.out).at("rows");
  REQUIRE(rows.size() == 4);
  CHECK(rows[0].at("misses") == 4);
  CHECK(rows[0].at("capacity") == nlohmann::json{{"entries", 2}});
  CHECK(rows[1].at("misses") == 4);
  CHECK(rows[1].at("capacity") == nlohmann::json{{"bytes", 200}});
  CHECK(rows[2].at("misses") == 5);
  CHECK(rows[2].at("miss_ratio") == 0.833333333);
  CHECK(rows[0].at("requests") == 6);
}

TEST_CASE("all policies are those of the registry, whatever the number of workers") {
  const Folder folder;
  folder.write("t.bin", six_requests());
  const Outcome one = folder.run({"replay", "t.bin", "--all", "--capacity", "2", "--format", "csv", "--jobs", "1"});
  CHECK(one.status == 0);
  CHECK(one.out == folder.run({"replay", "t.bin", "--all", "--capacity", "2", "--format", "csv", "--jobs", "2"}).out);
  for (const auto* option : models::options::options_of("eviction")) CHECK(one.says("\n" + option->name + ",2,6,"));
  CHECK(
      folder.run({"replay", "t.bin", "--eviction", "s3-fifo,small=50%", "--capacity", "2"}).says("s3-fifo,small=50%"));
}

TEST_CASE("a trace or a policy that is wrong is told") {
  const Folder folder;
  folder.write("t.bin", six_requests());
  const auto status = [&](const Arguments& more) {
    Arguments arguments = {"replay"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return folder.run(arguments).status;
  };
  CHECK(status({"t.bin"}) == 2);
  CHECK(status({"t.bin", "--capacity", "0"}) == 2);
  CHECK(status({"t.bin", "--capacity", "many"}) == 2);
  CHECK(status({"t.bin", "--capacity", "2", "--eviction", "s3-fifo,small"}) == 2);
  CHECK(status({"t.bin", "--capacity", "2", "--eviction", "s3-fifo,small=x"}) == 2);
  CHECK(status({"t.bin", "--capacity", "2", "--seeds", "2"}) == 2);
  CHECK(status({"t.bin", "--capacity", "2", "--scenario", "s.json"}) == 2);
  CHECK(status({"t.bin", "--capacity", "2", "--capacity", "2"}) == 2);
  CHECK(status({"t.bin", "--capacity", "2", "--eviction", "lru", "--eviction", "lru"}) == 2);
  CHECK(status({"t.bin", "--capacity", "2", "--eviction", "s3-fifo,small=10%,small=20%"}) == 2);
}

TEST_CASE("a wrong trace ends in one status, alone and as a scenario's reads, and is named as what was typed") {
  const Folder folder;
  folder.write("s.json", still_scenario());
  folder.write("cut.bin", six_requests().substr(0, 100));
  folder.write("empty.bin", "");
  const std::vector<std::pair<std::string, int>> traces = {
      {"cut.bin", 2}, {"empty.bin", 2}, {"missing.bin", 2}, {".", 3}};
  for (const auto& [trace, status] : traces) {
    const Outcome alone = folder.run({"replay", trace, "--capacity", "2"});
    const Outcome within = folder.run({"replay", trace, "--scenario", "s.json"});
    INFO(trace << ": " << alone.err << within.err);
    CHECK(alone.status == status);
    CHECK(within.status == status);
    CHECK(alone.complains_of(trace + ": "));
    CHECK(within.complains_of(trace + ": load.0.trace: "));
    CHECK_FALSE(within.complains_of("--set"));
  }
  CHECK(folder.run({"replay", "cut.bin", "--scenario", "s.json"}).complains_of("record 5 is cut off: 4 of 24 bytes"));
  const Outcome typed = folder.run({"replay", "cut.bin", "--scenario", "s.json", "--set", "load.0.trace=other.bin"});
  CHECK(typed.complains_of("--set: load.0.trace: "));
}

TEST_CASE("a trace whose time runs backwards is told, alone and as a scenario's reads") {
  const Folder folder;
  folder.write("s.json", still_scenario());
  folder.write("b.bin", trace_of({{1000, 7}, {1002, 8}, {1001, 7}, {1000, 9}, {1003, 8}}));
  const std::string warning = "warning: b.bin: time runs backwards: 2 records, the first is 3";
  const Outcome alone = folder.run({"replay", "b.bin", "--capacity", "2"});
  CHECK(alone.status == 0);
  CHECK(alone.complains_of(warning));
  const Outcome within = folder.run({"replay", "b.bin", "--scenario", "s.json"});
  CHECK(within.status == 0);
  CHECK(within.complains_of(warning));
  CHECK(folder.run({"replay", "b.bin", "--scenario", "s.json", "--quiet"}).err.empty());
}

TEST_CASE("a trace as a scenario's reads misses as often as the trace alone") {
  const Folder folder;
  folder.write("t.bin", six_requests());
  folder.write("s.json", still_scenario());
  const Outcome outcome = folder.run({"replay", "t.bin", "--scenario", "s.json", "--no-baseline", "--format", "json"});
  INFO(outcome.err);
  REQUIRE(outcome.status == 0);
  const auto run = nlohmann::json::parse(outcome.out).at("runs").at(0);
  CHECK(run.at("reads").at("invoked") == 6);
  CHECK(run.at("load").at("cache").at("cache").at("lookups").at("miss") == 4);
  CHECK(run.at("load").at("cache").at("cache").at("lookups").at("hit") == 2);
  CHECK(run.at("series").at("origin_reads_per_s").at("disk") == nlohmann::json({2, 1, 0, 1, 0, 0, 0, 0, 0, 0}));
  CHECK(run.at("reproduce") == "stalemate replay t.bin --scenario s.json --strategy lru --seed 1");
}

TEST_CASE("a class with too few keys for a trace is told how many it needs") {
  const Folder folder;
  folder.write("t.bin", six_requests());
  folder.write("s.json", still_scenario());
  const Outcome outcome = folder.run({"replay", "t.bin", "--scenario", "s.json", "--set", "data.block.keys=2"});
  CHECK(outcome.status == 2);
  CHECK(outcome.complains_of("set its \"keys\" to 3"));
}

TEST_CASE("a scenario may name its trace, taken from its own folder, and a longer trace than the run is told") {
  const Folder folder;
  std::filesystem::create_directory(folder.path / "sub");
  folder.write("sub/t.bin", six_requests());
  std::string text = still_scenario();
  const std::string rate = R"("rate": "1/s", "arrivals": "constant")";
  text.replace(text.find(rate), rate.size(), R"("trace": "t.bin")");
  folder.write("sub/s.json", text);
  CHECK(folder.run({"run", "sub/s.json"}).status == 0);
  const Outcome cut = folder.run({"run", "sub/s.json", "--set", "duration=2s"});
  CHECK(cut.status == 0);
  CHECK(cut.complains_of("--set duration=4s"));
}

}  // namespace stalemate::tests::cli
