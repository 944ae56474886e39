// The answer in words: what to decide, and how far to trust it.
// Promise: every sentence follows from figures of the report; no cause is named that was not computed.
// Source: this project's interface ("The screen that ends a run"); the rule of three for what was never seen.
#pragma once
#include <optional>
#include <string>
#include <vector>
#include "analysis/page/report.hpp"

namespace stalemate::analysis::page {

std::string promise_line(const Report& report);  ///< "price: no read older than 5 s"; says so when there is none.
std::string fault_line(const Report& report);    ///< "4:00-5:30 all catalogue -> redis dropped"

std::vector<std::string> answer(const Report& report);
/// Of them the one that says which strategy keeps what is promised, and at which load.
std::string verdict_sentence(const Report& report);
/// Whether the busiest origin could serve everything without a cache; empty where there is no row that shows it.
std::string uncached_sentence(const Report& report);
/// Whether every origin could: none refuses, and none is too busy. None: there is no such row, no origin has a limit of
/// servers, or reads are not answered for another reason.
std::optional<bool> serves_uncached(const Report& report);

/// Of faults that wait for something, and waited in vain.
std::vector<std::string> idle_fault_sentences(const Report& report);

/// Each is a paragraph; assumptions have one of their own, first the one that matters most.
std::vector<std::string> trust(const Report& report);
/// The same without what was left out.
std::vector<std::string> assumptions(const Report& report);

/// "digest 3f9c... · seed 1 · stalemate 0.1.0 · exit 1: a promise is broken", in its parts.
std::vector<std::string> signature(const Report& report);

}  // namespace stalemate::analysis::page
