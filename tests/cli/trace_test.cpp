// Traces of every format from the command line: alone, and as the reads and writes of a scenario.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include "analysis/cli/trace_arrivals.hpp"
#include "tests/cli/program.hpp"
#include "tests/unit/trace_bytes.hpp"

namespace stalemate::tests::cli {
namespace {

using Json = nlohmann::json;

struct Sample {
  std::string format;
  std::string text;
};

/// Each: a b a(write) c a, at seconds 0 0 1 2 3.
const std::vector<Sample>& samples() {
  static const std::vector<Sample> all = {
      {"twitter", "0,a,1,9,1,get,0\n0,b,1,9,1,gets,0\n1,a,1,9,1,set,0\n2,c,1,9,1,get,0\n3,a,1,9,1,get,0\n"},
      {"cachelib",
       "op_time,key,key_size,op,op_count,size\n0,a,1,GET,1,9\n0,b,1,GET,1,9\n1,a,1,SET,1,9\n2,c,1,GET_LEASE,1,9\n"
       "3,a,1,GET,1,9\n"},
      {"redis-monitor",
       "OK\n100.000001 [0 1.1.1.1:1] \"MGET\" \"a\" \"b\"\n101.500000 [0 1.1.1.1:1] \"SET\" \"a\" \"v\"\n"
       "102.500000 [0 1.1.1.1:1] \"GET\" \"c\"\n103.500000 [0 1.1.1.1:1] \"HGET\" \"a\" \"f\"\n"},
      {"nginx",
       "h - - [24/Nov/2026:12:00:00 +0000] \"GET /a HTTP/1.1\" 200 9\nh - - [24/Nov/2026:12:00:00 +0000] \"GET /b "
       "HTTP/1.1\" 200 9\nh - - [24/Nov/2026:12:00:01 +0000] \"PUT /a HTTP/1.1\" 200 9\nh - - [24/Nov/2026:12:00:02 "
       "+0000] \"GET /c HTTP/1.1\" 200 9\nh - - [24/Nov/2026:12:00:03 +0000] \"HEAD /a HTTP/1.1\" 200 9\n"},
      {"csv", "time,key,op,size\n0,a,get,9\n0,b,get,9\n1,a,put,9\n2,c,get,9\n3,a,get,9\n"}};
  return all;
}

/// One class of three keys, read and written as a trace tells.
std::string scenario(const std::string& load) {
  return R"({ "title": "Recorded", "duration": "5s", "warm_up": "0s", "network": { "latency": "0s" },
  "data":  { "block": { "keys": 3 } },
  "nodes": { "disk": { "kind": "origin", "read": "0s", "write": "0s" }, "host": "service",
             "cache": { "kind": "cache" } },
  "load":  [ )" +
         load + R"( ],
  "strategies": { "delete": { "block": { "read": "cache-aside", "write": "invalidate" } } } })";
}

const char* const both =
    R"({ "from": "host", "reads": "block", "writes": "block", "write_share": "1%", "rate": "1/s" })";

Json first_run(const Outcome& outcome) {
  INFO(outcome.err);
  REQUIRE(outcome.status == 0);
  return Json::parse(outcome.out).at("runs").at(0);
}

}  // namespace

TEST_CASE("a trace of every format is recognised, plain and packed, and its reads go through a cache") {
  const Folder folder;
  for (const auto& [format, text] : samples()) {
    INFO(format);
    folder.write("plain", text);
    folder.write("gz", gzipped(text));
    folder.write("zst", zstd_packed(text));
    const Outcome plain = folder.run({"replay", "plain", "--capacity", "1", "--format", "json"});
    INFO(plain.err);
    REQUIRE(plain.status == 0);
    const Json row = Json::parse(plain.out).at("rows").at(0);
    CHECK(row.at("requests") == 4);
    CHECK(row.at("misses") == 4);
    CHECK(row.at("writes_left_out") == 1);
    CHECK(plain.complains_of("plain: 1 writes are left out"));
    for (const char* packed : {"gz", "zst"}) {
      const Outcome outcome =
          folder.run({"replay", packed, "--capacity", "1", "--format", "json", "--trace-format", format});
      CHECK(Json::parse(outcome.out).at("rows").at(0).at("misses") == 4);
      CHECK(outcome.says("--trace-format " + format));
    }
  }
}

