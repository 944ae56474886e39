#include "analysis/cli/command_line.hpp"
#include <CLI/CLI.hpp>
#include <algorithm>
#include "analysis/cli/command_options.hpp"
#include "analysis/cli/completion.hpp"
#include "analysis/cli/embedded.hpp"
#include "analysis/cli/help_text.hpp"
#include "analysis/explain/shiviz.hpp"
#include "analysis/load/diagnostics.hpp"
#include "analysis/load/nearest.hpp"
#include "analysis/traces/formats.hpp"

namespace stalemate::analysis::cli {
namespace {

void add_run(CLI::App& app, RunRequest& run) {
  add_runs(app, run);
  add_open(app, run);
  add_search(app, run);
  add_vary(app, run);
}

struct Requests {
  NewRequest fresh;
  CheckRequest check;
  DescribeRequest describe;
  RunRequest run;
  RunRequest compare;
  SensitivityRequest sensitivity;
  ExplainRequest explain;
  ReviewRequest review;
  ReplayRequest replay;
  RunRequest replay_as;  ///< replay --scenario
  ListRequest list;
  std::string shell;
  ReportRequest report;
  DiffRequest diff;
  MergeRequest merge;
};

/// "time=when,key=id,unit=ms"
Columns columns_of(const std::string& word) {
  Columns columns;
  for (std::size_t at = 0; at <= word.size();) {
    const std::size_t end = std::min(word.find(',', at), word.size());
    const std::string one = word.substr(at, end - at);
    const std::size_t equals = one.find('=');
    if (equals == std::string::npos)
      throw CLI::ValidationError("--trace-columns", load::in_quotes(one) + " has no \"=\": write time=COLUMN");
    columns.emplace_back(one.substr(0, equals), one.substr(equals + 1));
    at = end + 1;
  }
  const auto read = traces::read_columns(columns);
  if (const auto* why = std::get_if<traces::TraceError>(&read))
    throw CLI::ValidationError("--trace-columns", why->message);
  return columns;
}

void add_trace_format(CLI::App& app, ReplayRequest& replay) {
  std::vector<std::string> names;
  for (const traces::FormatFact& fact : traces::trace_formats()) names.push_back(fact.name);
  app.add_option("--trace-format", replay.trace_format, "its format; by default recognised from what it holds")
      ->check(CLI::IsMember(names))
      ->type_name("NAME");
  const auto read = [&replay](const std::string& word) { replay.trace_columns = columns_of(word); };
  app.add_option_function<std::string>("--trace-columns", read,
                                       "of a CSV: time=COLUMN,key=COLUMN,op=COLUMN,size=COLUMN,unit=s|ms|us|ns")
      ->type_name("LIST");
}

void add_replay(CLI::App& app, Requests& all) {
  ReplayRequest& replay = all.replay;
  app.add_option("TRACE", replay.trace, "a recorded trace, plain or packed by gzip or zstd")->required();
  add_trace_format(app, replay);
  auto* scenario =
      app.add_option("--scenario", all.replay_as.file, "replay the trace as this scenario's reads and writes");
  const std::vector<CLI::Option*> alone = {
      repeatable(app, "--eviction", replay.evictions, "NAME[,parameter=value]: a policy; repeatable; lru by default"),
      repeatable(app, "--capacity", replay.capacities, "bytes as 64MiB, or entries as 10000; repeatable"),
      app.add_flag("--all", replay.all, "every policy there is")};
  for (CLI::Option* option : alone) option->excludes(scenario);
  for (CLI::Option* option : add_overrides(app, all.replay_as)) option->needs(scenario);
  add_open(app, all.replay_as)->needs(scenario);
  add_jobs(app, replay.jobs);
  add_format(app, replay.format);
  app.add_flag("--quiet", replay.quiet, "neither progress nor warnings");
  app.footer(replay_footer());
}

void add_explain_filters(CLI::App& app, ExplainRequest& explain) {
  app.add_option("--cause", explain.cause, "only reads of this cause, such as fill-race")->type_name("NAME");
  app.add_option("--class", explain.data_class, "only reads of this data class")->type_name("NAME");
  const auto read_key = [&explain](const std::string& word) { explain.key = whole_number("--key", word); };
  app.add_option_function<std::string>("--key", read_key, "only this key of the class, and its life in all copies")
      ->type_name("N");
  app.add_option("--at", explain.at, "the first such read asked at that time or later, as 4:12; by default the oldest")
      ->type_name("TIME");
}

void add_explain(CLI::App& app, ExplainRequest& explain) {
  app.add_option("FILE", explain.file, "a scenario")->required();
  app.add_option("STRATEGY", explain.strategy,
                 "a name or glob; of several, by default of all, the one with the most stale reads");
  add_explain_filters(app, explain);
  add_changes(app, explain, "instead of the scenario's");
  app.add_flag("--quick", explain.quick, "do not run again without each request and fault that is named");
  repeatable(app, "-o,--output", explain.outputs,
             "write a file, by its ending .svg, .mmd (Mermaid), .json (Perfetto), .log (ShiViz) or .md; repeatable");
  add_format(app, explain.format, {"table", "json", "markdown"});
  app.add_flag("--quiet", explain.quiet, "no warnings");
  app.footer(what_if_footer() + "ShiViz parses the .log by " + explain::shiviz_pattern +
             "\n\nExample: stalemate explain mine.json 'delete + ttl' --cause fill-race -o story.svg");
}

void add_review(CLI::App& app, ReviewRequest& review) {
  app.add_option("FILE", review.file, "a scenario")->required();
  repeatable(app, "--strategy", review.strategies,
             "only strategies of this name or glob; by default what production runs, else all; repeatable");
  const auto read_seed = [&review](const std::string& word) { review.seed = whole_number("--seed", word); };
  app.add_option_function<std::string>("--seed", read_seed, "instead of the scenario's")->type_name("N");
  repeatable(app, "--set", review.sets, "PATH=VALUE: another value for this review; repeatable");
  app.add_option("--what-if-at", review.what_if_at, "when the standard faults strike, as 4:12")->type_name("TIME");
  repeatable(app, "-o,--output", review.outputs, "write a file, by its ending .md or .html; repeatable");
  add_jobs(app, review.jobs);
  app.add_flag("--quiet", review.quiet, "neither progress nor warnings");
  app.footer(review_footer);
}

void add_diff(CLI::App& app, DiffRequest& diff) {
  app.add_option("BEFORE", diff.file, "results of `run -o x.json`, or a scenario, which is run")->required();
  app.add_option("AFTER", diff.after, "the same, to hold against it")->required();
  add_choice(app, diff);
  repeatable(app, "-o,--output", diff.outputs, "write a file, by its ending .json, .csv or .md; repeatable");
  app.add_flag("--strict", diff.strict, "exit 1 where something is shown to have moved; of one seed, where it moved");
  add_jobs(app, diff.jobs);
  add_format(app, diff.format);
  app.add_flag("--quiet", diff.quiet, "neither progress nor warnings");
  app.footer(what_if_footer() + diff_footer);
}

void add_report(CLI::App& app, ReportRequest& report) {
  CLI::Option* const store = app.add_option("STORE", report.store, "of `run -o x.db`: shows it, and writes it by -o");
  CLI::Option* const outputs = repeatable(app, "-o,--output", report.outputs,
                                          "write a file, by its ending .html, .json, .csv, .md or .prom; repeatable");
  add_format(app, report.format);
  app.add_flag("--strict", report.strict, "exit 1 where runs are missing, or a cached strategy is not seen to hold")
      ->needs(store);
  CLI::Option* const page =
      app.add_option("--extract", report.page, "a page of `run -o x.html`: prints the scenario in it, byte for byte")
          ->excludes(store)
          ->excludes(outputs)
          ->type_name("PAGE");
  app.add_option("--file", report.file, "another text in it: one that the scenario extends")
      ->needs(page)
      ->type_name("NAME");
  app.footer("Example: stalemate report results.db -o map.html");
}

void add_everyday(CLI::App& app, Requests& all) {
  CLI::App* fresh = app.add_subcommand("new", "A commented scenario to start from.");
  fresh->add_option("FILE", all.fresh.file, "the file to write; it must not be there");
  fresh->add_option("--like", all.fresh.like, "a template, or a scenario of the library")->type_name("NAME");
  fresh->footer("Example: stalemate new mine.json --like shop");

  CLI::App* check = app.add_subcommand("check", "Every error of a scenario at once; runs nothing.");
  check->add_option("FILE", all.check.files, "scenarios")->required();
  check->footer("Example: stalemate check mine.json");

  CLI::App* describe = app.add_subcommand("describe", "The system read back in plain sentences; runs nothing.");
  describe->add_option("FILE", all.describe.file, "a scenario")->required();
  repeatable(*describe, "--set", all.describe.sets, "PATH=VALUE: another value; repeatable");
  describe->footer("Example: stalemate describe mine.json");

  CLI::App* run = app.add_subcommand("run", "Runs every strategy side by side, and ends in an answer.");
  add_run(*run, all.run);
  run->footer(what_if_footer() + search_footer + vary_footer +
              "Example: stalemate run mine.json --strategy 'delete*' --set nodes.db.read=2ms -o results.json");
  CLI::App* compare = app.add_subcommand("compare", "The same as run --seeds 20.");
  all.compare.seeds = 20;
  add_run(*compare, all.compare);
  compare->footer(what_if_footer() + search_footer + vary_footer + "Example: stalemate compare mine.json");
  add_explain(*app.add_subcommand("explain", "Why reads were stale: causes in numbers, then one read step by step."),
              all.explain);
  add_review(*app.add_subcommand("review", "A design review: what is stated, what runs show, what to ask next."),
             all.review);
}

void add_advanced(CLI::App& app, Requests& all) {
  add_replay(*app.add_subcommand("replay", "A recorded trace through caches, or as the requests of a scenario."), all);
  CLI::App* sensitivity = app.add_subcommand("sensitivity", "Which guess of a scenario flips the decision.");
  add_runs(*sensitivity, all.sensitivity);
  sensitivity->footer(what_if_footer() + sensitivity_footer);
  add_diff(*app.add_subcommand("diff", "What moved between two results or scenarios, and whether it is shown."),
           all.diff);
  add_report(*app.add_subcommand("report", "What a store of a sweep shows, or what a page was made from."), all.report);
  CLI::App* merge = app.add_subcommand("merge", "The stores of a sweep's shards into one.");
  merge->add_option("STORE", all.merge.parts, "stores of `run --shard I/N -o x.db`")->required();
  merge->add_option("-o,--output", all.merge.output, "the store of the whole, which must not be there")
      ->required()
      ->type_name("FILE");
  merge->footer("Example: stalemate merge shard-*.db -o whole.db");
  CLI::App* list = app.add_subcommand("list", "What there is.");
  list->add_option("WHAT", all.list.topic, "strategies (the default), templates, library, metrics or faults");
  add_format(*list, all.list.format);
  list->footer("Example: stalemate list strategies --format json");
  app.add_subcommand("schema", "The JSON Schema of a scenario, for editors.")->footer("Example: stalemate schema");
  CLI::App* completion = app.add_subcommand("completion", "What completes its command line in a shell.");
  completion->add_option("SHELL", all.shell, "bash, zsh or fish")->required()->check(CLI::IsMember(shells));
  completion->footer("Example: source <(stalemate completion bash)");
  app.add_subcommand("man", "The manual page.")->footer("Example: stalemate man | man -l -");
}

Request request_of(const std::string& command, Requests& all) {
  if (command == "new") return all.fresh;
  if (command == "check") return all.check;
  if (command == "describe") return all.describe;
  if (command == "run") return all.run;
  if (command == "compare") return all.compare;
  if (command == "sensitivity") return all.sensitivity;
  if (command == "explain") return all.explain;
  if (command == "review") return all.review;
  if (command == "list") return all.list;
  if (command == "schema") return SchemaRequest{};
  if (command == "report") return all.report;
  if (command == "diff") return all.diff;
  if (command == "merge") return all.merge;
  if (all.replay_as.file.empty()) return all.replay;
  RunRequest as = all.replay_as;
  as.trace = all.replay.trace;
  as.trace_format = all.replay.trace_format;
  as.trace_columns = all.replay.trace_columns;
  as.jobs = all.replay.jobs;
  as.format = all.replay.format;
  as.quiet = all.replay.quiet;
  return as;
}

std::vector<std::string> commands_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
    names.push_back(command->get_name());
  return names;
}

std::vector<std::string> options_of(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options())
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  return names;
}

