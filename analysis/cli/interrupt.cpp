#include "analysis/cli/interrupt.hpp"
#include <csignal>
#include <cstdlib>
#include <ctime>

namespace stalemate::analysis::cli {
namespace {

// A signal handler reaches nothing but what is global.
volatile std::sig_atomic_t caught = 0;
volatile std::sig_atomic_t caught_at_s = 0;

/// One that stops a program often sends the signal twice at once: to the program and to its group (timeout does).
constexpr std::sig_atomic_t patience_s = 2;

std::sig_atomic_t seconds_now() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<std::sig_atomic_t>(now.tv_sec);
}

void note_signal(int signal) {
  if (caught == 0) {
    caught_at_s = seconds_now();
    caught = signal;
  } else if (seconds_now() - caught_at_s >= patience_s) {
    std::signal(signal, SIG_DFL);
    std::raise(signal);  // delivered when this returns
  }
}

void watch(int signal) {
  struct sigaction usual {};
  sigaction(signal, nullptr, &usual);
  if (usual.sa_handler == SIG_IGN) return;  // nohup, or a shell's background: whoever started this wants it ignored
  struct sigaction note {};
  note.sa_handler = note_signal;
  sigaction(signal, &note, nullptr);
}

}  // namespace

void let_writes_fail() {
  for (const int signal : {SIGPIPE, SIGXFSZ}) std::signal(signal, SIG_IGN);
}

void watch_interrupts() {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) watch(signal);
}

bool is_interrupted() { return caught != 0; }

Exit exit_of_interrupt() { return static_cast<Exit>(128 + caught); }

void leave_now(Exit exit) { std::_Exit(static_cast<int>(exit)); }

}  // namespace stalemate::analysis::cli
