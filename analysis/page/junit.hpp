// Results as JUnit XML, which builds read: a suite a strategy, a test case a promise or an expectation.
// Promise: broken is a failure, undecided is skipped; no time and no host stand in it, so that the same run gives the
// same bytes.
// Source: the JUnit format as Ant's junitreport has it, and as GitLab, Jenkins and GitHub actions read it.
#pragma once
#include <string>
#include "analysis/page/report.hpp"

namespace stalemate::analysis::page {

std::string junit(const Report& report);

}  // namespace stalemate::analysis::page
