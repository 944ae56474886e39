// CSV and Markdown of a report made by hand.
// Promise: neither can be broken, or made to do anything, by the texts of a scenario.
// Source: RFC 4180; GitHub Flavored Markdown.
#include <algorithm>
#include <catch2/catch.hpp>
#include <sstream>
#include <string>
#include <vector>
#include "analysis/page/csv.hpp"
#include "analysis/page/markdown.hpp"
#include "tests/unit/page_samples.hpp"
#include "tests/unit/texts.hpp"

using namespace stalemate::analysis::page;
using namespace stalemate::tests;

namespace {

/// RFC 4180, read strictly.
std::vector<std::vector<std::string>> read_csv(const std::string& text) {
  std::vector<std::vector<std::string>> rows(1, std::vector<std::string>(1));
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string& cell = rows.back().back();
    if (text[i] == '"' && quoted && i + 1 < text.size() && text[i + 1] == '"') {
      cell += text[++i];
    } else if (text[i] == '"') {
      quoted = !quoted;
    } else if (text[i] == ',' && !quoted) {
      rows.back().emplace_back();
    } else if (text[i] == '\r' && !quoted) {
      ++i;
      rows.emplace_back(1);
    } else {
      cell += text[i];
    }
  }
  rows.pop_back();
  return rows;
}

std::int64_t lines_that_start(const std::string& text, const std::string& start) {
  std::istringstream in(text);
  std::int64_t count = 0;
  for (std::string line; std::getline(in, line);) count += line.rfind(start, 0) == 0 ? 1 : 0;
  return count;
}

}  // namespace

TEST_CASE("the CSV has one row a run and its columns are paths of the JSON", "[page]") {
  const Report report = lost_delete();
  const auto rows = read_csv(csv(report));
  REQUIRE(rows.size() == 5);
  for (const auto& row : rows) CHECK(row.size() == rows.front().size());
  const auto column = std::find(rows[0].begin(), rows[0].end(), "load.origin.db.reads_per_s.mean") - rows[0].begin();
  REQUIRE(column < static_cast<std::ptrdiff_t>(rows[0].size()));
  const auto at = static_cast<std::size_t>(column);
  CHECK(rows[1][0] == "no cache");
  CHECK(rows[1][at] == "1999");
  CHECK(rows[3][at] == "17.4");
  for (std::size_t c = 4; c < rows[0].size(); ++c)
    CHECK(stalemate::analysis::measure::has_figure(report.strategies[0].runs[0], rows[0][c]));
}

TEST_CASE("the CSV quotes what needs it and gives a spreadsheet no formula", "[page]") {
  Report report = lost_delete();
  report.strategies[0].name = "say \"no\", then\nleave";
  report.strategies[1].name = "=HYPERLINK(\"x\")";
  const auto rows = read_csv(csv(report));
  REQUIRE(rows.size() == 5);
  CHECK(rows[1][0] == "say \"no\", then\nleave");
  CHECK(rows[2][0] == "'=HYPERLINK(\"x\")");
}

TEST_CASE("over several seeds the CSV has the mean and the half-width of each figure beside the runs", "[page]") {
  Report report = lost_delete();
  const auto one_seed = read_csv(csv(report));
  report.strategies[0].runs = {run_of({.strategy = "a", .seed = 1, .reads_per_s = 10, .hits = 5'000}),
                               run_of({.strategy = "a", .seed = 2, .reads_per_s = 12, .hits = 5'000})};
  const auto rows = read_csv(csv(report));
  REQUIRE(rows.size() == 6);
  for (const auto& row : rows) CHECK(row.size() == rows.front().size());
  const auto cell = [&](std::size_t row, const std::string& column) {
    const auto found = std::find(rows[0].begin(), rows[0].end(), column);
    REQUIRE(found != rows[0].end());
    return rows[row][static_cast<std::size_t>(found - rows[0].begin())];
  };
  const std::string path = "load.origin.db.reads_per_s.mean";
  CHECK(cell(1, path) == "10");
  CHECK(cell(2, path) == "12");
  for (const std::size_t row : {std::size_t{1}, std::size_t{2}}) {
    CHECK(cell(row, "comparison.means." + path) == "11");
    CHECK(cell(row, "comparison.half_widths." + path) == "12.7062");  // t(1, 97.5 %) x 1
    CHECK(cell(row, "comparison.half_widths.load.cache.redis.hit_ratio") == "0");
  }
  CHECK(cell(3, "comparison.half_widths." + path).empty());  // a single seed has no interval
  for (const std::string& column : one_seed[0]) CHECK(column.rfind("comparison.", 0) != 0);
}

TEST_CASE("a figure that one run lacks is an empty cell", "[page]") {
  const auto rows = read_csv(csv(lost_delete()));
  const auto column = std::find(rows[0].begin(), rows[0].end(), "load.cache.redis.hit_ratio") - rows[0].begin();
  CHECK(rows[1][static_cast<std::size_t>(column)].empty());
  CHECK(rows[2][static_cast<std::size_t>(column)] == "0.64");
}

TEST_CASE("the Markdown holds the table and the answer and the trust", "[page]") {
  const std::string text = markdown(lost_delete());
  CHECK(lines_that_start(text, "|") == 6);
  CHECK(texts::holds(text, "| strategy | promise broken by | oldest read | healed after | db reads/s mean |"));
  CHECK(texts::holds(text, "| delete | 12.21 % | 359 s | never | 17 | 67 | 2 % | 6ms | 98 % | BROKEN |\n"));
  CHECK(texts::holds(text, "**Answer**\n\n- \"short ttl\" keeps the 5 s promise"));
  CHECK(texts::holds(text, "- Assumed: writes hit keys as reads do (load.1).\n- Assumed too: duration = 20s.\n"));
}

TEST_CASE("names with markup stay text in the Markdown", "[page]") {
  Report report = lost_delete();
  report.strategies[1].name = "a|b `c` <script> [x](y) @all\n| z";
  report.title = "# <b>";
  const std::string text = markdown(report);
  CHECK(lines_that_start(text, "|") == 6);
  CHECK(texts::holds(text, "| a\\|b \\`c\\` &lt;script\\> \\[x\\](y) &#64;all\\\\n\\| z |"));
  CHECK(lines_that_start(text, "## \\# &lt;b\\>") == 1);
  CHECK_FALSE(texts::holds(text, "<"));
}
