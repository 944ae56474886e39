// review: the sheet of a design review. What it finds in a design with planted faults, and what it does not invent.
#include <algorithm>
#include <catch2/catch.hpp>
#include <set>
#include <sstream>
#include "tests/cli/program.hpp"
#include "tests/golden/golden_file.hpp"

namespace stalemate::tests::cli {
namespace {

using Names = std::set<std::string>;

std::vector<std::string> lines_of_sheet(const std::string& sheet) {
  std::vector<std::string> lines;
  std::istringstream in(sheet);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

/// "second-writer, price"
Names faults_in(const std::string& sheet) {
  const std::string mark = "- **FAULT** ";
  Names faults;
  for (const std::string& line : lines_of_sheet(sheet))
    if (line.starts_with(mark)) faults.insert(line.substr(mark.size(), line.find(", under ") - mark.size()));
  return faults;
}

/// The line that tells a fault, and the command below it.
std::string fault_line(const std::string& sheet, const std::string& fault) {
  const auto lines = lines_of_sheet(sheet);
  for (std::size_t i = 0; i + 1 < lines.size(); ++i)
    if (lines[i].starts_with("- **FAULT** " + fault + ", under ")) return lines[i] + '\n' + lines[i + 1];
  return "";
}

/// Every code span of the sheet that is a command.
Names commands_in(const std::string& sheet) {
  Names commands;
  for (std::size_t at = sheet.find("`stalemate "); at != std::string::npos; at = sheet.find("`stalemate ", at + 1))
    commands.insert(sheet.substr(at + 1, sheet.find('`', at + 1) - at - 1));
  return commands;
}

struct ReviewFolder : Folder {
  /// Of the design with every fault mended but those that these settings plant anew.
  std::string mended_but(const std::vector<std::string>& sets) const {
    Arguments arguments = {"review", "seven-faults", "--strategy", "mended", "--quiet"};
    for (const std::string& set : sets) arguments.insert(arguments.end(), {"--set", set});
    const Outcome outcome = run(arguments);
    CHECK(outcome.err.empty());
    REQUIRE(outcome.status == 0);
    return outcome.out;
  }

  Outcome review(const std::string& scenario, Arguments more = {}) const {
    write("r.json", scenario);
    more.insert(more.begin(), {"review", "r.json", "--quiet"});
    return run(more);
  }
};

/// A shop of one class, with what differs.
std::string shop(const std::string& data_class, const std::string& nodes, const std::string& policy,
                 const std::string& more = "") {
  return R"({ "title": "Shop", "duration": "40s", "warm_up": "5s",
  "data":  { "price": { "keys": 20)" + data_class + R"( } },
  "nodes": { "shop": { "kind": "service", "instances": 2 }, )" + nodes + R"( },
  "load":  [ { "from": "shop", "reads":  "price", "rate": "100/s" },
             { "from": "shop", "writes": "price", "rate": "4/s", "keys_like": "reads" } ],
  "strategies": { "one": )" + policy + R"( })" + more + " }";
}

constexpr const char* redis_and_db = R"("redis": "cache", "db": "origin")";

}  // namespace

TEST_CASE("a review finds the seven planted faults, each at its class with what shows it, and no other") {
  const ReviewFolder folder;
  const Outcome outcome = folder.run({"review", "seven-faults", "--quiet"});
  REQUIRE(outcome.status == 0);
  CHECK(faults_in(outcome.out) == Names{"second-writer, price", "ttl-beyond-promise, banner", "no-net, profile",
                                        "write-race, stock", "retry-storm, page", "no-fallback-limit, page",
                                        "unseen-staleness, review"});
  const std::vector<std::pair<std::string, std::vector<std::string>>> evidence = {
      {"second-writer, price",
       {"\"importer\" writes it too", "by unowned-write", "--cause unowned-write --class price"}},
      {"ttl-beyond-promise, banner", {"60 s, longer than the 10 s", "by ttl-window", "--class banner"}},
      {"no-net, profile", {"at most once (inline)", "by invalidation-lost", "--what-if lose-invalidations"}},
      {"write-race, stock", {"by write-reorder", "--cause write-reorder --class stock"}},
      {"retry-storm, page",
       {"\"pages\" tries up to 3 times more", "attempts a request under", "--what-if remove-cache"}},
      {"no-fallback-limit, page", {"\"db\" cannot serve", "of all reads have no answer", "--what-if remove-cache"}},
      {"unseen-staleness, review", {"No alert would show that it is stale", "stalemate describe seven-faults"}}};
  for (const auto& [fault, parts] : evidence)
    for (const std::string& part : parts) {
      const std::string line = fault_line(outcome.out, fault);
      INFO(fault << " should say " << part << ": " << line);
      CHECK(line.find(part) != std::string::npos);
    }
  for (const char* point : {"price, ownership", "price, invalidation", "banner, TTL", "banner, consistency",
                            "profile, TTL", "page, fallback", "review, observability"}) {
    INFO(point);
    CHECK(outcome.says(std::string("- Contradicted, ") + point + ", under \"as built\""));
  }
  CHECK(count_in(outcome.out, "- Contradicted, ") == 7);
  CHECK(outcome.says("Reviewed: \"as built\", which production runs"));
}