TEST_CASE("reads and writes of every format drive a scenario at their recorded times") {
  const Folder folder;
  folder.write("both.json", scenario(both));
  folder.write("apart.json", scenario(R"({ "from": "host", "reads": "block", "rate": "1/s" },
                                         { "from": "host", "writes": "block", "rate": "1/s" })"));
  for (const auto& [format, text] : samples()) {
    folder.write("t", text);
    for (const char* file : {"both.json", "apart.json"}) {
      INFO(format << ", " << file);
      const Json run = first_run(folder.run({"replay", "t", "--scenario", file, "--no-baseline", "--format", "json"}));
      CHECK(run.at("reads").at("invoked") == 4);
      CHECK(run.at("writes").at("invoked") == 1);
      // a and b in the first second; a once more at the end, for its write took it out of the cache.
      CHECK(run.at("series").at("origin_reads_per_s").at("disk") == Json({2, 0, 1, 1, 0}));
    }
  }
}

TEST_CASE("a load takes from a trace what it can make, and what no load makes is told") {
  const Folder folder;
  folder.write("t.csv", samples().back().text);
  folder.write("reads.json", scenario(R"({ "from": "host", "reads": "block", "trace": "t.csv" })"));
  folder.write("writes.json", scenario(R"({ "from": "host", "writes": "block", "trace": "t.csv" })"));
  const Outcome reads = folder.run({"run", "reads.json", "--no-baseline", "--format", "json"});
  CHECK(first_run(reads).at("reads").at("invoked") == 4);
  CHECK(reads.complains_of("t.csv: its 1 writes are left out: no load with this trace writes"));
  const Outcome writes = folder.run({"run", "writes.json", "--no-baseline", "--format", "json"});
  CHECK(first_run(writes).at("writes").at("invoked") == 1);
  CHECK(writes.complains_of("t.csv: its 4 reads are left out"));
}

TEST_CASE("a scenario names the format and the columns of its trace, and a share of writes only where none is told") {
  const Folder folder;
  folder.write("t.csv", "when,what,does\n1000,a,get\n2000,b,set\n");
  const std::string load = R"({ "from": "host", "reads": "block", "writes": "block", "trace": { "file": "t.csv",
    "format": "csv", "columns": { "time": "when", "key": "what", "op": "does", "unit": "ms" } } })";
  folder.write("s.json", scenario(load));
  const Outcome named = folder.run({"run", "s.json", "--no-baseline", "--format", "json"});
  CHECK(first_run(named).at("writes").at("invoked") == 1);
  const Outcome typed = folder.run({"replay", "t.csv", "--scenario", "s.json", "--trace-columns",
                                    "time=when,key=what,op=does,unit=ms", "--no-baseline", "--format", "json"});
  CHECK(first_run(typed).at("digest") == first_run(named).at("digest"));
  CHECK(typed.says("--trace-columns time=when,key=what,op=does,unit=ms"));
  const Outcome share = folder.run({"run", "s.json", "--set", "load.0.write_share=1%"});
  CHECK(share.status == 2);
  CHECK(share.complains_of("the trace says which of its requests write"));
  const Outcome untold = folder.run({"run", "s.json", "--set", "load.0.trace.columns.op=null"});
  CHECK(untold.status == 2);
  CHECK(untold.complains_of("write_share: is missing"));
  CHECK(folder.run({"run", "s.json", "--set", "load.0.trace.columns.op=null", "--set", "load.0.write_share=50%"})
            .status == 0);
  const Outcome word = folder.run({"run", "s.json", "--set", "load.0.trace.format=twiter"});
  CHECK(word.complains_of("twitter"));
  CHECK(folder.run({"replay", "t.csv", "--capacity", "1", "--trace-columns", "time"}).status == 2);
  CHECK(folder.run({"replay", "t.csv", "--capacity", "1", "--trace-columns", "tme=when"}).status == 2);
  CHECK(folder.run({"replay", "t.csv", "--capacity", "1", "--trace-format", "xml"}).status == 2);
}

