// The facts of the library: every strategy of every scenario at seed 1 against the digest that was committed.
// Promise: equal on every compiler and optimisation; a change of behaviour is seen and is committed on purpose, with
// UPDATE_GOLDEN=1. Source: this project's semantics ("Determinism").
#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <iostream>
#include <map>
#include <set>
#include <thread>
#include "analysis/cli/reproduce.hpp"
#include "analysis/cli/trace_arrivals.hpp"
#include "analysis/load/hexadecimal.hpp"
#include "analysis/load/scenario.hpp"
#include "analysis/measure/measurement.hpp"
#include "tests/golden/golden_file.hpp"
#include "tests/sanitized.hpp"

namespace stalemate::tests {
namespace {

namespace fs = std::filesystem;
using analysis::load::Scenario;
using analysis::load::StrategyPlan;
/// "scenario<TAB>strategy" -> digest.
using Digests = std::map<std::string, std::string>;

std::vector<std::string> library() {
  std::vector<std::string> files;
  for (const auto& entry : fs::directory_iterator(fs::path(STALEMATE_SOURCE_DIR) / "scenarios"))
    if (entry.path().extension() == ".json" && entry.path().stem() != "schema")
      files.push_back("scenarios/" + entry.path().filename().string());
  std::sort(files.begin(), files.end());
  return files;
}

Scenario read(const std::string& file) {
  const fs::path root = STALEMATE_SOURCE_DIR;
  analysis::load::ReadContext context;
  context.find_text = [&](std::string_view name) { return text_of_file(root / "scenarios" / name); };
  const auto traces = std::make_shared<analysis::cli::TraceOpener>((root / file).string(), false, "");
  context.open_trace = [traces](const auto& trace, std::uint32_t keys, std::uint64_t seed) {
    return traces->open(trace, keys, seed);
  };
  analysis::load::Diagnostics diagnostics;
  auto scenario = analysis::load::read_scenario(text_of_file(root / file), file, context, diagnostics);
  INFO(diagnostics.render());
  REQUIRE(scenario.has_value());
  return std::move(*scenario);
}

/// The causes that more than half of the stale reads of some run have, where there are many.
using Dominant = std::set<std::string_view>;

analysis::measure::RunResult run(const StrategyPlan& plan) {
  auto blueprint = plan.for_run(1);
  CHECK_INVARIANT(blueprint.has_value());
  return analysis::measure::run_and_measure(std::move(*blueprint));
}

std::string digest_of(const StrategyPlan& plan) { return analysis::load::hexadecimal(run(plan).digest); }

struct Told {
  std::string digest;
  Dominant dominant;
};

Told told_of(const StrategyPlan& plan) {
  const auto result = run(plan);
  Told told{analysis::load::hexadecimal(result.digest), {}};
  const auto& staleness = result.total.staleness;
  for (std::size_t i = 0; i < analysis::measure::cause_count; ++i)
    if (staleness.stale >= 100 && 2 * staleness.causes[i] > staleness.stale)
      told.dominant.insert(name_of(static_cast<analysis::measure::Cause>(i)));
  return told;
}

/// One run of each plan, on all cores.
std::vector<Told> run_all(const std::vector<const StrategyPlan*>& plans) {
  std::vector<Told> told(plans.size());
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < plans.size(); i = next++) told[i] = told_of(*plans[i]);
  };
  std::vector<std::thread> threads;
  for (unsigned i = 1; i < std::thread::hardware_concurrency(); ++i) threads.emplace_back(work);
  work();
  for (std::thread& thread : threads) thread.join();
  return told;
}

/// Of the strategies one in three under the sanitizers, where all of them take minutes; the matrix wants all there too.
bool is_whole() { return !is_sanitized || std::getenv("STALEMATE_WHOLE_LIBRARY") != nullptr; }

std::string key_of(const std::string& file, const std::string& strategy) {
  return fs::path(file).stem().string() + '\t' + strategy;
}

