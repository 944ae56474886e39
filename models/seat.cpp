#include "models/seat.hpp"
#include <algorithm>
#include "models/flight.hpp"
#include "sim/check.hpp"

namespace stalemate::models {
namespace {

bool owes_changes(const Policy& policy, const std::string& home_group) {
  const auto& owed_by = policy.owed_by;
  return owed_by.empty() || std::find(owed_by.begin(), owed_by.end(), home_group) != owed_by.end();
}

/// Makes the option that was chosen, with its defaults where the choice says nothing.
template <class Axis, class Context>
auto make(const Choice& choice, const Context& context) {
  const options::Option* option = options::find_option(Axis::name, choice.name);
  CHECK_INVARIANT(option != nullptr);
  return options::maker<Axis>(choice.name)(options::resolved(*option, choice.values), context);
}

class SeatBuilder {
 public:
  SeatBuilder(Wire& wire, Node& home, const ClassPlan& plan, bool at_cache)
      : plan_(plan), policy_(*plan.policy), parts_{wire, home, OriginPort(wire, home, *plan.origin)} {
    parts_.at_cache = at_cache;
  }

  std::unique_ptr<Seat> build() {
    auto made = std::make_unique<Seat>();
    Seat& seat = *made;
    if (plan_.cluster != nullptr) add_tier(seat);
    add_fillers(seat);
    seat.reader = make<ReadAxis>(policy_.read, parts_);
    seat.carrier = make<CarryAxis>(policy_.carry, parts_);
    parts_.carrier = seat.carrier.get();
    const bool takes_part = parts_.at_cache || owes_changes(policy_, group_name());
    seat.writer = make<WriteAxis>(takes_part ? policy_.write : Choice{"write-around", {}}, parts_);
    return made;
  }

 private:
  const std::string& group_name() const { return parts_.wire.network().name_of(parts_.home.place); }
  sim::StreamKey draws_for(const char* axis) const { return sim::derive_key(plan_.seed, plan_.spec->name, axis); }

  void add_tier(Seat& seat) {
    seat.expiry = make<ExpiryAxis>(policy_.expiry, draws_for("expiry"));
    seat.tier = std::make_unique<Tier>(parts_.wire, parts_.home, *plan_.cluster, *seat.expiry, plan_.spec->value_bytes);
    parts_.tier = seat.tier.get();
  }

  void add_fillers(Seat& seat) {
    seat.fillers.push_back(std::make_unique<Flight>(parts_.wire, parts_.home, parts_.origin, parts_.tier));
    for (auto choice = policy_.stampede.rbegin(); choice != policy_.stampede.rend(); ++choice) {
      parts_.filler = seat.fillers.back().get();
      parts_.draws = draws_for("stampede");
      seat.fillers.push_back(make<StampedeAxis>(*choice, parts_));
    }
    parts_.filler = seat.fillers.back().get();
  }

  const ClassPlan& plan_;
  const Policy& policy_;
  Parts parts_;
};

}  // namespace

Seat::Seat() = default;
Seat::~Seat() = default;

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