TEST_CASE("of the same design with its faults mended a review invents none", "[slow]") {
  const std::string sheet = ReviewFolder().mended_but({});
  CHECK(faults_in(sheet).empty());
  CHECK(count_in(sheet, "Contradicted, ") == 0);
  CHECK(count_in(sheet, "CONTRADICTED") == 0);
  CHECK(count_in(sheet, "MISSING") == 0);
  CHECK(sheet.find("No fault of the design is shown") != std::string::npos);
  CHECK(sheet.find("safe") == std::string::npos);
}

TEST_CASE("each of the planted faults alone is found alone", "[slow]") {
  const ReviewFolder folder;
  const std::vector<std::pair<std::string, std::vector<std::string>>> plants = {
      {"second-writer, price", {R"(strategies.mended.price.owed_by=["catalogue"])"}},
      {"ttl-beyond-promise, banner", {"strategies.mended.banner.expiry=60s"}},
      {"no-net, profile", {"strategies.mended.profile.carry=inline", "strategies.mended.profile.expiry=none"}},
      {"write-race, stock", {"strategies.mended.stock.write=update", "strategies.mended.stock.stampede=null"}},
      {"retry-storm, page", {"strategies.mended.set=null"}},
      {"no-fallback-limit, page", {"strategies.mended.page.fallback=origin"}},
      {"unseen-staleness, review", {"strategies.mended.review.observe=null"}}};
  for (const auto& [fault, sets] : plants) {
    INFO(fault);
    CHECK(faults_in(folder.mended_but(sets)) == Names{fault});
  }
}

TEST_CASE("faults of other kinds are found where they are, and not where they are mended") {
  const ReviewFolder folder;
  const std::string promised = R"(, "promise": { "max_age": "1s" })";
  const auto found = [&](const std::string& scenario) {
    const Outcome outcome = folder.review(scenario);
    INFO(outcome.err);
    REQUIRE(outcome.status == 0);
    return faults_in(outcome.out);
  };
  // Nothing tells, and nothing ends.
  const std::string silent = R"({ "price": { "read": "cache-aside" } })";
  CHECK(found(shop("", redis_and_db, silent)) == Names{"never-ends, price"});
  CHECK(found(shop("", redis_and_db, R"({ "price": { "read": "cache-aside", "expiry": "1s" } })")).empty());
  // Fills from followers that lag.
  const std::string lagging = R"("redis": "cache",
      "db": { "kind": "origin", "followers": 1, "lag": "200ms", "read_from": )";
  const std::string told = R"({ "price": { "read": "cache-aside", "write": "invalidate", "expiry": "20s",
      "carry": { "use": "inline", "retries": 5 },
      "observe": [ { "name": "late", "signal": "invalidation_lag", "above": "1s", "over": "10s" } ] } })";
  CHECK(found(shop(promised, lagging + R"("follower" })", told)) == Names{"replica-fill, price"});
  CHECK(found(shop(promised, lagging + R"("leader" })", told)).empty());
  // A copy in each process, and word that reaches one of them.
  const std::string near = R"("near": { "kind": "cache", "in_process": true }, "db": "origin")";
  CHECK(found(shop(promised, near, told)) == Names{"untold-copy, price"});
}

