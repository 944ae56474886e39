// The faults of a design: each named, with its class, what the file shows of it, and what runs show.
// Promise: none without ground in the file or in a run; each carries the command that shows it.
// Source: this project's models ("The questions a scenario must be able to ask").
#pragma once
#include <array>
#include <string>
#include <vector>
#include "analysis/review/evidence.hpp"
#include "analysis/review/points.hpp"

namespace stalemate::analysis::review {

enum class Topic : std::uint8_t { source_of_truth, invalidation, concurrency, retries, distributed, observability };

struct Finding {
  Topic topic{};
  std::string kind;        ///< "second-writer"
  std::string data_class;  ///< Or several, or a load.
  std::string strategy;
  std::string text;
  std::string command;
};

/// By class, then by strategy.
std::vector<Finding> findings_of(const Evidence& evidence, const std::vector<Subject>& subjects);

// findings_load.cpp
/// What concerns the load that a cache hides: retries, fallbacks, stampedes.
void add_load_findings(const Evidence& evidence, const std::vector<Subject>& subjects, std::vector<Finding>& found);
/// Whether an alert would show that the class is stale.
void add_unseen(const Evidence& evidence, const Subject& subject, std::vector<Finding>& found);

}  // namespace stalemate::analysis::review
