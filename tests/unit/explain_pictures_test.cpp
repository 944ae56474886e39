// What is drawn from a story: characters, SVG, Mermaid, Perfetto's trace, ShiViz's log.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>
#include "analysis/explain/diagram_svg.hpp"
#include "analysis/explain/diagram_text.hpp"
#include "analysis/explain/marks.hpp"
#include "analysis/explain/mermaid.hpp"
#include "analysis/explain/names.hpp"
#include "analysis/explain/perfetto.hpp"
#include "analysis/explain/shiviz.hpp"
#include "analysis/page/markup.hpp"
#include "analysis/page/words.hpp"
#include "tests/unit/explain_samples.hpp"
#include "tests/unit/texts.hpp"

using namespace stalemate;
using namespace stalemate::analysis::explain;
using namespace stalemate::tests;

namespace {

Story plain() { return lost_delete_story("web", "redis", "catalogue"); }
Story hostile() { return lost_delete_story("a \"b\" <i>&", "end; p0->>p1: x #35;\n", "{\"x\":1} end"); }

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

/// Start tags matched by end tags, as far as a drawing needs it.
bool is_well_formed(const std::string& xml) {
  static const std::regex tag(R"(<(/?)([a-z]+)((?:\s+[a-zA-Z0-9:-]+="[^"<]*")*)\s*(/?)>)");
  std::vector<std::string> open;
  std::size_t end_of_last = 0;
  for (auto it = std::sregex_iterator(xml.begin(), xml.end(), tag); it != std::sregex_iterator(); ++it) {
    const std::string between = xml.substr(end_of_last, static_cast<std::size_t>(it->position()) - end_of_last);
    if (between.find('<') != std::string::npos) return false;
    end_of_last = static_cast<std::size_t>(it->position() + it->length());
    if ((*it)[1] == "/") {
      if (open.empty() || open.back() != (*it)[2]) return false;
      open.pop_back();
    } else if ((*it)[4] != "/") {
      open.push_back((*it)[2]);
    }
  }
  return open.empty() && xml.find('<', end_of_last) == std::string::npos;
}

std::string svg_of(const Story& story) {
  Explanation of;
  of.story = story;
  return diagram_svg(of);
}

}  // namespace

TEST_CASE("steps stand in the order of time, lanes by rank, sentences are numbered", "[explain]") {
  const Story story = plain();
  REQUIRE(story.lanes.size() == 3);
  CHECK(story.lanes[0].name == "web");
  CHECK(story.lanes[2].name == "catalogue");
  CHECK(story.steps.front().label == "set v7");
  CHECK(story.steps.front().number == 1);
  CHECK(story.steps[1].lost);
  CHECK(story.steps[1].from == 2);
  CHECK(story.steps[2].number == 0);
  CHECK(story.steps.back().number == 4);
}