TEST_CASE("what a class states is held against what its strategy does, and what nobody states is missing") {
  const ReviewFolder folder;
  const std::string policy = R"({ "price": { "read": "cache-aside", "write": "invalidate", "expiry": "20s" } })";
  const auto says = [&](const std::string& stated, const std::string& what) {
    const std::string said = stated.empty() ? "" : R"(, "policy": )" + stated;
    const Outcome outcome = folder.review(shop(said, redis_and_db, policy));
    INFO(stated << ": " << outcome.err << outcome.out);
    CHECK(outcome.status == 0);
    CHECK(outcome.says(what));
  };
  const std::string against = "Contradicted, price, ";
  says("", "- Missing, ownership: \"price\".");
  says("", "- Missing, consistency: \"price\".");
  says(R"({ "ttl": "20s" })", "| price | TTL | stated |");
  says(R"({ "ttl": "30s" })", against + "TTL, under \"one\": no entry is to live longer than 30 s, but");
  says(R"({ "ttl": "never" })", against + "TTL, under \"one\": entries are not to end by themselves");
  says(R"({ "told_by": [] })", against + "invalidation, under \"one\": to be told by nobody, but \"shop\" tells");
  says(R"({ "told_by": ["db"] })", "\"db\" tells no copy");
  says(R"({ "fallback": "fail-fast" })", "without the cache: fail-fast, but it is origin");
  says(R"({ "watched_by": ["pager"] })", "to be watched by \"pager\", but no alert is called \"pager\"");
  says(R"({ "exit": "an index" })", "What would let the cache of \"price\" be removed, as stated: an index");
}

TEST_CASE("every claim of a review carries a command, and every command gives what it says") {
  const ReviewFolder folder;
  const std::string whole = small_scenario(), promise = R"(, "promise": { "max_age": "1s" })";
  std::string unpromised = whole;
  unpromised.erase(unpromised.find(promise), promise.size());
  const bool is_promised = GENERATE(true, false);
  const Outcome outcome = folder.review(is_promised ? whole : unpromised);
  REQUIRE(outcome.status == 0);
  const auto lines = lines_of_sheet(outcome.out);
  for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
    const bool is_fact = lines[i].starts_with("- Reviewed") || lines[i].starts_with("- Runs");
    if (!lines[i].starts_with("- ") || is_fact) continue;
    INFO(lines[i]);
    CHECK(lines[i + 1].starts_with("  `stalemate "));
  }
  const auto commands = commands_in(outcome.out);
  CHECK(commands.size() >= 10);
  const std::string path = std::filesystem::path(STALEMATE_BINARY).parent_path().string();
  for (const std::string& command : commands) {
    const Outcome again = folder.run({"-c", command}, {.variables = {{"PATH", path}}, .program = "/bin/sh"});
    INFO(command << ": " << again.err);
    CHECK((again.status == 0 || again.status == 1));
    CHECK_FALSE(again.out.empty());
  }
}

TEST_CASE("what is promised to sessions is stated, and a fault of the design where runs break it") {
  const ReviewFolder folder;
  std::string text = small_scenario();
  const auto put = [&](const std::string& from, const std::string& to) {
    text.replace(text.find(from), from.size(), to);
  };
  put(R"("promise": { "max_age": "1s" })", R"("promise": { "monotonic_reads": true, "read_your_writes": true })");
  put(R"("keys_like": "reads" })", R"("keys_like": "reads", "sessions": 5, "read_back": "100%" })");
  const std::string sheet = folder.review(text, {"--strategy", "ttl only"}).out;
  CHECK(sheet.find("nothing is promised to its readers") == std::string::npos);
  CHECK(faults_in(sheet).count("broken-session, price") == 1);
}

TEST_CASE("a review of the same file is the same, byte for byte, whatever the number of workers") {
  const ReviewFolder folder;
  const std::string one = folder.review(small_scenario(), {"--jobs", "1", "-o", "a.md", "-o", "a.html"}).out;
  CHECK(folder.review(small_scenario(), {"--jobs", "2", "-o", "b.md", "-o", "b.html"}).out == one);
  CHECK(folder.read("a.md") == folder.read("b.md"));
  CHECK(folder.read("a.html") == folder.read("b.html"));
  CHECK(count_in(one, "\n") == 1);
  CHECK(one.find("of the design") != std::string::npos);
  CHECK(golden("review.md", folder.read("a.md")) == folder.read("a.md"));
}

TEST_CASE("what a scenario is called stays text in a review") {
  const ReviewFolder folder;
  const std::string evil = R"(<script>alert(1)</script>|`x`[a](b)*\u001b[31m)";
  std::string text = small_scenario();
  for (const std::string name : {"Small", "ttl only"}) text.replace(text.find(name), name.size(), evil);
  const Outcome outcome = folder.review(text, {"-o", "e.html", "-o", "e.md"});
  INFO(outcome.err);
  REQUIRE(outcome.status == 0);
  const std::string page = folder.read("e.html"), sheet = folder.read("e.md");
  CHECK(page.find("<script") == std::string::npos);
  CHECK(page.find("src=") == std::string::npos);
  CHECK(page.find("http") == page.find("http-equiv"));
  CHECK(page.find("prefers-color-scheme: dark") != std::string::npos);
  CHECK(page.find("@media print") != std::string::npos);
  CHECK(page.find('\x1b') == std::string::npos);
  CHECK(sheet.find('\x1b') == std::string::npos);
  for (const std::string& line : lines_of_sheet(sheet)) {
    if (!line.starts_with("| ") || line.find(":---") != std::string::npos) continue;
    INFO(line);
    CHECK(line.ends_with(" |"));
  }
}

