// Scenarios read from text with runs made by hand, for the answer on one page; and what reads its YAML back.
// Promise: what stands in a quoted scalar is given as it was meant; whatever is not of the form of a file of rules is
// told. Source: YAML 1.2 (block mappings, single-quoted scalars); Prometheus, "Alerting rules".
#pragma once
#include <catch2/catch.hpp>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>
#include "analysis/load/scenario.hpp"
#include "analysis/page/one_page.hpp"
#include "tests/unit/page_samples.hpp"

namespace stalemate::tests {

struct Answered {
  analysis::load::Scenario scenario;
  page::Report report;
  std::string text() const { return page::one_page(scenario, report); }
};

/// Ready to be a run: twenty seconds of which each has the sample's rate and hit ratio, but for a busier one.
inline measure::RunResult calm_result(const RunSample& sample) {
  measure::RunResult result = run_result(sample);
  auto& reads = result.load.origins.front().reads_series;
  reads.assign(20, sample.reads_per_s);
  reads[5] += 20;
  auto& ratios = result.load.caches.front().hit_ratio_series;
  if (sample.hits > 0) ratios.assign(20, static_cast<double>(sample.hits) / static_cast<double>(sample.answered));
  return result;
}

inline page::Json json_of(const measure::RunResult& result, const std::string& strategy, std::uint64_t seed = 1) {
  return measure::run_json(result, {strategy, seed, {"read/cache-aside"}, "stalemate run x"});
}

inline page::Json calm_run(const RunSample& sample) {
  return json_of(calm_result(sample), sample.strategy, sample.seed);
}

/// `strategies`: those to keep; empty: all.
inline Answered answered(const std::string& text, const std::vector<page::Json>& runs,
                         const std::vector<std::string>& strategies = {}) {
  analysis::load::Diagnostics diagnostics;
  analysis::load::ReadContext context;
  context.strategies = strategies;
  auto scenario = analysis::load::read_scenario(text, "s.json", context, diagnostics);
  UNSCOPED_INFO(diagnostics.render());
  REQUIRE(scenario);
  Answered all{std::move(*scenario), {}};
  all.report = page::make_report(all.scenario, "0.1.0", runs);
  all.report.command.start = {"stalemate", "run", "s.json"};
  return all;
}

/// With one class, one cache and one origin; `more` are further members of it.
inline std::string answer_scenario(const std::string& strategies, const std::string& more = "") {
  return R"({ "title": "The delete is lost", "question": "What if cache invalidation fails?",
  "duration": "20s", "warm_up": "2s", "leaves_out": ["connection pools", "a retry queue"],
  "data": { "price": { "keys": 500, "size": "1KiB", "popularity": "uniform", "promise": { "max_age": "5s" } } },
  "nodes": { "shop": "service", "redis": { "kind": "cache" },
             "db": { "kind": "origin", "servers": 8, "read": { "value": "2ms", "guess": true }, "write": "3ms" } },
  "load": [ { "from": "shop", "reads": "price", "rate": "500/s" },
            { "from": "shop", "writes": "price", "rate": "5/s", "keys_like": "reads" } ],
  )" + more + R"( "strategies": { )" +
         strategies + " } }";
}

inline const std::string lost_at_14 =
    R"("faults": [ { "name": "lost", "kind": "drop", "messages": "invalidations", "from": "shop", "to": "redis",
                     "at": "14s", "until": "16s" } ],)";
inline const std::string deletes = R"("price": { "read": "cache-aside", "write": "invalidate" })";
inline const std::string deletes_with_ttl =
    R"("price": { "read": "cache-aside", "write": "invalidate", "expiry": "4s", "stampede": "coalesce" })";
inline const std::string minute_ttl = R"("price": { "read": "cache-aside", "expiry": "60s" })";

/// One rule of an answer, its scalars as they were meant.
struct ReadRule {
  std::string alert, expr, lasts, strategy, summary;
};
struct ReadRules {
  std::string name;
  std::vector<ReadRule> rules;
  std::vector<std::string> wrong;  ///< Lines that are not of the form.
};

/// Between single quotes, in which a quote is doubled. None: it is no such scalar, or holds what YAML does not take.
inline std::optional<std::string> single_quoted(const std::string& scalar) {
  if (scalar.size() < 2 || scalar.front() != '\'' || scalar.back() != '\'') return std::nullopt;
  std::string text;
  for (std::size_t i = 1; i + 1 < scalar.size(); ++i) {
    const auto byte = static_cast<unsigned char>(scalar[i]);
    if (byte < 0x20 || byte == 0x7F) return std::nullopt;
    if (scalar[i] == '\'' && (i + 2 >= scalar.size() || scalar[++i] != '\'')) return std::nullopt;
    text += scalar[i];
  }
  return text;
}

/// The block of YAML in an answer, without its fence; empty: it has none.
inline std::string yaml_in(const std::string& answer) {
  const std::size_t mark = answer.find("```yaml\n");
  if (mark == std::string::npos) return "";
  std::size_t fence = mark;
  while (fence > 0 && answer[fence - 1] == '`') --fence;
  const std::string ticks = answer.substr(fence, mark + 3 - fence);
  const std::size_t from = mark + 8, to = answer.find('\n' + ticks + '\n', from);
  return to == std::string::npos ? "" : answer.substr(from, to + 1 - from);
}

inline ReadRules read_rules(const std::string& yaml) {
  ReadRules read;
  std::istringstream in(yaml);
  std::string line;
  const auto starts = [&](const std::string& lead) { return line.rfind(lead, 0) == 0; };
  const auto take = [&](const std::string& lead, std::string& into) {
    const auto text = starts(lead) ? single_quoted(line.substr(lead.size())) : std::nullopt;
    if (text) into = *text;
    return text.has_value();
  };
  /// What may follow which line, as a rule goes through them one after the other.
  std::size_t expected = 0;
  const auto is_next = [&]() {
    switch (expected) {
      case 0: return line == "groups:";
      case 1: return take("  - name: ", read.name);
      case 2: return line == "    rules:";
      case 3:
        read.rules.emplace_back();
        return take("      - alert: ", read.rules.back().alert);
      case 4: return take("        expr: ", read.rules.back().expr);
      case 5:
        read.rules.back().lasts = starts("        for: ") ? line.substr(13) : "";
        return line.size() > 14 && line.back() == 's' &&
               line.find_first_not_of("0123456789", 13) == line.size() - 1;
      case 6: return line == "        labels:";
      case 7: return take("          strategy: ", read.rules.back().strategy);
      case 8: return line == "        annotations:";
      default: return take("          summary: ", read.rules.back().summary);
    }
  };
  while (std::getline(in, line)) {
    if (line.rfind("#", 0) == 0 && expected == 0) continue;
    if (!is_next()) read.wrong.push_back(line);
    expected = expected == 9 ? 3 : expected + 1;
  }
  if (expected != 3 || read.rules.empty()) read.wrong.emplace_back("it ends too early");
  return read;
}

}  // namespace stalemate::tests
