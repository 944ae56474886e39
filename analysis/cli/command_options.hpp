// Options that several commands share, for the parser of command lines.
// Promise: an option has one name, one meaning and one text, wherever it is taken.
// Source: this project's interface ("Commands, in the order of work").
#pragma once
#include <CLI/CLI.hpp>
#include <cstdint>
#include <string>
#include <vector>
#include "analysis/cli/requests.hpp"

namespace stalemate::analysis::cli {

/// An option that may be given again and again, one value a time.
CLI::Option* repeatable(CLI::App& app, const char* names, std::vector<std::string>& values, const char* doc);
/// CLI11 clamps a number that is too large; a seed is one of 64 bits or an error.
std::uint64_t whole_number(const char* option, const std::string& word);

void add_format(CLI::App& app, Format& format,
                const std::vector<std::string>& words = {"table", "json", "csv", "markdown"});
void add_jobs(CLI::App& app, int& jobs);
CLI::Option* add_open(CLI::App& app, RunRequest& run);

/// What is changed in a scenario for this once.
std::vector<CLI::Option*> add_changes(CLI::App& app, ScenarioChoice& choice, const char* which_seed);
/// That, and which runs are made.
std::vector<CLI::Option*> add_choice(CLI::App& app, RunRequest& run);
/// That, where results go, and how strictly they are judged.
std::vector<CLI::Option*> add_overrides(CLI::App& app, RunRequest& run);
/// All of it, and the scenario itself.
void add_runs(CLI::App& app, RunRequest& run);
void add_search(CLI::App& app, RunRequest& run);
void add_vary(CLI::App& app, RunRequest& run);

}  // namespace stalemate::analysis::cli
