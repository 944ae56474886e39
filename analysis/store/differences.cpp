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

bool are_same(const std::vector<sweep::Point>& here, const std::vector<sweep::Point>& stored) {
  if (here.size() != stored.size()) return false;
  for (std::size_t i = 0; i < here.size(); ++i)
    for (std::size_t axis = 0; axis < here[i].size(); ++axis)
      if (here[i][axis].text != stored[i][axis].text) return false;
  return true;
}

}  // namespace

std::vector<std::string> differences(const SweepFacts& here, const SweepFacts& stored) {
  std::vector<std::string> found;
  const auto differ = [&](const std::string& what, const std::string& there, const std::string& now) {
    found.push_back(what + ": " + visible(there) + " there, " + visible(now) + " here");
  };
  if (here.tool != stored.tool) differ("made by another stalemate", stored.tool, here.tool);
  if (here.hash != stored.hash) differ("the scenario has changed, its hash is", stored.hash, here.hash);
  if (here.axes != stored.axes) {
    differ("other axes", axes_of(stored), axes_of(here));
  } else if (here.design != stored.design || !are_same(here.points, stored.points)) {
    differ("other points", stored.design + " of " + std::to_string(stored.points.size()),
           here.design + " of " + std::to_string(here.points.size()));
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

}  // namespace stalemate::analysis::store
