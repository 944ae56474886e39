// The page as a text: what stands in it, that it stays text, and what comes out of it again.
#include <catch2/catch.hpp>
#include "analysis/load/describe.hpp"
#include "analysis/page/base64.hpp"
#include "analysis/page/html.hpp"
#include "analysis/page/html_sections.hpp"
#include "analysis/page/markup.hpp"
#include "analysis/page/topology.hpp"
#include "tests/unit/page_samples.hpp"
#include "tests/unit/scenario_sound.hpp"
#include "tests/unit/texts.hpp"

using namespace stalemate;
using namespace stalemate::analysis;
using namespace stalemate::tests;
using texts::count_of;
using texts::holds;

namespace {

constexpr const char* paged_scenario = R"({
  "title": "Price cache",
  "data": { "price": { "keys": 50, "promise": { "max_age": "5s" } } },
  "nodes": { "app": "client", "shop": "service", "redis": "cache", "db": "origin" },
  "links": [ { "between": ["shop", "redis"], "latency": "300us" }, { "between": ["app", "shop"], "latency": "5ms" } ],
  "load": [ { "from": "app", "to": "shop", "reads": "price", "rate": "20/s" },
            { "from": "shop", "writes": "price", "rate": "1/s", "keys_like": "reads" } ],
  "strategies": {
    "delete": { "price": { "read": "cache-aside", "write": "invalidate" } },
    "ttl only": { "price": { "read": "cache-aside", "expiry": "60s" } } } })";

constexpr const char* nasty = "</script><img src=x onerror=alert(1)>\"'&\xE2\x80\xAE";

std::string page_with(const page::Report& report, std::optional<page::Incident> incident = std::nullopt,
                      std::vector<page::SourceText> sources = {{"s.json", "{}"}}) {
  const load::Scenario scenario = samples::sound(paged_scenario);
  return page::html({report, scenario, std::move(sources), std::move(incident), "Nothing to tell.", {}});
}

}  // namespace

TEST_CASE("a page has its sections in the order in which a reader asks") {
  const std::string text = page_with(lost_delete());
  std::size_t at = 0;
  for (const char* id : {"answer", "comparison", "front", "time", "causes", "owed", "topology", "incident", "cost",
                         "expectations", "scenario", "again"}) {
    INFO(id);
    const std::size_t found = text.find("<section id=\"" + std::string(id) + "\"");
    REQUIRE(found != std::string::npos);
    CHECK(found > at);
    at = found;
    CHECK(count_of(text, "<a href=\"#" + std::string(id) + "\">") == 1);
  }
  CHECK(holds(text, "<h1>The delete is lost</h1>"));
  CHECK(holds(text, "<p class=\"verdict\">"));
  CHECK(count_of(text, "<figure") == count_of(text, "</figure>"));
  CHECK(page_with(lost_delete()) == text);
}

TEST_CASE("a page without scripts allows none, and with them those alone") {
  CHECK(holds(page_with(lost_delete()), "content=\"default-src 'none'; script-src 'none';"));
  const page::Report report = lost_delete();
  const load::Scenario scenario = samples::sound(paged_scenario);
  page::Assets assets;
  assets.script = {"1;", "00ff10"};
  const std::string text = page::html({report, scenario, {}, std::nullopt, "", assets});
  CHECK(holds(text, "script-src 'sha256-AP8Q';"));
  CHECK(holds(text, "<script>1;</script>"));
}

TEST_CASE("words of a scenario are text wherever they stand") {
  page::Report report = lost_delete();
  report.title = report.question = nasty;
  report.faults.front().name = report.faults.front().rows.front().name = report.faults.front().text = nasty;
  for (auto& strategy : report.strategies) strategy.name = nasty + strategy.name;
  report.guesses = report.leaves_out = {nasty};
  page::Incident incident{{nasty}, "<svg></svg>", {{"0:01", nasty}}, nasty, nasty};
  const std::string text = page_with(report, incident, {{nasty, nasty}});
  CHECK(count_of(text, "<img") == 0);
  CHECK(count_of(text, "\xE2\x80\xAE") == 0);
  CHECK(count_of(text, "</script>") == 2);  // of the data and of the scenario's bytes
  CHECK(holds(text, "&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;\\u202e"));
}

TEST_CASE("a scenario comes out of its page byte for byte") {
  std::string bytes = "{ // caf\xC3\xA9\r\n\t\"a\": \"</script>\" }\n\n";
  bytes += '\0';
  bytes += '\xFF';
  const std::string text = page_with(lost_delete(), std::nullopt, {{"a b.json", bytes}, {"base.json", ""}});
  const auto found = page::scenario_in(text);
  REQUIRE(found.has_value());
  REQUIRE(found->size() == 2);
  CHECK(found->front().name == "a b.json");
  CHECK(found->front().text == bytes);
  CHECK(found->back().text.empty());
}