TEST_CASE("the requests of one second are spread over it by the seed, in the order of the file") {
  std::string text = "time,key\n";
  for (int i = 0; i < 4'000; ++i) text += std::to_string(i / 1'000) + ",k" + std::to_string(i) + "\n";
  const auto instants = [&](std::uint64_t seed) {
    auto opened = analysis::traces::read_trace(std::make_unique<analysis::traces::MemorySource>(text), "t");
    const auto arrivals = analysis::cli::open_arrivals(std::move(opened), seed);
    std::vector<std::int64_t> all;
    for (models::Arrivals::Arrival each; arrivals->next(each); all.push_back(each.at.ns)) CHECK(each.key == all.size());
    return all;
  };
  const auto first = instants(1);
  REQUIRE(first.size() == 4'000);
  CHECK(first == instants(1));
  CHECK(first != instants(2));
  CHECK(std::is_sorted(first.begin(), first.end()));
  std::int64_t within = 0, sum_ns = 0;
  for (std::size_t i = 0; i < first.size(); ++i) {
    within += first[i] / 1'000'000'000 == static_cast<std::int64_t>(i / 1'000) ? 1 : 0;
    sum_ns += first[i] % 1'000'000'000;
  }
  CHECK(within == 4'000);
  const double mean_s = static_cast<double>(sum_ns) / 4e12;
  CHECK(mean_s == Approx(0.5).margin(4 * 0.2887 / 63.2));  // 4 standard errors of the uniform law's mean
}

TEST_CASE("fine stamps are kept to the nanosecond, and a time before the latest is taken for the latest") {
  auto opened = analysis::traces::read_trace(
      std::make_unique<analysis::traces::MemorySource>("time,key\n5.000000001,a\n4.5,b\n7.25,a\n"), "t");
  const auto arrivals = analysis::cli::open_arrivals(std::move(opened), 1);
  std::vector<std::int64_t> all;
  for (models::Arrivals::Arrival each; arrivals->next(each);) all.push_back(each.at.ns);
  CHECK(all == std::vector<std::int64_t>{0, 0, 2'249'999'999});
}

TEST_CASE("broken lines and times that run backwards are told with their numbers, and the run goes on") {
  const Folder folder;
  folder.write("both.json", scenario(both));
  folder.write("t.csv", "time,key,op\n3,a,get\nnoon,a,get\n2,b,get\n3,b\n4,c,get\n5,c,ttl\n");
  for (const Arguments& arguments :
       {Arguments{"replay", "t.csv", "--capacity", "2"}, Arguments{"replay", "t.csv", "--scenario", "both.json"}}) {
    const Outcome outcome = folder.run(arguments);
    CHECK(outcome.status == 0);
    CHECK(outcome.complains_of("t.csv: broken: fewer fields than columns: 1 line, number 5\n"));
    CHECK(outcome.complains_of(
        "t.csv: broken: the time is neither a number of seconds in range nor an ISO 8601 date (milliseconds: unit=ms): "
        "1 line, number 3\n"));
    CHECK(outcome.complains_of("t.csv: neither a read nor a write: 1 line, number 7\n"));
    CHECK(outcome.complains_of("t.csv: time runs backwards: 1 line, number 4\n"));
  }
}

TEST_CASE("a trace that is cut off, empty, of no known format, without sizes or without times is refused") {
  const Folder folder;
  folder.write("both.json", scenario(both));
  const std::string packed = gzipped(samples().back().text);
  folder.write("cut.gz", packed.substr(0, packed.size() - 9));
  folder.write("empty", "");
  folder.write("tale.txt", "once upon a time\n");
  folder.write("keys.csv", "key\na\nb\n");
  folder.write("redis", samples()[2].text);
  const auto told = [&](const Arguments& arguments, const std::string& message) {
    const Outcome outcome = folder.run(arguments);
    INFO(outcome.err);
    CHECK(outcome.status == 2);
    CHECK(outcome.complains_of(message));
  };
  for (const char* trace : {"cut.gz", "empty", "tale.txt"}) {
    const std::string message = std::string(trace) == "cut.gz" ? "cut.gz: is cut off: its gzip stream does not end"
                                : std::string(trace) == "empty"
                                    ? "empty: is empty"
                                    : "its format cannot be told; name it with --trace-format: oracle-general, twitter";
    told({"replay", trace, "--capacity", "2"}, message);
    told({"replay", trace, "--scenario", "both.json"}, message);
  }
  told({"replay", "redis", "--capacity", "1MiB"}, "holds no sizes: give the capacity in entries");
  CHECK(folder.run({"replay", "keys.csv", "--capacity", "2"}).status == 0);
  folder.write("reads.json", scenario(R"({ "from": "host", "reads": "block", "trace": "keys.csv" })"));
  told({"run", "reads.json"}, "keys.csv: holds no times");
}

TEST_CASE("a scenario of the library finds the traces of the library, wherever the program runs") {
  const Folder folder;
  const std::string load =
      R"(load.0={"from": "web", "reads": "image", "writes": "image", "trace": "traces/shop-rush.csv"})";
  const Json run = first_run(folder.run({"run", "small-cache", "--set", load, "--strategy", "lru", "--no-baseline",
                                         "--format", "json", "--set", "warm_up=0s"}));
  CHECK(run.at("reads").at("invoked") == 2497);
  const Outcome gone = folder.run(
      {"run", "small-cache", "--set", R"(load.0={"from": "web", "reads": "image", "trace": "traces/gone.csv"})"});
  CHECK(gone.status == 2);
  CHECK(gone.complains_of("traces/gone.csv: there is no such file"));
}

}  // namespace stalemate::tests::cli
