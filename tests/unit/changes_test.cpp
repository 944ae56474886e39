// Two results held against each other: pairs by seed, intervals by hand, and what has no pair.
#include <catch2/catch.hpp>
#include <string>
#include <vector>
#include "analysis/measure/changes.hpp"
#include "analysis/measure/results_json.hpp"

namespace {

using namespace stalemate::analysis::measure;
using Json = nlohmann::ordered_json;

Json run_of(std::uint64_t seed, double reads) {
  return {{"strategy", "ttl"},
          {"seed", seed},
          {"staleness", {{"ratio", 0.25}, {"age_s", {{"max", 3}}}}},
          {"load",
           {{"origin", {{"db", {{"reads_per_s", {{"mean", reads}, {"peak", 9}}}, {"utilisation", nullptr}}}}},
            {"cache", Json::object()}}},
          {"latency_s", {{"reads", {{"p99", 0.002}}}}},
          {"harm", Json::object()},
          {"classes", Json::object()}};
}
std::vector<Judged> side(const std::vector<std::pair<std::uint64_t, double>>& reads) {
  Judged judged{"ttl", {}, {}};
  for (const auto& [seed, mean] : reads) judged.runs.push_back(run_of(seed, mean));
  return {judged};
}
Changes changes_of(const std::vector<Judged>& before, const std::vector<Judged>& after) {
  const auto changes = changes_between(before, after);
  REQUIRE(std::holds_alternative<Changes>(changes));
  return std::get<Changes>(changes);
}
const Change& figure(const Changes& all, const std::string& path) {
  for (const Change& each : all.figures)
    if (each.measure.title == path) return each;
  FAIL("no figure " << path);
  return all.figures.front();
}

const std::string mean_reads = "load.origin.db.reads_per_s.mean";

}  // namespace

TEST_CASE("a change is the mean of the differences of pairs, with Student's interval of those", "[changes]") {
  const Changes all = changes_of(side({{1, 10}, {2, 20}, {3, 30}}), side({{3, 33}, {1, 11}, {2, 22}}));
  const Change& reads = figure(all, mean_reads);
  CHECK(all.seeds == 3);
  CHECK(reads.before.mean == Approx(20));
  CHECK(reads.after.mean == Approx(22));
  CHECK(reads.difference.mean == Approx(2));
  // t of 2 degrees of freedom, 4.30265, times the deviation 1 over the root of 3
  CHECK(*reads.difference.half_width() == Approx(2.48414).epsilon(1e-5));
  CHECK_FALSE(reads.is_shown());
  CHECK(reads.judged.seeds_needed.has_value());
  CHECK_FALSE(all.is_same());
}

TEST_CASE("differences that are nearly alike are shown, though the values of each side are far apart", "[changes]") {
  const Changes all = changes_of(side({{1, 10}, {2, 20}, {3, 30}}), side({{1, 12}, {2, 22.1}, {3, 32}}));
  CHECK(figure(all, mean_reads).is_shown());
  CHECK(figure(all, "staleness.ratio").is_same());
  REQUIRE(all.measures.size() >= 2);
  CHECK(all.measures[0].measure.title == "stale reads");
  CHECK(all.measures[0].is_same());
  CHECK(all.measures[1].measure.title == "origin reads");
  CHECK(all.measures[1].is_shown());
}

TEST_CASE("only seeds that both sides have are looked at, and one of them shows nothing", "[changes]") {
  const Changes all = changes_of(side({{1, 10}, {2, 20}}), side({{2, 25}, {3, 99}}));
  CHECK(all.seeds == 1);
  CHECK(figure(all, mean_reads).difference.mean == Approx(5));
  CHECK_FALSE(figure(all, mean_reads).is_shown());
  CHECK_FALSE(figure(all, mean_reads).is_same());
  CHECK(std::get<std::string>(changes_between(side({{1, 10}}), side({{2, 10}}))) ==
        "they have no seed in common: \"ttl\"");
}

TEST_CASE("what stands on one side alone has moved, and has no difference", "[changes]") {
  auto after = side({{1, 10}, {2, 20}});
  for (Json& run : after.front().runs) run["load"]["origin"]["db"]["utilisation"] = 0.5;
  const Changes all = changes_of(side({{1, 10}, {2, 20}}), after);
  const Change& busy = figure(all, "load.origin.db.utilisation");
  CHECK(busy.is_on_one_side());
  CHECK(busy.difference.count == 0);
  CHECK_FALSE(busy.is_same());
  CHECK(figure(all, mean_reads).is_same());

  auto other = side({{1, 10}});
  other.front().strategy = "delete";
  CHECK(std::get<std::string>(changes_between(side({{1, 10}}), other)) == "they have no strategy in common");
  auto more = side({{1, 10}});
  more.push_back(other.front());
  CHECK(changes_of(side({{1, 10}}), more).only_after == std::vector<std::string>{"delete"});
  CHECK(changes_of(more, side({{1, 10}})).only_before == std::vector<std::string>{"delete"});
}

TEST_CASE("a promise that is judged otherwise has turned", "[changes]") {
  auto before = side({{1, 10}});
  auto after = side({{1, 10}});
  Outcome promise;
  promise.text = "price: no read older than 5s";
  promise.verdict = Verdict::held;
  before.front().outcomes = {promise};
  promise.verdict = Verdict::broken;
  after.front().outcomes = {promise};
  Changes all = changes_of(before, after);
  REQUIRE(all.turned.size() == 1);
  CHECK(all.turned[0].before == Verdict::held);
  CHECK(all.turned[0].after == Verdict::broken);
  CHECK_FALSE(all.is_same());
  after.front().outcomes.clear();
  all = changes_of(before, after);
  REQUIRE(all.turned.size() == 1);
  CHECK_FALSE(all.turned[0].after.has_value());
  CHECK(changes_of(before, before).is_same());
  // Over other seeds a verdict may be another one, though no figure of those in common moved.
  auto more = after;
  more.front().runs.push_back(run_of(2, 10));
  more.front().outcomes = {promise};
  CHECK(changes_of(before, more).is_same());
}

TEST_CASE("a document gives its strategies, runs and verdicts back, or says what it is not", "[changes]") {
  Json document = {{"format", results_format}, {"runs", {run_of(1, 10), run_of(2, 20)}}};
  document["comparison"]["verdicts"]["ttl"] = {{{"text", "a"}, {"held", true}},
                                               {{"text", "b"}, {"held", false}},
                                               {{"text", "c"}, {"held", nullptr}}};
  const auto read = judged_in(document);
  REQUIRE(std::holds_alternative<std::vector<Judged>>(read));
  const auto& judged = std::get<std::vector<Judged>>(read);
  REQUIRE(judged.size() == 1);
  CHECK(judged[0].runs.size() == 2);
  REQUIRE(judged[0].outcomes.size() == 3);
  CHECK(judged[0].outcomes[0].verdict == Verdict::held);
  CHECK(judged[0].outcomes[1].verdict == Verdict::broken);
  CHECK(judged[0].outcomes[2].verdict == Verdict::undecided);

  const auto why = [](const Json& not_one) { return std::get<std::string>(judged_in(not_one)); };
  CHECK(why(Json::array()) == "it is no result of `run`");
  CHECK(why({{"format", "stalemate.results/2"}}) == "its format is stalemate.results/2, not stalemate.results/1");
  CHECK(why({{"format", results_format}}) == "it has no runs");
  CHECK(why({{"format", results_format}, {"runs", {{{"strategy", "ttl"}}}}}) ==
        "runs[0] lacks its strategy, seed or figures");
}
