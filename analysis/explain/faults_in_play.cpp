#include "analysis/explain/faults_in_play.hpp"
#include <algorithm>

namespace stalemate::analysis::explain {

using models::Fault;

namespace {

template <class Is>
bool any_strike(const Fault& fault, Is is) {
  return std::any_of(fault.strikes.begin(), fault.strikes.end(), is);
}

template <class Is>
std::vector<std::size_t> those(const std::vector<Fault>& faults, Is is) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < faults.size(); ++i)
    if (is(faults[i])) found.push_back(i);
  return found;
}

}  // namespace

// The place of a part: of a group all nodes stand at one.
std::optional<sim::Place> FaultsInPlay::place_of(const std::string& name) const {
  if (is_group(name)) return world_.place_of(name);
  const auto& nodes = world_.nodes();
  const auto is_named = [&](const models::NodeInfo& node) { return node.name == name || node.group == name; };
  const auto last = std::find_if(nodes.rbegin(), nodes.rend(), is_named);  // as the world finds it
  return last == nodes.rend() ? std::nullopt : std::optional(last->place);
}

bool FaultsInPlay::cuts(const Fault& fault, const sim::Fact& lost, sim::LinkId link) const {
  if (fault.kind != Fault::Kind::drop && fault.kind != Fault::Kind::partition) return false;
  const bool is_change = models::is_change(models::LostMessage::unpacked(lost.outcome).verb);
  if (fault.invalidations_only && !is_change) return false;
  if (cuts_way(fault.from, fault.to, lost, link)) return true;
  return !fault.one_way && cuts_way(fault.to, fault.from, lost, link);
}

// As FaultRunner lays it: on the first link, and on a longer way than one link only for those two.
bool FaultsInPlay::cuts_way(const std::string& from, const std::string& to, const sim::Fact& lost,
                            sim::LinkId link) const {
  const auto begins = place_of(from), ends = place_of(to);
  if (!begins || !ends || *begins == *ends) return false;
  const auto route = world_.network().route(*begins, *ends);
  if (route.front() != link) return false;
  const bool is_long = route.size() > 1;
  const auto is_end = [&](const std::string& name, sim::Place place, std::uint16_t node) {
    return is_group(name) ? !is_long || world_.nodes()[node].place == place : is_part(name, node);
  };
  return is_end(from, *begins, lost.node) && is_end(to, *ends, models::LostOn::unpacked(lost.slot).receiver);
}

bool FaultsInPlay::is_group(const std::string& name) const {
  const auto& nodes = world_.blueprint().nodes;
  return std::any_of(nodes.begin(), nodes.end(), [&](const models::NodeSpec& node) { return node.name == name; });
}

bool FaultsInPlay::is_part(const std::string& name, std::uint16_t node) const {
  const models::NodeInfo& info = world_.nodes()[node];
  return info.name == name || (info.home && is_part(name, *info.home));
}

std::vector<std::size_t> FaultsInPlay::that_lost(const sim::Fact& lost) const {
  if (models::LostOn::unpacked(lost.slot).link == models::LostOn::sender_down) return that_felled(lost.node, lost.at);
  const auto link = link_of(lost);
  if (!link) return {};
  return those(world_.blueprint().faults,
               [&](const Fault& fault) { return is_in_force(fault, lost.at) && cuts(fault, lost, *link); });
}

std::optional<sim::LinkId> FaultsInPlay::link_of(const sim::Fact& lost) const {
  const auto where = models::LostOn::unpacked(lost.slot);
  if (where.is_by_bus()) return std::nullopt;
  if (where.link != models::LostOn::direct_link) return where.link;
  const auto& nodes = world_.nodes();
  return world_.network().route(nodes[lost.node].place, nodes[where.receiver].place).front();
}

bool FaultsInPlay::strikes(const Fault& fault, std::uint16_t node) const {
  const models::NodeInfo& info = world_.nodes()[node];
  if (fault.node == info.name || fault.node == info.group) return true;
  return info.home && strikes(fault, *info.home);
}

std::vector<std::size_t> FaultsInPlay::that_felled(std::uint16_t node, sim::Instant at) const {
  return those(world_.blueprint().faults, [&](const Fault& fault) {
    const bool fells = fault.kind == Fault::Kind::crash || fault.kind == Fault::Kind::restart ||
                       fault.kind == Fault::Kind::deploy;
    const auto begins_then = [&](const models::Span& each) { return each.at == at; };
    const bool then = fault.kind == Fault::Kind::restart ? any_strike(fault, begins_then) : is_in_force(fault, at);
    const bool topples = fault.kind == Fault::Kind::failover && is_in_force(fault, at) && is_leader(node);
    return ((fells && then) || topples) && strikes(fault, node);
  });
}

bool FaultsInPlay::is_leader(std::uint16_t node) const {
  return world_.nodes()[node].kind == models::NodeInfo::Kind::leader;
}

std::vector<std::size_t> FaultsInPlay::that_replaced(std::uint16_t leader, sim::Instant at) const {
  return those(world_.blueprint().faults, [&](const Fault& fault) {
    const auto ends_then = [&](const models::Span& each) { return each.until == at; };
    return fault.kind == Fault::Kind::failover && any_strike(fault, ends_then) && strikes(fault, leader);
  });
}

std::vector<std::size_t> FaultsInPlay::that_slowed(std::uint16_t follower, sim::Instant at) const {
  return those(world_.blueprint().faults, [&](const Fault& fault) {
    return fault.kind == Fault::Kind::lag && is_in_force(fault, at) && strikes(fault, follower);
  });
}

std::vector<std::size_t> FaultsInPlay::that_skewed(std::uint16_t node, sim::Instant from, sim::Instant to) const {
  const auto is_between = [&](sim::Instant at) { return from <= at && at <= to; };
  return those(world_.blueprint().faults, [&](const Fault& fault) {
    const auto jumps = [&](const models::Span& each) { return is_between(each.at) || is_between(each.until); };
    return fault.kind == Fault::Kind::skew && any_strike(fault, jumps) && strikes(fault, node);
  });
}

std::vector<std::size_t> FaultsInPlay::within(sim::Instant from, sim::Instant to) const {
  return those(world_.blueprint().faults, [&](const Fault& fault) {
    // Without it the same requests come at other times, or ask for other keys: no other run shows what this read would
    // have got.
    if (fault.kind == Fault::Kind::spike || fault.kind == Fault::Kind::hot_key) return false;
    return any_strike(fault, [&](const models::Span& each) {
      return each.at <= to && (lasts(fault) ? from < each.until : from <= each.at);
    });
  });
}

}  // namespace stalemate::analysis::explain
