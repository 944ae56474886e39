#include "analysis/page/table.hpp"
#include <algorithm>
#include <cstddef>
#include <functional>
#include <numeric>
#include <optional>
#include "analysis/load/path.hpp"
#include "analysis/page/figures.hpp"
#include "analysis/page/harm.hpp"
#include "analysis/page/over_seeds.hpp"
#include "analysis/page/standing.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::page {
namespace {

constexpr std::int64_t usual_name_width = 32;
constexpr std::int64_t least_name_width = 16;
constexpr const char* nothing = "-";

using Cell = std::function<std::string(const StrategyReport&)>;

using Text = std::string (*)(double);

/// What a column shows: the figure at a path, or something said of the strategy.
struct Figure {
  std::string path;
  Text text = nullptr;
};

std::string plain_text(const StrategyReport& strategy, const Figure& figure) {
  const auto value = mean(strategy, figure.path);
  return value ? figure.text(*value) : std::string(nothing);
}

std::string text_with_interval(const StrategyReport& strategy, const Figure& figure) {
  std::string plain = plain_text(strategy, figure);
  const auto half = half_width(strategy, figure.path);
  if (!half) return plain;
  return with_interval(plain, *half == 0 ? "0" : figure.text(*half));
}

std::string oldest(const StrategyReport& strategy) {
  const auto age = greatest(strategy, "staleness.age_s.max");
  return age ? time_text(*age) : nothing;
}

std::string healed(const Report& report, const StrategyReport& strategy) {
  const Healing of = healing(report, strategy);
  const auto seeds = static_cast<std::int64_t>(strategy.runs.size());
  if (!of.applies) return nothing;
  if (of.never == seeds) return "never";
  if (of.never > 0) return "not in " + std::to_string(of.never) + '/' + std::to_string(seeds);
  return of.mean_s == 0 ? "at once" : time_text(of.mean_s);
}

constexpr double worth_a_column = 0.001;

auto ratio_of(const char* part, const char* whole) {
  return [=](const StrategyReport& strategy) { return share_of(strategy, part, whole); };
}

std::optional<double> unanswered(const StrategyReport& strategy) {
  return measure::unanswered_share(strategy.runs, "reads");
}

std::string origin_name(const std::string& origin) { return shortened(visible(origin), 10); }

class TableMaker {
 public:
  explicit TableMaker(const Report& report) : report_(report) {
    for (const StrategyReport& strategy : report.strategies)
      table_.cells.push_back({visible(strategy.name) + (strategy.is_baseline ? " (baseline)" : "")});
    table_.plain = table_.cells;
    table_.columns.push_back({"", "strategy", "strategy", Column::always});
  }

  Table make() {
    const bool promises = report_.promises_anything();
    const Column share = promises ? Column{"promise", "broken by", "promise broken by", Column::always}
                                  : Column{"stale", "reads", "stale reads", Column::always};
    add_figure(share, [this](const StrategyReport& strategy) {
      return Figure{broken_share_path(report_, strategy), percent_text};
    });
    add({"oldest", "read", "oldest read", Column::always}, oldest);
    if (!report_.faults.empty())
      add({"healed", "after", "healed after", 7},
          [this](const StrategyReport& strategy) { return healed(report_, strategy); });
    add_harm();
    add_origin();
    add_figure({"read", "p99", "read p99", 4}, {"latency_s.reads.p99", time_text});
    add_requests();
    add_cache();
    add_share({"un-", "answered", "unanswered", 6}, unanswered);
    add_share({"writes", "failed", "writes failed", 6}, ratio_of("writes.failed", "writes.invoked"));
    add_share({"lost", "updates", "lost updates", 7}, ratio_of("writes.lost_updates", "writes.committed"));
    add_share({"reads of", "lost data", "reads of lost data", Column::always},
              ratio_of("reads.data_lost.count", "reads.answered"), 0);
    add_share({"lost", "writes", "lost writes", 6}, ratio_of("writes.lost.all", "writes.committed"),
              report_.sole.empty() ? worth_a_column : 0);
    add_share({"phantom", "reads", "phantom reads", 6}, ratio_of("staleness.phantom", "reads.answered"));
    add({"", "", "verdict", Column::always}, verdict_text);
    return std::move(table_);
  }

