#include "analysis/page/timeline.hpp"
#include <algorithm>
#include <cmath>
#include <cstddef>
#include "analysis/page/by_load.hpp"
#include "analysis/page/takeovers.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::page {
namespace {

constexpr std::int64_t rows_at_most = 12;
constexpr std::int64_t faults_at_most = 6;
constexpr std::int64_t of_a_kind_at_most = 6;  // circuits, takeovers
constexpr std::int64_t name_width_at_most = 24;
constexpr std::int64_t buckets_at_most = 72;

char letter_for(std::int64_t over, std::int64_t answered) {
  if (answered == 0) return ' ';
  const double share = static_cast<double>(over) / static_cast<double>(answered);
  if (share == 0) return '.';
  return share < 0.01 ? ':' : share < 0.1 ? '+' : share < 0.3 ? '*' : '#';
}

class Timeline {
 public:
  Timeline(const Report& report, std::int64_t width)
      : report_(report), width_(width), circuits_(open_circuits(report)), takeovers_(takeovers(report)) {
    begin_ = static_cast<std::int64_t>(std::ceil(report.warm_up_s));
    end_ = begin_;
    for (const FaultFact& fault : report.faults)
      for (const FaultFact::Row& row : fault.rows) rows_.push_back(&row);
    for (const StrategyReport& each : report.strategies)
      end_ = std::max(end_, static_cast<std::int64_t>(answered(each).size()));
  }

  std::vector<std::string> lines() {
    std::vector<const StrategyReport*> shown;
    for (const StrategyReport& each : report_.strategies)
      if (!each.is_baseline && ever_over(each)) shown.push_back(&each);
    if (shown.empty() || end_ == begin_) return {};
    const auto hidden = static_cast<std::int64_t>(shown.size()) - rows_at_most;
    if (hidden > 0) shown.resize(static_cast<std::size_t>(rows_at_most));
    lay_out(shown);
    add_clock();
    add_faults();
    add_spans(circuits_, "circuit");
    add_spans(takeovers_, "takeover");
    std::vector<std::string> names;
    for (const StrategyReport* each : shown) names.push_back(visible(each->name));
    names = shortened_apart(names, name_width_);
    for (std::size_t i = 0; i < shown.size(); ++i) add(names[i], letters(*shown[i]));
    if (hidden > 0) lines_.push_back("and " + plural(hidden, "more strategy row"));
    for (std::string& line : wrapped(legend(), width_)) lines_.push_back(std::move(line));
    return std::move(lines_);
  }

 private:
  static const Json& answered(const StrategyReport& of) { return of.runs.front().at("series").at("answered"); }
  const Json& over(const StrategyReport& of) const {
    const char* const series = report_.promises.empty() ? "stale" : is_of_loss() ? "data_lost" : "over_bound";
    return of.runs.front().at("series").at(series);
  }

  /// What is promised is nothing but that nothing is lost.
  bool is_of_loss() const {
    return std::all_of(report_.promises.begin(), report_.promises.end(),
                       [](const PromiseFact& each) { return each.is_of_loss; });
  }

  static std::int64_t total(const Json& series, std::int64_t from, std::int64_t to) {
    std::int64_t sum = 0;
    const auto end = std::min(static_cast<std::size_t>(to), series.size());
    for (auto s = static_cast<std::size_t>(from); s < end; ++s) sum += series[s].get<std::int64_t>();
    return sum;
  }

  bool ever_over(const StrategyReport& of) const { return total(over(of), begin_, end_) > 0; }

  std::string title() const {
    if (report_.promises.empty()) return "stale reads";
    if (is_of_loss()) return "reads of lost data";
    if (report_.promises.size() > 1) return "reads over bound";
    return "reads over " + time_text(report_.promises.front().max_age_s) + " old";
  }

  void lay_out(const std::vector<const StrategyReport*>& shown) {
    name_width_ = columns(title());
    for (const StrategyReport* each : shown) name_width_ = std::max(name_width_, columns(visible(each->name)));
    for (const auto* rows : {&circuits_, &takeovers_})
      for (const FaultFact::Row& row : *rows) name_width_ = std::max(name_width_, columns(visible(row.name)));
    for (const FaultFact::Row* row : rows_) name_width_ = std::max(name_width_, columns(visible(row->name)));
    name_width_ = std::min({name_width_, name_width_at_most, width_ / 3});
    buckets_ = std::min({width_ - name_width_ - 2, buckets_at_most, end_ - begin_});
  }

  void add(const std::string& name, const std::string& row) {
    std::string line = left(shortened(name, name_width_), name_width_) + "  " + row;
    line.erase(line.find_last_not_of(' ') + 1);
    lines_.push_back(std::move(line));
  }

