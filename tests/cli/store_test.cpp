// Stores of sweeps that are killed, filled up, shared, old, foreign.
// Promise: whatever happened to a store on the way, the sweep that is whole is the same to the byte.
// Source: this project's interface ("kill -9 at any moment").
#include <signal.h>
#include <sys/stat.h>
#include <catch2/catch.hpp>
#include <chrono>
#include <filesystem>
#include <thread>
#include "tests/cli/sweep_folder.hpp"
#include "tests/sanitized.hpp"

namespace stalemate::tests::cli {

namespace fs = std::filesystem;

TEST_CASE("a sweep that is killed again and again ends as one that was not", "[slow]") {
  const SweepFolder folder;
  const Arguments longer = {"--set", "duration=40s"};
  const auto begun = std::chrono::steady_clock::now();
  REQUIRE(folder.sweep(with(longer, {"-o", "whole.db", "-o", "whole.csv", "-o", "whole.json"})).status == 0);
  const auto whole = std::chrono::steady_clock::now() - begun;
  std::int64_t kills = 0;
  for (int attempt = 0; attempt < 200; ++attempt) {
    const pid_t program = folder.start(folder.command(with(longer, {"-o", "k.db", "--resume"})));
    std::this_thread::sleep_for(whole * (1 + 3 * attempt % 8) / 16);  // at other moments each time, and on any machine
    ::kill(program, SIGKILL);
    const Outcome outcome = folder.finish(program);
    if (outcome.status == 0) break;
    INFO(outcome.err);
    REQUIRE(outcome.status == 128 + SIGKILL);
    const Outcome looked_at = folder.has("k.db") ? folder.run({"report", "k.db"}) : Outcome{0, "", ""};
    INFO(looked_at.err);
    REQUIRE((looked_at.status == 0 || looked_at.complains_of("holds nothing yet")));
    ++kills;
  }
  CHECK(kills > 0);
  REQUIRE(folder.sweep(with(longer, {"-o", "k.db", "--resume", "-o", "k.csv", "-o", "k.json"})).status == 0);
  CHECK(folder.read("k.csv") == folder.read("whole.csv"));
  CHECK(folder.read("k.json") == folder.read("whole.json"));
  CHECK(folder.canonical("k.db") == folder.canonical("whole.db"));
}

TEST_CASE("a scenario that is written on while its sweep runs is the one that it began with", "[slow]") {
  const SweepFolder folder;
  const Arguments longer = {"--set", "duration=40s"};
  REQUIRE(folder.sweep(with(longer, {"-o", "whole.db", "-o", "whole.csv"})).status == 0);
  const pid_t program = folder.start(folder.command(with(longer, {"-o", "x.db", "-o", "x.csv"})));
  while (!folder.has("x.db")) std::this_thread::sleep_for(std::chrono::milliseconds(1));  // it has been read by then
  folder.write("s.json", "{");
  const Outcome outcome = folder.finish(program);
  INFO(outcome.err);
  REQUIRE(outcome.status == 0);
  CHECK(folder.read("x.csv") == folder.read("whole.csv"));
  CHECK(folder.canonical("x.db") == folder.canonical("whole.db"));
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
  refused({"--set", "duration=13s"}, "the scenario, or what --set makes of it, has changed");
  refused({"--seed", "9"}, "other seeds: 2 from 1 on there, 2 from 9 on here");
  refused({"--vary", "load.1.rate=1/s,2/s"}, "other axes");
  refused({"--points", "6"}, "other points: grid of 6 there, random of 6 here");
  refused({"--strategy", "delete"}, "other strategies: no cache, delete, ttl only there, no cache, delete here");
  refused({"--no-faults"}, "another command");
  refused({"--shard", "1/2"}, "another shard: 1/1 there, 1/2 here");
  folder.change("x.db", "UPDATE meta SET value = '0.0.9' WHERE name = 'tool'");
  const std::string before = folder.read("x.db");
  refused({}, "made by another stalemate: 0.0.9 there");
  CHECK(folder.read("x.db") == before);  // what is refused is left as it was
  CHECK_FALSE(folder.has("x.db-wal"));
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
  CHECK(folder.run({"report", "odd.db", "--format", "csv"}).complains_of("odd.db is damaged: the figures of a run"));
  for (const char* edit : {"UPDATE run SET number = 1000000 WHERE number = 35", "DELETE FROM setting WHERE point = 2",
                           "UPDATE run SET point = 99 WHERE number = 3", "UPDATE run SET seed = 5 WHERE number = 3",
                           "UPDATE meta SET value = '-3' WHERE name = 'seeds'",
                           "DELETE FROM meta WHERE name = 'points'", "DELETE FROM strategy",
                           "UPDATE meta SET value = '99999999999999999999' WHERE name = 'seeds'"}) {
    INFO(edit);
    fs::copy(folder.path / "x.db", folder.path / "edited.db", fs::copy_options::overwrite_existing);
    folder.change("edited.db", edit);
    CHECK(folder.run({"report", "edited.db"}).status == 3);
    CHECK(folder.run({"merge", "edited.db", "-o", "z.db"}).status == 3);
    CHECK(folder.sweep({"-o", "edited.db", "--resume"}).status >= 2);
    CHECK(folder.sweep({"-o", "edited.db", "--resume"}).status <= 3);
  }
  fs::create_directory(folder.path / "folder.db");
  CHECK(outcome_of("folder.db").status == 3);
  REQUIRE(::mkfifo((folder.path / "pipe.db").c_str(), 0600) == 0);
  CHECK(outcome_of("pipe.db").complains_of("cannot use pipe.db: it is no file"));
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

TEST_CASE("a store beside a plain run changes neither its verdict nor its status") {
  const SweepFolder folder;
  CHECK(folder.run({"run", "s.json"}).status == 1);
  const Outcome stored = folder.run({"run", "s.json", "-o", "x.db"});
  CHECK(stored.status == 1);
  CHECK(stored.says("exit 1: a promise is broken"));
  CHECK(folder.run({"report", "x.db"}).out == stored.out);
  CHECK(folder.run({"run", "s.json", "-o", "y.db", "-o", "answer.md"}).status == 2);
}

}  // namespace stalemate::tests::cli
