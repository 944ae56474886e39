#include "analysis/page/several.hpp"
#include "analysis/page/commands.hpp"
#include "analysis/page/markdown.hpp"
#include "analysis/page/prose.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::page {
namespace {

std::string last_line(const Report& report) {
  return joined({plural(report.command.seeds, "seed"), "stalemate " + report.tool,
                 "exit " + std::to_string(report.exit_status) + ": " + report.exit_reason},
                " \xC2\xB7 ");
}

}  // namespace

Json json_heading(const char* format, const Report& report, const load::Scenario& scenario) {
  return {{"format", format},
          {"tool", report.tool},
          {"scenario", {{"title", scenario.title}, {"file", scenario.file}, {"hash", scenario.hash}}},
          {"seeds", report.command.seeds}};
}

void add_heading(Lines& lines, const Report& report) {
  lines.add_wrapped(visible(report.title));
  lines.add_labelled("Promise", promise_line(report));
  lines.add_labelled("Fault", fault_line(report));
}

void add_ending(Lines& lines, const std::vector<std::string>& answer, const Report& report, const std::string& next) {
  lines.add("");
  lines.add_labelled("ANSWER", answer);
  lines.add_command("NEXT", next);
  lines.add_command("AGAIN", joined(same_again(report).words, " "));
  lines.add("");
  lines.add_wrapped(last_line(report));
}

std::string markdown_heading(const Report& report) {
  return "## " + markdown_text(report.title) + "\n\n- Promise: " + markdown_text(promise_line(report)) +
         "\n- Fault: " + markdown_text(fault_line(report)) + '\n';
}

std::string markdown_ending(const std::vector<std::string>& answer, const Report& report, const std::string& next) {
  std::string text = "\n**Answer**\n\n";
  for (const std::string& sentence : answer) text += "- " + markdown_text(sentence) + '\n';
  text += command_section("Next", next) + again_section(joined(same_again(report).words, " "));
  return text + '\n' + markdown_text(last_line(report)) + '\n';
}

}  // namespace stalemate::analysis::page
