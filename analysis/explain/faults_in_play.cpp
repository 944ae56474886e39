#include "analysis/explain/faults_in_play.hpp"
#include <algorithm>

namespace stalemate::analysis::explain {

using models::Fault;
using models::Verb;

namespace {

bool is_in_force(const Fault& fault, sim::Instant at) { return fault.at <= at && at < fault.until; }

bool is_change(std::uint8_t outcome) {
  const auto verb = static_cast<Verb>((outcome & 31U) / 2);
  return verb == Verb::drop || verb == Verb::update || verb == Verb::publish;
}

template <class Is>
std::vector<std::size_t> those(const std::vector<Fault>& faults, Is is) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < faults.size(); ++i)
    if (is(faults[i])) found.push_back(i);
  return found;
}

}  // namespace

// The place of a part: that of its group, or of the process that an in-process copy is in.
std::optional<sim::Place> FaultsInPlay::place_of(const std::string& name) const {
  const auto& nodes = world_.nodes();
  const auto& specs = world_.blueprint().nodes;
  const auto is_named = [&](const models::NodeInfo& node) { return node.name == name || node.group == name; };
  const auto last = std::find_if(nodes.rbegin(), nodes.rend(), is_named);
  if (last == nodes.rend()) return std::nullopt;
  const std::string& group = last->home ? nodes[*last->home].group : last->group;
  const auto spec = std::find_if(specs.begin(), specs.end(), [&](const auto& each) { return each.name == group; });
  if (spec == specs.end()) return std::nullopt;
  return static_cast<sim::Place>(spec - specs.begin());
}

bool FaultsInPlay::cuts(const Fault& fault, sim::LinkId link, bool change) const {
  if (fault.kind != Fault::Kind::drop && fault.kind != Fault::Kind::partition) return false;
  if (fault.invalidations_only && !change) return false;
  const auto from = place_of(fault.from), to = place_of(fault.to);
  if (!from || !to || *from == *to) return false;
  if (world_.network().route(*from, *to).front() == link) return true;
  return !fault.one_way && world_.network().route(*to, *from).front() == link;
}

std::vector<std::size_t> FaultsInPlay::that_lost(const sim::Fact& lost) const {
  const auto where = models::LostOn::unpacked(lost.slot);
  if (where.link == models::LostOn::no_link) return {};
  return those(world_.blueprint().faults, [&](const Fault& fault) {
    return is_in_force(fault, lost.at) && cuts(fault, where.link, is_change(lost.outcome));
  });
}

bool FaultsInPlay::strikes(const Fault& fault, std::uint16_t node) const {
  const models::NodeInfo& info = world_.nodes()[node];
  if (fault.node == info.name || fault.node == info.group) return true;
  return info.home && strikes(fault, *info.home);
}

std::vector<std::size_t> FaultsInPlay::that_felled(std::uint16_t node, sim::Instant at) const {
  return those(world_.blueprint().faults, [&](const Fault& fault) {
    const bool fells = fault.kind == Fault::Kind::crash || fault.kind == Fault::Kind::restart;
    const bool then = fault.kind == Fault::Kind::restart ? fault.at == at : is_in_force(fault, at);
    return fells && then && strikes(fault, node);
  });
}

std::vector<std::size_t> FaultsInPlay::that_slowed(std::uint16_t follower, sim::Instant at) const {
  return those(world_.blueprint().faults, [&](const Fault& fault) {
    return fault.kind == Fault::Kind::lag && is_in_force(fault, at) && strikes(fault, follower);
  });
}

std::vector<std::size_t> FaultsInPlay::within(sim::Instant from, sim::Instant to) const {
  return those(world_.blueprint().faults, [&](const Fault& fault) {
    const bool lasts = fault.kind != Fault::Kind::restart && fault.kind != Fault::Kind::flush;
    return fault.at <= to && (lasts ? from < fault.until : from <= fault.at);
  });
}

}  // namespace stalemate::analysis::explain
