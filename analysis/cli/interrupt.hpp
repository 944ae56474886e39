// Ctrl-C: noted, then obeyed by whoever waits; a second one ends the program at once.
// Promise: the handler sets a flag and no more. SIGPIPE is ignored: a reader that has gone is an error of write.
// Source: POSIX sigaction.
#pragma once
#include "analysis/cli/exit_status.hpp"

namespace stalemate::analysis::cli {

void watch_signals();
bool is_interrupted();
/// Ends the program without waiting for threads that are still at work. Nothing may be left to write or to remove.
[[noreturn]] void leave_now(Exit exit);

}  // namespace stalemate::analysis::cli
