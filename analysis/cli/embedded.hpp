// What travels inside the program: the library of scenarios, the traces that it names, the templates, and what makes
// pages look and move.
// Promise: the bytes of the files, in the order of their names. Written by embed.cmake at build time.
// Source: scenarios/*.json, scenarios/templates/*.json, scenarios/traces/*, analysis/page/*.css and *.js; uPlot.
#pragma once
#include <span>
#include <string_view>

namespace stalemate::analysis::cli {

struct EmbeddedFile {
  std::string_view name;  ///< Without folder, and without ending but for traces.
  std::string_view text;
  std::string_view sha256;  ///< Of the text, in hex.
};

std::span<const EmbeddedFile> library_files();
std::span<const EmbeddedFile> template_files();
/// By their whole names, "shop.csv".
std::span<const EmbeddedFile> trace_files();
/// What pages are made with, by their whole names: "page.css"; uPlot's files where the build had them.
std::span<const EmbeddedFile> page_files();
/// "0.1.0"
std::string_view program_version();

}  // namespace stalemate::analysis::cli
