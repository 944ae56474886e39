#include "models/seat.hpp"
#include <algorithm>
#include "models/edge.hpp"
#include "models/flight.hpp"
#include "models/marking.hpp"
#include "models/past_caches.hpp"
#include "models/relay.hpp"
#include "models/revalidating.hpp"
#include "sim/check.hpp"

namespace stalemate::models {
namespace {

bool owes_changes(const Policy& policy, const std::string& home_group) {
  const auto& owed_by = policy.owed_by;
  return owed_by.empty() || std::find(owed_by.begin(), owed_by.end(), home_group) != owed_by.end();
}

/// Makes the option that was chosen, with its defaults where the choice says nothing.
template <class Axis, class Context>
auto make(const Choice& choice, Context&& context) {
  const options::Option* option = options::find_option(Axis::name, choice.name);
  CHECK_INVARIANT(option != nullptr);
  return options::maker<Axis>(choice.name)(options::resolved(*option, choice.values), context);
}

class SeatBuilder {
 public:
  SeatBuilder(Wire& wire, Node& home, const ClassPlan& plan, bool at_cache)
      : plan_(plan), parts_{wire, home, OriginPort(wire, home, plan.origin, *plan.spec)}, at_cache_(at_cache) {}

  Seat build() {
    Seat seat;
    ask_service(seat);
    for (std::size_t i = plan_.tiers.size(); i-- > 0;) {
      add(plan_.tiers[i], at_cache_ && i == 0, seat);
      const bool is_asked_by_clients_alone = plan_.has_edge() && !at_cache_ && i == 0;
      if (!is_asked_by_clients_alone) seat.first = seat.tiers.back()->reader.get();
      parts_.next_reader = seat.first;
      parts_.next_writer = &seat.writer();
    }
    return seat;
  }

  Seat build_for(Relay& relay, const TierPlan& tier) {
    parts_.relay = &relay;
    Seat seat;
    add(tier, false, seat);
    relay.use_tier(seat.tiers.front()->tier.get());
    return seat;
  }

 private:
  void ask_service(Seat& seat) {
    if (!at_cache_ || !plan_.has_edge()) return;
    seat.service = std::make_unique<AskService>(parts_.wire, parts_.home, *plan_.tiers.front().cluster->before);
    parts_.next_reader = seat.service.get();
  }

  void add(const TierPlan& tier, bool at_cache, Seat& seat) {
    seat.tiers.push_back(std::make_unique<TierSeat>());
    TierSeat& made = *seat.tiers.back();
    const Policy& policy = *tier.policy;
    parts_.at_cache = at_cache;
    parts_.bus = tier.bus;
    parts_.place_in_class = tier.place;
    parts_.tier = nullptr;
    parts_.carrier = nullptr;
    if (tier.cluster != nullptr) add_cache(tier, made);
    add_fallbacks(policy, made);
    add_fillers(tier, made);
    made.reader = make<ReadAxis>(policy.read, parts_);
    const bool leads = made.tier != nullptr && made.tier->guarded().leader_for.ns > 0;
    if (leads && !at_cache) made.reader = std::make_unique<PastCaches>(parts_, std::move(made.reader));
    made.carrier = make<CarryAxis>(policy.carry, parts_);
    parts_.carrier = made.carrier.get();
    if (!at_cache) add_names(policy, made);
    const bool takes_part = at_cache || owes_changes(policy, group_name());
    made.writer = make<WriteAxis>(takes_part ? policy.write : Choice{"write-around", {}}, parts_);
    const bool marks = takes_part && !at_cache && made.tier != nullptr && made.tier->guarded().marker.ns > 0;
    if (marks && parts_.origin.followers() > 0)
      made.writer = std::make_unique<Marking>(*made.tier, parts_.origin.followers(), std::move(made.writer));
  }

  const std::string& group_name() const { return parts_.wire.network().name_of(parts_.home.place); }

  // A lone tier keeps the plain name of its draws.
  sim::StreamKey draws_for(const char* axis, const TierPlan& tier) const {
    const std::string purpose = tier.place == 0 ? axis : axis + std::string(" of tier ") + std::to_string(tier.place);
    return sim::derive_key(plan_.seed, plan_.spec->name, purpose);
  }

  void add_cache(const TierPlan& tier, TierSeat& made) {
    add_tier(tier, plan_, made);
    parts_.tier = made.tier.get();
  }

  void add_tier(const TierPlan& tier, const ClassPlan& plan, TierSeat& made) {
    made.expiry = make<ExpiryAxis>(tier.policy->expiry, draws_for("expiry", tier));
    made.tier = std::make_unique<Tier>(parts_.wire, parts_.home, *tier.cluster, *made.expiry, plan.spec->value_bytes);
    made.tier->guard(guard_terms(*tier.policy));
    if (plan.keeps_instants) made.tier->keep_instants();
    made.tier->name(options::find_option(NamesAxis::name, tier.policy->names.name)->named, *plan.tags);
  }

