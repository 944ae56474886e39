// What a fault can slow: only what takes time.
#include "analysis/load/reading.hpp"

namespace stalemate::analysis::load {

using models::NodeSpec;

namespace {

bool is_zero(const sim::Distribution& law) { return law.is_constant() && law.mean().ns == 0; }

}  // namespace

bool takes_time(const models::Blueprint& blueprint, const std::string& from, const std::string& to) {
  const auto joins = [&](const models::LinkSpec& link) {
    return (link.from == from && link.to == to) || (link.from == to && link.to == from);
  };
  const auto& links = blueprint.links;
  const auto link = std::find_if(links.begin(), links.end(), joins);
  if (link != links.end()) return !is_zero(link->latency);
  const auto has_latency = [](const models::LinkSpec& each) { return !is_zero(each.latency); };
  return !is_zero(blueprint.default_latency) || std::any_of(links.begin(), links.end(), has_latency);
}

void check_takes_time(Reader& in, const NodeSpec& node, const std::string& name) {
  const auto no_effect = [&](const std::string& what, const std::string& mend) {
    in.error("on", "has no effect: " + what, mend);
  };
  if (node.kind == NodeSpec::Kind::cache && is_zero(node.cache.service))
    no_effect("a command of " + name + " takes no time", "give that cache a \"service\" time");
  if (node.kind == NodeSpec::Kind::service && is_zero(node.service.work))
    no_effect(name + " itself takes no time for a request", "give that service \"work\"");
  if (node.kind == NodeSpec::Kind::bus && is_zero(node.bus.delay))
    no_effect(name + " hands on at once", "give that bus a \"delay\"");
}

}  // namespace stalemate::analysis::load
