// The sheet as Markdown.
#include "analysis/page/markdown.hpp"
#include "analysis/page/words.hpp"
#include "analysis/review/sheet.hpp"

namespace stalemate::analysis::review {
namespace {

using page::markdown_text;

struct MarkdownOf {
  std::string operator()(const Paragraph& paragraph) const { return '\n' + markdown_text(paragraph.text) + '\n'; }

  std::string operator()(const std::vector<Claim>& claims) const {
    std::string text = "\n";
    for (const Claim& claim : claims) {
      text += "- " + std::string(claim.is_fault ? "**FAULT** " : "") + markdown_text(claim.text) + '\n';
      if (!claim.command.empty()) text += "  " + page::code_span(claim.command) + '\n';
    }
    return text;
  }

  std::string operator()(const page::Grid& grid) const {
    return "\n*" + markdown_text(grid.caption) + "*\n\n" + page::table_rows(grid);
  }
};

}  // namespace

std::string markdown(const Sheet& sheet) {
  std::string text = "# Review: " + markdown_text(sheet.title) + "\n";
  if (!sheet.question.empty()) text += '\n' + markdown_text(sheet.question) + '\n';
  text += "\n**" + markdown_text(sheet.verdict) + "**\n\n";
  for (const auto& [label, fact] : sheet.facts) text += "- " + label + ": " + markdown_text(fact) + '\n';
  for (const Chapter& chapter : sheet.chapters) {
    text += "\n## " + markdown_text(chapter.title) + '\n';
    for (const Part& part : chapter.parts) text += std::visit(MarkdownOf{}, part);
  }
  return text + page::again_section(sheet.again) + '\n' + markdown_text(sheet.signature) + '\n';
}

}  // namespace stalemate::analysis::review