 private:
  void add(Column column, const Cell& cell) {
    table_.columns.push_back(std::move(column));
    for (std::size_t i = 0; i < report_.strategies.size(); ++i) {
      table_.cells[i].push_back(cell(report_.strategies[i]));
      table_.plain[i].push_back(table_.cells[i].back());
    }
  }

  /// A mean, with its half-width where there is one.
  template <class FigureOf>
  void add_figure(Column column, FigureOf figure_of) {
    add(std::move(column), [&](const StrategyReport& each) { return text_with_interval(each, figure_of(each)); });
    for (std::size_t i = 0; i < report_.strategies.size(); ++i)
      table_.plain[i].back() = plain_text(report_.strategies[i], figure_of(report_.strategies[i]));
  }
  void add_figure(Column column, const Figure& figure) {
    add_figure(std::move(column), [&](const StrategyReport&) { return figure; });
  }

  void add_origin() {
    const std::string origin = main_origin(report_);
    if (origin.empty()) return;
    const std::string name = origin_name(origin);
    add_figure({name + " reads", "mean/s", name + " reads/s mean", 8},
               {origin_path(origin, "reads_per_s.mean"), rate_text});
    add_figure({"", "peak/s", name + " reads/s peak", 3}, {origin_path(origin, "reads_per_s.peak"), rate_text});
    const Column busy_column{name, "busy", busy_title(origin), 5};
    if (!has_nodes(report_, origin))
      return add_figure(busy_column, {origin_path(origin, "utilisation"), whole_percent_text});
    add(busy_column, [origin](const StrategyReport& strategy) {
      const auto share = busy(strategy, origin);
      return share ? whole_percent_text(*share) : std::string(nothing);
    });
  }

  /// Where a class declares an act.
  void add_harm() {
    for (const HarmColumn& each : harm_columns(report_)) {
      const bool is_sum = each.shows == HarmColumn::Shows::amount;
      const Text text = is_sum ? amount_text : each.shows == HarmColumn::Shows::time ? time_text : count_text;
      add_figure({each.above, each.below, each.title, is_sum ? 9 : 6}, {each.path, text});
    }
  }

  /// Requests of several steps, where there are any.
  void add_requests() {
    const auto asks = [](const StrategyReport& strategy) { return sum(strategy, "requests.invoked") > 0; };
    if (std::none_of(report_.strategies.begin(), report_.strategies.end(), asks)) return;
    add_figure({"request", "p99", "request p99", 7}, {"latency_s.requests.p99", time_text});
    add({"partly", "cached", "requests partly cached", 3}, [](const StrategyReport& strategy) {
      const double answered = sum(strategy, "requests.answered");
      return answered == 0 ? std::string(nothing) : whole_percent_text(sum(strategy, "requests.partly") / answered);
    });
    add_figure({"torn", "requests", "torn requests", 6}, {"requests.torn.ratio", percent_text});
  }

  void add_cache() {
    const std::string cache = main_cache(report_);
    if (cache.empty()) return;
    const Column column{"hit", "ratio", hit_title, 2};
    if (!has_tiers(report_)) return add_figure(column, {cache_path(cache, "hit_ratio"), whole_percent_text});
    add(column, [](const StrategyReport& strategy) {
      double hits = 0, asked = 0;  // of the classes that are cached
      for (const PolicyFact& policy : strategy.policies) {
        if (policy.cache.empty()) continue;
        const std::string answered = load::join("classes", policy.data_class) + ".latency_s.by_outcome.";
        const auto count = [&](const char* how) { return sum(strategy, answered + how + ".count"); };
        for (const char* how : {"hit", "stale", "joined", "miss", "origin"}) asked += count(how);
        for (const char* how : {"hit", "stale"}) hits += count(how);
      }
      return asked == 0 ? std::string(nothing) : whole_percent_text(hits / asked);
    });
  }

  /// A column that is there when some row has more than that in it.
  template <class Share>
  void add_share(Column column, Share share, double more_than = worth_a_column) {
    const auto tells = [&](const StrategyReport& strategy) { return share(strategy).value_or(0) > more_than; };
    if (!std::any_of(report_.strategies.begin(), report_.strategies.end(), tells)) return;
    add(std::move(column), [share](const StrategyReport& strategy) {
      const auto value = share(strategy);
      return value ? percent_text(*value) : std::string(nothing);
    });
  }

