#include <algorithm>
#include "analysis/load/visible.hpp"
#include "analysis/store/sweep_store.hpp"

namespace stalemate::analysis::store {
namespace {

using load::visible;

std::string names_of(const std::vector<SweepFacts::Strategy>& strategies) {
  std::string names;
  for (const SweepFacts::Strategy& each : strategies) names += (names.empty() ? "" : ", ") + visible(each.name);
  return names;
}

std::string axes_of(const SweepFacts& facts) {
  std::string text;
  for (const SweepFacts::Axis& axis : facts.axes)
    text += (text.empty() ? "" : ", ") + visible(axis.path) + " (" + axis.scale + ")";
  return text;
}

std::string text_of(const sweep::Point& point) {
  std::string text;
  for (const load::AxisValue& value : point) text += (text.empty() ? "" : ", ") + value.text;
  return text;
}

/// The first that differs, as texts there and here; of as many points as both have.
std::optional<std::pair<std::string, std::string>> odd_point(const SweepFacts& here, const SweepFacts& stored) {
  for (std::size_t i = 0; i < std::min(here.points.size(), stored.points.size()); ++i)
    if (text_of(here.points[i]) != text_of(stored.points[i]))
      return std::pair(text_of(stored.points[i]), text_of(here.points[i]));
  return std::nullopt;
}

}  // namespace

bool are_sound(const SweepFacts& facts) {
  constexpr std::int64_t runs_at_most = std::int64_t{1} << 40;
  const sweep::RunNumbers numbers = facts.numbers();
  if (numbers.points < 1 || numbers.strategies < 1 || numbers.seeds < 1) return false;
  if (numbers.seeds > runs_at_most / numbers.points / numbers.strategies) return false;
  return std::all_of(facts.points.begin(), facts.points.end(),
                     [&](const sweep::Point& point) { return point.size() == facts.axes.size(); });
}

std::vector<std::string> differences(const SweepFacts& here, const SweepFacts& stored) {
  std::vector<std::string> found;
  const auto differ = [&](const std::string& what, const std::string& there, const std::string& now) {
    found.push_back(what + ": " + visible(there) + " there, " + visible(now) + " here");
  };
  if (here.tool != stored.tool) differ("made by another stalemate", stored.tool, here.tool);
  if (here.hash != stored.hash)
    differ("the scenario, or what --set makes of it, has changed; its hash is", stored.hash, here.hash);
  if (here.axes != stored.axes) {
    differ("other axes", axes_of(stored), axes_of(here));
  } else if (here.design != stored.design || here.points.size() != stored.points.size()) {
    differ("other points", stored.design + " of " + std::to_string(stored.points.size()),
           here.design + " of " + std::to_string(here.points.size()));
  } else if (const auto odd = odd_point(here, stored)) {
    differ("other points, the first of them", odd->first, odd->second);
  }
  if (here.strategies != stored.strategies)
    differ("other strategies", names_of(stored.strategies), names_of(here.strategies));
  if (here.first_seed != stored.first_seed || here.seeds != stored.seeds) {
    const auto seeds = [](const SweepFacts& of) {
      return std::to_string(of.seeds) + " from " + std::to_string(of.first_seed) + " on";
    };
    differ("other seeds", seeds(stored), seeds(here));
  }
  if (found.empty() && here.command != stored.command) differ("another command", stored.command, here.command);
  return found;
}

bool goes_further(const SweepFacts& here, const SweepFacts& stored) {
  if (here.design != "random" || here.points.size() <= stored.points.size()) return false;
  SweepFacts as_far = here;
  as_far.points.resize(stored.points.size());
  as_far.command = stored.command;  // it says how many points
  return differences(as_far, stored).empty();
}

}  // namespace stalemate::analysis::store
