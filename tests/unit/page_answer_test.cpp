// The answer on one page: approved texts of the kinds of answers there are, and its rules for Prometheus.
// Promise: runs are made by hand, so that a text changes with the page alone; every block of rules is read back.
// Source: this project's interface; approval tests (golden_file.hpp).
#include <algorithm>
#include <catch2/catch.hpp>
#include "tests/golden/golden_file.hpp"
#include "tests/unit/answer_samples.hpp"
#include "tests/unit/texts.hpp"

namespace {

using namespace stalemate::tests;
using stalemate::analysis::measure::RunResult;

RunSample sample_of(const std::string& strategy, std::int64_t over, double reads_per_s, std::uint64_t seed = 1) {
  RunSample sample{strategy, seed, 10'000, over, over > 0 ? 30 : 0, reads_per_s, reads_per_s / 2'400, 9'000};
  sample.fault = "lost";
  if (strategy == "no cache") sample.hits = 0;
  return sample;
}

stalemate::analysis::page::Json run_for(const std::string& strategy, std::int64_t over, double reads_per_s,
                                        std::uint64_t seed = 1) {
  return calm_run(sample_of(strategy, over, reads_per_s, seed));
}

const std::string three = R"("ttl only": { )" + minute_ttl + R"( }, "delete": { )" + deletes +
                          R"( }, "delete + ttl": { )" + deletes_with_ttl + " }";

const std::string only_delete = R"("delete": { )" + deletes + " }";

/// "delete + ttl" keeps the promise; production runs "ttl only".
Answered typical() {
  return answered(answer_scenario(three, lost_at_14 + R"("current": "ttl only",
      "expect": [ { "text": "reads stay quick", "path": "latency_s.reads.p99", "max": "10ms" } ],)"),
                  {run_for("no cache", 0, 500), run_for("ttl only", 2'600, 57), run_for("delete", 900, 6),
                   run_for("delete + ttl", 0, 59)});
}

Answered none_keeps() {
  auto slow = sample_of("no cache", 0, 500);
  slow.busy = 0.99;
  return answered(answer_scenario(three, lost_at_14), {calm_run(slow), run_for("ttl only", 2'600, 57),
                                                       run_for("delete", 900, 6), run_for("delete + ttl", 400, 59)});
}

Answered too_little_seen() {
  auto few = sample_of("delete", 0, 6);
  few.unanswered = 5'000;
  return answered(answer_scenario(only_delete), {run_for("no cache", 0, 500), calm_run(few)});
}

Answered tie() {
  std::vector<stalemate::analysis::page::Json> runs;
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    runs.push_back(run_for("no cache", 0, 500, seed));
    runs.push_back(run_for("delete", 0, 60 + double(seed), seed));
    runs.push_back(run_for("delete + ttl", 0, 60 + double(seed), seed));
  }
  return answered(answer_scenario(only_delete + R"(, "delete + ttl": { )" + deletes_with_ttl + " }"), runs);
}

Answered without_cached() {
  return answered(answer_scenario(only_delete), {run_for("no cache", 0, 500)}, {"no cache"});
}

RunResult of_two_classes(const RunSample& price, std::int64_t stale_stock) {
  RunResult result = calm_result(price);
  auto stock = price;
  stock.data_class = "stock";
  stock.over = stale_stock;
  result.classes.push_back(class_result(stock));
  auto& archive = result.load.origins.emplace_back();
  archive.node = "archive";
  archive.reads_per_s = {4, 9, 12};
  archive.utilisation = 0.3;
  archive.reads_series.assign(20, 4);
  return result;
}

Answered several() {
  const std::string text = R"({ "title": "Two classes", "duration": "20s", "warm_up": "2s",
    "data": { "price": { "keys": 500, "promise": { "max_age": "5s" }, "origin": "db" },
              "stock": { "keys": 500, "promise": { "max_age": "2s", "share": "99%" }, "origin": "archive" } },
    "nodes": { "shop": "service", "redis": "cache", "db": { "kind": "origin", "servers": 8 },
               "archive": { "kind": "origin", "servers": 2 } },
    "load": [ { "from": "shop", "reads": "price", "rate": "500/s" },
              { "from": "shop", "reads": "stock", "rate": "9/s" },
              { "from": "shop", "writes": "price", "rate": "5/s", "keys_like": "uniform" },
              { "from": "shop", "writes": "stock", "rate": "5/s", "keys_like": "uniform" } ],
    "strategies": { "delete": { )" + deletes + R"(, "stock": { "read": "cache-aside", "write": "invalidate" } },
                    "ttl": { )" + minute_ttl + R"(, "stock": { "read": "cache-aside", "expiry": "2s" } } } })";
  const auto run = [](const std::string& strategy, std::int64_t price, std::int64_t stock, double reads_per_s) {
    return json_of(of_two_classes(sample_of(strategy, price, reads_per_s), stock), strategy);
  };
  return answered(text, {run("no cache", 0, 0, 500), run("delete", 0, 90, 60), run("ttl", 700, 0, 40)});
}

constexpr const char* hostile = "a|b `c` ``` <script> {{ $value }} 'x' \\\"y\\\" \\\\ # : -\\n- z";
constexpr const char* hostile_name = "a|b `c` ``` <script> {{ $value }} 'x' \"y\" \\ # : -\n- z";

Answered hostile_names() {
  const std::string name = std::string("\"") + hostile + "\"";
  const std::string text = R"({ "title": )" + name + R"(, "question": )" + name + R"(, "leaves_out": [)" + name +
                           R"(], "duration": "20s", "warm_up": "2s", "current": )" + name + R"(,
    "data": { )" + name + R"(: { "keys": 500, "promise": { "max_age": "5s" } } },
    "nodes": { "shop": "service", )" + name + R"(: "cache", "db": "origin" },
    "load": [ { "from": "shop", "reads": )" + name + R"(, "rate": "500/s" },
              { "from": "shop", "writes": )" + name + R"(, "rate": "5/s", "keys_like": "uniform" } ],
    "alerts": [ { "name": )" + name + R"(, "signal": "hit_ratio", "of": )" + name + R"(, "below": "80%",
                  "over": "5s" } ],
    "strategies": { )" + name + ": { " + name + R"(: { "read": "cache-aside", "write": "invalidate" } } } })";
  RunSample sample = sample_of(hostile_name, 0, 60);
  sample.data_class = hostile_name;
  return answered(text, {calm_run(sample)});
}

