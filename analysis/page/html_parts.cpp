// The parts that sections are put together from.
#include "analysis/page/html_sections.hpp"
#include "analysis/page/markup.hpp"

namespace stalemate::analysis::page {

std::string html_paragraphs(const std::vector<std::string>& paragraphs) {
  std::string text;
  for (const std::string& each : paragraphs) text += "<p>" + xml_text(each) + "</p>\n";
  return text;
}

std::string html_list(const std::vector<std::string>& items) {
  std::string text = "<ul>\n";
  for (const std::string& each : items) text += "<li>" + xml_text(each) + "</li>\n";
  return text + "</ul>\n";
}

std::string html_command(const std::string& command) {
  return "<pre class=\"command\" tabindex=\"0\"><code>" + xml_text(command) + "</code></pre>\n";
}

std::string html_figure(const Picture& picture, const std::string& name, const std::string& caption,
                        const std::string& more) {
  return "<figure id=\"" + name + "-figure\">\n<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"" +
         xml_text(picture.title) + ", picture\">\n" + svg_inline(picture) + more + "</div>\n<figcaption>" +
         xml_text(caption) + "<button type=\"button\" class=\"save\" data-name=\"" + name +
         ".svg\" hidden>Save as SVG</button></figcaption>\n</figure>\n";
}

std::string html_details(const std::string& summary, const std::string& html) {
  return "<details>\n<summary>" + xml_text(summary) + "</summary>\n" + html + "</details>\n";
}

}  // namespace stalemate::analysis::page
