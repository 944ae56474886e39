// CHECK: a programmer's error, on in every build.
// Promise: a broken invariant ends the run with the place; whoever owns the run adds seed, time and event number.
// Source: TigerBeetle's style guide (assertions stay on). Departs: throws, so that one broken run does not end a sweep.
#pragma once
#include <stdexcept>
#include <string>

namespace stalemate::sim {

/// A broken invariant of the program itself: never bad input, never a modelled failure.
class InternalError : public std::logic_error {
  using std::logic_error::logic_error;
};

[[noreturn]] inline void fail_check(const char* file, int line, const char* what) {
  throw InternalError(std::string(file) + ":" + std::to_string(line) + ": internal check failed: " + what);
}

}  // namespace stalemate::sim

#define CHECK_INVARIANT(condition)                                                \
  do {                                                                            \
    if (!(condition)) [[unlikely]]                                                \
      ::stalemate::sim::fail_check(__FILE__, __LINE__, #condition);               \
  } while (false)
