// The sentences of `describe`, one a part.
// Promise: every figure with its unit; nothing that the blueprint holds is left out.
// Source: the words of this project's scenario format.
#pragma once
#include <functional>
#include <string>
#include <vector>
#include "analysis/load/describe_figures.hpp"
#include "analysis/load/scenario.hpp"
#include "models/blueprint.hpp"

namespace stalemate::analysis::load {

/// Gives " (assumed)" for a key that was left to its default.
using Mark = std::function<std::string(const char* key)>;

bool is_assumed(const Scenario& scenario, const std::string& path);
std::string percent(double share);
std::string rounded(double figure);  ///< Three digits, with k, M or G.
std::string fixed(double figure, int digits);
std::string several(std::int64_t count, const std::string& noun);  ///< "1 shard", "2 shards"
/// Whole seconds of a minute and more as "3:05", so that the two ends of a span look alike.
std::string moment_text(sim::Instant at);
std::string words_for(const models::Popularity& popularity);
/// ", loses 1.00 %, 100MB/s": what a link does besides taking time.
std::string words_for(const models::LinkSpec& link);
std::string words_for(const sim::Reordering& reorder);
std::string words_for(const models::Promise& promise);
/// Of a class that no origin has.
std::string words_for_kept(const models::Promise& promise);
std::string words_for_bus(const models::BusNode& bus);
std::string words_for_service(const models::ServiceNode& service, const Mark& mark);
std::string words_for_shed(bool sheds_lowest);
std::string words_for_drop(bool drops_abandoned);
/// What counts as one harm, and what it costs by the scenario's own number.
std::string words_for(const models::Act& act);
/// What a class may promise its sessions.
inline constexpr const char* own_writes_words = "no session misses its own writes";
inline constexpr const char* no_return_words = "no session goes back in time";
/// What is written of how a class is cached.
std::string words_for(const models::StatedPolicy& stated);
/// ", read from the leader"
std::string words_for_reader(models::ReadFrom from);
/// "stale view", or what the scenario calls it.
std::string name_of_harm(const models::Act& act);
std::string price_of_harm(const models::Act& act);  ///< "4.5 EUR for each wrong price shown"; of one that has a price.
std::string words_for(const models::NodeSpec& node, const Mark& mark);
std::string words_for(const models::Load& load);
/// `holds_content`: it strikes a cache, which keeps or loses what it holds.
std::string words_for(const models::Fault& fault, bool holds_content);
/// "when 50 wait at db", "again and again, 10m apart on average, for 20s"; of a fault without a time of its own.
std::string when_it_strikes(const models::Fault& fault);
std::string words_for(const models::Alert& alert);  ///< "the hit ratio of redis over the last 1m, below 90.00 %"
std::string words_for(const models::Policy& policy);
std::string words_for_tags(const models::DataClass& data_class);  ///< ", tagged with one of 200 of category"
/// What its deletes take along: ", with whatever bears a tag of it".
std::string words_for_named(const models::Policy& policy);
std::string words_for(const Utilisation& utilisation);
/// Who tells the cache of this writer's changes; "nobody" in plain sight.
std::string teller_of(const models::Policy& policy, const std::string& writer);

/// Columns as wide as they must be.
class Table {
 public:
  explicit Table(std::vector<std::string> titles) : rows_{std::move(titles)} {}
  void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
  bool is_empty() const { return rows_.size() == 1; }
  std::string text() const;  ///< Nothing when there is no row.

 private:
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace stalemate::analysis::load