OptionWords words_of(const CLI::Option& option) {
  OptionWords words;
  for (const std::string& name : option.get_snames()) words.names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) words.names.push_back("--" + name);
  if (words.names.empty()) words.names.push_back(option.get_name());
  if (option.get_items_expected_max() > 0) words.value = option.get_type_name();
  words.doc = option.get_description();
  return words;
}

std::vector<CommandWords> words_of(const CLI::App& app) {
  std::vector<CommandWords> all;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    all.push_back({command->get_name(), command->get_description(), {}});
    for (const CLI::Option* option : command->get_options()) all.back().options.push_back(words_of(*option));
  }
  return all;
}

std::string with_mend(const std::string& message, const std::string& mend) {
  return mend.empty() ? message : message + "; " + mend;
}

/// What CLI11 could not place: an unknown option, or one word too many.
Trouble unexpected(const CLI::App& command) {
  std::string word = command.remaining().empty() ? "" : command.remaining().front();
  for (const std::string& each : command.remaining())
    if (each.starts_with('-')) word = each;
  word = word.substr(0, word.find('='));
  if (!word.starts_with('-')) return trouble(Exit::wrong_input, load::in_quotes(word) + " is one word too many");
  const std::string known = load::mend_for(word, options_of(command));
  return trouble(Exit::wrong_input, with_mend(command.get_name() + " has no option " + load::in_quotes(word), known));
}

