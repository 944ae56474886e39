// Why: for each strategy what breaks its promises, what it was expected to do and did not, and why it is undecided.
// Promise: every sentence follows from figures of the report; an unmet expectation is told with path, bound and figure.
// Source: this project's interface ("The screen that ends a run").
#pragma once
#include <string>
#include <string_view>
#include <vector>
#include "analysis/page/report.hpp"

namespace stalemate::analysis::page {

struct Reason {
  std::string strategy;
  std::vector<std::string> sentences;
};
std::vector<Reason> reasons(const Report& report);

/// "entries live up to 60 s", "entries have no expiry"
std::string expiry_text(const PolicyFact& policy);

/// A figure with the unit that its path tells: "66.5 %", "1.4ms", "57/s", "103".
std::string figure_text(std::string_view path, double value);

}  // namespace stalemate::analysis::page
