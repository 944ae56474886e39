// Exit statuses, and what leads to one before there is a result.
// Promise: scripts may rely on the numbers; every trouble names what to mend.
// Source: this project's interface ("Exit status"); 128 and the signal's number, as shells have it.
#pragma once
#include <string>
#include <string_view>

namespace stalemate::analysis::cli {

enum class Exit : int {
  done = 0,           ///< Every promise and expectation held.
  broken = 1,         ///< One was broken; explain: nothing to draw in a file that was asked for.
  wrong_input = 2,    ///< A scenario, a trace or the command line is wrong, or names a file that is not there.
  machine = 3,        ///< Disk full, unreadable file, out of memory.
  internal = 4,       ///< A check of the program itself failed.
  hung_up = 129,      ///< By SIGHUP.
  interrupted = 130,  ///< By SIGINT, that is Ctrl-C.
  terminated = 143,   ///< By SIGTERM.
};

/// Why a command cannot go on. The message is ready for standard error.
struct Trouble {
  Exit exit = Exit::wrong_input;
  std::string message;
};

inline Trouble trouble(Exit exit, std::string_view why) { return {exit, "stalemate: " + std::string(why) + "\n"}; }

}  // namespace stalemate::analysis::cli
