// Guards: what may be stored and served where readers and writers race.
#include "analysis/load/reading.hpp"

namespace stalemate::analysis::load {

using models::Load;
using models::Policy;
using models::options::Option;

namespace {

/// The loads, as far as what they ask for is known.
bool are_known(const std::vector<Load>& loads) {
  return !loads.empty() && std::none_of(loads.begin(), loads.end(), [](const Load& load) {
    return load.reads.empty() && load.writes.empty() && load.request.empty();
  });
}

class GuardReader {
 public:
  GuardReader(Reader& in, Policy& policy, const models::DataClass& data_class, Draft& draft)
      : in_(in), policy_(policy), class_(data_class), draft_(draft) {}

  void read(const Node& node) {
    if (const auto choice = choice_of(node, "guard", draft_)) policy_.guard = *choice;
    const Option& guard = *models::options::find_option("guard", policy_.guard.name);
    if (guard.needs_delete) check_delete();
    if (guard.needs_sessions) check_sessions();
    if (guard.needs_followers) check_followers();
  }

 private:
  void has_no_effect(const std::string& why, const std::string& mend) {
    in_.error("guard", in_quotes(policy_.guard.name) + " has no effect: " + why, mend);
  }
  void check_delete() {
    const std::string& write = policy_.write.name;
    if (models::options::find_option("write", write)->word == "delete") return;
    has_no_effect(in_quotes(write) + " deletes nothing from the cache",
                  "write a \"write\" that does, as \"invalidate\"");
  }

  void check_sessions() {
    const auto& loads = draft_.blueprint.loads;
    if (!are_known(loads)) return;
    const bool by_writes = models::guard_terms(policy_).floor_of != models::FloorOf::writes_and_reads;
    const auto reads = [&](const Load& load) { return reads_a_request(load, class_.name) > 0 && tells_sessions(load); };
    const auto writes = [&](const Load& load) { return writes_class(load, class_.name) && tells_sessions(load); };
    const bool are_read = std::any_of(loads.begin(), loads.end(), reads);
    const bool are_written = !by_writes || std::any_of(loads.begin(), loads.end(), writes);
    if (are_read && are_written) return;
    has_no_effect("no sessions are told apart that " + std::string(by_writes ? "read and write " : "read ") +
                      class_.name,
                  "give its loads \"sessions\", as 1000");
  }

  void check_followers() {
    const auto& nodes = draft_.blueprint.nodes;
    const auto is_its = [&](const models::NodeSpec& node) { return models::is_origin_of(node, class_); };
    const auto origin = std::find_if(nodes.begin(), nodes.end(), is_its);
    if (origin == nodes.end() || models::reads_followers(class_, origin->origin)) return;
    has_no_effect(class_.name + " is not read from followers of " + in_quotes(origin->name),
                  R"(give that node "followers" and "read_from": "follower")");
  }

  Reader& in_;
  Policy& policy_;
  const models::DataClass& class_;
  Draft& draft_;
};

}  // namespace

void read_guard(Reader& in, Policy& policy, const models::DataClass& data_class, Draft& draft) {
  if (const Node* node = in.get("guard")) GuardReader(in, policy, data_class, draft).read(*node);
}

// A session has one floor of a class, and one time, not one for each tier.
void check_guards(const std::vector<Policy>& tiers, const Node& list, Draft& draft) {
  for (std::size_t i = 0; i + 1 < tiers.size(); ++i)
    if (models::guard_terms(tiers[i]).marker.ns > 0)
      draft.diagnostics.error(list.items[i].place, list.items[i].path + ".guard",
                              in_quotes(tiers[i].guard.name) + " would ask the leader past the tiers behind it",
                              "write it in the last tier");
  for (std::size_t i = 1; i < tiers.size(); ++i) {
    const auto error = [&](const std::string& what, const std::string& mend) {
      draft.diagnostics.error(list.items[i].place, list.items[i].path + ".guard", what, mend);
    };
    const models::GuardTerms terms = models::guard_terms(tiers[i]);
    bool differs = false, is_passed_by = false;
    for (std::size_t before = 0; before < i; ++before) {
      const models::GuardTerms other = models::guard_terms(tiers[before]);
      differs |= terms.floor_of != other.floor_of && terms.floor_of != models::FloorOf::nothing &&
                 other.floor_of != models::FloorOf::nothing;
      is_passed_by |= terms.leader_for.ns > 0 && other.leader_for.ns > 0;
    }
    if (differs) error("differs from that of a tier before it: a session has one floor", "write the same \"of\"");
    if (is_passed_by) error("stands in a tier before, from which such reads pass by all behind it", "leave it out");
  }
}

}  // namespace stalemate::analysis::load