/// A line is "scenario<TAB>strategy<TAB>digest".
Digests digests_in(const std::string& text) {
  Digests digests;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t last = line.rfind('\t');
    REQUIRE(last != std::string::npos);
    digests[line.substr(0, last)] = line.substr(last + 1);
  }
  return digests;
}

std::string text_of(const Digests& digests) {
  std::string text;
  for (const auto& [key, digest] : digests) text += key + '\t' + digest + '\n';
  return text;
}

void compare(const std::string& file, const StrategyPlan& plan, const Digests& actual, const Digests& committed) {
  const std::string key = key_of(file, plan.name);
  const auto found = committed.find(key);
  const std::string expected = found == committed.end() ? "(none)" : found->second;
  if (expected == actual.at(key)) return;
  analysis::cli::RunRequest request;
  request.file = file;
  // Not in Catch's message, which breaks lines within the quotes of a command.
  std::cout << "Expectation " << expected << " (tests/golden/digests.txt)\nActual      " << actual.at(key) << "\n  "
            << analysis::cli::reproduce_command(request, plan.name, 1)
            << "\nIf the change is meant: UPDATE_GOLDEN=1 rewrites the file.\n";
  FAIL_CHECK(plan.name << " in " << file << " gives another digest");
}

}  // namespace

TEST_CASE("Every strategy of the library gives the committed digest, and every cause dominates one", "[digests]") {
  std::map<std::string, Scenario> scenarios;
  std::vector<std::string> keys;
  std::vector<const StrategyPlan*> plans;
  std::size_t met = 0;
  for (const std::string& file : library())
    for (const StrategyPlan& plan : scenarios.emplace(file, read(file)).first->second.strategies) {
      if (met++ % 3 != 0 && !is_whole()) continue;
      keys.push_back(key_of(file, plan.name));
      plans.push_back(&plan);
    }
  Digests actual;
  Dominant dominant;
  std::vector<Told> told = run_all(plans);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    actual[keys[i]] = told[i].digest;
    dominant.merge(told[i].dominant);
  }
  REQUIRE(actual.size() >= 20);
  REQUIRE((is_whole() || std::getenv("UPDATE_GOLDEN") == nullptr));
  const Digests committed = digests_in(golden("digests.txt", text_of(actual)));
  for (const auto& [file, scenario] : scenarios)
    for (const StrategyPlan& plan : scenario.strategies)
      if (actual.count(key_of(file, plan.name)) == 1) compare(file, plan, actual, committed);
  if (!is_whole()) return;
  CHECK(dominant.size() == analysis::measure::cause_count);
  for (const auto& [key, digest] : committed) {
    INFO("a committed digest of what the library no longer has: " << key);
    CHECK(actual.count(key) == 1);
  }
}

TEST_CASE("Two runs of one scenario, after each other or on two threads at once, have one digest", "[digests]") {
  const Scenario scenario = read("scenarios/lost-delete.json");
  for (const StrategyPlan& plan : scenario.strategies) {
    const std::string first = digest_of(plan);
    const std::string second = digest_of(plan);
    std::string left, right;
    std::thread aside([&] { left = digest_of(plan); });
    right = digest_of(plan);
    aside.join();
    std::cout << "Expectation " << first << " (the first run of " << plan.name << ")\nActual " << second << ", " << left
              << ", " << right << " [exact]\n";
    CHECK(second == first);
    CHECK(left == first);
    CHECK(right == first);
  }
}

TEST_CASE("Worlds of different strategies that run at once do not disturb each other", "[digests]") {
  const Scenario scenario = read("scenarios/lost-delete.json");
  std::vector<std::string> alone, together(scenario.strategies.size());
  for (const StrategyPlan& plan : scenario.strategies) alone.push_back(digest_of(plan));
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < together.size(); ++i)
    threads.emplace_back([&, i] { together[i] = digest_of(scenario.strategies[i]); });
  for (std::thread& thread : threads) thread.join();
  CHECK(together == alone);
  CHECK(std::set<std::string>(alone.begin(), alone.end()).size() == alone.size());
}

}  // namespace stalemate::tests
