#include "analysis/cli/cli.hpp"
#include <exception>
#include <new>
#include "analysis/cli/command_line.hpp"
#include "analysis/cli/commands.hpp"
#include "analysis/cli/interrupt.hpp"
#include "analysis/load/diagnostics.hpp"
#include "models/options/registry.hpp"

namespace stalemate::cli {
namespace {

using namespace analysis::cli;

Exit obey(int argc, char** argv) {
  if (const auto* twice = models::options::named_twice(models::options::all_options()))
    return fail(trouble(Exit::internal, "this program links two options " + twice->axis + " " +
                                            analysis::load::in_quotes(twice->name) + ": give one another name"));
  const auto read = read_command_line(argc, argv);
  if (const auto* why = std::get_if<Trouble>(&read)) return fail(*why);
  if (const auto* answer = std::get_if<Answer>(&read)) return print_result(answer->text);
  return std::visit([](const auto& request) { return run_command(request); }, std::get<Request>(read));
}

Exit obey_safely(int argc, char** argv) {
  try {
    return obey(argc, argv);
  } catch (const std::bad_alloc&) {
    return fail(trouble(Exit::machine, "out of memory"));
  } catch (const std::exception& error) {
    return fail(trouble(Exit::internal, std::string("internal error: ") + error.what()));
  }
}

}  // namespace

int main(int argc, char** argv) {
  let_writes_fail();
  return static_cast<int>(obey_safely(argc, argv));
}

}  // namespace stalemate::cli
