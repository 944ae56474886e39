#include "analysis/review/trials.hpp"
#include <algorithm>
#include "analysis/load/dial.hpp"
#include "analysis/load/path.hpp"
#include "models/options/quantity.hpp"

namespace stalemate::analysis::review {
namespace {

using models::NodeSpec;

class TrialMaker {
 public:
  TrialMaker(const load::Node& document, const load::Scenario& scenario)
      : document_(document), system_(scenario.system) {}

  std::vector<Trial> all() const {
    const bool has_origin = std::any_of(system_.nodes.begin(), system_.nodes.end(), is_origin);
    if (!has_origin) return {{"a faster query, an index, a smaller payload, a replica", {}, "no class has an origin"}};
    return {quicker("a query twice as fast", 0.5), quicker("a query four times as fast, as by an index", 0.25),
            smaller(), replica(), servers()};
  }

 private:
  static bool is_origin(const NodeSpec& node) { return node.kind == NodeSpec::Kind::origin; }

  /// Every law of a read at an origin, by a common factor.
  Trial quicker(const std::string& title, double factor) const {
    Trial trial{title, {}};
    std::string why_not = "no origin says how long its reads take";
    const auto turn = [&](const std::string& path) {
      const auto dial = load::Dial::of_factor(document_, path);
      if (const auto* const found = std::get_if<load::Dial>(&dial))
        for (const std::string& set : found->sets_at(factor)) trial.sets.push_back(set);
    };
    for (const NodeSpec& node : system_.nodes)
      if (is_origin(node)) turn(load::join("nodes", node.name) + ".read");
    for (const models::DataClass& each : system_.classes)
      if (each.origin_read) turn(load::join("data", each.name) + ".origin_read");
    if (trial.sets.empty()) trial.why_not = why_not;
    return trial;
  }

  Trial smaller() const {
    Trial trial{"a payload of a quarter", {}};
    const bool is_felt = std::any_of(system_.links.begin(), system_.links.end(),
                                     [](const models::LinkSpec& link) { return link.traits.bytes_per_s > 0; });
    if (!is_felt) {
      trial.why_not = "no link has a bandwidth, so that in this file a value's size costs nothing on the way";
      return trial;
    }
    for (const models::DataClass& each : system_.classes)
      trial.sets.push_back(load::join("data", each.name) + ".size=" +
                           models::options::write_bytes(std::max<std::int64_t>(1, each.value_bytes / 4)));
    return trial;
  }

  Trial replica() const {
    Trial trial{"two more replicas, from which all reads go", {}};
    for (const NodeSpec& node : system_.nodes) {
      if (!is_origin(node) || !has_read_classes(node)) continue;
      const std::string path = load::join("nodes", node.name);
      trial.sets.push_back(path + ".followers=" + std::to_string(node.origin.followers + 2));
      trial.sets.push_back(path + ".read_from=\"follower\"");
    }
    return trial;
  }

  bool has_read_classes(const NodeSpec& node) const {
    return std::any_of(system_.classes.begin(), system_.classes.end(), [&](const models::DataClass& each) {
      return models::is_origin_of(node, each);
    });
  }

  Trial servers() const {
    Trial trial{"twice the servers", {}};
    for (const NodeSpec& node : system_.nodes)
      if (is_origin(node) && node.origin.servers > 0)
        trial.sets.push_back(load::join("nodes", node.name) + ".servers=" + std::to_string(2 * node.origin.servers));
    if (trial.sets.empty()) trial.why_not = "no origin has a limit of servers";
    return trial;
  }

  const load::Node& document_;
  const models::Blueprint& system_;
};

}  // namespace

std::vector<Trial> trials_of(const load::Node& document, const load::Scenario& scenario) {
  return TrialMaker(document, scenario).all();
}

}  // namespace stalemate::analysis::review
