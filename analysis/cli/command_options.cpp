#include "analysis/cli/command_options.hpp"
#include <charconv>
#include <map>
#include "analysis/cli/what_if_input.hpp"
#include "analysis/load/diagnostics.hpp"

namespace stalemate::analysis::cli {
namespace {

constexpr std::int64_t seeds_at_most = 1'000'000;
constexpr int jobs_at_most = 4096;

const std::map<std::string, Format> formats = {
    {"table", Format::table}, {"json", Format::json}, {"csv", Format::csv}, {"markdown", Format::markdown}};

std::vector<CLI::Option*> add_what_if(CLI::App& app, ScenarioChoice& choice) {
  const auto read = [&choice](const std::string& word) {
    const std::string why = unknown_what_if(word);
    if (!why.empty()) throw CLI::ValidationError(why);
    choice.what_if = word;
  };
  CLI::Option* const what_if =
      app.add_option_function<std::string>("--what-if", read,
                                           "a standard fault instead of the scenario's; see below")
          ->type_name("NAME");
  CLI::Option* const at =
      app.add_option("--what-if-at", choice.what_if_at, "when it strikes, as 4:12; by default amid what is measured")
          ->needs(what_if)
          ->type_name("TIME");
  return {what_if, at};
}

}  // namespace

CLI::Option* repeatable(CLI::App& app, const char* names, std::vector<std::string>& values, const char* doc) {
  return app.add_option(names, values, doc)->expected(1)->allow_extra_args(false)->take_all();
}

void add_format(CLI::App& app, Format& format, const std::vector<std::string>& words) {
  const auto read = [&format](const std::string& word) { format = formats.at(word); };
  std::string known;
  for (const std::string& word : words) known += (known.empty() ? "" : word == words.back() ? " or " : ", ") + word;
  app.add_option_function<std::string>("--format", read, "what goes to standard output: " + known)
      ->check(CLI::IsMember(words))
      ->type_name("FORMAT");
}

void add_jobs(CLI::App& app, int& jobs) {
  app.add_option("--jobs", jobs, "runs at the same time; as many as there are processors by default")
      ->check(CLI::Range(1, jobs_at_most))
      ->type_name("N");
}

std::uint64_t whole_number(const char* option, const std::string& word) {
  std::uint64_t number = 0;
  const char* const end = word.data() + word.size();
  const auto [stop, error] = std::from_chars(word.data(), end, number);
  if (error == std::errc{} && stop == end) return number;
  throw CLI::ValidationError(option, load::in_quotes(word) + " is no whole number from 0 to 18446744073709551615");
}

std::vector<CLI::Option*> add_changes(CLI::App& app, ScenarioChoice& choice, const char* which_seed) {
  const auto read_seed = [&choice](const std::string& word) { choice.seed = whole_number("--seed", word); };
  CLI::Option* const faults = repeatable(app, "--fault", choice.faults, "only faults of this name or glob; repeatable");
  std::vector<CLI::Option*> all = {
      app.add_option_function<std::string>("--seed", read_seed, which_seed)->type_name("N"), faults,
      app.add_flag("--no-faults", choice.no_faults, "without any fault")->excludes(faults),
      repeatable(app, "--set", choice.sets, "PATH=VALUE: another value for this run; repeatable")};
  const auto what_if = add_what_if(app, choice);
  what_if.front()->excludes(faults)->excludes(all[2]);
  all.insert(all.end(), what_if.begin(), what_if.end());
  return all;
}

std::vector<CLI::Option*> add_choice(CLI::App& app, RunRequest& run) {
  std::vector<CLI::Option*> all = {
      app.add_option("--seeds", run.seeds, "as many replications, each with the next seed")
          ->check(CLI::Range(std::int64_t{1}, seeds_at_most))
          ->type_name("N"),
      repeatable(app, "--strategy", run.strategies, "only strategies of this name or glob; repeatable"),
      app.add_flag("--no-baseline", run.no_baseline, "without the row \"no cache\"")};
  const auto changes = add_changes(app, run, "the first seed, instead of the scenario's");
  all.insert(all.end(), changes.begin(), changes.end());
  return all;
}

std::vector<CLI::Option*> add_overrides(CLI::App& app, RunRequest& run) {
  std::vector<CLI::Option*> all = add_choice(app, run);
  all.push_back(repeatable(
      app, "-o,--output", run.outputs,
      "write a file, by its ending .json, .csv or .md; of a plain run also .html, a page, .svg, its first"
      " picture, .xml, JUnit, and answer.md, x.answer.md or x-answer.md, the answer on a page; .db is a store that"
      " each run goes into as it ends; repeatable"));
  all.push_back(app.add_flag("--strict", run.strict, "what is undecided fails too"));
  return all;
}

CLI::Option* add_open(CLI::App& app, RunRequest& run) {
  return app.add_flag("--open", run.open, "show the page that -o wrote");
}

void add_search(CLI::App& app, RunRequest& run) {
  CLI::Option* const solve =
      app.add_option("--solve", run.solve, "PATH or PATH=FROM..TO: how far each strategy holds while it is turned")
          ->type_name("PATH");
  const auto is_named = [](const std::string& word) { return word.empty() ? "names no quantity to turn" : ""; };
  solve->check(CLI::Validator(is_named, ""));
  CLI::Option* const capacity =
      app.add_flag("--find-capacity", run.find_capacity, "the highest load at which each strategy holds");
  capacity->excludes(solve);
  app.add_flag("--leave-one-out", run.leave_one_out, "what each cached class and tier earns")
      ->excludes(solve)
      ->excludes(capacity);
}

void add_vary(CLI::App& app, RunRequest& run) {
  CLI::Option* const vary =
      repeatable(app, "--vary", run.vary, "PATH=1s..10m:log:12, or linear, or PATH=A,B,C: every value; repeatable");
  app.add_option("--points", run.points, "so many points at random instead of the grid of all values")
      ->check(CLI::Range(std::int64_t{1}, std::int64_t{10'000'000}))
      ->needs(vary)
      ->type_name("N");
  app.add_flag("--resume", run.resume, "go on with the store of -o x.db");
  app.add_option("--shard", run.shard, "I/N: the Ith of N parts of all runs, for as many machines")->type_name("I/N");
}

void add_runs(CLI::App& app, RunRequest& run) {
  app.add_option("FILE", run.file, "a scenario")->required();
  add_overrides(app, run);
  add_jobs(app, run.jobs);
  add_format(app, run.format);
  app.add_flag("--quiet", run.quiet, "neither progress nor warnings");
}

}  // namespace stalemate::analysis::cli