std::variant<Request, Answer, Trouble> parse(CLI::App& app, int argc, char** argv, Requests& all) {
  const auto command = [&app] { return app.get_subcommands().empty() ? nullptr : app.get_subcommands().front(); };
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForVersion&) {
    return Answer{"stalemate " + std::string(program_version()) + "\n"};
  } catch (const CLI::CallForHelp&) {
    return Answer{command() == nullptr ? general_help : app.help()};
  } catch (const CLI::ExtrasError& error) {
    if (command() != nullptr) return unexpected(*command());
    return trouble(Exit::wrong_input, error.what());
  } catch (const CLI::ParseError& error) {
    const std::string hint =
        command() == nullptr ? "stalemate --help" : "stalemate " + command()->get_name() + " --help";
    return trouble(Exit::wrong_input, std::string(error.what()) + "; see `" + hint + "`");
  }
  const std::string name = command()->get_name();
  if (name == "completion") return Answer{completion_script(all.shell, words_of(app))};
  if (name == "man") return Answer{manual_page(words_of(app))};
  return request_of(name, all);
}

}  // namespace

std::variant<Request, Answer, Trouble> read_command_line(int argc, char** argv) {
  CLI::App app;
  app.name("stalemate");
  app.set_version_flag("--version", std::string(program_version()));
  app.require_subcommand(1);
  Requests all;
  add_everyday(app, all);
  add_advanced(app, all);
  if (argc < 2) return Trouble{Exit::wrong_input, general_help};
  const std::string word = argv[1];
  const std::vector<std::string> known = commands_of(app);
  if (!word.starts_with('-') && std::find(known.begin(), known.end(), word) == known.end()) {
    const std::string mend = load::mend_for(word, known);
    return trouble(Exit::wrong_input, with_mend("there is no command " + load::in_quotes(word), mend));
  }
  return parse(app, argc, argv, all);
}

}  // namespace stalemate::analysis::cli
