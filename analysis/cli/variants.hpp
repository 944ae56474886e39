// Variants of one scenario, run together: what --what-if, --solve and the like are made of.
// Promise: a variant's plans stay where they are; each run is of the variant that asked for it; Ctrl-C ends the wait,
// not what has finished.
// Source: this project's interface ("--what-if standard", "--solve").
#pragma once
#include <deque>
#include <string>
#include <variant>
#include <vector>
#include "analysis/cli/requests.hpp"
#include "analysis/cli/run_output.hpp"
#include "analysis/cli/running.hpp"
#include "analysis/cli/scenario_input.hpp"
#include "analysis/page/report.hpp"

namespace stalemate::analysis::cli {

/// The scenario with settings of its own, and what became of its runs.
struct Variant {
  RunRequest request;
  Loaded loaded;
  std::vector<page::Json> runs = {};

  const load::Scenario& scenario() const { return loaded.scenario; }
  bool owns(const sweep::Finished& finished) const;
};

class Variants {
 public:
  std::variant<Variant*, Trouble> add(RunRequest request);
  const std::deque<Variant>& all() const { return all_; }

  /// Runs all of these jobs, of whichever variants. False: it was interrupted, and some have not begun.
  bool run(const std::vector<sweep::Job>& jobs, const RunRequest& how);
  /// The gravest of what went wrong with a run.
  Exit failed() const { return failed_; }
  std::int64_t finished() const { return finished_; }
  std::int64_t begun() const { return begun_; }

 private:
  void take(const sweep::Finished& finished);

  std::deque<Variant> all_;  ///< Jobs point to their plans.
  Exit failed_ = Exit::done;
  std::int64_t finished_ = 0, begun_ = 0;
};

/// "interrupted: 3 of 8 runs had finished"
std::string interruption_text(const Variants& variants);
/// Tells of runs that are missing and of files that are not written for want of them, and ends the program.
[[noreturn]] void leave_interrupted(const Variants& variants, RunOutput& output);
/// The same, once it has shown what stands: a part is shown to people, and never put in the place of a whole. `texts`
/// tell the exit status of `described`.
[[noreturn]] void leave_with_part(const Variants& variants, RunOutput& output, page::Report& described,
                                  const RunOutput::TextOf& texts);

/// What a command with variants begins with.
struct Prepared {
  load::Node document;
  Variants variants;  ///< The first is as described.
  RunOutput output;
};
std::variant<Prepared, Trouble> prepare(const RunRequest& request);

}  // namespace stalemate::analysis::cli
