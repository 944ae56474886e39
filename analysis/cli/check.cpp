// check, describe and schema: what needs no run.
#include "analysis/cli/commands.hpp"
#include "analysis/cli/scenario_input.hpp"
#include "analysis/cli/terminal.hpp"
#include "analysis/load/describe.hpp"
#include "analysis/load/schema.hpp"

namespace stalemate::analysis::cli {
namespace {

// The first machine trouble outranks wrong input: a script can mend the one and not the other.
Exit worse(Exit a, Exit b) { return static_cast<int>(a) > static_cast<int>(b) ? a : b; }

}  // namespace

Exit fail(const Trouble& why) {
  complain(why.message);
  return why.exit;
}

Exit print_result(std::string_view text, Exit wanted) {
  if (const auto why = print(text)) return fail(*why);
  return wanted;
}

Exit run_command(const CheckRequest& request) {
  Exit exit = Exit::done;
  for (const std::string& file : request.files) {
    RunRequest run;
    run.file = file;
    const auto loaded = load_scenario(run);
    if (const auto* why = std::get_if<Trouble>(&loaded)) {
      exit = worse(exit, fail(*why));
      continue;
    }
    complain(std::get<Loaded>(loaded).warnings);
    exit = worse(exit, print_result(file + ": ok\n"));
  }
  return exit;
}

Exit run_command(const DescribeRequest& request) {
  RunRequest run;
  run.file = request.file;
  run.sets = request.sets;
  const auto loaded = load_scenario(run);
  if (const auto* why = std::get_if<Trouble>(&loaded)) return fail(*why);
  complain(std::get<Loaded>(loaded).warnings);
  return print_result(load::describe(std::get<Loaded>(loaded).scenario));
}

Exit run_command(const SchemaRequest&) { return print_result(load::schema()); }

}  // namespace stalemate::analysis::cli
