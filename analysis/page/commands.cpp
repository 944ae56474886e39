#include "analysis/page/commands.hpp"
#include <algorithm>
#include <cstddef>
#include <optional>
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
  if (const auto path = assumed_keys(report)) {
    commands.push_back({ready({start, of.choice, of.faults, of.sets, {"--set", *path + "=uniform"}, seeds}),
                        "if writes hit all keys alike"});
  }
  if (!report.faults.empty())
    commands.push_back({ready({start, of.choice, of.sets, {"--no-faults"}, seeds}), "the same on a calm day"});
  const Words more = seeds_of(std::max(of.seeds, many_seeds));
  commands.push_back({ready({start, of.choice, of.faults, of.sets, more, {"-o", "report.json"}}),
                      of.seeds < many_seeds ? "more seeds, kept as data" : "kept as data"});
  return commands;
}

}  // namespace stalemate::analysis::page
