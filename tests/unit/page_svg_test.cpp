// Pictures of a page as SVG, byte for byte, and the layouts behind them.
#include <catch2/catch.hpp>
#include <algorithm>
#include <set>
#include "analysis/page/causes_chart.hpp"
#include "analysis/page/front_chart.hpp"
#include "analysis/page/labels.hpp"
#include "analysis/page/layers.hpp"
#include "analysis/page/time_chart.hpp"
#include "tests/unit/page_samples.hpp"
#include "tests/unit/texts.hpp"

using namespace stalemate;
using namespace stalemate::analysis::page;
using namespace stalemate::tests;

namespace {

using texts::count_of;

Report report_of_many(int strategies) {
  Report report = lost_delete();
  const StrategyReport sample = report.strategies.back();
  while (report.strategies.size() < static_cast<std::size_t>(strategies)) {
    report.strategies.push_back(sample);
    report.strategies.back().name = "number " + std::to_string(report.strategies.size());
  }
  return report;
}

std::vector<std::string> names_shown(const std::vector<Look>& looks) {
  std::vector<std::string> names;
  for (const Look& each : looks)
    if (each.shape) names.push_back(each.name);
  return names;
}

}  // namespace

TEST_CASE("coordinates have at most one decimal, and texts are text") {
  CHECK(svg_number(12) == "12");
  CHECK(svg_number(-0.04) == "0");
  CHECK(svg_number(-3.16) == "-3.2");
  CHECK(svg_text({1, 2.25}, "<b>&", "tick", Anchor::end) ==
        "<text x=\"1\" y=\"2.3\" text-anchor=\"end\" class=\"tick\">&lt;b&gt;&amp;</text>\n");
  CHECK(svg_line({0, 0}, {10, 5.5}, "grid") == "<line x1=\"0\" y1=\"0\" x2=\"10\" y2=\"5.5\" class=\"grid\"/>\n");
  CHECK(svg_path({{1, 2}, {3, 4}}, "line") == "<polyline points=\"1,2 3,4\" class=\"line\"/>\n");
  CHECK(svg_path({}, "line").empty());
}

TEST_CASE("markers differ by shape") {
  CHECK(svg_marker(0, {5, 5}, 2, "mark") == "<circle cx=\"5\" cy=\"5\" r=\"2\" class=\"mark\"/>\n");
  CHECK(svg_marker(3, {5, 5}, 10, "mark") == "<polygon points=\"5,-8 18,5 5,18 -8,5\" class=\"mark\"/>\n");
  std::set<std::string> shapes;
  for (int i = 0; i < marker_shapes; ++i) shapes.insert(svg_marker(i, {0, 0}, 10, ""));
  CHECK(shapes.size() == marker_shapes);
}

TEST_CASE("a picture in a page names itself, and one in a file brings its style") {
  const Picture picture{"front", "A & B", "Said \"so\".", 20, 10, "<g/>\n"};
  CHECK(svg_inline(picture) ==
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart front\" viewBox=\"0 0 20 10\" width=\"20\" "
        "height=\"10\" role=\"img\" aria-label=\"A &amp; B. Said &quot;so&quot;.\">\n<g/>\n</svg>\n");
  CHECK(svg_file(picture, "text { fill: red; }\n") ==
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart front\" viewBox=\"0 0 20 10\" width=\"20\" "
        "height=\"10\" role=\"img\">\n<title>A &amp; B</title>\n<desc>Said &quot;so&quot;.</desc>\n<style>\n"
        "text { fill: red; }\n</style>\n<rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n<g/>\n</svg>\n");
}

TEST_CASE("labels keep clear of each other, and of what was there before") {
  Labels labels({{0, 0}, {200, 100}});
  CHECK(labels.place({50, 50}, "one") == "<text x=\"59\" y=\"54.5\" class=\"label\">one</text>\n");
  const std::string second = labels.place({50, 50}, "two");
  CHECK(second.find("x=\"59\"") == std::string::npos);
  CHECK(second.find("two</text>") != std::string::npos);
}

TEST_CASE("of few strategies all stand out, of many the baseline, what runs, the front and the worst") {
  CHECK_FALSE(has_muted(looks_of(lost_delete(), "")));
  const Report report = report_of_many(40);
  const auto looks = looks_of(report, "number 20");
  CHECK(has_muted(looks));
  const auto shown = names_shown(looks);
  CHECK(shown.size() == marker_shapes);
  for (const char* name : {"no cache", "number 20", "number 40", "number 39", "delete"}) {
    INFO(name);
    CHECK(std::find(shown.begin(), shown.end(), name) != shown.end());
  }
}

