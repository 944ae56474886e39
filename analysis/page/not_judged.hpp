// Which promises no read has put to the test, and which reads a promise does not speak of.
// Promise: nothing is said where every read is judged.
// Source: this project's interface ("Honesty").
#pragma once
#include <string>
#include <vector>
#include "analysis/page/report.hpp"

namespace stalemate::analysis::page {

std::vector<std::string> not_judged_sentences(const Report& report);

/// Of the standard faults, which hold every promise to what it says (load/what_if.hpp). Empty: each says so itself.
std::string judged_all_the_same(const Report& described);

}  // namespace stalemate::analysis::page