TEST_CASE("moments have as many decimals as tell them apart", "[explain]") {
  CHECK(moment_text({59'870'000'000}, 3) == "0:59.870");
  CHECK(moment_text({3'659'870'001'000}, 6) == "1:00:59.870001");
  CHECK(decimals_for({{1'000'000}, {2'000'000}}) == 3);
  CHECK(decimals_for({{1'000'000}, {1'000'500}}) == 9);
  CHECK(decimals_for({{1'000'000}, {1'020'000}, {1'020'000}}) == 6);
  CHECK(span_text({358'000'000'000}) == "358 s");
  CHECK(span_text({1'500'000}) == "1.5 ms");
}

TEST_CASE("the diagram of characters draws arrows, the lost one with an x, and fits", "[explain]") {
  const std::string text = diagram_text(plain(), 80);
  CHECK(text.find("set v7") != std::string::npos);
  CHECK(text.find("delete v8 (lost)") != std::string::npos);
  CHECK(text.find("x---") != std::string::npos);
  CHECK(text.find("+59 s") != std::string::npos);
  CHECK(text.find("* gets v7") != std::string::npos);
  for (const std::int64_t width : {40, 60, 80, 100})
    for (const Story& story : {plain(), hostile()})
      for (const std::string& line : lines_of(diagram_text(story, width))) {
        INFO(line);
        CHECK(analysis::page::columns(line) <= width);
      }
}

TEST_CASE("the SVG is well-formed and holds names as text", "[explain]") {
  for (const Story& story : {plain(), hostile()}) {
    const std::string svg = svg_of(story);
    INFO(svg);
    CHECK(is_well_formed(svg));
    CHECK(texts::count_of(svg, "<i>") == 0);
    CHECK(texts::count_of(svg, "url(") == 0);
    CHECK(texts::count_of(svg, "href") == 0);
  }
  CHECK(svg_of(hostile()).find("a &quot;b&quot; &lt;i&gt;&amp;") != std::string::npos);
  CHECK_FALSE(is_well_formed("<svg><g></svg>"));
  CHECK_FALSE(is_well_formed("<svg><i <b></svg>"));
  CHECK(analysis::page::xml_text("<\x01&\"'") == "&lt;\\u0001&amp;&quot;&#39;");
}

TEST_CASE("every line of the Mermaid diagram is one of its statements", "[explain]") {
  static const std::regex statement(
      R"(sequenceDiagram|  participant p\d+ as ([^#;]|#\d+;)+|  p\d+(-|--)(>>|x)p\d+: ([^#;]|#\d+;)+)"
      R"(|  Note over p\d+: ([^#;]|#\d+;)+)");
  for (const Story& story : {plain(), hostile()}) {
    const std::string text = mermaid(story);
    for (const std::string& line : lines_of(text)) {
      INFO(line);
      CHECK(std::regex_match(line, statement));
      CHECK_FALSE(std::regex_search(line, std::regex(R"(\bend\b)")));
    }
  }
  CHECK(mermaid(plain()).find("p2-xp1: 2. delete v8 (lost), 1:00.001") != std::string::npos);
  const std::string renderer = mermaid(lost_delete_story("renderer", "the end", "backend"));
  CHECK(renderer.find("as renderer\n") != std::string::npos);
  CHECK(renderer.find("as the #101;nd\n") != std::string::npos);
  CHECK(renderer.find("as backend\n") != std::string::npos);
}

TEST_CASE("the picture of an explanation says what was run, which read it is and what its marks mean", "[explain]") {
  Explanation of;
  of.title = "A <lost> delete";
  of.strategy = "delete";
  of.seed = 7;
  of.digest = "cafe";
  of.matching = 3;
  of.again = "stalemate explain x";
  of.story = plain();
  const std::string svg = diagram_svg(of);
  INFO(svg);
  CHECK(is_well_formed(svg));
  for (const char* text :
       {"A &lt;lost&gt; delete, under &quot;delete&quot;, seed 7, digest cafe",
        "A read of price 17 got version 7, 30 s after a newer one", "cause: without", "stalemate explain x"})
    CHECK(svg.find(text) != std::string::npos);
  of.story->lanes[0].name = std::string(60, 'm');
  of.story->lanes[1].name = std::string(60, 'w');
  static const std::regex head(R"(text-anchor="middle">([mw]+…[mw]+)<)");
  const std::string wide = diagram_svg(of);
  for (auto it = std::sregex_iterator(wide.begin(), wide.end(), head); it != std::sregex_iterator(); ++it)
    CHECK(analysis::page::columns((*it)[1].str()) * 8 <= 170);
}

TEST_CASE("the label of what was lost stands clear of its cross", "[explain]") {
  const std::string svg = svg_of(plain());
  std::smatch label, cross;
  REQUIRE(std::regex_search(svg, label, std::regex(R"re(y="(\d+)" text-anchor="middle" class="gone")re")));
  REQUIRE(std::regex_search(svg, cross, std::regex(R"re(y1="(\d+)"[^>]* class="lost")re")));
  CHECK(std::stoi(label[1]) + 4 < std::stoi(cross[1]));  // what hangs below the line of letters
}

TEST_CASE("a narrow diagram names its lanes in full beneath", "[explain]") {
  CHECK(lanes_shortened(plain(), 100).empty());
  CHECK(lanes_shortened(lost_delete_story("web", "a cache of a very long name", "catalogue"), 60) ==
        "From left to right: web, a cache of a very long name, catalogue.");
}

TEST_CASE("a request or a fault is marked once, and its later steps name the first", "[explain]") {
  Story story = plain();
  story.steps[0].actor = 1;  // of the write, like the lost delete
  CHECK(mark_beside(story, story.steps[0]) == "cause");
  CHECK(mark_beside(story, story.steps[1]) == "as 1");
  CHECK(mark_of(story, story.steps[1]) == "cause");
  CHECK(mark_beside(story, story.steps.back()) == "read");
}

TEST_CASE("in Perfetto's trace each flow has its two ends, within slices of its tracks", "[explain]") {
  for (const Story& story : {plain(), hostile()}) {
    KeyLife life;
    life.key = story.key;
    life.copies = {"redis"};
    life.held = {{.copy = 0, .from = at_ms(1'002), .until = at_ms(95'000), .version = 7, .wrong_from = at_ms(60'000)}};
    const auto trace = nlohmann::json::parse(perfetto(story, life));
    std::multiset<std::string> ends;
    std::size_t slices = 0;
    for (const auto& event : trace.at("traceEvents")) {
      const std::string phase = event.at("ph");
      slices += phase == "X";
      if (phase == "s" || phase == "f") ends.insert(phase + std::to_string(event.at("id").get<int>()));
    }
    double before = 0;
    for (const auto& event : trace.at("traceEvents")) {
      CHECK(event.value("ts", 0.0) >= before);
      before = event.value("ts", 0.0);
    }
    CHECK(texts::count_of(perfetto(story, life), R"("ph": "i")") == 5);  // one a step: seen at any scale
    CHECK(ends.size() == 6);                                      // three messages arrived
    for (const std::string& end : ends) CHECK(ends.count((end[0] == 's' ? "f" : "s") + end.substr(1)) == 1);
    CHECK(slices == 2 + 2 + 2 + 1 + 1 + 2);  // three messages, a lost one, a note, the life
  }
}

TEST_CASE("ShiViz's clocks grow at every event, and a receipt knows what was sent", "[explain]") {
  for (const Story& story : {plain(), hostile()}) {
    const std::vector<std::string> lines = lines_of(shiviz(story));
    REQUIRE(lines.size() % 2 == 0);
    std::map<std::string, int> own;
    for (std::size_t i = 1; i < lines.size(); i += 2) {
      std::smatch parts;
      INFO(lines[i]);
      REQUIRE(std::regex_match(lines[i], parts, std::regex(R"((\S*) (\{.*\}))")));
      const auto clock = nlohmann::json::parse(parts[2].str());
      CHECK(clock.at(parts[1].str()) == ++own[parts[1]]);
    }
    CHECK(own.size() == 3);
  }
  Story later = plain();
  for (Step& step : later.steps)
    if (step.is_answer) step.received = at_ms(90'007);
  CHECK(shiviz(later).find("1:30.007 receives v7\n") != std::string::npos);
  const std::vector<std::string> lines = lines_of(shiviz(plain()));
  CHECK(lines[1] == "web {\"web\":1}");
  CHECK(lines[3] == "redis {\"redis\":1,\"web\":1}");
}

TEST_CASE("in ShiViz's log a copy knows what the process has done that it is in", "[explain]") {
  Story story = plain();
  story.lanes[1].home = story.lanes[0].node;
  const std::vector<std::string> lines = lines_of(shiviz(story));
  std::map<std::string, int> last;
  for (std::size_t i = 1; i < lines.size(); i += 2) {
    const auto clock = nlohmann::json::parse(lines[i].substr(lines[i].find(' ') + 1));
    const std::string host = lines[i].substr(0, lines[i].find(' '));
    if (host == "redis") CHECK(clock.value("web", 0) == last["web"]);
    if (host == "web") CHECK(clock.value("redis", 0) == last["redis"]);
    ++last[host];
  }
}
