// What a strategy does with one class, as far as the file alone tells.
#include <algorithm>
#include "analysis/load/describe_figures.hpp"
#include "analysis/page/words.hpp"
#include "analysis/review/points.hpp"

namespace stalemate::analysis::review {
namespace {

constexpr double share_worth_telling = 0.1;  ///< Of an origin, by one class.

void add_once(std::vector<std::string>& names, const std::string& name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

/// With nothing to end it earlier.
std::optional<sim::Duration> life_of(const load::EntryLife& life) {
  const std::optional<sim::Duration> end = life.ttl ? life.ttl : life.at_most;
  if (!end) return std::nullopt;
  return *end + life.stale_for;
}

}  // namespace

std::vector<const models::Policy*> Subject::copies() const {
  auto tiers = models::tiers_of(policy());
  std::erase_if(tiers, [](const models::Policy* tier) { return !load::is_cached(*tier); });
  return tiers;
}

std::vector<std::string> Subject::writers() const {
  std::vector<std::string> names;
  for (const load::Owed& each : owed)
    if (each.told_by != "-") add_once(names, each.writer);
  return names;
}

bool Subject::has_teller() const {
  return std::any_of(owed.begin(), owed.end(), [](const load::Owed& each) { return !each.teller.empty(); });
}

std::vector<std::string> Subject::unheard_writers() const {
  std::vector<std::string> unheard;
  for (const load::Owed& each : owed) {
    const bool hears_others = std::any_of(owed.begin(), owed.end(), [&](const load::Owed& other) {
      return other.copy == each.copy && !other.teller.empty();
    });
    if (each.told_by != "-" && each.teller.empty() && hears_others) add_once(unheard, each.writer);
  }
  return unheard;
}

// A copy of a copy may be as old as both may become, unless it goes by the age that the value has already.
std::optional<sim::Duration> Subject::longest_life() const {
  sim::Duration whole{};
  for (const models::Policy* tier : copies()) {
    const load::EntryLife life = load::entry_life(*tier);
    const auto own = life_of(life);
    if (!own) return std::nullopt;
    whole = life.inherits_age ? std::max(whole, *own) : whole + *own;
  }
  return whole;
}

const models::NodeSpec* Subject::origin() const {
  const auto& nodes = blueprint().nodes;
  const auto found = std::find_if(nodes.begin(), nodes.end(), [&](const models::NodeSpec& node) {
    return models::is_origin_of(node, data_class());
  });
  return found == nodes.end() ? nullptr : &*found;
}

std::vector<Subject> subjects_of(const load::Scenario& scenario,
                                 const std::vector<const load::StrategyPlan*>& reviewed) {
  const auto all = load::owed(scenario);
  std::vector<Subject> subjects;
  for (const load::StrategyPlan* plan : reviewed)
    for (std::size_t i = 0; i < plan->blueprint.classes.size(); ++i) {
      Subject& subject = subjects.emplace_back(Subject{*plan, i, {}});
      for (const load::Owed& each : all)
        if (each.strategy == plan->name && each.data_class == plan->blueprint.classes[i].name)
          subject.owed.push_back(each);
    }
  return subjects;
}

Refuge refuge_of(const models::Policy& outermost) {
  for (const models::Choice& each : outermost.fallback) {
    if (models::options::find_option("fallback", each.name)->answers_for != models::options::Failed::cache) continue;
    const bool has_limit = each.name == "origin" || each.name == "shed";
    return {each.name, has_limit ? each.values.integer("limit") : 0, true};
  }
  return {models::usual_fallback(outermost), 0, false};
}

bool is_too_much(const Subject& subject) {
  const models::NodeSpec* origin = subject.origin();
  if (origin == nullptr) return false;
  const load::Utilisation found = load::utilisation_of(*origin, subject.blueprint());
  if (!found.is_exact) return false;  // at most so much: that shows nothing
  return found.is_beyond_limit || (found.is_bounded && std::max(found.leader, found.follower) >= 1);
}

bool is_part_of_too_much(const Subject& subject) {
  if (!is_too_much(subject)) return false;
  const models::NodeSpec* origin = subject.origin();
  models::Blueprint alone = subject.blueprint();
  std::erase_if(alone.loads, [&](const models::Load& load) {
    return !models::reads_class(load, subject.data_class().name);
  });
  const load::Utilisation found = load::utilisation_of(*origin, alone);
  return found.is_beyond_limit || std::max(found.leader, found.follower) >= share_worth_telling;
}

std::string time_of(sim::Duration span) { return page::time_text(sim::seconds(span)); }

std::string list_of(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i)
    text += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + page::in_quotes(names[i]);
  return text;
}

}  // namespace stalemate::analysis::review
