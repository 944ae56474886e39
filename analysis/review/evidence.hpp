// What a review goes by: the scenario, the runs of the strategies that are reviewed, and how commands are written.
// Promise: plain data; nothing here runs anything.
// Source: this project's interface ("review FILE").
#pragma once
#include <functional>
#include <string>
#include <vector>
#include "analysis/load/scenario.hpp"
#include "analysis/load/what_if.hpp"
#include "analysis/page/report.hpp"

namespace stalemate::analysis::review {

/// The system as described, or under one of the standard faults.
struct World {
  load::WhatIfFact fact;  ///< Without a name: as described.
  page::Report report;    ///< Of the strategies that are reviewed, and the baseline.
  bool is_described() const { return fact.name.empty(); }
};

/// Another system without a cache: would it do?
struct Trial {
  std::string title;              ///< "a query twice as fast"
  std::vector<std::string> sets;  ///< "PATH=VALUE"
  std::string why_not = {};       ///< Not empty: it cannot be tried.
  page::Report report = {};       ///< Of the baseline alone; without a strategy where it could not be tried.
};

/// Which read `explain` is asked for.
struct Asked {
  std::string strategy;
  std::string cause;
  std::string data_class;
  std::string what_if;  ///< Empty: as described.
};

/// Commands that give again what is claimed, with the file and the changes that the review was made with.
struct Commands {
  std::string describe;
  std::string again;        ///< The review itself.
  std::string sensitivity;  ///< Which guess would flip the decision.
  std::string what_if;      ///< All standard faults side by side.
  std::string run;          ///< All strategies as described.
  std::function<std::string(const Asked&)> explain;
};

struct Evidence {
  const load::Scenario& scenario;  ///< With the reviewed strategies, and the baseline where there is one.
  std::string chosen_because;      ///< How the strategies were chosen.
  std::vector<World> worlds;       ///< As described first.
  double strikes_at_s = 0;         ///< When the standard faults do.
  std::vector<load::WhatIf> left_out;
  std::string no_what_ifs;         ///< Why none was run; empty: they were.
  std::vector<Trial> trials;
  Commands commands;
  std::string tool;

  const page::Report& described() const { return worlds.front().report; }
  /// The strategies that are judged, in the order of the file.
  std::vector<const load::StrategyPlan*> reviewed() const;
};

/// The command that gives the first run of a row again.
std::string reproduce_of(const page::StrategyReport& row);
inline constexpr double unanswered_few = 0.01;  ///< Of all reads.

/// Of all requests; 1 where each was made once.
double attempts_a_request(const page::StrategyReport& row);
/// The share of all reads that failed, or had no answer by the end.
double unanswered_reads(const page::StrategyReport& row);
/// Of whichever origin is the busiest.
double busiest_origin(const page::StrategyReport& row);
/// "as described", "restart the cache cold"
std::string title_of(const World& world);

}  // namespace stalemate::analysis::review
