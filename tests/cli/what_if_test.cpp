// run --what-if: the standard faults side by side, and one of them alone.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include "tests/cli/program.hpp"

namespace stalemate::tests::cli {
namespace {

struct WhatIfFolder : Folder {
  WhatIfFolder() { write("s.json", small_scenario()); }

  Outcome standard(Arguments more = {}) const {
    more.insert(more.begin(), {"run", "s.json", "--what-if", "standard"});
    return run(more);
  }

  nlohmann::json cells(const Arguments& more = {}) const {
    Arguments arguments = more;
    arguments.insert(arguments.end(), {"--format", "json"});
    return nlohmann::json::parse(standard(arguments).out);
  }
};

nlohmann::json cell_of(const nlohmann::json& all, const std::string& strategy, const std::string& what_if) {
  for (const auto& cell : all.at("cells"))
    if (cell.at("strategy") == strategy && cell.at("what_if") == what_if) return cell;
  FAIL("no cell " + strategy + ", " + what_if);
  return {};
}

}  // namespace

// Entries live half of the promised age, so that no fault can break it; those of a minute outlive it in any world.
TEST_CASE("what lives shorter than promised keeps it under every standard fault, what lives longer under none") {
  const WhatIfFolder folder;
  const auto all = folder.cells();
  const std::vector<std::string> faults = {"lose-invalidations", "restart-cold", "remove-cache", "double-load"};
  for (const std::string& fault : faults) {
    INFO(fault);
    CHECK(cell_of(all, "delete", fault).at("held") == true);
    CHECK(cell_of(all, "ttl only", fault).at("held") == false);
    CHECK(cell_of(all, "ttl only", fault).at("oldest_read_s").get<double>() > 1);
  }
  CHECK(all.at("cells").size() == 3 * (faults.size() + 1));
  REQUIRE(all.at("left_out").size() == 3);
  CHECK(all.at("left_out")[0].at("why") == "there is no bus");
  CHECK(all.at("at_s") == 7);
  const Outcome screen = folder.standard({"--quiet"});
  CHECK(screen.says("\"delete\" keeps every promise, as described and under each of the 4 standard"));
  CHECK(screen.says("\"ttl only\" breaks a promise under each of the 4 standard faults."));
  CHECK(screen.says("for 1 of 2 cached."));
}

TEST_CASE("the command of a cell gives its digest and its figure again") {
  const WhatIfFolder folder;
  const auto cell = cell_of(folder.cells(), "ttl only", "restart-cold");
  CHECK(cell.at("reproduce") == "stalemate run s.json --strategy 'ttl only' --seed 1 --what-if restart-cold");
  const Outcome again = folder.run({"run", "s.json", "--no-baseline", "--strategy", "ttl only", "--seed", "1",
                                    "--what-if", "restart-cold", "--format", "json"});
  CHECK(again.status == 1);
  const auto run = nlohmann::json::parse(again.out).at("runs").at(0);
  CHECK(run.at("digest") == cell.at("digest"));
  CHECK(run.at("reproduce") == cell.at("reproduce"));
  CHECK(run.at("classes").at("price").at("staleness").at("over_bound").at("ratio") == cell.at("actual"));
  CHECK(folder.run({"explain", "s.json", "ttl only", "--what-if", "restart-cold"}).says("ttl-window"));
}

TEST_CASE("over several seeds a cell is that of its worst seed, whatever the number of workers") {
  const WhatIfFolder folder;
  const Arguments three = {"--seeds", "3", "--strategy", "ttl only", "--jobs"};
  Arguments one = three, two = three;
  one.emplace_back("1");
  two.emplace_back("2");
  const auto all = folder.cells(one);
  CHECK(all == folder.cells(two));
  const double worst = cell_of(all, "ttl only", "double-load").at("actual");
  double greatest = 0;
  for (const char* seed : {"1", "2", "3"})
    greatest = std::max(greatest, cell_of(folder.cells({"--seed", seed}), "ttl only", "double-load")
                                      .at("actual").get<double>());
  CHECK(worst == greatest);
}

TEST_CASE("standard faults fail a run only with --strict, the system as described does without") {
  const WhatIfFolder folder;
  CHECK(folder.standard().status == 1);
  const Arguments calm = {"--strategy", "calm", "--set",
                          R"(strategies.calm={"price": {"read": "cache-aside", "write": "invalidate"}})", "--set",
                          "faults=[]", "--set", "load.1.rate=30/s", "--set", "duration=60s"};
  Arguments strict = calm;
  strict.emplace_back("--strict");
  const Outcome loose = folder.standard(calm);
  CHECK(loose.status == 0);
  CHECK(loose.says("BROKEN"));
  CHECK(loose.says("exit 0: as described, every promise"));
  CHECK(folder.standard(strict).status == 1);
}

TEST_CASE("a promise that says nothing under faults is judged under the standard ones, and that is said") {
  const WhatIfFolder folder;
  const Arguments excused = {"--set", "data.price.promise.under_faults=false"};
  CHECK(cell_of(folder.cells(excused), "ttl only", "remove-cache").at("actual") ==
        cell_of(folder.cells(), "ttl only", "remove-cache").at("actual"));
  CHECK(folder.standard(excused).says("is promised of price says nothing under faults"));
  CHECK_FALSE(folder.standard().says("says nothing under faults"));
}

TEST_CASE("every format tells each cell, and files get the bytes of standard output") {
  const WhatIfFolder folder;
  const Outcome screen = folder.standard({"-o", "w.json", "-o", "w.csv", "-o", "w.md"});
  CHECK(folder.read("w.json") == folder.standard({"--format", "json"}).out);
  CHECK(folder.read("w.csv") == folder.standard({"--format", "csv"}).out);
  CHECK(folder.read("w.md") == folder.standard({"--format", "markdown"}).out);
  CHECK(folder.read("w.csv").find("ttl only,restart-cold,false,price: no read older than 1s,") != std::string::npos);
  CHECK(folder.read("w.md").find("| restart the cache cold |") != std::string::npos);
  CHECK(screen.says("AGAIN   stalemate run s.json --what-if standard"));
}

TEST_CASE("where a table has no room the cells stand in a list, and no line but a command is wider than asked") {
  const WhatIfFolder folder;
  const Outcome narrow = folder.run({"run", "s.json", "--what-if", "standard"}, {.variables = {{"COLUMNS", "60"}}});
  CHECK(narrow.says("\n  remove the cache for good  BROKEN"));
  CHECK(narrow.says("\n  as described               ok\n"));
  for (std::size_t at = 0; at < narrow.out.size();) {
    const std::size_t end = narrow.out.find('\n', at);
    const std::string line = narrow.out.substr(at, end - at);
    INFO(line);
    CHECK((line.size() <= 62 || line.find("stalemate run") != std::string::npos));
    at = end + 1;
  }
}

TEST_CASE("a standard fault strikes when asked") {
  const WhatIfFolder folder;
  CHECK(folder.cells({"--what-if-at", "0:09"}).at("at_s") == 9);
  CHECK(folder.run({"run", "s.json", "--what-if", "remove-cache", "--what-if-at", "9s"}).says("0:09"));
  CHECK(folder.standard({"--what-if-at", "12s"}).complains_of("lies after the end: the run ends at 12s"));
  CHECK(folder.standard({"--what-if-at", "soon"}).complains_of("\"soon\" is no time of a run; write 252s or 4:12"));
}

TEST_CASE("what a strategy sets of the scenario's faults it does not set of a standard one") {
  const Folder folder;
  folder.write("s.json", R"({"title": "t", "duration": "20s", "warm_up": "1s",
    "data": {"a": {"keys": 9, "promise": {"max_age": "1s"}}}, "nodes": {"s": "service", "c": "cache", "d": "origin"},
    "load": [{"from": "s", "reads": "a", "rate": "9/s"}], "faults": [{"kind": "flush", "on": "c", "at": "5s"}],
    "strategies": {"x": {"a": {"read": "cache-aside", "write": "invalidate"}, "set": {"faults.0.at": "6s"}}}})");
  const auto out = folder.run({"run", "s.json", "--what-if", "restart-cold", "--format", "json"}).out;
  const auto results = nlohmann::json::parse(out);
  for (const auto& run : results.at("runs"))
    CHECK(run.at("faults").at("restart of c").at("spans") == nlohmann::json::parse("[[10.5, 10.5]]"));
}

TEST_CASE("standard faults that there are not, or cannot be, are refused with a mend") {
  const WhatIfFolder folder;
  const auto refused = [&](const Arguments& arguments, const std::string& why) {
    const Outcome outcome = folder.run(arguments);
    INFO(outcome.err);
    CHECK(outcome.status == 2);
    CHECK(outcome.complains_of(why));
  };
  refused({"run", "s.json", "--what-if", "restart-gold"}, "did you mean \"restart-cold\"?");
  refused({"run", "s.json", "--what-if", "kill-shard"}, "--what-if kill-shard: no cache has several shards");
  refused({"run", "s.json", "--what-if", "standard", "--no-faults"}, "excludes");
  refused({"run", "s.json", "--what-if-at", "5s"}, "requires --what-if");
  refused({"explain", "s.json", "--what-if", "standard"}, "explain one, as --what-if restart-cold");
  refused({"run", "s.json", "--what-if", "standard", "--set", "data.price.promise=null"}, "no class has one; give one");
  refused({"run", "s.json", "--what-if", "restart-cold", "--set", "duration=null", "--set", R"(stop={"requests": 9})",
           "--set", "faults=[]"},
          "say --what-if-at TIME");
}

}  // namespace stalemate::tests::cli
