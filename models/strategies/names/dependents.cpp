// names: dependents. A change also deletes what is computed from the key, in every cache that holds it.
// Promise: after the key itself, one by one, in the order in which they are computed; the writer waits for each as its
// carrier does; a delete that is versioned is so for them too.
// Source: data update propagation along a dependency graph (Challenger, Iyengar & Dantzig 1999). Departs: what is
// derived is deleted, never recomputed by the writer; its versions come with the acknowledgement of the write.
#include "models/axes.hpp"

namespace stalemate::models::strategies::names {
namespace {

class OfDependents final : public Carrier {
 public:
  explicit OfDependents(const Parts& parts)
      : next_(parts.tier == nullptr ? nullptr : parts.carrier), leader_(parts.origin.leader()), tiers_(*parts.derived) {
    leader_.hand_out_derived();
  }

  sim::Task<sim::Done> announce(Change change, Verb verb) override {
    const std::vector<DerivedKey> derived = leader_.derived_by(change.write, change.is_last);
    if (next_ != nullptr) co_await next_->announce(change, verb);
    std::uint16_t number = 0;
    for (const DerivedKey& each : derived) {
      const Change told = of(each, change, ++number);
      for (const DerivedTier& tier : tiers_)
        if (tier.data_class == each.data_class) co_await tier.carrier->announce(told, Verb::drop);
    }
    co_return sim::Done{};
  }

 private:
  // Numbered on, so that none draws the fate of another.
  static Change of(const DerivedKey& derived, const Change& change, std::uint16_t number) {
    Change told = change;
    told.write.key = derived.key;
    told.write.data_class = derived.data_class;
    told.committed = derived.value;
    told.announcement = static_cast<std::uint16_t>(change.announcement + 2 * number);
    return told;
  }

  Carrier* next_;  ///< Null: the key itself is in no cache.
  Leader& leader_;
  const std::vector<DerivedTier>& tiers_;
};

std::unique_ptr<Carrier> make_dependents(const options::Values&, const Parts& parts) {
  return std::make_unique<OfDependents>(parts);
}

const options::Registered<NamesAxis> dependents_option(
    {.axis = {},
     .name = "dependents",
     .promise = "A change also deletes what is computed from the key, in every cache that holds it.",
     .guarantees = {options::Guarantee::names_derived},
     .tells_derived = true},
    make_dependents);

}  // namespace
}  // namespace stalemate::models::strategies::names
