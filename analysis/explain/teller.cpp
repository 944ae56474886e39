#include "analysis/explain/teller.hpp"
#include <algorithm>
#include "analysis/page/words.hpp"

namespace stalemate::analysis::explain {

using models::FactKind;
using models::kind_of;

namespace {

int rank_of(models::NodeInfo::Kind kind) {
  using Kind = models::NodeInfo::Kind;
  switch (kind) {
    case Kind::client: return 0;
    case Kind::service: return 1;
    case Kind::shard: return 3;
    case Kind::bus: return 4;
    case Kind::leader: return 5;
    case Kind::follower: return 6;
  }
  return 0;
}

}  // namespace

Teller::Teller(const models::World& world, const Cone& cone, Story& story)
    : world_(world), cone_(cone), story_(story), names_(world), faults_(world) {}

std::size_t Teller::lane(std::uint16_t node) {
  const auto is_it = [&](const Lane& lane) { return lane.node == node; };
  const auto found = std::find_if(story_.lanes.begin(), story_.lanes.end(), is_it);
  if (found != story_.lanes.end()) return static_cast<std::size_t>(found - story_.lanes.begin());
  const models::NodeInfo& info = names_.info(node);
  story_.lanes.push_back({node, names_.node(node), info.home ? 2 : rank_of(info.kind), info.home});
  return story_.lanes.size() - 1;
}

void Teller::writer_lane(std::uint16_t node) {
  const std::size_t before = story_.lanes.size();
  const std::size_t made = lane(node);
  const bool is_new = made == before;
  if (is_new && names_.info(node).kind == models::NodeInfo::Kind::service) story_.lanes[made].rank = 7;
}

std::size_t Teller::actor(Actor::Kind kind, std::uint64_t operation, std::size_t fault) {
  const auto is_it = [&](const Actor& actor) {
    if (actor.kind == Actor::Kind::loss) return false;
    const bool both_faults = (actor.kind == Actor::Kind::fault) == (kind == Actor::Kind::fault);
    return both_faults && actor.operation == operation && actor.fault == fault;
  };
  const auto found = std::find_if(story_.actors.begin(), story_.actors.end(), is_it);
  if (found != story_.actors.end()) return static_cast<std::size_t>(found - story_.actors.begin());
  story_.actors.push_back({.kind = kind, .operation = operation, .fault = fault});
  return story_.actors.size() - 1;
}

std::optional<std::size_t> Teller::loss_actor(const sim::Fact& lost) {
  if (!faults_.that_lost(lost).empty()) return std::nullopt;
  const models::SparedLoss loss{lost.at, lost.operation, models::LostOn::unpacked(lost.slot).receiver, lost.outcome};
  for (std::size_t i = 0; i < story_.actors.size(); ++i)
    if (story_.actors[i].kind == Actor::Kind::loss && story_.actors[i].loss == loss) return i;
  story_.actors.push_back({.kind = Actor::Kind::loss, .loss = loss});
  return story_.actors.size() - 1;
}

void Teller::note(std::size_t index, std::uint16_t node, std::string label, std::string sentence,
                  std::optional<std::size_t> actor) {
  const sim::Instant at = fact(index).at;
  const std::size_t here = lane(node);
  story_.steps.push_back({.at = at, .until = at, .from = here, .to = here, .label = std::move(label)});
  story_.steps.back().sentence = std::move(sentence);
  story_.steps.back().actor = actor;
  story_.steps.back().order = 2 * index;
}

Step& Teller::message(std::size_t order, std::uint16_t from, std::uint16_t to, sim::Instant at, sim::Instant until,
                      std::string label) {
  const std::size_t a = lane(from), b = lane(to);
  Step& step = story_.steps.emplace_back();
  step.at = at;
  step.until = until;
  step.from = a;
  step.to = b;
  step.label = std::move(label);
  step.order = order;
  return step;
}

void Teller::order(std::uint16_t from, std::uint16_t to, sim::Instant at, sim::Instant until, std::string label) {
  const std::size_t a = lane(from), b = lane(to);
  if (at == until || a == b) return;  // one instant, or one lane, has its order
  story_.unseen.push_back({.at = at, .until = until, .from = a, .to = b, .label = std::move(label)});
}

sim::Instant Teller::came_back(std::uint64_t operation, std::size_t index) const {
  const auto& all = cone_.of(operation);
  // That another read joins its fetch is no step of its own.
  const auto is_own = [&](std::size_t i) { return fact(i).kind != static_cast<std::uint8_t>(FactKind::flight_shared); };
  const auto next = std::find_if(std::upper_bound(all.begin(), all.end(), index), all.end(), is_own);
  return next == all.end() ? fact(index).at : fact(*next).at;
}

// A commit is followed by the end of its call; a further attempt may have come since the call arrived.
std::optional<std::size_t> Teller::arrival_of(std::size_t committed) const {
  std::optional<std::uint32_t> call;
  std::optional<std::size_t> arrival;
  const auto& all = cone_.of(fact(committed).operation);
  for (const std::size_t i : all)
    if (i > committed && !call && models::kind_of(fact(i)) == FactKind::origin_ended) call = fact(i).slot;
  for (const std::size_t i : all)
    if (i < committed && models::kind_of(fact(i)) == FactKind::origin_arrived && fact(i).slot == call) arrival = i;
  return arrival;
}

void Teller::fault(std::size_t number, std::uint16_t node, sim::Instant at) {
  const auto is_begin = [&](const sim::Fact& each) {
    return each.kind == static_cast<std::uint8_t>(FactKind::fault_begun) && each.slot == number;
  };
  const auto& facts = cone_.facts();
  const auto first_later = [&](auto from) {
    return std::find_if(from, facts.end(), [&](const sim::Fact& each) { return is_begin(each); });
  };
  auto begun = first_later(facts.begin());
  if (begun == facts.end()) return;
  for (auto next = begun; next != facts.end() && next->at <= at; next = first_later(next + 1)) begun = next;
  if (!told_strikes_.insert(static_cast<std::size_t>(begun - facts.begin())).second) return;
  const std::string name = "\"" + page::visible(world_.blueprint().faults[number].name) + "\"";
  note(static_cast<std::size_t>(begun - facts.begin()), node, "fault " + name,
       "The fault " + name + " begins: " + names_.fault_does(number, begun->at) + ".",
       actor(Actor::Kind::fault, 0, number));
}

void Teller::set_right(std::size_t number, std::uint16_t node, std::size_t before) {
  const std::string name = "\"" + page::visible(world_.blueprint().faults[number].name) + "\"";
  for (std::size_t i = 0; i < before; ++i) {
    const bool ends = fact(i).kind == static_cast<std::uint8_t>(FactKind::fault_ended) && fact(i).slot == number;
    if (ends && told_ends_.insert(number).second)
      note(i, node, "end of " + name, "The fault " + name + " ends: " + names_.clock_after(number) + ".",
           actor(Actor::Kind::fault, 0, number));
  }
}

bool Teller::went_to_another(std::size_t committed, std::uint16_t node) {
  const auto& nodes = world_.nodes();
  if (nodes[node].home) return false;
  std::optional<std::size_t> sent;
  for (const std::size_t i : cone_.of(fact(committed).operation)) {
    const bool is_its_word = kind_of(fact(i)) == FactKind::change_sent && fact(i).key == fact(committed).key &&
                             fact(i).version == fact(committed).version;
    if (!is_its_word || nodes[fact(i).slot].group != nodes[node].group) continue;
    if (fact(i).slot == node) return false;
    if (!sent) sent = i;
  }
  if (!sent) return false;
  const auto owner = static_cast<std::uint16_t>(fact(*sent).slot);
  note(*sent, fact(*sent).node, "word to " + names_.node(owner),
       names_.node(fact(*sent).node) + " tells " + names_.node(owner) + ", which has the key then, and not " +
           names_.node(node) + ".",
       actor(Actor::Kind::write, fact(committed).operation));
  return true;
}

std::string Teller::why_lost(const sim::Fact& lost) {
  const auto struck_by = faults_.that_lost(lost);
  for (const std::size_t each : struck_by) fault(each, lost.node, lost.at);
  if (struck_by.empty()) return loss_without_fault(lost);
  std::string names;
  for (const std::size_t each : struck_by) names += (names.empty() ? "" : " and ") + names_.fault(each, lost.at);
  return "it was dropped by " + names;
}

std::string Teller::share_lost(const std::string& link) const {
  for (const models::LinkSpec& spec : world_.blueprint().links) {
    const bool is_it = link == spec.from + " -> " + spec.to || (!spec.one_way && link == spec.to + " -> " + spec.from);
    if (is_it) return ", as it loses " + page::percent_text(spec.loss) + " of all messages";
  }
  return "";
}

std::string Teller::loss_without_fault(const sim::Fact& lost) const {
  if (const auto lost_on = faults_.link_of(lost)) {
    const std::string link = world_.network().link_name(*lost_on);
    return "the link " + page::visible(link) + " lost it" + share_lost(link);
  }
  for (const models::NodeSpec& node : world_.blueprint().nodes)
    if (node.name == names_.info(lost.node).group) return loss_at_bus(node.bus, lost);
  return "it was lost";
}

std::string Teller::loss_at_bus(const models::BusNode& bus, const sim::Fact& lost) const {
  const auto on = models::LostOn::unpacked(lost.slot);
  if (on.link != models::LostOn::no_room)
    return "the bus lost it, as it loses " + page::percent_text(bus.loss) + " of what it delivers";
  const std::string for_it = " for " + names_.node(on.receiver);
  if (bus.log) return "the log gave it up, as it keeps " + std::to_string(bus.log->keeps) + for_it;
  return "the bus gave it up, as " + std::to_string(bus.backlog) + " already waited" + for_it;
}

}  // namespace stalemate::analysis::explain