TEST_CASE("a review says what there is to say of systems of other shapes") {
  const ReviewFolder folder;
  const std::string no_cache = R"({ "title": "Bare", "duration": "12s", "warm_up": "2s",
    "data": { "price": { "keys": 5 } },
    "nodes": { "shop": "service", "db": "origin" }, "load": [ { "from": "shop", "reads": "price", "rate": "5/s" } ])";
  const Outcome bare = folder.review(no_cache + " }");
  CHECK(bare.status == 0);
  CHECK(bare.says("Nothing is cached under what is reviewed"));
  const std::string two = shop(R"(, "origin": "db" }, "note": { "keys": 5, "origin": "files")",
                               R"("redis": "cache", "files": "origin",
                                   "db": { "kind": "origin", "servers": 2, "read": "5ms" })",
                               R"({ "price": { "read": "cache-aside", "expiry": "1s" } })");
  const Outcome several = folder.review(two);
  INFO(several.err);
  CHECK(several.says("Not cached: \"note\"."));
  CHECK(several.says("\"files\" would bear without a cache"));
  CHECK(several.says("with a query twice as fast"));
  CHECK(several.says("Not tried: a payload of a quarter: no link has a bandwidth"));
  const std::string sole = shop(R"(, "origin": "none", "promise": { "kept": "99%" })",
                                R"("redis": { "kind": "cache", "capacity": { "entries": 5 } })",
                                R"({ "price": { "read": "cache-only" } })");
  const Outcome only = folder.review(sole);
  INFO(only.err);
  CHECK(faults_in(only.out).contains("lost-writes, price"));
  CHECK(only.says("The cache is the only copy of \"price\""));
  CHECK(only.says("Nothing can be tried without a cache"));
  const Outcome ended = folder.review(shop("", redis_and_db, R"({ "price": { "read": "cache-aside" } })",
                                           R"(, "stop": { "requests": 500 })"), {"--set", "duration=null"});
  INFO(ended.err);
  CHECK(ended.says("No standard fault was run: "));
}

TEST_CASE("forty strategies are reviewed together, and each fault is told once with all that have it") {
  const ReviewFolder folder;
  std::string all = R"({ "price": { "read": "cache-aside" } })";
  for (int i = 2; i <= 40; ++i)
    all += ", \"s" + std::to_string(i) + R"(": { "price": { "read": "cache-aside" } })";
  const Outcome outcome = folder.review(shop("", redis_and_db, all), {"--set", "duration=12s"});
  REQUIRE(outcome.status == 0);
  CHECK(faults_in(outcome.out) == Names{"never-ends, price"});
  CHECK(count_in(outcome.out, "**FAULT**") == 1);
  CHECK(fault_line(outcome.out, "never-ends, price").find("\"s40\"") != std::string::npos);
}

TEST_CASE("a review is refused what it cannot write or review") {
  const ReviewFolder folder;
  folder.write("s.json", small_scenario());
  CHECK(folder.run({"review", "s.json", "-o", "r.json"}).complains_of("the ending must be .md or .html"));
  CHECK(folder.run({"review", "s.json", "-o", "r.json"}).status == 2);
  CHECK(folder.run({"review", "s.json", "-o", "r.md", "-o", "./r.md"}).status == 2);
  CHECK(folder.run({"review", "s.json", "-o", "missing/r.md"}).status == 3);
  CHECK(folder.run({"review", "s.json", "--strategy", "delte"}).complains_of("\"delete\""));
  CHECK(folder.run({"review", "s.json", "--what-if-at", "1h"}).complains_of("lies after the end"));
  CHECK(folder.run({"review", "missing.json"}).status == 2);
  CHECK(folder.run({"review", "-", "--quiet"}, {.input = small_scenario()}).says("# Review: Small"));
  CHECK(folder.run({"review", "s.json", "--quiet", "--what-if-at", "5s", "-o", "r.md"}).status == 0);
  CHECK(folder.read("r.md").find("from 0:05 on") != std::string::npos);
  CHECK(folder.read("r.md").find("--what-if-at 5s") != std::string::npos);
}

}  // namespace stalemate::tests::cli
