// One stale read that a page tells step by step: a sequence diagram and a sentence a step.
// Promise: plain data, ready to be shown; whoever can explain a read makes it.
// Source: this project's interface ("The page").
#pragma once
#include <string>
#include <vector>

namespace stalemate::analysis::page {

struct IncidentStep {
  std::string moment;    ///< "4:12.081"
  std::string sentence;  ///< Fit to be shown.
};

struct Incident {
  std::vector<std::string> about;  ///< Which read it is, and how it was chosen; a paragraph each.
  std::string svg;                 ///< A group of class `step` a step, in their order, with data-step from 1 on.
  std::vector<IncidentStep> steps;
  std::string because;  ///< How it ends.
  std::string command;  ///< That tells more; empty: none does.
};

}  // namespace stalemate::analysis::page
