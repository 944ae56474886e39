// run --vary: stores that are killed, filled up, shared, old, foreign; shards; what is read back.
// Promise: whatever happened to a store on the way, the sweep that is whole is the same to the byte.
// Source: this project's interface; SQLite's VACUUM INTO, which leaves nothing of the order of writing.
#include <SQLiteCpp/SQLiteCpp.h>
#include <signal.h>
#include <catch2/catch.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <thread>
#include "tests/cli/program.hpp"
#include "tests/sanitized.hpp"

namespace stalemate::tests::cli {
namespace {

namespace fs = std::filesystem;

Arguments with(Arguments all, const Arguments& more) {
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

struct SweepFolder : Folder {
  SweepFolder() { write("s.json", small_scenario()); }

  /// Six points, three rows, two seeds.
  Arguments command(const Arguments& more = {}) const {
    return with({"run", "s.json", "--vary", "strategies.\"ttl only\".price.expiry=500ms..8s:log:3", "--vary",
                 "data.price.keys=20,50", "--seeds", "2", "--quiet"},
                more);
  }
  Outcome sweep(const Arguments& more = {}, const Around& around = {}) const { return run(command(more), around); }

  /// The store without what depends on the order of writing.
  std::string canonical(const std::string& store) const {
    const std::string copy = store + ".vacuumed";
    fs::remove(path / copy);
    SQLite::Database database((path / store).string(), SQLite::OPEN_READWRITE);
    database.exec("VACUUM INTO '" + (path / copy).string() + "'");
    return read(copy);
  }

  std::int64_t runs_in(const std::string& store) const {
    SQLite::Database database((path / store).string(), SQLite::OPEN_READWRITE);
    return database.execAndGet("SELECT count(*) FROM run").getInt64();
  }

  void change(const std::string& store, const std::string& statement) const {
    SQLite::Database((path / store).string(), SQLite::OPEN_READWRITE).exec(statement);
  }
};

std::string text_of_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

constexpr std::int64_t all_runs = 6 * 3 * 2;

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

TEST_CASE("a sweep that is killed again and again ends as one that was not", "[slow]") {
  const SweepFolder folder;
  const Arguments longer = {"--set", "duration=40s"};
  REQUIRE(folder.sweep(with(longer, {"-o", "whole.db", "-o", "whole.csv", "-o", "whole.json"})).status == 0);
  std::int64_t kills = 0, kills_with_runs = 0;
  std::chrono::microseconds wait{2'000};
  for (int attempt = 0; attempt < 200; ++attempt) {
    const pid_t program = folder.start(folder.command(with(longer, {"-o", "k.db", "--resume"})));
    std::this_thread::sleep_for(wait);
    ::kill(program, SIGKILL);
    const Outcome outcome = folder.finish(program);
    if (outcome.status == 0) break;
    REQUIRE(outcome.status == 128 + SIGKILL);
    ++kills;
    // Now and then as far as it goes, so that it gets on.
    wait = attempt % 5 == 4 ? wait * 2 : wait + std::chrono::microseconds(1'700);
    kills_with_runs += folder.has("k.db-wal");
  }
  CHECK(kills > 3);
  CHECK(kills_with_runs > 0);
  REQUIRE(folder.sweep(with(longer, {"-o", "k.db", "--resume", "-o", "k.csv", "-o", "k.json"})).status == 0);
  CHECK(folder.read("k.csv") == folder.read("whole.csv"));
  CHECK(folder.read("k.json") == folder.read("whole.json"));
  CHECK(folder.canonical("k.db") == folder.canonical("whole.db"));
}

TEST_CASE("Ctrl-C keeps what is finished, in a store that stands alone") {
  const Folder folder;
  folder.write("s.json", endless_scenario());
  const Arguments command = {"run", "s.json", "--vary", "data.price.keys=50,60", "-o", "x.db", "-o", "x.csv",
                             "--jobs", "1"};
  const pid_t program = folder.start(command);
  std::this_thread::sleep_for(std::chrono::seconds(is_sanitized ? 8 : 3));
  ::kill(program, SIGINT);
  const Outcome outcome = folder.finish(program);
  CHECK(outcome.status == 130);
  CHECK(outcome.complains_of("interrupted: 1 of 4 runs had finished; they are in x.db, and --resume goes on"));
  CHECK(outcome.says("NOT WHOLE: 3 runs of this sweep are missing"));
  CHECK(folder.names() == std::vector<std::string>{"s.json", "x.db"});
  CHECK(folder.run({"report", "x.db"}).says("NOT WHOLE"));
}

TEST_CASE("shards merge into the same store as one machine makes, whatever is done first") {
  const SweepFolder folder;
  REQUIRE(folder.sweep({"-o", "whole.db", "-o", "whole.json"}).status == 0);
  for (const char* shard : {"3", "1", "2"})
    REQUIRE(folder.sweep({"-o", std::string("s") + shard + ".db", "--shard", std::string(shard) + "/3"}).status == 0);
  CHECK(folder.runs_in("s1.db") == all_runs / 3);
  CHECK(folder.run({"report", "s2.db"}).says("of these shard 2 of 3"));
  const Outcome part = folder.run({"merge", "s2.db", "s1.db", "-o", "part.db"});
  CHECK(part.status == 0);
  CHECK(part.complains_of("12 runs are missing still"));
  REQUIRE(folder.sweep({"-o", "part.db", "--resume"}).status == 0);
  REQUIRE(folder.run({"merge", "s2.db", "s3.db", "s1.db", "-o", "m.db"}).status == 0);
  CHECK(folder.canonical("m.db") == folder.canonical("whole.db"));
  CHECK(folder.canonical("part.db") == folder.canonical("whole.db"));
  folder.run({"report", "m.db", "-o", "m.json"});
  CHECK(folder.read("m.json") == folder.read("whole.json"));
}

TEST_CASE("stores that do not go together are refused, with what differs") {
  const SweepFolder folder;
  REQUIRE(folder.sweep({"-o", "x.db"}).status == 0);
  const Outcome there = folder.sweep({"-o", "x.db"});
  CHECK(there.status == 2);
  CHECK(there.complains_of("x.db is there already; --resume goes on with it"));
  const auto refused = [&](const Arguments& more, const std::string& why) {
    const Outcome outcome = folder.sweep(with(more, {"-o", "x.db", "--resume"}));
    INFO(outcome.err);
    CHECK(outcome.status == 2);
    CHECK(outcome.complains_of("holds another sweep"));
    CHECK(outcome.complains_of(why));
  };
  refused({"--set", "data.price.keys=60"}, "the scenario has changed");
  refused({"--seed", "9"}, "other seeds: 2 from 1 on there, 2 from 9 on here");
  refused({"--vary", "load.1.rate=1/s,2/s"}, "other axes");
  refused({"--points", "6"}, "other points: grid of 6 there, random of 6 here");
  refused({"--strategy", "delete"}, "other strategies: no cache, delete, ttl only there, no cache, delete here");
  refused({"--no-faults"}, "another command");
  refused({"--shard", "1/2"}, "another shard: 1/1 there, 1/2 here");
  folder.change("x.db", "UPDATE meta SET value = '0.0.9' WHERE name = 'tool'");
  refused({}, "made by another stalemate: 0.0.9 there");
  REQUIRE(folder.sweep({"-o", "y.db"}).status == 0);
  CHECK(folder.run({"merge", "y.db", "x.db", "-o", "z.db"}).complains_of("x.db is of another sweep than y.db"));
  CHECK_FALSE(folder.has("z.db"));
}

TEST_CASE("two stores that say different things of one run are the program's own fault") {
  const SweepFolder folder;
  REQUIRE(folder.sweep({"-o", "x.db"}).status == 0);
  fs::copy(folder.path / "x.db", folder.path / "y.db");
  folder.change("y.db", "UPDATE run SET digest = '0000000000000000' WHERE number = 7");
  const Outcome outcome = folder.run({"merge", "x.db", "y.db", "-o", "z.db"});
  CHECK(outcome.status == 4);
  CHECK(outcome.complains_of("run 7 of y.db has another digest"));
  CHECK_FALSE(folder.has("z.db"));
}

TEST_CASE("what is no store, or no longer one, is told apart") {
  const SweepFolder folder;
  REQUIRE(folder.sweep({"-o", "x.db"}).status == 0);
  const auto outcome_of = [&](const std::string& store) {
    const Outcome resumed = folder.sweep({"-o", store, "--resume"});
    CHECK(resumed.status == folder.run({"report", store}).status);
    return resumed;
  };
  folder.write("text.db", small_scenario());
  CHECK(outcome_of("text.db").complains_of("text.db is no store of a sweep"));
  folder.write("other.db", "");
  folder.change("other.db", "CREATE TABLE a (b)");
  CHECK(outcome_of("other.db").status == 2);
  fs::copy(folder.path / "x.db", folder.path / "new.db");
  folder.change("new.db", "PRAGMA user_version = 2");
  CHECK(outcome_of("new.db").complains_of("is a store of version 2, and this program knows version 1 alone"));
  folder.write("cut.db", folder.read("x.db").substr(0, 100'000));
  CHECK(outcome_of("cut.db").status == 3);
  CHECK(outcome_of("cut.db").complains_of("cut.db is damaged"));
  fs::copy(folder.path / "x.db", folder.path / "odd.db");
  folder.change("odd.db", "UPDATE run SET figures = '{' WHERE number = 9");
  CHECK(folder.run({"report", "odd.db"}).status == 3);
  CHECK(folder.run({"report", "odd.db", "--format", "csv"}).complains_of("the figures of a run are none"));
  fs::create_directory(folder.path / "folder.db");
  CHECK(outcome_of("folder.db").status == 3);
  folder.write("empty.db", "");
  CHECK(folder.run({"report", "empty.db"}).complains_of("holds nothing yet"));
  CHECK(folder.sweep({"-o", "empty.db", "--resume"}).status == 0);
  CHECK(folder.canonical("empty.db") == folder.canonical("x.db"));
}

TEST_CASE("a disk that fills up loses nothing that was stored") {
  const SweepFolder folder;
  REQUIRE(folder.sweep({"-o", "whole.db"}).status == 0);
  const Outcome full = folder.sweep({"-o", "x.db"}, {.file_at_most = 150'000});
  CHECK(full.status == 3);
  CHECK(full.complains_of("what was stored before stands: --resume goes on from there"));
  CHECK(folder.runs_in("x.db") < all_runs);
  REQUIRE(folder.sweep({"-o", "x.db", "--resume"}).status == 0);
  CHECK(folder.canonical("x.db") == folder.canonical("whole.db"));
}

TEST_CASE("one process alone uses a store") {
  const SweepFolder folder;
  REQUIRE(folder.sweep({"-o", "x.db"}).status == 0);
  SQLite::Database other((folder.path / "x.db").string(), SQLite::OPEN_READWRITE);
  other.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
  const Outcome second = folder.sweep({"-o", "x.db", "--resume"});
  CHECK(second.status == 3);
  CHECK(second.complains_of("x.db is in use by another process"));
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
  refused({"run", "s.json", "--shard", "1/2"}, "are of sweeps");
  refused({"run", "s.json", "--shard", "3/2", "-o", "x.db"}, "no part of a whole");
  refused({"run", "s.json", "--vary", "data.price.keys=5,6", "-o", "x.svg"}, "of a sweep the ending must be .db");
  refused({"run", "s.json", "--vary", "data.price.keys=5,6", "--find-capacity"}, "--find-capacity goes neither with");
  refused({"run", "s.json", "-o", "x.db", "-o", "y.db"}, "one store");
  CHECK_FALSE(folder.has("x.db"));
}

TEST_CASE("the answer of a sweep tells where strategies hold, and --strict asks that all do") {
  const SweepFolder folder;
  const Arguments one = {"run", "s.json", "--vary", "strategies.\"ttl only\".price.expiry=100ms..6s:log:7", "--quiet"};
  const Outcome answer = folder.run(one);
  CHECK(answer.status == 0);
  CHECK(answer.says("\"delete\" holds everywhere: nothing that is varied concerns it."));
  CHECK(answer.says("\"ttl only\" holds from 100ms to 775ms, breaks from"));
  CHECK(folder.run(with(one, {"--strict"})).status == 1);
  CHECK(folder.run(with(one, {"--strict", "--strategy", "delete"})).status == 0);
  CHECK(folder.run(with(one, {"--format", "csv"})).says("\"strategies.\"\"ttl only\"\".price.expiry as a number\""));
}

TEST_CASE("the files for clusters make shards that merge into the whole") {
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
