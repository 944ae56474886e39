#include "analysis/measure/owing.hpp"
#include <algorithm>
#include "analysis/load/reading.hpp"

namespace stalemate::analysis::measure {

Owing::Owing(const models::World& world) : world_(world), nodes_(world.nodes()) {
  for (const models::Policy& policy : world.blueprint().strategy.policies) {
    std::vector<Tier>& tiers = tiers_.emplace_back();
    for (const models::Policy* tier : models::tiers_of(policy)) {
      const bool is_cached = !tier->cache.empty() && load::is_cached(*tier);
      if (!is_cached && !load::tells_derived(*tier)) continue;
      const bool tells = tier->write.name != "write-around";
      const bool every = load::announces(*tier) && !tier->bus.empty();
      const Tells whom = !tells ? Tells::nobody : every ? Tells::every_copy : Tells::shard;
      const bool by_origin = load::announces(*tier) && load::is_told_by_origin(*tier);
      const bool through = tells && !load::announces(*tier);
      const auto named = models::options::find_option("names", tier->names.name)->named;
      tiers.push_back({tier->cache, whom, through, by_origin, load::tells_derived(*tier), named, tier->owed_by});
    }
  }
}

bool Owing::takes_part(const Tier& tier, std::uint16_t writer) const {
  const auto& by = tier.owed_by;
  return by.empty() || std::find(by.begin(), by.end(), nodes_[writer].group) != by.end();
}

// A key has one shard; of in-process copies a writer itself reaches its own alone.
bool Owing::reaches(const Tier& tier, std::uint16_t writer, std::uint16_t shard) const {
  if (tier.tells == Tells::nobody) return false;
  const auto& home = nodes_[shard].home;
  return tier.tells == Tells::every_copy || !home || *home == writer;
}

const Owing::Tier* Owing::tier_at(std::size_t data_class, std::uint16_t shard) const {
  const std::vector<Tier>& tiers = tiers_[data_class];
  const auto is_here = [&](const Tier& tier) { return tier.cache == nodes_[shard].group; };
  const auto here = std::find_if(tiers.begin(), tiers.end(), is_here);
  return here == tiers.end() ? nullptr : &*here;
}

bool Owing::is_told_by_origin(std::size_t data_class, std::uint16_t shard) const {
  const Tier* tier = tier_at(data_class, shard);
  return tier != nullptr && tier->by_origin;
}

Evidence::Owed Owing::owed(const Written& key, const std::optional<Written>& source, std::uint16_t writer,
                           std::uint16_t shard) const {
  if (source) return owed_for_source(key, *source, writer, shard);
  const Tier* here = tier_at(key.data_class, shard);
  if (here == nullptr) return Evidence::Owed::to_nobody;
  const bool part = takes_part(*here, writer);
  if (part && reaches(*here, writer, shard)) return Evidence::Owed::owed;
  if (!part && here->tells != Tells::nobody) return Evidence::Owed::not_by_this_writer;
  const auto tells = [&](const Tier& tier) { return tier.tells != Tells::nobody && takes_part(tier, writer); };
  const std::vector<Tier>& tiers = tiers_[key.data_class];
  const bool farther = std::any_of(here + 1, &*tiers.begin() + tiers.size(), tells);
  return farther ? Evidence::Owed::farther_tier_only : Evidence::Owed::to_nobody;
}

const Owing::Tier* Owing::telling_derived(std::size_t source) const {
  const std::vector<Tier>& tiers = tiers_[source];
  const auto tells = [](const Tier& tier) { return tier.tells_derived; };
  const auto found = std::find_if(tiers.begin(), tiers.end(), tells);
  return found == tiers.end() ? nullptr : &*found;
}

// Whether what is told of the source by this tier takes the derived key along, where that is in the same cache.
bool Owing::names(const Tier& tier, const Written& derived, const Written& source) const {
  using models::options::Named;
  if (tier.tells == Tells::nobody || tier.named == Named::key) return false;
  if (tier.named == Named::generation) return share_generation(tier.cache, derived, source);
  return tier.named == Named::everything ||
         world_.tags().share(source.data_class, source.key, derived.data_class, derived.key);
}

// Both are found by it there.
bool Owing::share_generation(const std::string& cache, const Written& derived, const Written& source) const {
  const auto group_of = [&](const Written& key) {
    const models::ClassId data_class{static_cast<std::uint16_t>(key.data_class)};
    return world_.tags().group_of(data_class, models::KeyId{key.key}).id;
  };
  const auto is_found_by_it = [&](const Tier& tier) {
    return tier.cache == cache && tier.named == models::options::Named::generation;
  };
  const std::vector<Tier>& tiers = tiers_[derived.data_class];
  return std::any_of(tiers.begin(), tiers.end(), is_found_by_it) && group_of(derived) == group_of(source);
}

bool Owing::tells_every_shard(std::size_t data_class, std::uint16_t shard) const {
  using models::options::Named;
  const Tier* tier = tier_at(data_class, shard);
  return tier != nullptr && (tier->named == Named::tags || tier->named == Named::everything);
}

std::uint16_t Owing::told_for(const Written& key, std::uint16_t shard) const {
  const Tier* tier = tier_at(key.data_class, shard);
  const bool by_generation = tier != nullptr && tier->named == models::options::Named::generation;
  return by_generation ? world_.holder_of_generation(shard, key.key) : shard;
}

const Owing::Tier* Owing::naming_tier(const Written& derived, const Written& source, std::uint16_t shard) const {
  const Tier* there = tier_at(source.data_class, shard);
  return there != nullptr && names(*there, derived, source) ? there : nullptr;
}

bool Owing::comes_with_source(const Written& derived, const Written& source, std::uint16_t shard) const {
  return naming_tier(derived, source, shard) != nullptr;
}

bool Owing::is_farther_named(const Written& derived, const Written& source, std::uint16_t writer,
                             std::uint16_t shard) const {
  const std::vector<Tier>& tiers = tiers_[derived.data_class];
  const Tier* here = tier_at(derived.data_class, shard);
  return std::any_of(here + 1, tiers.data() + tiers.size(), [&](const Tier& farther) {
    return std::any_of(tiers_[source.data_class].begin(), tiers_[source.data_class].end(), [&](const Tier& tier) {
      return tier.cache == farther.cache && names(tier, derived, source) && takes_part(tier, writer);
    });
  });
}

// By whoever writes the source, to the copies of what is derived.
Evidence::Owed Owing::owed_for_source(const Written& derived, const Written& source, std::uint16_t writer,
                                      std::uint16_t shard) const {
  const Tier* naming = naming_tier(derived, source, shard);
  if (naming != nullptr && !takes_part(*naming, writer)) return Evidence::Owed::not_by_this_writer;
  if (naming != nullptr && reaches(*naming, writer, shard)) return Evidence::Owed::owed;
  const Tier* telling = telling_derived(source.data_class);
  if (telling != nullptr && !takes_part(*telling, writer)) return Evidence::Owed::not_by_this_writer;
  if (telling != nullptr && reaches(*telling, writer, shard)) return Evidence::Owed::owed;
  if (telling != nullptr) {  // what is in another process is not reached; what is behind it is
    const bool is_innermost = tiers_[derived.data_class].back().cache == nodes_[shard].group;
    return is_innermost ? Evidence::Owed::to_nobody : Evidence::Owed::farther_tier_only;
  }
  if (is_farther_named(derived, source, writer, shard)) return Evidence::Owed::farther_tier_only;
  if (naming != nullptr) return Evidence::Owed::to_nobody;
  const auto tells = [&](const Tier& tier) { return tier.tells != Tells::nobody && takes_part(tier, writer); };
  const auto& tiers = tiers_[source.data_class];
  const bool are_told = std::any_of(tiers.begin(), tiers.end(), tells);
  return are_told ? Evidence::Owed::sources_only : Evidence::Owed::to_nobody;
}

Owing::Teller Owing::teller(std::size_t data_class, std::optional<std::size_t> source, std::uint16_t writer) const {
  if (source) {
    const Tier* telling = telling_derived(*source);
    return telling != nullptr && takes_part(*telling, writer) ? Teller::writer : Teller::nobody;
  }
  const auto tells = [&](const Tier& tier) { return tier.tells != Tells::nobody && takes_part(tier, writer); };
  const std::vector<Tier>& tiers = tiers_[data_class];
  const auto first = std::find_if(tiers.begin(), tiers.end(), tells);
  if (first == tiers.end()) return Teller::nobody;
  if (first->through) return Teller::cache;
  const auto by_its_writer = [&](const Tier& tier) { return tells(tier) && !tier.by_origin; };
  const bool by_writer = std::any_of(first, tiers.end(), by_its_writer);
  return by_writer ? Teller::writer : Teller::origin;
}

}  // namespace stalemate::analysis::measure
