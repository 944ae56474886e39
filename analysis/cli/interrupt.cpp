#include "analysis/cli/interrupt.hpp"
#include <csignal>
#include <cstdlib>

namespace stalemate::analysis::cli {
namespace {

// A signal handler reaches nothing but what is global.
volatile std::sig_atomic_t interrupted = 0;

void note_interrupt(int) { interrupted = 1; }

}  // namespace

void watch_signals() {
  struct sigaction note {};
  note.sa_handler = note_interrupt;
  note.sa_flags = static_cast<int>(SA_RESETHAND);  // the second one has its usual effect
  sigaction(SIGINT, &note, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

bool is_interrupted() { return interrupted != 0; }

void leave_now(Exit exit) { std::_Exit(static_cast<int>(exit)); }

}  // namespace stalemate::analysis::cli
