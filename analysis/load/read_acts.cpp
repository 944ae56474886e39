// What is done with the data of a class, and what one harm costs: the scenario's own number.
#include <algorithm>
#include "analysis/load/reading.hpp"

namespace stalemate::analysis::load {

using models::Act;
using models::DataClass;
using models::Load;

namespace {

/// What an act of this kind alone must say.
void read_of_kind(Reader& in, const std::string& kind, Act& act) {
  if (act.kind == Act::Kind::grant) act.revokes = in.ratio("revokes", above_to(0.0, 1.0));
  if (act.kind == Act::Kind::take) act.stock = in.count("stock", between(std::int64_t{1}, limits::stock));
  const bool is_known = !kind.empty();
  const auto refuse = [&](const char* key, Act::Kind owner) {
    if (!in.has(key) || act.kind == owner || !is_known) return;
    in.error(key, "belongs to the kind " + in_quotes(words::act_kinds[static_cast<std::size_t>(owner)]));
  };
  refuse("revokes", Act::Kind::grant);
  refuse("stock", Act::Kind::take);
}

void read_price(Reader& in, Act& act) {
  act.costs = in.optional_number("costs", between(0.0, limits::cost));
  act.unit = in.text("unit", "");
  if (in.has("costs") && act.unit.empty()) {
    in.error("unit", in.has("unit") ? "is empty" : "is missing beside \"costs\"", "say of what: \"EUR\"");
  } else if (in.has("unit") && !in.has("costs")) {
    in.error("unit", "has no effect: nothing costs anything", "say what one harm costs: \"costs\": 5");
  }
}

bool is_read_class(const models::Blueprint& blueprint, const std::string& name) {
  return std::any_of(blueprint.loads.begin(), blueprint.loads.end(),
                     [&](const Load& load) { return models::reads_a_request(load, name) > 0; });
}

bool changes(const models::Blueprint& blueprint, const DataClass& data_class) {
  const auto number = static_cast<std::size_t>(&data_class - blueprint.classes.data());
  const auto sources = written_sources(blueprint, number);
  return std::any_of(sources.begin(), sources.end(), [&](std::size_t source) {
    return std::any_of(blueprint.loads.begin(), blueprint.loads.end(),
                       [&](const Load& load) { return models::writes_class(load, blueprint.classes[source].name); });
  });
}

bool is_written_after_reads(const models::Blueprint& blueprint, const std::string& name) {
  return std::any_of(blueprint.loads.begin(), blueprint.loads.end(),
                     [&](const Load& load) { return load.after_read && load.writes == name; });
}

bool is_written(const models::Blueprint& blueprint, const DataClass& data_class) {
  return data_class.derived_from.empty() && changes(blueprint, data_class);
}

/// Why an act never does harm here; empty: it may.
std::string idle_because(const models::Blueprint& blueprint, const DataClass& data_class) {
  const std::string name = in_quotes(data_class.name);
  const bool follows = is_written_after_reads(blueprint, data_class.name);
  switch (data_class.act->kind) {
    case Act::Kind::view: return is_read_class(blueprint, data_class.name) ? "" : "nobody reads " + name;
    case Act::Kind::grant:
      if (!is_read_class(blueprint, data_class.name)) return "nobody reads " + name;
      return changes(blueprint, data_class) ? "" : "nobody writes " + name + ", so that nothing is ever revoked";
    case Act::Kind::check_then_act:
    case Act::Kind::take: return follows ? "" : "no session writes " + name + " after reading it";
    case Act::Kind::once: break;
  }
  return is_written(blueprint, data_class) ? "" : "nobody writes " + name;
}

const char* mend_for_act(Act::Kind kind) {
  const bool writes = kind == Act::Kind::check_then_act || kind == Act::Kind::take;
  return writes ? R"(give a load that reads and writes it "keys_like": {"after_read": "20%"})" : "";
}

}  // namespace

// A load that was refused may have been the one.
bool has_doubtful_load(Reader& root, const models::Blueprint& blueprint) {
  const auto is_unknown = [&](const Node* name) {
    return name != nullptr && (!name->is(Kind::text) || find_class(blueprint, name->text) == nullptr);
  };
  const auto loads = root.optional_array("load");
  return loads.empty() || std::any_of(loads.begin(), loads.end(), [&](const Node* load) {
    return !load->is(Kind::object) || is_unknown(load->get("reads")) || is_unknown(load->get("writes"));
  });
}

std::optional<Act> read_act(Reader& of_class) {
  auto in = of_class.optional_object("act");
  if (!in) return std::nullopt;
  Act act;
  const std::string kind = in->word("kind", words::act_kinds);
  act.kind = enumerator<Act::Kind>(words::act_kinds, kind);
  act.called = in->text("called", "");
  read_price(*in, act);
  read_of_kind(*in, kind, act);
  in->finish();
  return act;
}

void check_acts(Reader& root, Draft& draft) {
  const auto members = root.named("data");
  if (has_doubtful_load(root, draft.blueprint) || has_unknown_source(draft.blueprint)) return;
  for (std::size_t i = 0; i < draft.blueprint.classes.size() && i < members.size(); ++i) {
    const DataClass& data_class = draft.blueprint.classes[i];
    if (!data_class.act) continue;
    const std::string why = idle_because(draft.blueprint, data_class);
    if (why.empty()) continue;
    const Node& node = *members[i]->value.get("act");
    draft.diagnostics.error(node.place, node.path, "never comes to anything: " + why,
                            mend_for_act(data_class.act->kind));
  }
}

}  // namespace stalemate::analysis::load
