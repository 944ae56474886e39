// Exit statuses, and what leads to one before there is a result.
// Promise: scripts may rely on the numbers; every trouble names what to mend.
// Source: this project's interface ("Exit status"); 130 = 128 + SIGINT, as shells have it.
#pragma once
#include <string>
#include <string_view>

namespace stalemate::analysis::cli {

enum class Exit : int {
  done = 0,         ///< Every promise and expectation held.
  broken = 1,       ///< One was broken.
  wrong_input = 2,  ///< A scenario or the command line is wrong.
  machine = 3,      ///< Disk full, unreadable file, out of memory.
  internal = 4,     ///< A check of the program itself failed.
  interrupted = 130,
};

/// Why a command cannot go on. The message is ready for standard error.
struct Trouble {
  Exit exit = Exit::wrong_input;
  std::string message;
};

inline Trouble trouble(Exit exit, std::string_view why) { return {exit, "stalemate: " + std::string(why) + "\n"}; }

}  // namespace stalemate::analysis::cli
