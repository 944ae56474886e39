// new: a scenario to start from.
#include "analysis/cli/commands.hpp"
#include "analysis/cli/library.hpp"
#include "analysis/cli/output_files.hpp"
#include "analysis/cli/shell.hpp"
#include "analysis/cli/table.hpp"
#include "analysis/cli/terminal.hpp"
#include "analysis/load/diagnostics.hpp"
#include "analysis/load/nearest.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::cli {
namespace {

std::string listing(const char* heading, std::span<const EmbeddedFile> files) {
  Table table{{heading, ""}, {}, 2};
  for (const EmbeddedFile& file : files) table.rows.push_back({std::string(file.name), title_of(file)});
  return write_table(table, Format::table);
}

std::string everything() {
  return listing("Templates", template_files()) + "\n" + listing("Library", library_files()) +
         "\nstalemate new FILE --like NAME writes one of them to FILE.\n";
}

std::optional<std::string_view> text_like(const std::string& name) {
  const auto text = text_named(template_files(), name);
  return text ? text : text_named(library_files(), name);
}

Trouble unknown(const std::string& name) {
  std::vector<std::string> names = names_of(template_files());
  for (std::string& each : names_of(library_files())) names.push_back(std::move(each));
  return trouble(Exit::wrong_input, "--like " + load::in_quotes(name) +
                                        " is no template and no scenario of the library; " +
                                        load::mend_for(name, names));
}

}  // namespace

Exit run_command(const NewRequest& request) {
  if (!request.like.empty() && !text_like(request.like)) return fail(unknown(request.like));
  if (request.file.empty()) return print_result(everything());
  if (request.like.empty()) {
    complain("stalemate: " + request.file + " like what? Say --like NAME\n");
    return print_result(everything(), Exit::wrong_input);
  }
  const std::string_view text = *text_like(request.like);
  if (request.file == "-") return print_result(text);
  auto file = OutputFile::open(request.file, IfThere::refuse);
  if (const auto* why = std::get_if<Trouble>(&file)) return fail(*why);
  if (const auto why = std::get<OutputFile>(file).commit(text)) return fail(*why);
  return print_result("wrote " + request.file + "; next: stalemate describe " +
                      page::shell_word(operand(request.file)) + "\n");
}

}  // namespace stalemate::analysis::cli
