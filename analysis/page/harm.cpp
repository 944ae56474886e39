#include "analysis/page/harm.hpp"
#include <algorithm>
#include "analysis/load/describe_words.hpp"
#include "analysis/load/path.hpp"
#include "analysis/page/figures.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::page {
namespace {

using models::Act;
using Shows = HarmColumn::Shows;

/// Of a figure of a class.
HarmColumn column_of(const ActFact& fact, const char* below, const char* figure, Shows shows = Shows::count) {
  const std::string name = shortened(visible(fact.data_class), 12);
  return {name, below, name + ": " + below, load::join("cost", fact.data_class) + "." + figure, shows};
}

std::vector<HarmColumn> columns_of(const ActFact& fact) {
  switch (fact.act.kind) {
    case Act::Kind::view: return {column_of(fact, "stale views", "acts_on_stale")};
    case Act::Kind::check_then_act:
      return {column_of(fact, "on stale", "acts_on_stale"), column_of(fact, "overtaken", "acts_overtaken")};
    case Act::Kind::grant:
      return {column_of(fact, "too late", "granted_after_revocation"),
              column_of(fact, "latest", "longest_s", Shows::time)};
    case Act::Kind::take: return {column_of(fact, "oversold", "units_oversold")};
    case Act::Kind::once: break;
  }
  return {column_of(fact, "twice", "duplicate_actions")};
}

constexpr const char* sessions_path = "staleness.affected.sessions";

std::string harm_path(const std::string& unit) { return load::join("harm", unit); }

std::string amount_in(const StrategyReport& strategy, const std::string& unit) {
  return amount_text(mean(strategy, harm_path(unit)).value_or(0)) + " " + visible(unit);
}

using Rows = std::vector<const StrategyReport*>;

/// Cached strategies whose harm has this unit, least first.
Rows by_harm(const Report& report, const std::string& path) {
  Rows rows;
  for (const StrategyReport& each : report.strategies)
    if (!each.is_baseline && mean(each, path)) rows.push_back(&each);
  std::stable_sort(rows.begin(), rows.end(), [&](const StrategyReport* a, const StrategyReport* b) {
    return *mean(*a, path) < *mean(*b, path);
  });
  return rows;
}

/// "least under "delete", 900 EUR; most under "ttl only", 58 272 EUR"
std::string spread(const Rows& rows, const std::string& unit) {
  const StrategyReport& least = *rows.front();
  const StrategyReport& most = *rows.back();
  if (rows.size() == 1) return in_quotes(least.name) + " " + amount_in(least, unit);
  if (mean(least, harm_path(unit)) == mean(most, harm_path(unit)))
    return amount_in(least, unit) + " under every cached strategy";
  return "least under " + in_quotes(least.name) + ", " + amount_in(least, unit) + "; most under " +
         in_quotes(most.name) + ", " + amount_in(most, unit);
}

std::string sentence_for(const Report& report, const std::string& unit) {
  const Rows rows = by_harm(report, harm_path(unit));
  if (rows.empty()) return "";
  std::string text = "Harm: " + spread(rows, unit);
  for (const StrategyReport& each : report.strategies)
    if (each.is_baseline) text += "; without a cache " + amount_in(each, unit);
  return text + ".";
}

}  // namespace

std::vector<std::string> harm_units(const Report& report) {
  std::vector<std::string> units;
  for (const ActFact& each : report.acts)
    if (each.act.costs && std::find(units.begin(), units.end(), each.act.unit) == units.end())
      units.push_back(each.act.unit);
  return units;
}

std::string harm_title(const std::string& unit) { return "harm " + shortened(visible(unit), 12); }

std::string amount_text(double amount) {
  return amount < 1000 ? short_number(amount) : count_text(amount);
}

std::vector<HarmColumn> harm_columns(const Report& report) {
  std::vector<HarmColumn> columns;
  for (const ActFact& each : report.acts)
    for (HarmColumn& column : columns_of(each)) columns.push_back(std::move(column));
  const auto saw = [](const StrategyReport& each) { return sum(each, sessions_path) > 0; };
  if (!report.acts.empty() && std::any_of(report.strategies.begin(), report.strategies.end(), saw))
    columns.push_back({"sessions", "affected", sessions_title, sessions_path});
  for (const std::string& unit : harm_units(report))
    columns.push_back({"harm", shortened(visible(unit), 12), harm_title(unit), harm_path(unit), Shows::amount});
  return columns;
}

std::string prices_in(const Report& report, const std::string& unit) {
  std::vector<std::string> prices;
  for (const ActFact& each : report.acts)
    if (each.act.costs && each.act.unit == unit)
      prices.push_back(visible(load::price_of_harm(each.act)) + " (" + visible(each.data_class) + ")");
  return joined(prices, ", ");
}

std::vector<std::string> harm_sentences(const Report& report) {
  std::vector<std::string> sentences;
  for (const std::string& unit : harm_units(report))
    if (std::string sentence = sentence_for(report, unit); !sentence.empty()) sentences.push_back(std::move(sentence));
  return sentences;
}

}  // namespace stalemate::analysis::page
