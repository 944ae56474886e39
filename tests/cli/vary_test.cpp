// run --vary: what is run at which point, what is read back, shards and the files for clusters.
// Promise: each run is the one that its own command makes; the same sweep gives the same bytes wherever it was made.
// Source: this project's interface.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include "tests/cli/sweep_folder.hpp"

namespace stalemate::tests::cli {
namespace {

namespace fs = std::filesystem;

std::string text_of_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("a sweep has every point, strategy and seed, each the run that its own command makes") {
  const SweepFolder folder;
  REQUIRE(folder.sweep({"-o", "x.db", "-o", "x.json"}).status == 0);
  CHECK(folder.runs_in("x.db") == all_runs);
  const auto whole = nlohmann::ordered_json::parse(folder.read("x.json"));
  CHECK(whole.at("format") == "stalemate.sweep/1");
  CHECK(whole.at("missing_runs") == 0);
  REQUIRE(whole.at("runs").size() == all_runs);
  for (const std::size_t i : {std::size_t{5}, std::size_t{29}}) {
    const auto& one = whole.at("runs")[i];
    Arguments again = {"run", "s.json", "--no-baseline", "--format", "json", "--strategy",
                       one.at("run").at("strategy").get<std::string>(), "--seed",
                       std::to_string(one.at("run").at("seed").get<int>())};
    if (again[6] == "no cache") again.erase(again.begin() + 2);
    for (const auto& [axis, value] : one.at("at").items())
      again.insert(again.end(), {"--set", axis + "=" + value.get<std::string>()});
    const auto alone = nlohmann::ordered_json::parse(folder.run(again).out);
    CHECK(alone.at("runs")[0].at("digest") == one.at("run").at("digest"));
    CHECK(alone.at("runs")[0].at("reproduce") == one.at("run").at("reproduce"));
    CHECK(alone.at("runs")[0].at("staleness") == one.at("run").at("staleness"));
  }
}

TEST_CASE("the number of workers changes no byte of what a sweep gives") {
  const SweepFolder folder;
  const Outcome one = folder.sweep({"--jobs", "1", "-o", "a.db", "-o", "a.csv", "-o", "a.html"});
  const Outcome many = folder.sweep({"--jobs", "7", "-o", "b.db", "-o", "b.csv", "-o", "b.html"});
  CHECK(one.out == many.out);
  CHECK(folder.read("a.csv") == folder.read("b.csv"));
  CHECK(folder.read("a.html") == folder.read("b.html"));
  CHECK(folder.canonical("a.db") == folder.canonical("b.db"));
}

TEST_CASE("shards merge into the same store as one machine makes, whatever is done first") {
  const SweepFolder folder;
  REQUIRE(folder.sweep({"-o", "whole.db", "-o", "whole.json"}).status == 0);
  for (const char* shard : {"3", "1", "2"})
    REQUIRE(folder.sweep({"-o", std::string("s") + shard + ".db", "--shard", std::string(shard) + "/3"}).status == 0);
  CHECK(folder.runs_in("s1.db") == all_runs / 3);
  const Outcome one = folder.run({"report", "s2.db"});
  CHECK(one.says("of these shard 2 of 3"));
  CHECK(one.says("A SHARD: its cells lack the seeds of the other shards"));
  const Outcome part = folder.run({"merge", "s2.db", "s1.db", "-o", "part.db"});
  CHECK(part.status == 1);
  CHECK(part.complains_of("12 runs are missing still; of 3 shards no store was given of 3"));
  CHECK(folder.run({"report", "part.db"}).status == 0);
  CHECK(folder.run({"report", "part.db", "--strict"}).status == 1);
  REQUIRE(folder.sweep({"-o", "part.db", "--resume"}).status == 0);
  REQUIRE(folder.run({"merge", "s2.db", "s3.db", "s1.db", "-o", "m.db"}).status == 0);
  CHECK(folder.canonical("m.db") == folder.canonical("whole.db"));
  CHECK(folder.canonical("part.db") == folder.canonical("whole.db"));
  folder.run({"report", "m.db", "-o", "m.json"});
  CHECK(folder.read("m.json") == folder.read("whole.json"));
}

TEST_CASE("points that are drawn need no number of values") {
  const SweepFolder folder;
  const Outcome drawn = folder.run({"run", "s.json", "--vary", "data.price.keys=10..90", "--points", "4", "--quiet"});
  CHECK(drawn.status == 0);
  CHECK(drawn.says("4 points (random)"));
}

TEST_CASE("with more points at random a sweep goes on from those that it has") {
  const SweepFolder folder;
  const auto draw = [&](const char* points, const Arguments& more) {
    return folder.run(with({"run", "s.json", "--vary", "data.price.keys=10..90", "--points", points, "--quiet"}, more));
  };
  REQUIRE(draw("6", {"-o", "whole.db", "-o", "whole.csv"}).status == 0);
  REQUIRE(draw("2", {"-o", "x.db"}).status == 0);
  const Outcome fresh = draw("6", {"-o", "x.db", "--resume", "--seeds", "5"});
  CHECK(fresh.status == 2);
  CHECK(fresh.complains_of("other seeds"));
  REQUIRE(draw("6", {"-o", "x.db", "--resume", "-o", "x.csv"}).status == 0);
  CHECK(folder.read("x.csv") == folder.read("whole.csv"));
  CHECK(folder.canonical("x.db") == folder.canonical("whole.db"));
  const Outcome fewer = draw("2", {"-o", "x.db", "--resume"});
  CHECK(fewer.status == 2);
  CHECK(fewer.complains_of("other points: random of 6 there, random of 2 here"));
}

TEST_CASE("a sweep is refused before any run where it cannot be meant") {
  const SweepFolder folder;
  const auto refused = [&](const Arguments& arguments, const std::string& why) {
    const Outcome outcome = folder.run(arguments);
    INFO(outcome.err);
    CHECK(outcome.status == 2);
    CHECK(outcome.complains_of(why));
  };
  refused({"run", "s.json", "--vary", "data.price.keys=10,0"}, "--vary: data.price.keys: ");
  refused({"run", "s.json", "--vary", "data.prise.keys=10,20"}, "--vary: ");
  refused({"run", "s.json", "--vary", "data.price.keys=1..9:log:3", "--vary", "data.price.keys=5,6"}, "varied twice");
  refused({"run", "s.json", "--vary", "data.price.keys=5,6", "--resume"}, "need a store");
  refused({"run", "s.json", "--points", "3"}, "--vary");
  refused({"run", "s.json", "--vary", "seed=1,2"}, "seeds are no axis");
  refused({"run", "s.json", "--vary", "data.price.keys=5,6", "--set", "data.price.keys=7"}, "given by --set as well");
  refused({"run", "s.json", "--vary", "duration=12s,1s"}, "that is so with duration=1s");
  refused({"run", "s.json", "--shard", "1/2"}, "need a store");
  refused({"run", "s.json", "--shard", "3/2", "-o", "x.db"}, "no part of a whole");
  refused({"run", "s.json", "--vary", "data.price.keys=5,6", "-o", "x.svg"}, "the ending must be .db");
  refused({"run", "s.json", "--vary", "data.price.keys=5,6", "--find-capacity"}, "--find-capacity goes neither with");
  refused({"run", "s.json", "-o", "x.db", "-o", "y.db"}, "one store");
  CHECK_FALSE(folder.has("x.db"));
}

TEST_CASE("the answer of a sweep tells where strategies hold, and --strict asks that all do") {
  const SweepFolder folder;
  const Arguments one = {"run", "s.json", "--vary", "strategies.\"ttl only\".price.expiry=100ms..6s:log:7", "--quiet"};
  const Outcome answer = folder.run(one);
  CHECK(answer.status == 0);
  CHECK(answer.says("The same at every point: \"no cache\", \"delete\" (ok)."));
  CHECK(answer.says("\"ttl only\" holds from 100ms to 775ms, breaks from"));
  CHECK(folder.run(with(one, {"--strict"})).status == 1);
  CHECK(folder.run(with(one, {"--strict", "--strategy", "delete"})).status == 0);
  CHECK(folder.run(with(one, {"--format", "csv"})).says("\"strategies.\"\"ttl only\"\".price.expiry as a number\""));
}

// The runs are the same at every point; what is made of them is not.
TEST_CASE("what is judged otherwise at each point is no row that stands for all") {
  const SweepFolder folder;
  const Outcome ages = folder.run({"run", "s.json", "--vary", "data.price.promise.max_age=1s,5s,20s", "--quiet"});
  CHECK(ages.says("\"ttl only\" breaks from 1s to 5s, holds at 20s."));
  CHECK(ages.says("The same at every point: \"no cache\", \"delete\" (ok)."));
}

TEST_CASE("the page of a sweep holds its scenario") {
  const SweepFolder folder;
  REQUIRE(folder.sweep({"-o", "x.html"}).status == 0);
  CHECK(folder.run({"report", "--extract", "x.html"}).out == small_scenario());
}

TEST_CASE("the files for clusters make shards that merge into the whole", "[slow]") {
  const SweepFolder folder;
  const fs::path files = fs::path(STALEMATE_SOURCE_DIR) / "scenarios" / "cluster";
  const std::string found = fs::path(STALEMATE_BINARY).parent_path().string() + ":/usr/bin:/bin";
  REQUIRE(folder.sweep({"-o", "whole.db"}).status == 0);
  Arguments command = folder.command();
  command.erase(command.begin());  // the script says `run`
  command.pop_back();              // and --quiet
  for (const char* task : {"1", "2"})
    CHECK(folder.run(with({(files / "slurm.sh").string()}, command),
                     {.variables = {{"PATH", found}, {"SLURM_ARRAY_TASK_ID", task}, {"SLURM_ARRAY_TASK_COUNT", "2"}},
                      .program = "/bin/bash"})
              .status == 0);
  REQUIRE(folder.run({"merge", "shard-1.db", "shard-2.db", "-o", "slurm.db"}).status == 0);
  CHECK(folder.canonical("slurm.db") == folder.canonical("whole.db"));
  const Outcome zero = folder.run(with({(files / "slurm.sh").string()}, command),
                                  {.variables = {{"PATH", found}, {"SLURM_ARRAY_TASK_MIN", "0"}},
                                   .program = "/bin/bash"});
  CHECK(zero.status == 2);

  for (const char* shard : {"shard-1.db", "shard-2.db"}) fs::remove(folder.path / shard);
  folder.write("mine.json", small_scenario());
  const std::string job = text_of_file(files / "kubernetes.yaml");
  const std::size_t from = job.find("exec stalemate"), to = job.find("resources:");
  REQUIRE(from < to);
  std::string pod = job.substr(from, to - from);
  const std::string axis = "nodes.redis.capacity=1000..100000:log:20";
  REQUIRE(pod.find(axis) != std::string::npos);
  pod.replace(pod.find(axis), axis.size(), "data.price.keys=20,50,60");
  for (const char* index : {"0", "1"})
    CHECK(folder.run({"-c", pod}, {.variables = {{"PATH", found}, {"JOB_COMPLETION_INDEX", index}, {"SHARDS", "2"}},
                                   .program = "/bin/sh"})
              .status == 0);
  const Outcome merged = folder.run({"merge", "shard-0.db", "shard-1.db", "-o", "pods.db"});
  CHECK(merged.status == 0);
  CHECK(merged.err.empty());  // nothing is missing
  CHECK(folder.runs_in("pods.db") == 3 * 3 * 20);
}

// Entries that live longer are read more often before they are fetched again, and the longer the older.
TEST_CASE("the JSON of a sweep has its cells, its knees and its front beside the runs that they are made of") {
  const SweepFolder folder;
  const Arguments one = {"run", "s.json", "--vary", "strategies.\"ttl only\".price.expiry=100ms..6s:log:7", "--seeds",
                         "3", "--quiet", "--format", "json"};
  const auto all = nlohmann::json::parse(folder.run(one).out);
  REQUIRE(all.at("cells").size() == 7 * 3);
  for (const auto& cell : all.at("cells")) {
    double reads = 0;
    std::int64_t seeds = 0;
    for (const auto& run : all.at("runs")) {
      if (run.at("point") != cell.at("point") || run.at("run").at("strategy") != cell.at("strategy")) continue;
      reads += run.at("run").at("load").at("origin").at("db").at("reads_per_s").at("mean").get<double>();
      ++seeds;
    }
    CHECK(cell.at("seeds") == seeds);
    CHECK(cell.at("origin_reads_per_s").at("mean").get<double>() == Approx(reads / 3));
  }
  for (const auto& one_of : all.at("front"))
    for (const auto& other : all.at("cells")) {
      const auto& cell = *std::find_if(all.at("cells").begin(), all.at("cells").end(), [&](const auto& each) {
        return each.at("point") == one_of.at("point") && each.at("strategy") == one_of.at("strategy");
      });
      const auto mean = [](const auto& of, const char* what) { return of.at(what).at("mean").template get<double>(); };
      const bool beats = mean(other, "broken") < mean(cell, "broken") &&
                         mean(other, "origin_reads_per_s") < mean(cell, "origin_reads_per_s");
      CHECK_FALSE(beats);
    }
  REQUIRE(all.at("knees").size() >= 1);
  CHECK(all.at("knees")[0].at("strategy") == "ttl only");
}

TEST_CASE("OpenMetrics of a sweep has one line a metric, strategy and point") {
  const SweepFolder folder;
  REQUIRE(folder.sweep({"-o", "x.prom"}).status == 0);
  const std::string text = folder.read("x.prom");
  CHECK(text.ends_with("# EOF\n"));
  CHECK(count_in(text, "\nstalemate_origin_reads_per_second{") == 6 * 3);
  const std::string labels =
      R"({strategy="ttl only",set_strategies__ttl_only__price_expiry="500ms",set_data_price_keys="20"} )";
  CHECK(text.find(labels) != std::string::npos);
}

}  // namespace stalemate::tests::cli
