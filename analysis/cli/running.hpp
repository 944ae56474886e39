// Running what a command asks for: which jobs, how long to wait, and what became of them.
// Promise: every run that failed is told with what repeats it; Ctrl-C ends the wait, not what has finished.
// Source: this project's interface ("Exit status").
#pragma once
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>
#include "analysis/cli/exit_status.hpp"
#include "analysis/cli/requests.hpp"
#include "analysis/load/scenario.hpp"
#include "analysis/sweep/sweep.hpp"

namespace stalemate::analysis::cli {

std::uint64_t first_seed(const RunRequest& request, const load::Scenario& scenario);
/// Seeds that would begin again at 0.
std::optional<Trouble> too_many_seeds(const RunRequest& request, const load::Scenario& scenario);
std::vector<sweep::Job> jobs_of(const RunRequest& request, const load::Scenario& scenario);
int threads_of(const RunRequest& request);

/// Waits for the end or for Ctrl-C.
void wait_for(sweep::Sweep& sweep, bool quiet);

/// Of a run that has a result: its figures, and what was expected of them.
nlohmann::ordered_json run_json(const RunRequest& request, const load::Scenario& scenario,
                                const sweep::Finished& finished);

/// Of a run that failed: for people, and for scripts.
std::string failure_text(const RunRequest& request, const sweep::Finished& finished);
Exit exit_of(const sweep::Failure& failure);

}  // namespace stalemate::analysis::cli