TEST_CASE("what holds no scenario gives none") {
  CHECK_FALSE(page::scenario_in("").has_value());
  CHECK_FALSE(page::scenario_in("<script type=\"application/json\" id=\"scenario-source\">[{}]</script>").has_value());
  CHECK_FALSE(page::scenario_in("<script type=\"application/json\" id=\"scenario-source\">[1").has_value());
  const std::string large(page::source_bytes_at_most + 1, ' ');
  const std::string text = page_with(lost_delete(), std::nullopt, {{"s.json", large}});
  CHECK(text.size() < 200'000);
  CHECK_FALSE(page::scenario_in(text).has_value());
  CHECK(holds(text, "it is not in it"));
}

TEST_CASE("Base64 gives back any bytes, and refuses what it is not") {
  CHECK(page::base64("") == "");
  CHECK(page::base64("f") == "Zg==");
  CHECK(page::base64("fo") == "Zm8=");
  CHECK(page::base64("foo") == "Zm9v");
  CHECK(page::base64("\xFF\xFE\x00" + std::string("\xFA")) == "//76");
  for (const char* text : {"f", "fo", "foo", "foob", "\xFF\xFE"}) CHECK(page::from_base64(page::base64(text)) == text);
  CHECK_FALSE(page::from_base64("Zg=").has_value());
  CHECK_FALSE(page::from_base64("Zg!=").has_value());
}

TEST_CASE("data for a script holds nothing that ends it") {
  CHECK(page::json_for_script({{"a", "</script>"}}) == "{\"a\":\"\\u003c/script>\"}");
  CHECK(page::xml_lines("a\r\n\tb\n<c>") == "a\n    b\n&lt;c&gt;");
}

TEST_CASE("a page tells who tells which copy as describe does, strategies with the same answer together") {
  const std::string text = page_with(lost_delete());
  CHECK(holds(text, "<th scope=\"row\">price</th><td class=\"w\">shop</td><td class=\"w\">redis</td><td class=\"w\">"
                    "<strong>nobody</strong></td><td class=\"w\">ttl only</td>"));
  CHECK(holds(text, "<td class=\"w\">shop: invalidate, inline</td><td class=\"w\">delete</td>"));
}

TEST_CASE("a topology has its links, and where none joins two nodes that talk what stands for it") {
  const page::Topology topology = page::topology_of(samples::sound(paged_scenario));
  const auto rows = page::links_grid(topology).rows;
  REQUIRE(rows.size() == 3);
  CHECK(rows[0] == std::vector<std::string>{"shop", "both ways", "redis", "300us"});
  CHECK(rows[2][2] == "db");
  CHECK(rows[2][3].find("(no link joins them)") != std::string::npos);
  const std::string svg = page::svg_inline(page::topology_picture(topology));
  CHECK(count_of(svg, "class=\"node ") == 4);
  CHECK(count_of(svg, "class=\"link\"") == 2);
  CHECK(count_of(svg, "class=\"link assumed\"") == 1);
}

TEST_CASE("an edge stands between the clients and the service that it is before") {
  const char* scenario = R"({ "title": "Near", "data": { "price": { "keys": 9 } },
    "nodes": { "db": "origin", "shop": "service", "cdn": { "kind": "cache", "edge": "shop" }, "redis": "cache",
               "phones": "client" },
    "load": [ { "from": "phones", "to": "shop", "reads": "price", "rate": "5/s" } ],
    "strategies": { "s": { "price": [ { "read": "read-through", "cache": "cdn" },
                                      { "read": "cache-aside", "cache": "redis" } ] } } })";
  const std::string svg = page::svg_inline(page::topology_picture(page::topology_of(samples::sound(scenario))));
  const auto x_of = [&](const std::string& name) {
    const std::size_t before = svg.rfind("x=\"", svg.find(">" + name + "<"));
    return std::stod(svg.substr(before + 3));
  };
  CHECK(x_of("phones") < x_of("cdn"));
  CHECK(x_of("cdn") < x_of("shop"));
  CHECK(x_of("shop") < x_of("redis"));
  CHECK(x_of("redis") < x_of("db"));
}

TEST_CASE("a page says what there is not") {
  page::Report report = lost_delete();
  for (auto& strategy : report.strategies) {
    auto& run = strategy.runs.front();
    for (auto& [cause, count] : run["staleness"]["causes"].items()) count = 0;
    run["classes"]["price"]["staleness"]["over_bound"]["ratio"] = nullptr;
    for (const char* series : {"answered", "over_bound"}) run["series"][series] = page::Json::array();
    strategy.outcomes.clear();
  }
  const std::string text = page_with(report);
  CHECK(holds(text, "No read was answered: there is nothing to set against load."));
  CHECK(holds(text, "Nothing was measured over time."));
  CHECK(holds(text, "No read was stale: there is no cause to tell."));
  CHECK(holds(text, "<p>Nothing to tell.</p>"));
  CHECK(holds(text, "No data class declares an act"));
  CHECK(holds(text, "Nothing was promised, and nothing expected."));
}