  std::int64_t second_of(std::int64_t bucket) const { return begin_ + (end_ - begin_) * bucket / buckets_; }
  std::int64_t bucket_of(double second) const {
    const double share = (second - static_cast<double>(begin_)) / static_cast<double>(end_ - begin_);
    return std::clamp<std::int64_t>(static_cast<std::int64_t>(share * static_cast<double>(buckets_)), 0, buckets_ - 1);
  }

  std::string letters(const StrategyReport& of) const {
    std::string row;
    for (std::int64_t b = 0; b < buckets_; ++b) {
      const std::int64_t from = second_of(b);
      const std::int64_t to = second_of(b + 1);
      row += letter_for(total(over(of), from, to), total(answered(of), from, to));
    }
    return row;
  }

  /// Writes a label into a row of blanks where it fits without touching another.
  static void place(std::string& row, std::int64_t at, const std::string& label) {
    const auto size = static_cast<std::int64_t>(label.size());
    at = std::min(at, static_cast<std::int64_t>(row.size()) - size);
    if (at < 0) return;
    const std::int64_t from = std::max<std::int64_t>(0, at - 1);
    const auto around = row.substr(static_cast<std::size_t>(from), static_cast<std::size_t>(at - from + size + 1));
    if (around.find_first_not_of(' ') == std::string::npos)
      row.replace(static_cast<std::size_t>(at), label.size(), label);
  }

  void add_clock() {
    std::string row(static_cast<std::size_t>(buckets_), ' ');
    place(row, 0, clock_text(static_cast<double>(begin_)));
    place(row, buckets_, clock_text(static_cast<double>(end_)));
    for (const FaultFact::Row* struck : rows_)
      for (const StrikeFact& strike : struck->strikes) {
        place(row, bucket_of(strike.from_s), clock_text(strike.from_s));
        if (strike.until_s) place(row, bucket_of(*strike.until_s), clock_text(*strike.until_s));
      }
    add(title(), row);
  }

  void mark(const StrikeFact& strike, std::string& row) const {
    const double until = strike.until_s.value_or(static_cast<double>(end_));
    if (until < static_cast<double>(begin_)) return;
    const auto from = static_cast<std::size_t>(bucket_of(strike.from_s));
    const auto to = static_cast<std::size_t>(bucket_of(until));
    std::fill(row.begin() + static_cast<std::ptrdiff_t>(from), row.begin() + static_cast<std::ptrdiff_t>(to) + 1, '=');
    if (to > from) {
      row[from] = '[';
      row[to] = strike.until_s ? ']' : '>';
    } else {
      row[from] = '|';
    }
  }

  std::string marks(const FaultFact::Row& struck) const {
    if (struck.strikes.empty()) return "(never)";
    std::string row(static_cast<std::size_t>(buckets_), ' ');
    for (const StrikeFact& strike : struck.strikes) mark(strike, row);
    return row.find_first_not_of(' ') == std::string::npos ? "(during warm-up)" : row;
  }

  void add_faults() {
    const auto count = static_cast<std::int64_t>(rows_.size());
    for (std::int64_t i = 0; i < std::min(count, faults_at_most); ++i) {
      const FaultFact::Row& row = *rows_[static_cast<std::size_t>(i)];
      add(visible(row.name), marks(row));
    }
    if (count > faults_at_most) lines_.push_back("and " + plural(count - faults_at_most, "more fault"));
  }

  void add_spans(const std::vector<FaultFact::Row>& rows, const std::string& of_what) {
    const auto count = static_cast<std::int64_t>(rows.size());
    const auto shown = std::min(count, of_a_kind_at_most);
    std::vector<std::string> names;
    for (std::int64_t i = 0; i < shown; ++i) names.push_back(visible(rows[static_cast<std::size_t>(i)].name));
    names = shortened_apart(names, name_width_);
    for (std::size_t i = 0; i < names.size(); ++i) add(names[i], marks(rows[i]));
    if (count > shown) lines_.push_back("and " + plural(count - shown, "more " + of_what));
  }

  std::string legend() const {
    const bool has_seeds = report_.strategies.front().runs.size() > 1;
    return std::string("share of reads: . none, : below 1 %, + below 10 %, * below 30 %, # from 30 %") +
           (has_seeds ? "; first seed" : "");
  }

  const Report& report_;
  std::int64_t width_;
  std::vector<const FaultFact::Row*> rows_;  ///< Of the faults.
  std::vector<FaultFact::Row> circuits_;     ///< That were open.
  std::vector<FaultFact::Row> takeovers_;    ///< By replicas.
  std::int64_t begin_ = 0;
  std::int64_t end_ = 0;
  std::int64_t name_width_ = 0;
  std::int64_t buckets_ = 1;
  std::vector<std::string> lines_;
};

}  // namespace

std::vector<std::string> timeline(const Report& report, std::int64_t width) {
  if (report.strategies.empty()) return {};
  return Timeline(report, width).lines();
}

}  // namespace stalemate::analysis::page