  const Report& report_;
  Table table_;
};

std::int64_t total(const std::vector<std::int64_t>& widths) {
  return std::accumulate(widths.begin(), widths.end(), gap * (static_cast<std::int64_t>(widths.size()) - 1));
}

void shorten_names(Table& table, std::int64_t width) {
  std::vector<std::string> names;
  for (const auto& row : table.cells) names.push_back(row.front());
  names = shortened_apart(names, width);
  for (std::size_t i = 0; i < names.size(); ++i) table.cells[i].front() = names[i];
}

std::string interval_of(const Column& column) { return "\xC2\xB1 of " + column.title; }

bool drop_one(Table& table) {
  const auto least = std::min_element(table.columns.begin(), table.columns.end(),
                                      [](const Column& a, const Column& b) { return a.keep < b.keep; });
  if (least->keep == Column::always) return false;
  const auto at = least - table.columns.begin();
  std::erase(table.dropped, interval_of(*least));
  table.dropped.push_back(least->title);
  table.columns.erase(least);
  for (auto& row : table.cells) row.erase(row.begin() + at);
  for (auto& row : table.plain) row.erase(row.begin() + at);
  return true;
}

/// Between the name, which may be shortened, and the verdict, which may be painted.
bool shows_interval(const Table& table, std::size_t column) {
  if (column == 0 || column + 1 == table.columns.size()) return false;
  for (std::size_t row = 0; row < table.cells.size(); ++row)
    if (table.cells[row][column] != table.plain[row][column]) return true;
  return false;
}

bool drop_interval(Table& table) {
  std::optional<std::size_t> least;
  for (std::size_t c = 0; c < table.columns.size(); ++c)
    if (shows_interval(table, c) && (!least || table.columns[c].keep < table.columns[*least].keep)) least = c;
  if (!least) return false;
  table.dropped.push_back(interval_of(table.columns[*least]));
  for (std::size_t row = 0; row < table.cells.size(); ++row) table.cells[row][*least] = table.plain[row][*least];
  return true;
}

}  // namespace

std::string busy_title(const std::string& origin) { return origin_name(origin) + " busy"; }

Table table_of(const Report& report) { return TableMaker(report).make(); }

Table class_table_of(const Report& report) {
  Table table;
  table.columns.push_back({"older than", "promised", "strategy", Column::always});
  for (const StrategyReport& strategy : report.strategies) table.cells.push_back({visible(strategy.name)});
  int keep = Column::always;
  for (const PromiseFact& promise : report.promises) {
    const std::string name = visible(promise.data_class);
    const std::string what = promise.is_of_loss ? "lost" : time_text(promise.max_age_s);
    table.columns.push_back({shortened(name, 16), what, name, --keep});
    const Figure figure{promise.path(), percent_text};
    for (std::size_t i = 0; i < table.cells.size(); ++i)
      table.cells[i].push_back(plain_text(report.strategies[i], figure));
  }
  table.plain = table.cells;
  return table;
}

std::vector<std::int64_t> widths_of(const Table& table) {
  std::vector<std::int64_t> widths;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    std::int64_t width = std::max(columns(table.columns[c].above), columns(table.columns[c].below));
    for (const auto& row : table.cells) width = std::max(width, columns(row[c]));
    widths.push_back(width);
  }
  return widths;
}

bool has_intervals(const Table& table) {
  for (std::size_t c = 0; c < table.columns.size(); ++c)
    if (shows_interval(table, c)) return true;
  return false;
}

void fit(Table& table, std::int64_t width) {
  const auto room_for_name = [&] {
    const auto widths = widths_of(table);
    return width - (total(widths) - widths.front());
  };
  shorten_names(table, std::max(usual_name_width, room_for_name()));
  const std::int64_t longest = widths_of(table).front();
  while (room_for_name() < longest && drop_interval(table)) {
  }
  while (room_for_name() < std::min(longest, least_name_width) && drop_one(table)) {
  }
  if (room_for_name() < longest) shorten_names(table, std::max<std::int64_t>(1, room_for_name()));
}

}  // namespace stalemate::analysis::page
