// diff: results and scenarios held against each other, and what cannot be.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include "tests/cli/program.hpp"

namespace stalemate::tests::cli {
namespace {

/// Results of the small scenario: as it is, and with entries that live longer.
void write_results(const Folder& folder, const std::string& seeds) {
  folder.write("s.json", small_scenario());
  folder.run({"run", "s.json", "--seeds", seeds, "-o", "a.json", "--quiet"});
  folder.run({"run", "s.json", "--seeds", seeds, "-o", "b.json", "--quiet", "--set",
              R"(strategies."ttl only".price.expiry=2s)"});
  REQUIRE(folder.has("a.json"));
  REQUIRE(folder.has("b.json"));
}

nlohmann::json change_in(const nlohmann::json& all, const std::string& list, const std::string& strategy,
                         const std::string& figure) {
  for (const auto& row : all.at(list))
    if (row.at("strategy") == strategy && row.at("figure") == figure) return row;
  FAIL("no " + figure + " of " + strategy);
  return {};
}

}  // namespace

TEST_CASE("diff says which figures of which strategy moved between two results, and what is shown of that") {
  const Folder folder;
  write_results(folder, "5");
  const Outcome screen = folder.run({"diff", "a.json", "b.json"});
  CHECK(screen.status == 0);
  CHECK(screen.err.empty());
  CHECK(screen.says("Inputs  different scenarios"));
  CHECK(screen.says("\"ttl only\": "));
  CHECK_FALSE(screen.says("\"delete\": "));
  CHECK(screen.says(" points"));  // what is added to a share is no share of it
  CHECK(screen.says("AGAIN   stalemate diff a.json b.json"));
  CHECK(screen.says("5 seeds in common"));

  const auto all = nlohmann::json::parse(folder.run({"diff", "a.json", "b.json", "--format", "json"}).out);
  CHECK(all.at("format") == "stalemate.diff/1");
  const auto reads = change_in(all, "measures", "ttl only", "origin reads");
  CHECK(reads.at("moved") == true);
  CHECK(reads.at("shown") == true);
  const auto before = nlohmann::json::parse(folder.read("a.json"));
  const auto after = nlohmann::json::parse(folder.read("b.json"));
  const auto mean = [](const nlohmann::json& results) {
    return results.at("comparison").at("means").at("ttl only").at("load.origin.db.reads_per_s.mean");
  };
  CHECK(reads.at("before") == mean(before));
  CHECK(reads.at("after") == mean(after));
  CHECK(change_in(all, "measures", "delete", "origin reads").at("moved") == false);
  CHECK(folder.run({"diff", "a.json", "b.json", "--strict", "--quiet"}).status == 1);

  const Outcome csv = folder.run({"diff", "a.json", "b.json", "--format", "csv"});
  const std::string heading = "strategy,figure,before,after,change,half_width,p_adjusted,moved,shown,seeds_needed\r\n";
  CHECK(csv.out.rfind(heading, 0) == 0);
  CHECK(csv.says("\r\nttl only,load.origin.db.reads_per_s.mean,"));
  CHECK(folder.run({"diff", "a.json", "b.json", "-o", "d.md", "-o", "d.csv", "--quiet"}).status == 0);
  CHECK(folder.read("d.csv") == csv.out);
  CHECK(folder.read("d.md").rfind("## What moved\n", 0) == 0);
}

TEST_CASE("nothing moves between a result and itself, or between it and its scenario") {
  const Folder folder;
  write_results(folder, "3");
  for (const Arguments& sides : {Arguments{"a.json", "a.json"}, {"a.json", "s.json"}, {"s.json", "a.json"}}) {
    Arguments arguments = {"diff", "--strict", "--quiet"};
    arguments.insert(arguments.end(), sides.begin(), sides.end());
    const Outcome outcome = folder.run(arguments);
    INFO(sides.front() << ": " << outcome.out << outcome.err);
    CHECK(outcome.status == 0);
    CHECK(outcome.says("Nothing moved: every figure of every strategy is the same under 3 seeds."));
  }
}

TEST_CASE("two scenarios are run for it, with as many seeds as compare takes, or as are asked for") {
  const Folder folder;
  folder.write("s.json", small_scenario());
  folder.write("t.json", R"({"extends": "s.json", "data": {"price": {"promise": {"max_age": "20s"}}}})");
  const Outcome outcome = folder.run({"diff", "s.json", "t.json", "--quiet", "--seeds", "2", "--strategy", "ttl*"});
  INFO(outcome.out << outcome.err);
  CHECK(outcome.status == 0);
  CHECK(outcome.says("2 seeds in common"));
  CHECK(outcome.says("is judged in the second alone: kept"));
  CHECK(folder.run({"diff", "s.json", "t.json", "--quiet", "--no-baseline"}).says("20 seeds in common"));
}

TEST_CASE("runs of one scenario that were made with other options are told apart") {
  const Folder folder;
  folder.write("s.json", small_scenario());
  folder.run({"run", "s.json", "-o", "a.json", "--quiet"});
  folder.run({"run", "s.json", "-o", "b.json", "--quiet", "--no-faults"});
  CHECK(folder.run({"diff", "a.json", "b.json"}).says("the same scenario, run before as it is, after --no-faults"));
  CHECK(folder.run({"diff", "a.json", "a.json"}).says("Inputs  the same scenario\n"));
}

TEST_CASE("of one seed in common what moved counts, and nothing is called shown") {
  const Folder folder;
  write_results(folder, "1");
  const Outcome outcome = folder.run({"diff", "a.json", "b.json", "--strict"});
  CHECK(outcome.status == 1);
  CHECK(outcome.says("One seed in common: what moved may be chance"));
  CHECK_FALSE(outcome.says("is shown"));
}

TEST_CASE("what cannot be held against another is refused before anything is run") {
  const Folder folder;
  write_results(folder, "1");
  const auto refused = [&](Arguments arguments, const std::string& why) {
    arguments.insert(arguments.begin(), "diff");
    const Outcome outcome = folder.run(arguments);
    INFO(why << '\n' << outcome.err);
    CHECK(outcome.status == 2);
    CHECK(outcome.out.empty());
    CHECK(outcome.complains_of(why));
  };
  refused({"a.json", "b.json", "--seeds", "3"}, "both are results, which have run");
  refused({"a.json", "b.json", "--set", "duration=1s"}, "both are results, which have run");
  refused({"a.json", "gone.json"}, "cannot read gone.json");
  refused({"a.json", "lost-delte"}, "did you mean lost-delete?");
  refused({"a.json", "lost-delete", "--strategy", "delete", "--seeds", "1", "--seed", "9", "--quiet"}, "in common");
  refused({"a.json", "s.json", "--what-if", "standard"}, "name one standard fault");
  refused({"a.json", "b.json", "-o", "a.json"}, "would overwrite what is read");
  refused({"a.json", "b.json", "-o", "d.html"}, "diff is neither drawn");
  refused({"a.json"}, "AFTER is required");
  const Outcome as_scenario = folder.run({"run", "a.json"});
  CHECK(as_scenario.status == 2);
  CHECK(as_scenario.complains_of("a.json is no scenario but a result, stalemate.results/1; `stalemate diff`"));
  const std::string whole = folder.read("a.json");
  folder.write("half.json", whole.substr(0, whole.size() / 2));
  refused({"a.json", "half.json"}, "half.json:");
  folder.write("other.json", R"({"format": "stalemate.what_if/1"})");
  refused({"a.json", "other.json"}, "is of the format \"stalemate.what_if/1\"");
  folder.write("empty.json", R"({"format": "stalemate.results/1", "runs": []})");
  refused({"a.json", "empty.json"}, "it has no runs");
  folder.write("deep.json", std::string(100'000, '['));
  refused({"a.json", "deep.json"}, "deep.json:");
}

}  // namespace stalemate::tests::cli
