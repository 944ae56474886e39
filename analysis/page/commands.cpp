#include "analysis/page/commands.hpp"
#include <algorithm>
#include <cstddef>
#include <optional>
#include "analysis/page/figures.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::page {
namespace {

using Words = std::vector<std::string>;

constexpr std::int64_t many_seeds = 20;

Words with_file(const char* verb, const Report& report) { return {"stalemate", verb, report.file}; }

Words start_of(const Report& report) {
  return report.command.start.empty() ? with_file("run", report) : report.command.start;
}

Words describe_of(const Report& report) {
  return report.command.describe.empty() ? with_file("describe", report) : report.command.describe;
}

Words seeds_of(std::int64_t seeds) { return seeds == 1 ? Words{} : Words{"--seeds", std::to_string(seeds)}; }

/// The seed among the options of choice.
Words seed_of(const CommandFact& of) {
  const auto seed = std::find(of.choice.begin(), of.choice.end(), "--seed");
  return seed == of.choice.end() ? Words{} : Words{seed, seed + 2};
}

/// Joined, and made ready for a shell and for a terminal. An option stays on one line with its value.
Words ready(const std::vector<Words>& parts) {
  Words all;
  for (const Words& part : parts) {
    for (std::size_t i = 0; i < part.size(); ++i) {
      const std::string word = visible(shell_word(part[i]));
      const bool is_value = i > 0 && part[i - 1].starts_with('-') && !part[i].starts_with('-');
      if (is_value) {
        all.back() += ' ' + word;
      } else {
        all.push_back(word);
      }
    }
  }
  return all;
}

/// The path of the first load of which it was assumed that its writes hit keys as reads do.
std::optional<std::string> assumed_keys(const Report& report) {
  for (const std::string& each : report.assumed)
    if (each.ends_with("keys_like = reads")) return each.substr(0, each.find(" = "));
  return std::nullopt;
}

double stale_reads(const StrategyReport& strategy) { return sum(strategy, "staleness.stale"); }

/// No trace was replayed from the command line.
bool runs_file(const CommandFact& of) { return of.start.size() <= 1 || of.start[1] == "run"; }

/// The strategy with the most stale reads, explained; nothing when there are none, or when a trace was replayed from
/// the command line.
std::optional<Command> explanation(const Report& report) {
  const CommandFact& of = report.command;
  if (!runs_file(of)) return std::nullopt;
  const StrategyReport* most = nullptr;
  for (const StrategyReport& each : report.strategies)
    if (!each.name.starts_with('-') && (most == nullptr || stale_reads(each) > stale_reads(*most))) most = &each;
  if (most == nullptr || stale_reads(*most) == 0) return std::nullopt;
  Words start = with_file("explain", report);
  if (of.start.size() > 2) start[2] = of.start[2];
  start.push_back(most->name);
  return Command{ready({start, of.faults, of.sets, seed_of(of)}), "one stale read, step by step"};
}

}  // namespace

Command same_again(const Report& report) {
  const CommandFact& of = report.command;
  if (of.start.empty()) return {};
  return {ready({of.start, of.choice, of.faults, of.sets, seeds_of(of.seeds)}), "this result again"};
}

std::vector<Command> next_commands(const Report& report) {
  const CommandFact& of = report.command;
  const Words start = start_of(report);
  const Words seeds = seeds_of(of.seeds);
  std::vector<Command> commands;
  commands.push_back({ready({describe_of(report), of.sets}), "the system in plain sentences"});
  if (auto explained = explanation(report)) commands.push_back(std::move(*explained));
  if (const auto path = assumed_keys(report)) {
    commands.push_back({ready({start, of.choice, of.faults, of.sets, {"--set", *path + "=uniform"}, seeds}),
                        "if writes hit all keys alike"});
  }
  if (!report.faults.empty())
    commands.push_back({ready({start, of.choice, of.sets, {"--no-faults"}, seeds}), "the same on a calm day"});
  const Words more = seeds_of(std::max(of.seeds, many_seeds));
  commands.push_back({ready({start, of.choice, of.faults, of.sets, more, {"-o", "report.html"}}),
                      of.seeds < many_seeds ? "more seeds, as a page" : "as a page"});
  return commands;
}

Command sensitivity_of(const Report& report) {
  const CommandFact& of = report.command;
  if (!runs_file(of)) return {};
  Words start = start_of(report);
  start[1] = "sensitivity";
  return {ready({start, of.choice, of.faults, of.sets, seeds_of(of.seeds)}), "which guess flips the decision"};
}

Command without_caches(const Report& report) {
  const CommandFact& of = report.command;
  if (!runs_file(of)) return {};
  return {ready({start_of(report), of.choice, {"--what-if", "remove-cache"}, of.sets, seeds_of(of.seeds)}),
          "every cache is away"};
}

}  // namespace stalemate::analysis::page
