// The sections that hold what is shown as it is: one incident, and the scenario's own text.
#include "analysis/page/base64.hpp"
#include "analysis/page/html_sections.hpp"
#include "analysis/page/markup.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::page {
namespace {

constexpr const char* block_begins = "<script type=\"application/json\" id=\"scenario-source\">";
constexpr const char* block_ends = "</script>";

std::size_t bytes_in(const std::vector<SourceText>& sources) {
  std::size_t bytes = 0;
  for (const SourceText& each : sources) bytes += each.text.size();
  return bytes;
}

std::string controls(std::size_t steps) {
  return "<div class=\"controls\" role=\"group\" aria-label=\"Steps of the incident\" hidden>\n"
         "<button type=\"button\" data-go=\"first\">First</button>\n"
         "<button type=\"button\" data-go=\"back\">Back</button>\n"
         "<button type=\"button\" data-go=\"on\">Next</button>\n"
         "<button type=\"button\" data-go=\"all\">Show all</button>\n"
         "<span class=\"where\">" + plural(static_cast<std::int64_t>(steps), "step") + "</span>\n</div>\n"
         "<p class=\"now\" role=\"status\" aria-live=\"polite\" hidden></p>\n";
}

std::string steps_of(const Incident& incident) {
  std::string text = "<ol class=\"steps\">\n";
  for (const IncidentStep& each : incident.steps)
    text += "<li><span class=\"moment\">" + xml_text(each.moment) + "</span> " + xml_text(each.sentence) + "</li>\n";
  return text + "</ol>\n";
}

}  // namespace

Section incident_section(const PageFacts& facts) {
  Section section{"incident", "The worst read, step by step", ""};
  if (!facts.incident) {
    section.html = "<p>" + xml_text(facts.no_incident) + "</p>\n";
    return section;
  }
  const Incident& incident = *facts.incident;
  const std::string more = "<p>More of it, and what the read is like without each request and fault:</p>\n";
  section.html = html_paragraphs(incident.about) + "<div id=\"stepper\">\n" + controls(incident.steps.size()) +
                 "<figure id=\"incident-figure\">\n<div class=\"scroll\" role=\"region\" tabindex=\"0\" "
                 "aria-label=\"Sequence diagram; the arrow keys step through it\">\n" +
                 incident.svg + "</div>\n<figcaption>Time runs down; a lane is a node. The steps stand below in words."
                 "<button type=\"button\" class=\"save\" data-name=\"incident.svg\" hidden>Save as SVG</button>"
                 "</figcaption>\n</figure>\n" + steps_of(incident) + "</div>\n" +
                 html_paragraphs({incident.because}) +
                 (incident.command.empty() ? "" : more + html_command(incident.command));
  return section;
}

Section scenario_section(const PageFacts& facts) {
  std::string text;
  if (!facts.scenario.story.empty()) text += html_paragraphs({facts.scenario.story});
  if (!facts.scenario.sources.empty())
    text += "<h3>Sources</h3>\n" + html_list(facts.scenario.sources);
  const std::string too_large = "<p>The scenario is larger than a page should be: it is not in it.</p>\n";
  if (bytes_in(facts.sources) > source_bytes_at_most) return {"scenario", "The scenario", text + too_large};
  text += "<p>It travels in this page, and comes out byte for byte:</p>\n" +
          html_command("stalemate report --extract report.html");
  for (const SourceText& each : facts.sources)
    text += "<details" + std::string(&each == &facts.sources.front() ? " open" : "") + ">\n<summary>" +
            xml_text(each.name) + "</summary>\n<pre class=\"source\" tabindex=\"0\"><code>" + xml_lines(each.text) +
            "</code></pre>\n</details>\n";
  return {"scenario", "The scenario", text};
}

std::string source_block(const std::vector<SourceText>& sources) {
  if (bytes_in(sources) > source_bytes_at_most) return "";
  Json all = Json::array();
  for (const SourceText& each : sources) all.push_back({{"name", base64(each.name)}, {"text", base64(each.text)}});
  return block_begins + json_for_script(all) + block_ends + "\n";
}

std::optional<std::vector<SourceText>> scenario_in(std::string_view page) {
  const std::size_t at = page.rfind(block_begins);  // text before it cannot hold it: it is escaped
  if (at == std::string_view::npos) return std::nullopt;
  const std::size_t from = at + std::string_view(block_begins).size(), to = page.find(block_ends, from);
  if (to == std::string_view::npos) return std::nullopt;
  const Json all = Json::parse(page.substr(from, to - from), nullptr, false);
  if (!all.is_array() || all.empty()) return std::nullopt;
  std::vector<SourceText> sources;
  for (const Json& each : all) {
    if (!each.is_object() || !each.contains("name") || !each.contains("text")) return std::nullopt;
    if (!each.at("name").is_string() || !each.at("text").is_string()) return std::nullopt;
    const auto name = from_base64(each.at("name").get<std::string>());
    const auto text = from_base64(each.at("text").get<std::string>());
    if (!name || !text) return std::nullopt;
    sources.push_back({*name, *text});
  }
  return sources;
}

}  // namespace stalemate::analysis::page
