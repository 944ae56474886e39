// The chapters of a review, one a question, in the order in which a reviewer asks them.
// Promise: each stands on the evidence alone; a chapter that has nothing to say says why.
// Source: this project's interface ("review FILE").
#pragma once
#include <vector>
#include "analysis/review/evidence.hpp"
#include "analysis/review/findings.hpp"
#include "analysis/review/points.hpp"
#include "analysis/review/sheet.hpp"

namespace stalemate::analysis::review {

// static_half.cpp
Chapter policy_chapter(const Evidence& evidence, const std::vector<Subject>& subjects);
Chapter owed_chapter(const Evidence& evidence);
Chapter exit_chapter(const Evidence& evidence, const std::vector<Subject>& subjects);

// faults.cpp: what is wrong, all of it, before anything else
Chapter faults_chapter(const Evidence& evidence, const std::vector<Finding>& findings,
                       const std::vector<Subject>& subjects);

// risks.cpp: what runs show
Chapter promises_chapter(const Evidence& evidence);
std::vector<Chapter> risk_chapters(const Evidence& evidence, const std::vector<Finding>& findings);
Chapter callers_chapter(const Evidence& evidence);

// instead.cpp
Chapter instead_chapter(const Evidence& evidence);

// further.cpp
Chapter alerts_chapter(const Evidence& evidence, const std::vector<Finding>& findings);
Chapter questions_chapter(const Evidence& evidence, const std::vector<Subject>& subjects);

}  // namespace stalemate::analysis::review
