// Derived classes: what an origin computes from others, and what that asks of loads and policies.
#include <algorithm>
#include "analysis/load/nearest.hpp"
#include "analysis/load/reading.hpp"
#include "models/dependents.hpp"

namespace stalemate::analysis::load {

using models::DataClass;

namespace {

constexpr std::uint32_t most_changed = 10'000;

/// Classes from `start` along what each is computed from, back to `start`; empty: no way leads back.
std::vector<std::size_t> circle_of(const models::Blueprint& blueprint, std::size_t start) {
  const auto& classes = blueprint.classes;
  std::vector<std::optional<std::size_t>> from(classes.size());  // by whom it was found
  std::vector<std::size_t> next{start};
  while (!next.empty()) {
    const std::size_t each = next.back();
    next.pop_back();
    for (const std::string& name : classes[each].derived_from) {
      const DataClass* source = find_class(blueprint, name);
      if (source == nullptr) continue;
      const auto number = static_cast<std::size_t>(source - classes.data());
      if (from[number]) continue;
      from[number] = each;
      next.push_back(number);
    }
  }
  std::vector<std::size_t> circle;
  if (!from[start]) return circle;
  for (std::size_t each = *from[start]; each != start; each = *from[each]) circle.insert(circle.begin(), each);
  circle.insert(circle.begin(), start);
  return circle;
}

void check_source(const DataClass& derived, const Node& name, Draft& draft) {
  const auto error = [&](const std::string& text, const std::string& mend = "") {
    draft.diagnostics.error(name.place, name.path, text, mend);
  };
  if (!name.is(Kind::text)) return;  // refused before
  const DataClass* source = find_class(draft.blueprint, name.text);
  if (source == nullptr)
    return error(in_quotes(name.text) + " is not defined under data",
                 mend_for(name.text, class_names(draft.blueprint)));
  if (!source->has_origin)
    return error(in_quotes(name.text) + " has no origin, which would compute " + in_quotes(derived.name) + " from it");
  if (source->origin != derived.origin)
    return error(in_quotes(name.text) + " is held by another origin, " + in_quotes(source->origin) + ": " +
                 in_quotes(derived.origin) + " cannot compute " + in_quotes(derived.name) + " from it");
  if (const std::uint32_t changed = models::fan_out(*source, derived); changed > most_changed)
    error("a write of one key of " + in_quotes(name.text) + " would change " + std::to_string(changed) + " keys of " +
          in_quotes(derived.name) + ", more than " + std::to_string(most_changed));
}

/// At the first class that would be computed from itself.
void check_circles(const std::vector<const Member*>& members, Draft& draft) {
  const auto& classes = draft.blueprint.classes;
  if (models::derivation_order(classes)) return;
  for (std::size_t i = 0; i < classes.size() && i < members.size(); ++i) {
    const std::vector<std::size_t> circle = circle_of(draft.blueprint, i);
    if (circle.empty()) continue;
    std::string way;
    for (const std::size_t each : circle) way += in_quotes(classes[each].name) + " from ";
    const Node* names = members[i]->value.get("derived_from");
    return draft.diagnostics.error(names->place, names->path,
                                   "goes in a circle: " + way + in_quotes(classes[i].name) + " again");
  }
}

/// Of a load, a step of its requests, or a list of such.
void check_writes(const Node& node, Draft& draft) {
  for (const Node& item : node.items) check_writes(item, draft);
  if (!node.is(Kind::object)) return;
  if (const Node* request = node.get("request")) check_writes(*request, draft);
  const Node* writes = node.get("writes");
  if (writes == nullptr || !writes->is(Kind::text) || !is_derived(draft.blueprint, writes->text)) return;
  draft.diagnostics.error(writes->place, writes->path,
                          in_quotes(writes->text) + " is derived from others: nobody writes it",
                          "write what it is derived from");
}

}  // namespace

bool is_derived(const models::Blueprint& blueprint, std::string_view name) {
  const DataClass* data_class = find_class(blueprint, name);
  return data_class != nullptr && !data_class->derived_from.empty();
}

std::vector<std::size_t> written_sources(const models::Blueprint& blueprint, std::size_t derived) {
  const auto& classes = blueprint.classes;
  std::vector<bool> seen(classes.size());
  std::vector<std::size_t> found, next{derived};
  while (!next.empty()) {
    const std::size_t each = next.back();
    next.pop_back();
    if (seen[each]) continue;
    seen[each] = true;
    if (classes[each].derived_from.empty()) found.push_back(each);
    for (const std::string& name : classes[each].derived_from)
      if (const DataClass* source = find_class(blueprint, name))
        next.push_back(static_cast<std::size_t>(source - classes.data()));
  }
  std::sort(found.begin(), found.end());
  return found;
}

const models::Policy* telling_derived(const models::Blueprint& blueprint, std::size_t source,
                                      const DerivedCopies& derived) {
  const auto& classes = blueprint.classes;
  const auto names_it = [&](const models::Policy& tier) {
    using models::options::Named;
    const DataClass &of = classes[source], &to = classes[derived.data_class];
    if (!announces(tier) || tier.cache != derived.cache) return false;
    switch (named_by(tier)) {
      case Named::key: return false;
      case Named::tags: return share_tags(of, to);
      case Named::everything: return true;
      case Named::generation: break;
    }
    const auto tiers = models::tiers_of(blueprint.strategy.policies[derived.data_class]);
    const bool is_found_by_it = std::any_of(tiers.begin(), tiers.end(), [&](const models::Policy* each) {
      return each->cache == derived.cache && goes_by_generation(*each);
    });
    return is_found_by_it && !of.tags.empty() && !to.tags.empty() && of.tags[0].name == to.tags[0].name;
  };
  for (const models::Policy* tier : models::tiers_of(blueprint.strategy.policies[source]))
    if (tells_derived(*tier) || names_it(*tier)) return tier;
  return nullptr;
}

bool has_unknown_source(const models::Blueprint& blueprint) {
  return std::any_of(blueprint.classes.begin(), blueprint.classes.end(), [&](const DataClass& each) {
    return std::any_of(each.derived_from.begin(), each.derived_from.end(),
                       [&](const std::string& name) { return find_class(blueprint, name) == nullptr; });
  });
}

bool is_source(const models::Blueprint& blueprint, std::string_view name) {
  return std::any_of(blueprint.classes.begin(), blueprint.classes.end(), [&](const DataClass& each) {
    return std::find(each.derived_from.begin(), each.derived_from.end(), name) != each.derived_from.end();
  });
}

void check_derived(Reader& root, Draft& draft) {
  const auto members = root.named("data");
  for (std::size_t i = 0; i < draft.blueprint.classes.size() && i < members.size(); ++i) {
    const Node* names = members[i]->value.is(Kind::object) ? members[i]->value.get("derived_from") : nullptr;
    if (names == nullptr || !names->is(Kind::array)) continue;
    if (names->items.empty()) draft.diagnostics.error(names->place, names->path, "names no class", "leave it out");
    for (std::size_t at = 0; at < names->items.size(); ++at) {
      const Node& name = names->items[at];
      const auto is_same = [&](const Node& other) { return other.text == name.text; };
      const auto before = names->items.begin() + static_cast<std::ptrdiff_t>(at);
      if (std::any_of(names->items.begin(), before, is_same)) {
        draft.diagnostics.error(name.place, name.path, excerpt(name) + " stands here twice");
      } else {
        check_source(draft.blueprint.classes[i], name, draft);
      }
    }
  }
  if (const Node* loads = root.get("load")) check_writes(*loads, draft);
  check_circles(members, draft);
}

}  // namespace stalemate::analysis::load
