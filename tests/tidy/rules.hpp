// The rules of the house that a machine can hold: each takes files and returns the places that break it.
// Promise: a finding names the file, the line and what to write instead; no rule reads the disk.
// Source: TigerBeetle's tidy test (style as a test).
#pragma once
#include <map>
#include <string>
#include <vector>
#include "tests/tidy/tree.hpp"

namespace stalemate::tests::tidy {

/// Includes run to the left of: sim, models/options, models/eviction, models, models/strategies, analysis/...
Findings includes_against_the_direction(const SourceFile& file);
/// Names that do not belong into the root folder.
Findings strangers_in_the_root(const std::vector<std::string>& names);

struct Limits {
  std::size_t file_lines = 400;
  std::size_t function_lines = 60;
};
/// Files and functions past the limits, as path -> lines or "path function's first line" -> lines.
std::map<std::string, std::size_t> oversized(const SourceFile& file, Limits limits = {});

Findings missing_header(const SourceFile& file);
Findings banned_calls(const SourceFile& file);
Findings capturing_lambda_coroutines(const SourceFile& file);
Findings banned_words(const SourceFile& file);
Findings bad_layout(const SourceFile& file);

}  // namespace stalemate::tests::tidy