/// Of "delete": its one alert saw nothing of the fault.
Answered unseen_loss(std::int64_t over) {
  const std::string text = answer_scenario(only_delete, lost_at_14 + R"("alerts": [
      { "name": "busy", "signal": "origin_reads_per_s", "above": "50/s", "over": "5s" } ],)");
  RunResult result = calm_result(sample_of("delete", over, 6));
  result.alerts = {{"busy", {}, 0}};
  result.faults = {{"lost", {{14, 16, true, {std::nullopt}}}}};
  return answered(text, {json_of(result, "delete")});
}

void check_approved(const Answered& answered, const std::string& name) {
  const std::string text = answered.text();
  CHECK(text == golden("answers/" + name, text));
  const std::string yaml = yaml_in(text);
  if (yaml.empty()) return;
  INFO(yaml);
  CHECK(read_rules(yaml).wrong == std::vector<std::string>{});
}

/// What the expression of an alert becomes.
std::string expression_of(const std::string& alert) {
  const std::string text =
      answer_scenario(only_delete, R"("alerts": [ { "name": "it", )" + alert + " } ],");
  const auto rules = read_rules(yaml_in(answered(text, {run_for("delete", 0, 6)}).text()));
  CHECK(rules.wrong == std::vector<std::string>{});
  return rules.rules.empty() ? "" : rules.rules.front().expr + " for " + rules.rules.front().lasts;
}

}  // namespace

TEST_CASE("the answer on one page says what keeps the promise, at what cost, and how to go back", "[page]") {
  check_approved(typical(), "typical.txt");
}

TEST_CASE("where nothing keeps the promise the answer on one page recommends nothing", "[page]") {
  check_approved(none_keeps(), "none-keeps.txt");
}

TEST_CASE("where too little was seen the answer on one page says that it cannot be told", "[page]") {
  check_approved(too_little_seen(), "too-little-seen.txt");
}

TEST_CASE("strategies that are not shown to differ would do as well", "[page]") { check_approved(tie(), "tie.txt"); }

TEST_CASE("without a cached strategy the answer on one page recommends nothing", "[page]") {
  check_approved(without_cached(), "without-cached.txt");
}

TEST_CASE("several classes and origins have their own rows in the answer on one page", "[page]") {
  check_approved(several(), "several.txt");
}