TEST_CASE("the front of one seed is what nothing beats in both") {
  CHECK(front_of(lost_delete()) == std::vector<std::string>{"short ttl", "delete"});
  const Report report = lost_delete();
  const auto points = front_points(report, looks_of(report, ""));
  const Grid grid = front_grid(report, points);
  CHECK(grid.titles[1] == "reads over 5 s old");
  CHECK(grid.rows[2] == std::vector<std::string>{"delete", "12.21 %", "17", "yes", "BROKEN"});
  const std::string svg = svg_inline(front_picture(staleness_title(report), points));
  CHECK(count_of(svg, " mark\"") == 4);
  CHECK(count_of(svg, "class=\"label\"") == 4);
  CHECK(count_of(svg, "front-line") == 1);
  CHECK(svg.find("<title>delete: 12.21 % reads over 5 s old, 17 origin reads a second, on the front, BROKEN</title>") !=
        std::string::npos);
}

TEST_CASE("over time, a share is that of its span, and a fault is a band with its name") {
  const Report report = lost_delete();
  const TimeSeries series = time_series(report, looks_of(report, ""));
  CHECK(series.from_s == 2);
  CHECK(series.to_s == 20);
  CHECK(series.span_s == 1);
  const TimeLine& hurt = series.lines[2];
  CHECK(hurt.look.name == "delete");
  CHECK(hurt.stale[5] == 0.0);
  CHECK(hurt.stale[6] == 0.2);  // from 8 s on, 100 of 500
  REQUIRE(series.bands.size() == 1);
  CHECK(series.bands[0].to_s == 12.5);
  const std::string svg = svg_inline(time_picture(series, Shown::staleness, "stale"));
  CHECK(svg.find(">lost deletes</text>") != std::string::npos);
  CHECK(count_of(svg, "class=\"band\"") == 1);
  CHECK(count_of(svg, " line\"") == 4);
  CHECK(time_grid(series, Shown::staleness, "stale").rows[6] ==
        std::vector<std::string>{"0:08", "0.00 %", "0.00 %", "20.00 %", "20.00 %"});
}

TEST_CASE("a span without a read is a gap, not a zero") {
  Report report = lost_delete();
  for (auto& strategy : report.strategies) strategy.runs.front()["series"]["answered"][10] = 0;
  const TimeSeries series = time_series(report, looks_of(report, ""));
  CHECK_FALSE(series.lines[0].stale[8].has_value());
  CHECK(time_grid(series, Shown::staleness, "stale").rows[8][1] == "-");
  CHECK(time_json(series)["lines"][0]["stale"][8].is_null());
  CHECK(count_of(svg_inline(time_picture(series, Shown::staleness, "stale")), " line\"") == 8);
}

TEST_CASE("a bar has its causes as parts, and says how many reads it is of") {
  const CauseBars bars = cause_bars(lost_delete());
  CHECK(bars.causes == std::vector<std::string>{"ttl-window", "invalidation-lost"});
  REQUIRE(bars.bars.size() == 3);  // the baseline has none
  CHECK(causes_grid(bars).rows[1] == std::vector<std::string>{"delete", "1 221", "12.21 %", "-", "1 221"});
  const std::string svg = svg_inline(causes_picture(bars));
  CHECK(svg.find("invalidation-lost 100 %</text>") != std::string::npos);
  CHECK(svg.find("1 221 stale</text>") != std::string::npos);
  CHECK(svg.find("none stale</text>") != std::string::npos);
}

TEST_CASE("an edge over a layer bends beside the node that stands there") {
  // 0 -> 1 -> 2, and 0 -> 2 past 1.
  const Layered laid = lay_out({0, 1, 2}, {{0, 1}, {1, 2}, {0, 2}});
  CHECK(laid.layers == 3);
  CHECK(laid.rows == 2);
  CHECK(laid.bends[0].empty());
  REQUIRE(laid.bends[2].size() == 1);
  CHECK(laid.bends[2][0].layer == 1);
  CHECK(laid.bends[2][0].row != laid.nodes[1].row);
  CHECK(laid.nodes[0].row == 0.5);
}

TEST_CASE("layers are ordered so that edges cross less") {
  // Two callers and their caches, given crosswise.
  const Layered laid = lay_out({0, 0, 1, 1}, {{0, 3}, {1, 2}});
  CHECK((laid.nodes[0].row < laid.nodes[1].row) == (laid.nodes[3].row < laid.nodes[2].row));
}
