#include "analysis/page/html.hpp"
#include <array>
#include "analysis/page/base64.hpp"
#include "analysis/page/front_chart.hpp"
#include "analysis/page/html_sections.hpp"
#include "analysis/page/markup.hpp"
#include "analysis/page/prose.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::page {
namespace {

std::string bytes_of(std::string_view hex) {
  std::string bytes;
  const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes += static_cast<char>(digit(hex[i]) * 16 + digit(hex[i + 1]));
  return bytes;
}

/// Nothing is fetched, and no script runs but the page's own.
std::string policy(const Assets& assets) {
  std::string scripts;
  for (const Asset* each : {&assets.uplot, &assets.script})
    if (!each->text.empty()) scripts += " 'sha256-" + base64(bytes_of(each->sha256)) + "'";
  return "default-src 'none'; script-src" + (scripts.empty() ? " 'none'" : scripts) +
         "; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";
}

std::string style(std::string_view text, const std::string& attributes = "") {
  return text.empty() ? "" : "<style" + attributes + ">\n" + std::string(text) + "</style>\n";
}

std::string script(const Asset& asset) {
  return asset.text.empty() ? "" : "<script>" + std::string(asset.text) + "</script>\n";
}

/// Of uPlot, which asks that its licence goes with it.
std::string licence(const Assets& assets) {
  if (assets.uplot.text.empty())
    return "<!-- This program was built without uPlot: the curves of this page are SVG alone. -->\n";
  return "<!-- uPlot:\n" + std::string(assets.uplot_licence.text) + "-->\n";
}

std::string navigation(const std::vector<Section>& sections) {
  std::string text = "<nav aria-label=\"Contents\">\n<ul>\n";
  for (const Section& each : sections)
    text += "<li><a href=\"#" + each.id + "\">" + xml_text(each.title) + "</a></li>\n";
  return text + "</ul>\n</nav>\n";
}

std::string banner(const PageFacts& facts) {
  const Report& report = facts.report;
  const auto told = answer(report);
  std::string text = "<header>\n<p class=\"brand\">stalemate report"
                     "<button type=\"button\" id=\"theme\" hidden>Dark</button></p>\n<h1>" +
                     xml_text(report.title) + "</h1>\n";
  if (!report.question.empty()) text += "<p class=\"question\">" + xml_text(report.question) + "</p>\n";
  if (!told.empty()) text += "<p class=\"verdict\">" + xml_text(told.front()) + "</p>\n";
  text += "<dl class=\"facts\">\n<div><dt>Promise</dt><dd>" + xml_text(promise_line(report)) +
          "</dd></div>\n<div><dt>Fault</dt><dd>" + xml_text(fault_line(report)) + "</dd></div>\n</dl>\n";
  return text + "</header>\n";
}

std::string body(const PageFacts& facts) {
  const auto sections = sections_of(facts);
  std::string text = "<body>\n<a class=\"skip\" href=\"#answer\">Skip to the answer</a>\n" + banner(facts) +
                     html_main(sections);
  text += "<footer><p>" + xml_text(joined(signature(facts.report), " \xC2\xB7 ")) + "</p></footer>\n";
  text += "<script type=\"application/json\" id=\"data\">" + json_for_script(data_of(facts)) + "</script>\n";
  return text + source_block(facts.sources) + script(facts.assets.uplot) + script(facts.assets.script) +
         "</body>\n</html>\n";
}

}  // namespace

std::string html_head(const std::string& title, const std::string& tool, const Assets& assets,
                      const std::string& more) {
  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta http-equiv=\"Content-Security-Policy\" content=\"" + policy(assets) + "\">\n"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
         "<meta name=\"color-scheme\" content=\"light dark\">\n"
         "<meta name=\"generator\" content=\"stalemate " + xml_text(tool) + "\">\n"
         "<title>" + xml_text(title) + "</title>\n<link rel=\"icon\" href=\"data:,\">\n" +
         style(assets.uplot_style.text) + style(assets.style.text) +
         style(assets.chart_style.text, " id=\"chart-style\"") +
         style(assets.dark_style.text, " id=\"dark-style\" media=\"screen and (prefers-color-scheme: dark)\"") +
         more + "</head>\n";
}

std::string html_main(const std::vector<Section>& sections) {
  std::string text = navigation(sections) + "<main>\n";
  for (const Section& each : sections)
    text += "<section id=\"" + each.id + "\" aria-labelledby=\"" + each.id + "-title\">\n<h2 id=\"" + each.id +
            "-title\">" + xml_text(each.title) + "</h2>\n" + each.html + "</section>\n";
  return text + "</main>\n";
}

std::string html(const PageFacts& facts) {
  return html_head(facts.report.title, facts.report.tool, facts.assets, licence(facts.assets)) + body(facts);
}

std::string front_svg(const Report& report, const load::Scenario& scenario, const Assets& assets) {
  const auto points = front_points(report, looks_of(report, scenario.current));
  return svg_file(front_picture(staleness_title(report), points), std::string(assets.chart_style.text) +
                                                     "@media (prefers-color-scheme: dark) {\n" +
                                                     std::string(assets.dark_style.text) + "}\n");
}

}  // namespace stalemate::analysis::page
