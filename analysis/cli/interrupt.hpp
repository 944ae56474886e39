// Ctrl-C, SIGTERM and SIGHUP: noted, then obeyed by whoever waits; one that comes seconds later has its usual effect.
// Promise: the handler calls nothing but what POSIX allows it. What was ignored when the program began stays ignored.
// Source: POSIX sigaction; 128 and the signal's number, as shells have it.
#pragma once
#include "analysis/cli/exit_status.hpp"

namespace stalemate::analysis::cli {

/// A reader that has gone, or a file that may grow no more, is an error of write, not the end of the program.
void let_writes_fail();
/// To be called where is_interrupted() will be asked soon: until then a signal has its usual effect.
void watch_interrupts();
bool is_interrupted();
/// Which one it was, as an exit status.
Exit exit_of_interrupt();
/// Ends the program without waiting for threads that are still at work. Nothing may be left to write or to remove.
[[noreturn]] void leave_now(Exit exit);

}  // namespace stalemate::analysis::cli