  // What is derived is told as the key is: by the same way, over the same bus.
  void add_names(const Policy& policy, TierSeat& made) {
    if (options::find_option(NamesAxis::name, policy.names.name)->tells_derived) {
      for (const std::size_t each : plan_.dependents->classes_of(plan_.id))
        for (const TierPlan& tier : (*plan_.all)[each].tiers)
          if (tier.cluster != nullptr) add_derived(policy, (*plan_.all)[each], tier, made);
    }
    parts_.derived = &made.derived;
    made.names = make<NamesAxis>(policy.names, parts_);
    if (made.names != nullptr) parts_.carrier = made.names.get();
  }

  void add_derived(const Policy& policy, const ClassPlan& plan, const TierPlan& tier, TierSeat& made) {
    TierSeat& to = *made.to_derived.emplace_back(std::make_unique<TierSeat>());
    add_tier(tier, plan, to);
    Parts parts = parts_;
    parts.tier = to.tier.get();
    parts.place_in_class = tier.place;
    to.carrier = make<CarryAxis>(policy.carry, parts);
    made.derived.push_back({plan.id, to.carrier.get()});
  }

  void add_fillers(const TierPlan& tier, TierSeat& made) {
    made.fillers.push_back(std::make_unique<Flight>(parts_));
    const std::vector<Choice>& stampede = tier.policy->stampede;
    for (auto choice = stampede.rbegin(); choice != stampede.rend(); ++choice) {
      parts_.filler = made.fillers.back().get();
      parts_.draws = draws_for("stampede", tier);
      made.fillers.push_back(make<StampedeAxis>(*choice, parts_));
    }
    parts_.filler = made.fillers.back().get();
    if (!options::find_option(ExpiryAxis::name, tier.policy->expiry.name)->revalidates) return;
    made.fillers.push_back(std::make_unique<Revalidating>(parts_));
    parts_.filler = made.fillers.back().get();
  }

  // Where the policy does not say what answers for a cache: a cache that would have asked what lies behind it does not
  // leave that to its callers.
  void add_fallbacks(const Policy& policy, TierSeat& made) {
    const auto add = [&](const Choice& choice) {
      parts_.fallback = made.fallbacks.empty() ? nullptr : made.fallbacks.back().get();
      made.fallbacks.push_back(make<FallbackAxis>(choice, parts_));
    };
    if (!answers_for_cache(policy)) add({usual_fallback(policy), {}});
    for (auto choice = policy.fallback.rbegin(); choice != policy.fallback.rend(); ++choice) add(*choice);
    parts_.fallback = made.fallbacks.back().get();
  }

  const ClassPlan& plan_;
  Parts parts_;
  bool at_cache_;
};

}  // namespace

GuardTerms guard_terms(const Policy& policy) {
  GuardTerms terms;
  make<GuardAxis>(policy.guard, terms);
  return terms;
}

WarmUpTerms warm_up_terms(const Policy& policy) {
  WarmUpTerms terms;
  make<WarmUpAxis>(policy.warm_up, terms);
  return terms;
}

bool needs_instants(const Policy& policy) {
  return make<ExpiryAxis>(policy.expiry, sim::StreamKey{})->needs_instants();
}

bool ClassPlan::has_edge() const {
  const Cluster* outermost = tiers.front().cluster;
  return outermost != nullptr && outermost->before != nullptr;
}

Seat::Seat() = default;
Seat::Seat(Seat&& other) noexcept = default;
Seat& Seat::operator=(Seat&& other) noexcept = default;
Seat::~Seat() = default;
TierSeat::TierSeat() = default;
TierSeat::~TierSeat() = default;
RelaySeat::RelaySeat() = default;
RelaySeat::RelaySeat(RelaySeat&& other) noexcept = default;
RelaySeat::~RelaySeat() = default;

RelaySeat build_relay(Wire& wire, Node& leader, const ClassPlan& plan, const TierPlan& tier) {
  RelaySeat made;
  made.relay = std::make_unique<Relay>(wire, leader, *tier.policy, *tier.bus, tier.place);
  made.seat = SeatBuilder(wire, leader, plan, false).build_for(*made.relay, tier);
  return made;
}

void Seats::build(Wire& wire, Node& home, const std::vector<ClassPlan>& plans, bool at_cache) {
  wire_ = &wire;
  home_ = &home;
  plans_ = &plans;
  at_cache_ = at_cache;
  rebuild();
}

void Seats::rebuild() {
  seats_.clear();
  if (plans_ == nullptr) return;
  for (const ClassPlan& plan : *plans_) {
    seats_.resize(std::max(seats_.size(), index(plan.id) + 1));
    seats_[index(plan.id)] = SeatBuilder(*wire_, *home_, plan, at_cache_).build();
  }
}

}  // namespace stalemate::models
