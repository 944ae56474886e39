// Derived classes: what an origin computes from others, and what that asks of loads and policies.
#include <algorithm>
#include "analysis/load/nearest.hpp"
#include "analysis/load/reading.hpp"
#include "models/dependents.hpp"

namespace stalemate::analysis::load {

using models::DataClass;

namespace {

constexpr std::uint32_t most_changed = 10'000;

void check_source(const DataClass& derived, const Node& name, Draft& draft) {
  const auto error = [&](const std::string& text, const std::string& mend = "") {
    draft.diagnostics.error(name.place, name.path, text, mend);
  };
  if (!name.is(Kind::text)) return;  // refused before
  const DataClass* source = find_class(draft.blueprint, name.text);
  if (source == nullptr)
    return error(in_quotes(name.text) + " is not defined under data",
                 mend_for(name.text, class_names(draft.blueprint)));
  if (source->origin != derived.origin)
    return error(in_quotes(name.text) + " is held by another origin, " + in_quotes(source->origin) + ": " +
                 in_quotes(derived.origin) + " cannot compute " + in_quotes(derived.name) + " from it");
  if (const std::uint32_t changed = models::fan_out(*source, derived); changed > most_changed)
    error("a write of one key of " + in_quotes(name.text) + " would change " + std::to_string(changed) + " keys of " +
          in_quotes(derived.name) + ", more than " + std::to_string(most_changed));
}

void check_writes(Reader& root, Draft& draft) {
  for (const Node* load : root.optional_array("load")) {
    const Node* writes = load->is(Kind::object) ? load->get("writes") : nullptr;
    if (writes == nullptr || !writes->is(Kind::text) || !is_derived(draft.blueprint, writes->text)) continue;
    draft.diagnostics.error(writes->place, writes->path,
                            in_quotes(writes->text) + " is derived from others: nobody writes it",
                            "write what it is derived from");
  }
}

}  // namespace

bool is_derived(const models::Blueprint& blueprint, std::string_view name) {
  const DataClass* data_class = find_class(blueprint, name);
  return data_class != nullptr && !data_class->derived_from.empty();
}

std::vector<std::size_t> written_sources(const models::Blueprint& blueprint, std::size_t derived) {
  std::vector<std::size_t> found, next{derived};
  while (!next.empty()) {
    const DataClass& each = blueprint.classes[next.back()];
    const std::size_t number = next.back();
    next.pop_back();
    if (each.derived_from.empty() && std::find(found.begin(), found.end(), number) == found.end())
      found.push_back(number);
    for (const std::string& name : each.derived_from)
      next.push_back(static_cast<std::size_t>(find_class(blueprint, name) - blueprint.classes.data()));
  }
  std::sort(found.begin(), found.end());
  return found;
}

const models::Policy* telling_derived(const models::Blueprint& blueprint, std::size_t source) {
  for (const models::Policy* tier : models::tiers_of(blueprint.strategy.policies[source]))
    if (tells_derived(*tier)) return tier;
  return nullptr;
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
    for (const Node& name : names->items) check_source(draft.blueprint.classes[i], name, draft);
  }
  check_writes(root, draft);
  if (!models::derivation_order(draft.blueprint.classes))
    root.error("data", "is derived in a circle: a class would be computed from itself");
}

}  // namespace stalemate::analysis::load
