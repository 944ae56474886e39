// The commands: each takes its request, prints, and gives the exit status.
// Promise: results go to standard output, all else to standard error.
// Source: this project's interface ("Commands, in the order of work").
#pragma once
#include "analysis/cli/exit_status.hpp"
#include "analysis/cli/requests.hpp"

namespace stalemate::analysis::cli {

Exit run_command(const NewRequest& request);          // new.cpp
Exit run_command(const CheckRequest& request);        // check.cpp
Exit run_command(const DescribeRequest& request);     // check.cpp
Exit run_command(const RunRequest& request);          // run.cpp
Exit run_command(const SensitivityRequest& request);  // sensitivity.cpp
Exit run_command(const ExplainRequest& request);      // explain.cpp
Exit run_command(const ReviewRequest& request);       // review.cpp
Exit run_command(const ReplayRequest& request);       // replay.cpp
Exit run_command(const ListRequest& request);         // list.cpp
Exit run_command(const SchemaRequest& request);       // check.cpp
Exit run_command(const ReportRequest& request);       // report.cpp
Exit run_command(const DiffRequest& request);         // diff.cpp
Exit run_command(const MergeRequest& request);        // merge.cpp

/// --vary, and -o x.db
bool is_sweep(const RunRequest& request);
Exit run_vary(const RunRequest& request);  // vary.cpp
/// --what-if standard
Exit run_what_ifs(const RunRequest& request);  // what_if.cpp
/// --solve, --find-capacity
Exit run_solve(const RunRequest& request);  // solve.cpp
/// --leave-one-out
Exit run_leave_out(const RunRequest& request);  // leave_out.cpp

/// Tells a trouble, and gives its exit status.
Exit fail(const Trouble& why);
/// Prints a result: `wanted` unless standard output failed.
Exit print_result(std::string_view text, Exit wanted = Exit::done);

}  // namespace stalemate::analysis::cli
