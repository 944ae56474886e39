// Which copies of a world are warmed when they come up empty, from where, and by whose balancer.
#include <algorithm>
#include "models/peer_copy.hpp"
#include "models/preload.hpp"
#include "models/world.hpp"

namespace stalemate::models {

// After the loads, whose operations keep their numbers.
void World::build_warm_ups() {
  for (const ClassPlan& plan : plans_)
    for (const TierPlan& tier : plan.tiers) {
      const WarmUpTerms terms = warm_up_terms(*tier.policy);
      if (tier.cluster == nullptr) continue;
      Load usual;
      usual.popularity = plan.spec->popularity;
      const KeyChooser* keys = nullptr;
      ClassId id{};
      if (terms.top > 0) keys = chooser(usual, plan.spec->name, id);
      for (CacheShard* copy : tier.cluster->shards) {
        if (!reads_through(*copy, *plan.spec)) continue;
        if (terms.top > 0) add_preload(plan, tier, *copy, *keys);
        if (terms.copies_peer) add_peer_copy(plan, tier, *copy);
      }
      if (terms.ramp.ns == 0 || tier.cluster->own.empty()) continue;
      for (auto& [name, service] : services_)
        if (reads_through(*tier.cluster->own.at(service.instances().front()), *plan.spec))
          service.ramp_over(terms.ramp, sim::derive_key(blueprint_.seed, name, "ramp"));
    }
}

/// Whether reads of the class come to a copy: one in a process that only writes it stays as it is.
bool World::reads_through(const CacheShard& copy, const DataClass& data_class) const {
  const auto& home = infos_[index(copy.id)].home;
  return !home || std::any_of(blueprint_.loads.begin(), blueprint_.loads.end(), [&](const Load& load) {
    return service_of(load) == infos_[*home].group && reads_a_request(load, data_class.name) > 0;
  });
}

std::uint64_t World::sources_for_warm_up(const DataClass& data_class, const CacheShard& copy) {
  any_warms_up_ = true;
  const std::uint64_t first =
      take_sources("warm-up of " + data_class.name + " at " + copy.name, 1, {copy.place, copy.place});
  sources_.at(first).warms_up = true;
  if (!wire_.priorities.is_empty()) wire_.priorities.set(first, Priority::normal);
  return first;
}

// A shared cache fetches itself, as one that is read through does; else the process does that the copy is in.
void World::add_preload(const ClassPlan& plan, const TierPlan& tier, CacheShard& copy, const KeyChooser& keys) {
  const auto& home = infos_[index(copy.id)].home;
  const bool is_through = options::find_option(ReadAxis::name, tier.policy->read.name)->is_through;
  auto* instance = home && !is_through ? static_cast<ServiceInstance*>(nodes_[*home].get()) : nullptr;
  Node& by = instance != nullptr ? static_cast<Node&>(*instance) : copy;
  WarmUpTerms terms = warm_up_terms(*tier.policy);
  terms.top = std::min<std::int64_t>(terms.top, plan.spec->keys);
  const bool is_edge = plan.has_edge() && tier.place == 0;
  const Preload::Plan preload{plan.id, is_edge ? 0 : plan.tiers.size() - 1 - tier.place, terms, keys};
  const OperationNumbers numbers(sources_for_warm_up(*plan.spec, copy), blueprint_.skipped);
  copy.warm_by(plan.id, std::make_unique<Preload>(wire_, copy, by, instance != nullptr ? instance->seats : copy.seats,
                                                  preload, numbers));
}

void World::add_peer_copy(const ClassPlan& plan, const TierPlan& tier, CacheShard& copy) {
  const auto& home = infos_[index(copy.id)].home;
  if (!home) return;
  std::vector<CacheShard*> peers;
  for (ServiceInstance* instance : services_.at(infos_[*home].group).instances())
    if (instance->id != NodeId{*home}) peers.push_back(tier.cluster->own.at(instance));
  const PeerCopy::Plan taken{plan.id, KeyId{first_keys_[index(plan.id)]}, KeyId{first_keys_[index(plan.id) + 1]},
                             plan.spec->value_bytes, warm_up_terms(*tier.policy).each};
  const OperationNumbers numbers(sources_for_warm_up(*plan.spec, copy), blueprint_.skipped);
  copy.warm_by(plan.id, std::make_unique<PeerCopy>(wire_, copy, std::move(peers), taken, numbers));
}

}  // namespace stalemate::models
