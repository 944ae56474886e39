// The sections of a page, one a question, in the order in which a reader asks them.
// Promise: each has its heading, and every picture its table.
// Source: this project's interface ("The page").
#pragma once
#include <string>
#include <vector>
#include "analysis/page/grid.hpp"
#include "analysis/page/html.hpp"
#include "analysis/page/svg.hpp"

namespace stalemate::analysis::page {

struct Section {
  std::string id;
  std::string title;
  std::string html;
};
std::vector<Section> sections_of(const PageFacts& facts);

/// All of a page before its body.
std::string html_head(const std::string& title, const std::string& tool, const Assets& assets,
                      const std::string& more = "");
/// The contents, and the sections themselves.
std::string html_main(const std::vector<Section>& sections);

/// What the scripts of the page need to know.
Json data_of(const PageFacts& facts);

/// The scenario's bytes, where scripts and `report --extract` find them.
std::string source_block(const std::vector<SourceText>& sources);
/// Above this size they are left out.
constexpr std::size_t source_bytes_at_most = 1'000'000;

/// Who tells which copy: one row for all strategies under which the same is told by the same.
Grid owed_grid(const load::Scenario& scenario);

std::string html_paragraphs(const std::vector<std::string>& paragraphs);
std::string html_list(const std::vector<std::string>& items);
std::string html_command(const std::string& command);
/// A picture with what is said below it. `name`: of the file that it is saved as.
std::string html_figure(const Picture& picture, const std::string& name, const std::string& caption,
                        const std::string& more = "");
/// Shown when asked for.
std::string html_details(const std::string& summary, const std::string& html);

Section answer_section(const PageFacts& facts);
Section incident_section(const PageFacts& facts);
Section cost_section(const Report& report);
Section expectations_section(const Report& report);
Section scenario_section(const PageFacts& facts);
Section again_section_of(const Report& report);

}  // namespace stalemate::analysis::page
