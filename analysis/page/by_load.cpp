#include "analysis/page/by_load.hpp"
#include "analysis/load/path.hpp"
#include "analysis/page/figures.hpp"
#include "analysis/page/over_seeds.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::page {
namespace {

/// The figures of one load, over all seeds of a strategy.
class LoadWords {
 public:
  LoadWords(const StrategyReport& of, const std::string& name, const Json& load)
      : of_(of), name_(name), load_(load), path_(load::join("loads", name) + ".") {}

  std::string text() const {
    const std::string priority = load_.at("priority").get<std::string>();
    std::string text = visible(name_) + (priority == "normal" ? "" : " (" + priority + ")") + ": " + answered();
    text += shed("shed.below", " shed where the cache was silent") + shed("shed.displaced", " displaced in a queue");
    return text + circuit() + canary() + together_text(of_.runs.size()) + ".";
  }

 private:
  double total(const std::string& figure) const { return sum(of_, path_ + figure); }

  std::string answered() const {
    const double asked = total("reads.invoked") + total("writes.invoked");
    const double answered = total("reads.answered") + total("writes.answered");
    return asked == 0 ? "asked nothing" : percent_text(answered / asked) + " of its reads and writes answered";
  }

  std::string shed(const char* figure, const char* how) const {
    const double count = total(figure);
    return count == 0 ? "" : ", " + count_text(count) + how;
  }

  std::string circuit() const {
    if (!load_.contains("breaker")) return "";
    const auto opened = static_cast<std::int64_t>(total("breaker.opened"));
    if (opened == 0) return "; its circuit stayed closed";
    return "; its circuit opened " + (opened == 1 ? "once" : plural(opened, "time")) + ", for " +
           time_text(total("breaker.open_s"));
  }

  std::string canary() const {
    if (!load_.contains("canary")) return "";
    return "; of what it read back " + count_text(total("canary.stale")) + " of " + count_text(total("canary.reads")) +
           " were older than its own writes";
  }

  const StrategyReport& of_;
  const std::string& name_;
  const Json& load_;
  std::string path_;
};

}  // namespace

std::vector<Reason> by_load(const Report& report) {
  std::vector<Reason> all;
  for (const StrategyReport& each : report.strategies) {
    Reason told{each.name, {}};
    for (const auto& [name, load] : each.runs.front().at("loads").items())
      told.sentences.push_back(LoadWords(each, name, load).text());
    if (!told.sentences.empty()) all.push_back(std::move(told));
  }
  return all;
}

std::vector<FaultFact::Row> open_circuits(const Report& report) {
  std::vector<FaultFact::Row> rows;
  for (const StrategyReport& each : report.strategies)
    for (const auto& [name, load] : each.runs.front().at("loads").items()) {
      if (!load.contains("breaker") || load.at("breaker").at("spans").empty()) continue;
      rows.push_back({"circuit of " + name + " (" + each.name + ")", spans_in(load.at("breaker").at("spans"))});
    }
  return rows;
}

}  // namespace stalemate::analysis::page
