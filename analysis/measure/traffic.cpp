#include "analysis/measure/traffic.hpp"
#include <algorithm>
#include "analysis/load/routes.hpp"

namespace stalemate::analysis::measure {

using models::Verb;

Traffic::Traffic(const models::World& world) : world_(world) {
  const models::Blueprint& blueprint = world.blueprint();
  for (const models::NodeInfo& info : world.nodes()) place_of_.push_back(info.place);
  places_ = world.network().places();
  cargo_.resize(places_ * places_);
  for (std::size_t c = 0; c < blueprint.classes.size(); ++c) {
    value_bytes_.push_back(blueprint.classes[c].value_bytes);
    find_askers(blueprint.classes[c], blueprint.strategy.policies[c], asked_.emplace_back(world.nodes().size()));
  }
}

// From the outermost tier inwards: behind a cache that reads through, that cache asks.
void Traffic::find_askers(const models::DataClass& data_class, const models::Policy& policy,
                          std::vector<Asked>& asked) const {
  std::optional<Place> asker;
  const auto is_asked = [&](const std::string& group, bool by_get) {
    std::optional<Place> here;
    for (std::size_t node = 0; node < asked.size(); ++node) {
      const models::NodeInfo& info = world_.nodes()[node];
      if (info.group != group || info.home) continue;
      asked[node] = {by_get, asker};
      here = info.place;
    }
    return here;
  };
  for (const models::Policy* tier : models::tiers_of(policy)) {
    const bool reads_through = models::options::find_option("read", tier->read.name)->is_through;
    const std::optional<Place> here = is_asked(tier->cache, !reads_through);
    if (reads_through && here) asker = here;
  }
  for (const models::NodeSpec& node : world_.blueprint().nodes)
    if (models::is_origin_of(node, data_class)) is_asked(node.name, false);
}

void Traffic::message_sent(const sim::Fact& fact) {
  const Place from = place_of_[fact.node];
  const Place to = place_of_[fact.version];
  const auto verb = static_cast<Verb>(fact.outcome);
  const std::uint32_t answers_due = fact.slot & models::answers_due_mask;
  Cargo& there = between(from, to);
  Cargo& back = between(to, from);
  if (answers_due != models::in_another_message) {
    ++there.messages;
    back.messages += answers_due;
  }
  if (models::brings_value(verb, (fact.slot & models::published_value) != 0)) there.bytes += bytes_of(fact);
  if (answers_due != 0 && models::asks_for_value(verb)) back.bytes += bytes_of(fact);
}

void Traffic::message_doubled(const sim::Fact& fact) {
  const auto doubled = models::Doubled::unpacked(fact.slot);
  if (doubled.is_sent_alone) return;
  Cargo& there = between(place_of_[fact.node], place_of_[doubled.receiver]);
  ++there.messages;
  const Verb verb = models::LostMessage::unpacked(fact.outcome).verb;
  if (models::brings_value(verb, doubled.published_value)) there.bytes += bytes_of(fact);
}

void Traffic::hit(const sim::Fact& fact) {
  if (!asked_[world_.class_of(fact.key)][fact.node].by_get) return;
  between(place_of_[fact.node], asker(fact)).bytes += bytes_of(fact);
}

void Traffic::given(const sim::Fact& fact) {
  between(place_of_[fact.node], world_.ends_of(fact.operation).asker).bytes += bytes_of(fact);
}

void Traffic::call_failed(const sim::Fact& fact) {
  const bool over_the_wire = !world_.nodes()[fact.node].home;
  if (!over_the_wire || !models::asks_for_value(static_cast<Verb>(fact.version))) return;
  between(place_of_[fact.node], asker(fact)).bytes -= bytes_of(fact);
}

sim::Place Traffic::asker(const sim::Fact& fact) const {
  if (!led_.empty()) [[unlikely]] {
    const auto led = led_.find(fact.operation);
    if (led != led_.end() && world_.nodes()[fact.node].kind == models::NodeInfo::Kind::leader) return led->second;
  }
  const models::World::Ends ends = world_.ends_of(fact.operation);
  if (place_of_[fact.node] == ends.service) return ends.asker;
  return asked_[world_.class_of(fact.key)][fact.node].by.value_or(ends.service);
}

void Traffic::finish(LoadResult& result) const {
  for (const Cargo& each : cargo_) {
    result.messages += each.messages;
    result.bytes += each.bytes;
  }
  result.messages_lost = messages_lost_;
  result.links = by_link();
}

// The declared links, then those that stand for the default latency, as far as this strategy's nodes talk over them.
std::vector<LinkResult> Traffic::by_link() const {
  const sim::Network& network = world_.network();
  std::vector<LinkResult> links;
  const auto at = [&](sim::LinkId link) -> LinkResult& {
    const std::string name = network.link_name(link);
    const auto known = std::find_if(links.begin(), links.end(), [&](const auto& each) { return each.name == name; });
    return known != links.end() ? *known : links.emplace_back(LinkResult{name});
  };
  for (sim::LinkId link = 0; network.is_declared(link); ++link) at(link);
  for (const auto& [one, other] : load::talking_pairs(world_.blueprint()))
    for (const auto& [from, to] : {std::pair(one, other), std::pair(other, one)})
      for (const sim::LinkId link : network.route(world_.place_of(from), world_.place_of(to))) at(link);
  for (std::size_t pair = 0; pair < cargo_.size(); ++pair) {
    if (cargo_[pair].messages == 0 && cargo_[pair].bytes == 0) continue;
    const auto from = static_cast<Place>(pair / places_);
    const auto to = static_cast<Place>(pair % places_);
    for (const sim::LinkId link : network.route(from, to)) {
      at(link).messages += cargo_[pair].messages;
      at(link).bytes += cargo_[pair].bytes;
    }
  }
  return links;
}

}  // namespace stalemate::analysis::measure
