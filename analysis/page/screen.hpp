// The screen that ends a run: promise, faults, the table of strategies, a time-line, and the answer in words.
// Promise: no line is wider than asked (60 at least) but for one unbreakable word of a command; a name that does not
// fit loses its middle to an ellipsis; nothing depends on colour; strings of a scenario are shown, never obeyed.
// Source: this project's interface ("The screen that ends a run").
#pragma once
#include <string>
#include "analysis/page/report.hpp"

namespace stalemate::analysis::page {

struct ScreenOptions {
  int width = 100;
  bool colour = false;
};

std::string screen(const Report& report, ScreenOptions options = {});

}  // namespace stalemate::analysis::page