TEST_CASE("names that would be markup, YAML or templates stay text in the answer on one page", "[page]") {
  const Answered answer = hostile_names();
  check_approved(answer, "hostile.txt");
  const std::string text = answer.text();
  const std::string yaml = yaml_in(text);
  REQUIRE_FALSE(yaml.empty());
  const auto read = read_rules(yaml);
  REQUIRE(read.rules.size() == 1);
  CHECK(read.rules[0].alert == R"(a|b `c` ``` <script> {{ $value }} 'x' "y" \ # : -\n- z)");
  CHECK(texts::holds(read.rules[0].expr, R"(cache="a|b `c` ``` <script> {{ $value }} 'x' \"y\" \\ # : -\n- z")"));
  for (const std::string& templated : {read.rules[0].strategy, read.rules[0].summary})
    CHECK(texts::holds(templated, R"(<script> {{ "{{" }} $value }})"));
  const std::string before = text.substr(0, text.find("yaml\n")), after = text.substr(text.find(yaml) + yaml.size());
  CHECK_FALSE(texts::holds(before, "<script>"));
  CHECK_FALSE(texts::holds(before, "\n- z"));
  CHECK(texts::count_of(after, "<script>") == 0);
}

TEST_CASE("each signal of an alert has an expression of its own, with the window and the time of the alert", "[page]") {
  CHECK(expression_of(R"("signal": "hit_ratio", "below": "85%", "over": "5s", "for": "3s")") ==
        "sum(rate(cache_hits_total{cache=\"redis\"}[5s])) / sum(rate(cache_lookups_total{cache=\"redis\"}[5s])) < 0.85 "
        "for 3s");
  CHECK(expression_of(R"("signal": "origin_reads_per_s", "above": "50/s", "over": "5s")") ==
        R"(sum(rate(origin_reads_total{origin="db"}[5s])) > 50 for 0s)");
  CHECK(expression_of(R"("signal": "error_ratio", "above": "0.1%", "over": "5s")") ==
        "sum(rate(requests_failed_total[5s])) / sum(rate(requests_total[5s])) > 0.001 for 0s");
  CHECK(expression_of(R"("signal": "invalidation_lag", "above": "1s", "over": "5s")") ==
        "sum(rate(cache_invalidation_lag_seconds_sum[5s])) / sum(rate(cache_invalidation_lag_seconds_count[5s])) > 1 "
        "for 0s");
  CHECK(expression_of(R"("signal": "failed_changes_per_s", "above": "0.1/s", "over": "5s")") ==
        "sum(rate(cache_invalidations_failed_total[5s])) > 0.1 for 0s");
  CHECK(expression_of(R"("signal": "latency_p999", "above": "20ms", "over": "5s")") ==
        "histogram_quantile(0.999, sum by (le) (rate(request_duration_seconds_bucket[5s]))) > 0.02 for 0s");
}

TEST_CASE("a small share of failures does not look like none", "[page]") {
  const std::string text = answer_scenario(only_delete, R"("alerts": [
      { "name": "it", "signal": "error_ratio", "above": "0.003%", "over": "5s" } ],)");
  const auto rules = read_rules(yaml_in(answered(text, {run_for("delete", 0, 6)}).text()));
  REQUIRE(rules.rules.size() == 1);
  CHECK(rules.rules[0].summary == "the share of requests that fail over the last 5s, above 0.003 %");
}

TEST_CASE("an alert on one class looks at that class alone", "[page]") {
  const std::string observing =
      deletes.substr(0, deletes.size() - 1) +
      R"(, "observe": [ { "name": "own", "signal": "origin_reads_per_s", "above": "9/s", "over": "5s" } ] })";
  const auto answer = answered(answer_scenario(R"("delete": { )" + observing + " }"), {run_for("delete", 0, 6)});
  const auto rules = read_rules(yaml_in(answer.text()));
  REQUIRE(rules.rules.size() == 1);
  CHECK(rules.rules[0].expr == R"(sum(rate(origin_reads_total{class="price",origin="db"}[5s])) > 9)");
}

TEST_CASE("bounds of the normal range come from before the fault, and leave out what follows", "[page]") {
  const auto rules = read_rules(yaml_in(typical().text()));
  REQUIRE(rules.rules.size() == 5);
  CHECK(texts::holds(rules.rules[0].expr, "< 0.9"));     // each second 9 000 of 10 000
  CHECK(texts::holds(rules.rules[1].expr, "> 61"));      // 59/s, and once 20 more in ten seconds
  CHECK(texts::holds(rules.rules[2].expr, "> 0.0005"));  // none of 12 x 500 failed
  CHECK(texts::holds(rules.rules[3].expr, "> 5"));       // the promise
  CHECK(rules.rules[4].expr == "sum(rate(cache_invalidations_failed_total[60s])) > 0");
  RunResult late = calm_result(sample_of("delete", 0, 6));
  late.load.origins.front().reads_series[15] = 1e6;  // in the fault
  const auto answer = answered(answer_scenario(only_delete, lost_at_14), {json_of(late, "delete")});
  CHECK(texts::holds(read_rules(yaml_in(answer.text())).rules.at(1).expr, "> 8"));
}

TEST_CASE("where a fault leaves no calm time there is no rule, and the answer on one page says why", "[page]") {
  const std::string early = R"("faults": [ { "name": "lost", "kind": "restart", "on": "redis", "at": "9s" } ],)";
  const std::string text =
      answered(answer_scenario(only_delete, early), {run_for("delete", 0, 6)}).text();
  CHECK(yaml_in(text).empty());
  CHECK(texts::holds(text, "Nothing is known of a normal range: fewer than 10 seconds were measured before a fault may "
                           "strike or a load changes."));
}

TEST_CASE("a cache that does not spare the origin is not recommended without a word", "[page]") {
  const auto text = [](double cached) {
    return answered(answer_scenario(only_delete),
                    {run_for("no cache", 0, 500), run_for("delete", 0, cached)})
        .text();
  };
  CHECK(texts::holds(text(500), "It is not shown to ask the origin less than no cache does"));
  CHECK_FALSE(texts::holds(text(499), "It is not shown to ask the origin less"));
}

TEST_CASE("no cache is recommended where it alone keeps the promise and the origin carries it", "[page]") {
  const std::string scenario = answer_scenario(only_delete);
  const std::string text = answered(scenario, {run_for("no cache", 0, 500), run_for("delete", 9, 6)}).text();
  CHECK(texts::holds(text, "**Use no cache.** No cached strategy here keeps the 5 s promise."));
  CHECK_FALSE(texts::holds(text, "To try it"));
  RunSample full = sample_of("no cache", 0, 500);
  full.busy = 0.96;
  const auto without_room = answered(scenario, {calm_run(full), run_for("delete", 9, 6)});
  CHECK(texts::holds(without_room.text(), "**None of what was run.**"));
}

TEST_CASE("alerts that were meant for a cache are left out without one, and those that would ring are told", "[page]") {
  const std::string text = answer_scenario(only_delete, R"("alerts": [
      { "name": "misses", "signal": "hit_ratio", "below": "80%", "over": "5s" },
      { "name": "busy", "signal": "origin_reads_per_s", "above": "50/s", "over": "5s" } ],)");
  RunResult uncached = calm_result(sample_of("no cache", 0, 500));
  uncached.alerts = {{"misses", {}, 0}, {"busy", {{7, 20}}, 1}};
  const std::string told = answered(text, {json_of(uncached, "no cache"), run_for("delete", 9, 6)}).text();
  const auto rules = read_rules(yaml_in(told));
  REQUIRE(rules.rules.size() == 1);
  CHECK(rules.rules[0].alert == "busy");
  texts::check_line(told,
                    "- \"busy\" fires in this run once, for 13 s: its bound was meant for a system with a cache.");
}

TEST_CASE("what no alert of the recommended strategy saw, and what none looks at, stands below its rules", "[page]") {
  texts::check_line(unseen_loss(0).text(), "- In this run: lost: seen by no alert.");
}

TEST_CASE("a miss of what production shows stands beside the recommendation", "[page]") {
  const std::string text = answer_scenario(only_delete, R"("current": "delete", "observed": {
      "load.origin.db.reads_per_s.mean": "180/s..210/s" },)");
  const std::string told = answered(text, {run_for("no cache", 0, 500), run_for("delete", 0, 6)}).text();
  CHECK(texts::holds(told, "\nNOT CALIBRATED: production shows other figures; see the assumptions.\n"));
  CHECK(texts::holds(told, "NOT CALIBRATED: \"delete\" misses load.origin.db.reads\\_per\\_s.mean (6, observed 180 to "
                           "210)"));
  CHECK(texts::holds(told, "\n- \"delete\" is what production runs: nothing changes.\n"));
}

TEST_CASE("what only a cache has is not to be flushed, and cannot be switched off", "[page]") {
  const std::string text = R"({ "title": "Sessions", "duration": "20s", "warm_up": "2s",
    "data": { "session": { "keys": 500, "origin": "none" } },
    "nodes": { "shop": "service", "redis": "cache" },
    "load": [ { "from": "shop", "reads": "session", "rate": "500/s" },
              { "from": "shop", "writes": "session", "rate": "5/s", "keys_like": "uniform" } ],
    "strategies": { "memory": { "session": { "read": "cache-only", "write": "cache-only" } } } })";
  RunSample sample = sample_of("memory", 0, 0);
  sample.data_class = "session";
  const std::string told = answered(text, {calm_run(sample)}).text();
  texts::check_line(told, "- The cache cannot be switched off: no origin has session.");
  texts::check_line(told, "- session in redis: the only copy. Never flush it; move it first.");
  CHECK_FALSE(texts::holds(told, "To try it"));
}

TEST_CASE("each tier says what ends its entries, and a class that is told at none has no rule on changes", "[page]") {
  const std::string tiers = R"("price": [ { "cache": "redis", "read": "cache-aside", "expiry": { "use": "sliding",
      "idle": "9s" } }, { "cache": "far", "read": "cache-aside", "expiry": "60s" } ])";
  const std::string two = answer_scenario("\"two\": { " + tiers + " }");
  const std::string text = two.substr(0, two.find("\"redis\"")) + "\"far\": \"cache\", " +
                           two.substr(two.find("\"redis\""));
  RunResult quiet = calm_result(sample_of("two", 0, 6));
  quiet.load.changes = {};
  const std::string told = answered(text, {json_of(quiet, "two")}).text();
  CHECK(texts::holds(told, "- price in redis: entries live until unread for 9 s: what is read again and again never"));
  CHECK(texts::holds(told, "- price in far: entries live up to 60 s; what is wrong when nobody tells the cache"));
  CHECK_FALSE(texts::holds(told, "changes"));
}

TEST_CASE("an origin that refuses is not to be left alone at once, and one with room is to be looked at", "[page]") {
  const auto told = [](std::int64_t refused) {
    RunSample sample = sample_of("no cache", 0, 500);
    RunResult uncached = calm_result(sample);
    uncached.total.reads.failed = 90;
    uncached.load.origins.front().refused = refused;
    return answered(answer_scenario(only_delete), {json_of(uncached, "no cache"), run_for("delete", 0, 6)}).text();
  };
  CHECK(texts::holds(told(90), "\n- So do not switch it off at once. First limit"));
  CHECK_FALSE(texts::holds(told(90), "find out what fails"));
  CHECK(texts::holds(told(0), "\n- Its origins are not full in the mean: find out what fails without the cache"));
  CHECK_FALSE(texts::holds(told(0), "So do not switch"));
}

TEST_CASE("where nothing is recommended the alerts of the scenario are told all the same", "[page]") {
  const std::string told = unseen_loss(900).text();
  CHECK(texts::holds(told, "**None of what was run.**"));
  CHECK(read_rules(yaml_in(told)).rules.size() == 1);
  texts::check_line(told, "- In this run: lost: seen by no alert.");
}

TEST_CASE("what would begin a list at the beginning of a line stays text", "[page]") {
  Answered answer = typical();
  answer.report.question = "12. Is it so?";
  answer.report.leaves_out = {"- pools", "+ more", "1) one", "2 of them", "12"};
  const std::string text = answer.text();
  texts::check_line(text, "\n12\\. Is it so?");
  CHECK(texts::holds(text, "\n- \\- pools\n- \\+ more\n- 1\\) one\n- 2 of them\n- 12\n"));
}

TEST_CASE("a strategy that caches nothing is not weighed against no cache, and is undone", "[page]") {
  RunSample hedged = sample_of("hedge", 0, 520);
  hedged.hits = 0;
  const std::string told =
      answered(answer_scenario(R"("hedge": { "set": { "load.0.rate": "501/s" } })"),
               {run_for("no cache", 0, 500), calm_run(hedged)}).text();
  CHECK(texts::holds(told, "**Use \"hedge\".** "));
  CHECK(texts::holds(told, "\n- \"hedge\" caches nothing: to go back is to undo what it changes in the system.\n"));
  for (const char* of_caches : {"It is not shown", "To try it", "Without the cache", "cache_hits_total"})
    CHECK_FALSE(texts::holds(told, of_caches));
}

TEST_CASE("without the row no cache the answer on one page does not say what the origin could carry", "[page]") {
  const std::string text =
      answered(answer_scenario(only_delete), {run_for("delete", 0, 6)}).text();
  CHECK(texts::holds(text, "What becomes of the origins without the cache was not measured"));
}
