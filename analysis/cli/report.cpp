// report: what a store of a sweep shows; with --extract, the scenario that a page was made from.
#include <algorithm>
#include <filesystem>
#include "analysis/cli/commands.hpp"
#include "analysis/cli/input.hpp"
#include "analysis/cli/interrupt.hpp"
#include "analysis/cli/sweep_output.hpp"
#include "analysis/cli/terminal.hpp"
#include "analysis/load/diagnostics.hpp"
#include "analysis/load/nearest.hpp"
#include "analysis/load/visible.hpp"
#include "analysis/page/html.hpp"

namespace stalemate::analysis::cli {
namespace {

using Texts = std::vector<page::SourceText>;

std::vector<std::string> names_in(const Texts& texts) {
  std::vector<std::string> names;
  for (const page::SourceText& each : texts) names.push_back(each.name);
  return names;
}

Exit print_named(const ReportRequest& request, const Texts& texts) {
  const auto is_it = [&](const page::SourceText& each) { return each.name == request.file; };
  const auto found = std::find_if(texts.begin(), texts.end(), is_it);
  if (found != texts.end()) return print_result(found->text);
  return fail(trouble(Exit::wrong_input, request.page + " holds no " + load::in_quotes(request.file) + "; " +
                                             load::mend_for(request.file, names_in(texts))));
}

/// What is needed beside the first text to read it again.
void tell_others(const Texts& texts) {
  for (std::size_t i = 1; i < texts.size(); ++i)
    complain("stalemate: it extends " + load::visible(texts[i].name) + ", which --file gives\n");
}

/// One that is not whole is shown as far as it goes.
Exit show_store(const ReportRequest& request) {
  if (const auto why = SweepOutput::wrong_names(request.outputs)) return fail(*why);
  if (const auto why = overwrites(request.outputs, request.store)) return fail(*why);
  std::error_code none;
  if (!std::filesystem::exists(request.store, none))
    return fail(trouble(Exit::wrong_input, "there is no file " + load::visible(request.store)));
  auto opened = store::SweepStore::open(request.store, false);
  if (const auto* const why = std::get_if<store::StoreError>(&opened)) return fail(store_trouble(request.store, *why));
  const auto& found = std::get<std::optional<store::SweepStore>>(opened);
  if (!found)
    return fail(trouble(Exit::wrong_input, load::visible(request.store) + " holds nothing yet"));
  auto output = SweepOutput::open(request.outputs, request.format);
  if (const auto* const why = std::get_if<Trouble>(&output)) return fail(*why);
  watch_interrupts();
  const auto written = std::get<SweepOutput>(output).write(*found, std::nullopt, request.strict);
  const auto* const why = std::get_if<Trouble>(&written);
  return why != nullptr ? fail(*why) : std::get<Exit>(written);
}

}  // namespace

Exit run_command(const ReportRequest& request) {
  if (!request.store.empty()) return show_store(request);
  if (request.page.empty())
    return fail(trouble(Exit::wrong_input, "report shows a store of `run -o x.db`, or by --extract what is in a page: "
                                           "name one"));
  const auto read = read_file(request.page);
  if (const auto* why = std::get_if<Trouble>(&read)) return fail(*why);
  const auto texts = page::scenario_in(std::get<std::string>(read));
  if (!texts)
    return fail(trouble(Exit::wrong_input, request.page + " holds no scenario: it is no page of `run -o x.html`"));
  if (!request.file.empty()) return print_named(request, *texts);
  tell_others(*texts);
  return print_result(texts->front().text);
}

}  // namespace stalemate::analysis::cli
