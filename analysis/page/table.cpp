#include "analysis/page/table.hpp"
#include <algorithm>
#include <cstddef>
#include <functional>
#include <numeric>
#include "analysis/page/figures.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::page {
namespace {

constexpr std::int64_t gap = 2;
constexpr std::int64_t usual_name_width = 32;
constexpr std::int64_t least_name_width = 16;
constexpr const char* nothing = "-";

using Cell = std::function<std::string(const StrategyReport&)>;

/// A cell that shows a figure by `text`, or that there is none.
template <class Text>
Cell shown(std::string path, Text text) {
  return [path = std::move(path), text](const StrategyReport& strategy) {
    const auto value = mean(strategy, path);
    return value ? text(*value) : std::string(nothing);
  };
}

std::string oldest(const StrategyReport& strategy) {
  const auto age = greatest(strategy, "staleness.age_s.max");
  return age ? time_text(*age) : nothing;
}

std::string healed(const StrategyReport& strategy) {
  const Healing of = healing(strategy);
  const auto seeds = static_cast<std::int64_t>(strategy.runs.size());
  if (!of.applies) return nothing;
  if (of.never == seeds) return "never";
  if (of.never > 0) return "not in " + std::to_string(of.never) + '/' + std::to_string(seeds);
  return of.mean_s == 0 ? "at once" : time_text(of.mean_s);
}

std::string failed(const StrategyReport& strategy) {
  const auto share = failed_share(strategy);
  return share ? percent_text(*share) : nothing;
}

class TableMaker {
 public:
  explicit TableMaker(const Report& report) : report_(report) {
    for (const StrategyReport& strategy : report.strategies)
      table_.cells.push_back({visible(strategy.name) + (strategy.is_baseline ? " (baseline)" : "")});
    table_.columns.push_back({"", "strategy", "strategy", Column::always});
  }

  Table make() {
    const bool promises = !report_.promises.empty();
    const Column share = promises ? Column{"promise", "broken by", "promise broken by", Column::always}
                                  : Column{"stale", "reads", "stale reads", Column::always};
    add(share, [this](const StrategyReport& strategy) {
      const auto broken = broken_share(report_, strategy);
      return broken ? percent_text(*broken) : std::string(nothing);
    });
    add({"oldest", "read", "oldest read", Column::always}, oldest);
    if (!report_.faults.empty()) add({"healed", "after", "healed after", 7}, healed);
    add_origin();
    add({"read", "p99", "read p99", 4}, shown("latency_s.reads.p99", time_text));
    add_cache();
    if (has_failures()) add({"reads", "failed", "reads failed", 6}, failed);
    add({"", "", "verdict", Column::always}, [](const StrategyReport& each) { return word_for(each.verdict); });
    return std::move(table_);
  }

 private:
  void add(Column column, const Cell& cell) {
    table_.columns.push_back(std::move(column));
    for (std::size_t i = 0; i < report_.strategies.size(); ++i) table_.cells[i].push_back(cell(report_.strategies[i]));
  }

  void add_origin() {
    const std::string origin = main_origin(report_);
    if (origin.empty()) return;
    const std::string name = shortened(visible(origin), 10);
    add({name + " reads", "mean/s", name + " reads/s mean", 8},
        shown(origin_path(origin, "reads_per_s.mean"), rate_text));
    add({"", "peak/s", name + " reads/s peak", 3}, shown(origin_path(origin, "reads_per_s.peak"), rate_text));
    add({name, "busy", name + " busy", 5}, shown(origin_path(origin, "utilisation"), whole_percent_text));
  }

  void add_cache() {
    const std::string cache = main_cache(report_);
    if (cache.empty()) return;
    add({"hit", "ratio", "hit ratio", 2}, shown(cache_path(cache, "hit_ratio"), whole_percent_text));
  }

  bool has_failures() const {
    return std::any_of(report_.strategies.begin(), report_.strategies.end(),
                       [](const StrategyReport& strategy) { return sum(strategy, "reads.failed") > 0; });
  }

  const Report& report_;
  Table table_;
};

std::int64_t total(const std::vector<std::int64_t>& widths) {
  return std::accumulate(widths.begin(), widths.end(), gap * (static_cast<std::int64_t>(widths.size()) - 1));
}

void shorten_names(Table& table, std::int64_t width) {
  for (auto& row : table.cells) row.front() = shortened(row.front(), width);
}

bool drop_one(Table& table) {
  const auto least = std::min_element(table.columns.begin(), table.columns.end(),
                                      [](const Column& a, const Column& b) { return a.keep < b.keep; });
  if (least->keep == Column::always) return false;
  const auto at = least - table.columns.begin();
  table.dropped.push_back(least->title);
  table.columns.erase(least);
  for (auto& row : table.cells) row.erase(row.begin() + at);
  return true;
}

}  // namespace

const char* word_for(measure::Verdict verdict) {
  return verdict == measure::Verdict::held ? "ok" : verdict == measure::Verdict::broken ? "BROKEN" : "?";
}

Table table_of(const Report& report) { return TableMaker(report).make(); }

std::vector<std::int64_t> widths_of(const Table& table) {
  std::vector<std::int64_t> widths;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    std::int64_t width = std::max(columns(table.columns[c].above), columns(table.columns[c].below));
    for (const auto& row : table.cells) width = std::max(width, columns(row[c]));
    widths.push_back(width);
  }
  return widths;
}

void fit(Table& table, std::int64_t width) {
  const auto room_for_name = [&] {
    const auto widths = widths_of(table);
    return width - (total(widths) - widths.front());
  };
  shorten_names(table, std::max(usual_name_width, room_for_name()));
  const std::int64_t longest = widths_of(table).front();
  while (room_for_name() < std::min(longest, least_name_width) && drop_one(table)) {
  }
  if (room_for_name() < longest) shorten_names(table, std::max<std::int64_t>(1, room_for_name()));
}

}  // namespace stalemate::analysis::page
