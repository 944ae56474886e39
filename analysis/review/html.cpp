// The sheet as a page of its own.
#include "analysis/page/html_sections.hpp"
#include "analysis/page/markup.hpp"
#include "analysis/review/sheet.hpp"

namespace stalemate::analysis::review {
namespace {

using page::xml_text;

struct HtmlOf {
  std::string operator()(const Paragraph& paragraph) const { return page::html_paragraphs({paragraph.text}); }

  std::string operator()(const std::vector<Claim>& claims) const {
    std::string text = "<ul class=\"claims\">\n";
    for (const Claim& claim : claims)
      text += "<li>" + std::string(claim.is_fault ? "<strong class=\"fault\">Fault</strong> " : "") +
              xml_text(claim.text) + (claim.command.empty() ? "" : page::html_command(claim.command)) + "</li>\n";
    return text + "</ul>\n";
  }

  std::string operator()(const page::Grid& grid) const { return page::html_table(grid); }
};

std::string banner(const Sheet& sheet) {
  std::string text = "<header>\n<p class=\"brand\">stalemate review</p>\n<h1>" + xml_text(sheet.title) + "</h1>\n";
  if (!sheet.question.empty()) text += "<p class=\"question\">" + xml_text(sheet.question) + "</p>\n";
  text += "<p class=\"verdict\">" + xml_text(sheet.verdict) + "</p>\n<dl class=\"facts wide\">\n";
  for (const auto& [label, fact] : sheet.facts)
    text += "<div><dt>" + xml_text(label) + "</dt><dd>" + xml_text(fact) + "</dd></div>\n";
  return text + "</dl>\n</header>\n";
}

std::vector<page::Section> sections_of(const Sheet& sheet) {
  std::vector<page::Section> sections;
  for (const Chapter& chapter : sheet.chapters) {
    page::Section& section = sections.emplace_back(page::Section{chapter.id, chapter.title, ""});
    for (const Part& part : chapter.parts) section.html += std::visit(HtmlOf{}, part);
  }
  sections.push_back({"again", "How to get this again", page::html_command(sheet.again)});
  return sections;
}

}  // namespace

std::string html(const Sheet& sheet, const page::Assets& assets) {
  const auto sections = sections_of(sheet);
  return page::html_head(sheet.title, sheet.tool, assets) + "<body>\n<a class=\"skip\" href=\"#" +
         sections.front().id + "\">Skip to the findings</a>\n" + banner(sheet) + page::html_main(sections) +
         "<footer><p>" + xml_text(sheet.signature) + "</p></footer>\n</body>\n</html>\n";
}

}  // namespace stalemate::analysis::review
