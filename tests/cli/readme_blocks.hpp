// The command blocks of a Markdown file, as the list of commands that a reader would type.
// Promise: every ```sh, ```bash and ```console block is found; a command goes on over trailing backslashes and
// here-documents. Source: the fenced code blocks of CommonMark. Departs: a trailing comment `# exit N` states the
// expected exit status, and the info string `sh setup` marks blocks that set a machine up.
#pragma once
#include <string>
#include <vector>

namespace stalemate::tests::cli {

struct ReadmeCommand {
  int line = 0;  ///< Where it begins in the Markdown file, from 1.
  std::string text;
  int expected_status = 0;
  bool is_setup = false;
};

std::vector<ReadmeCommand> commands_of(const std::string& markdown);

}  // namespace stalemate::tests::cli
