// Strategies: the baseline, then each one with its own version of the system.
#include <cstddef>
#include "analysis/load/nearest.hpp"
#include "analysis/load/overlay.hpp"
#include "analysis/load/path.hpp"
#include "analysis/load/system.hpp"

namespace stalemate::analysis::load {

namespace {

void merge_notes(std::vector<std::string>& into, const std::vector<std::string>& more) {
  for (const std::string& note : more) {
    if (std::find(into.begin(), into.end(), note) == into.end()) into.push_back(note);
  }
}

bool may_be_set(const Member& change, Diagnostics& diagnostics) {
  const auto path = parse_path(change.key);
  const bool is_known = path && std::find(words::set_roots.begin(), words::set_roots.end(), path->parts.front()) !=
                                    words::set_roots.end();
  if (!path || is_known) return true;  // what is no path is refused where it is set
  diagnostics.error(change.place, change.value.path,
                    in_quotes(path->parts.front()) + " is nothing a strategy can change",
                    mend_for(path->parts.front(), words::set_roots));
  return false;
}

class StrategyReader {
 public:
  StrategyReader(const Node& document, const Draft& base, Scenario& scenario)
      : document_(document), base_(base), scenario_(scenario) {}

  void add_baseline() {
    if (base_.context.no_baseline) return;
    models::Blueprint blueprint = base_.blueprint;
    blueprint.strategy = baseline_for(blueprint);
    keep(std::move(blueprint), base_.traces, {}).is_baseline = true;
  }

  void add(const Member& member) {
    Notes notes;
    Draft draft{base_.diagnostics, notes, base_.context, base_.blueprint, base_.traces, base_.doubtful_nodes,
                base_.knows_end, base_.latency_is_declared};
    if (!member.value.is(Kind::object)) {
      return base_.diagnostics.error(member.value.place, member.value.path,
                                     excerpt(member.value) + " is not an object");
    }
    Node changed;  // outlives the draft's readers
    std::vector<std::string> sets;
    if (const Node* set = member.value.get("set")) {
      changed = document_;
      if (!apply(*set, changed, notes)) return;
      for (const Member& change : set->members) sets.push_back(change.key + " = " + excerpt(change.value));
      Draft fresh{base_.diagnostics, notes, base_.context};
      Reader root(changed, base_.diagnostics, notes);
      read_system(root, fresh);
      draft.blueprint = std::move(fresh.blueprint);
      draft.traces = std::move(fresh.traces);
      draft.doubtful_nodes = std::move(fresh.doubtful_nodes);
    }
    draft.blueprint.strategy = read_policies(member, draft);
    if (draft.observed) draft.blueprint.alerts = std::move(*draft.observed);
    merge_notes(base_.notes.assumed, notes.assumed);
    merge_notes(base_.notes.guesses, notes.guesses);
    keep(std::move(draft.blueprint), draft.traces, std::move(sets));
  }

  /// What no origin has is kept all the same in the row without caches, as the first strategy does that keeps it so; if
  /// none does, or no class has an origin, there is no such row.
  void complete_baseline() {
    std::vector<StrategyPlan>& rows = scenario_.strategies;
    const bool has_one = !rows.empty() && rows.front().is_baseline && !base_.diagnostics.has_errors();
    if (!has_one || has_every_origin(rows.front().blueprint)) return;
    models::Blueprint& baseline = rows.front().blueprint;
    const bool is_sole = load::is_sole(baseline);
    if (is_sole && rows.size() == 1)
      base_.diagnostics.error(document_.place, "strategies", "is missing: no origin has the data");
    const auto keeps = [&](const StrategyPlan& row) { return !is_sole && keep_as(baseline, row.blueprint); };
    const auto like = std::find_if(rows.begin() + 1, rows.end(), keeps);
    if (like == rows.end()) {
      if (!is_sole)
        base_.diagnostics.warning(document_.place, "strategies",
                                  "there is no row without a cache: no strategy keeps what no origin has");
      return void(rows.erase(rows.begin()));
    }
    rows.front().options = options_used(baseline);
    for (const models::DataClass& each : baseline.classes)
      if (!each.has_origin)
        base_.notes.assumed.push_back(join(join("strategies", baseline_name), each.name) + " = as under " +
                                      in_quotes(like->name));
  }

 private:
  static bool has_every_origin(const models::Blueprint& blueprint) {
    return std::all_of(blueprint.classes.begin(), blueprint.classes.end(),
                       [](const models::DataClass& each) { return each.has_origin; });
  }

  bool apply(const Node& set, Node& document, Notes& notes) {
    const auto before = base_.diagnostics.errors();
    Reader in(set, base_.diagnostics, notes);
    for (const Member* change : in.named()) {
      if (!may_be_set(*change, base_.diagnostics)) continue;
      if (!base_.context.what_if.empty() && change->key.starts_with("faults")) continue;  // they are others now
      set_value(document, change->key, change->value, change->place, base_.diagnostics);
    }
    return base_.diagnostics.errors() == before;
  }

  StrategyPlan& keep(models::Blueprint blueprint, std::vector<TraceUse> traces, std::vector<std::string> sets) {
    StrategyPlan plan;
    plan.name = blueprint.strategy.name;
    plan.options = options_used(blueprint);
    plan.blueprint = std::move(blueprint);
    plan.traces = std::move(traces);
    plan.sets = std::move(sets);
    return scenario_.strategies.emplace_back(std::move(plan));
  }

  const Node& document_;
  const Draft& base_;
  Scenario& scenario_;
};

/// The command line is no place in a file.
Place option_place(std::string_view option, Diagnostics& diagnostics) { return {diagnostics.file(option), 0, 0}; }

bool matches_any(const std::vector<std::string>& globs, const std::string& name) {
  return std::any_of(globs.begin(), globs.end(), [&](const std::string& glob) { return matches_glob(glob, name); });
}

void refuse_idle_globs(const char* option, const std::vector<std::string>& globs, const std::vector<std::string>& names,
                       Diagnostics& diagnostics) {
  for (const std::string& glob : globs) {
    const auto is_met = [&](const std::string& name) { return matches_glob(glob, name); };
    if (std::any_of(names.begin(), names.end(), is_met)) continue;
    diagnostics.error(option_place(option, diagnostics), "", in_quotes(glob) + " names nothing in this scenario",
                      mend_for(glob, names));
  }
}

}  // namespace

bool ReadContext::leaves_out(const std::string& fault) const {
  return no_faults || (!faults.empty() && !matches_any(faults, fault));
}

namespace {

void filter_strategies(Scenario& scenario, const ReadContext& context, Diagnostics& diagnostics) {
  if (context.strategies.empty()) return;
  std::vector<std::string> names;
  for (const StrategyPlan& plan : scenario.strategies) names.push_back(plan.name);
  refuse_idle_globs("--strategy", context.strategies, names, diagnostics);
  std::erase_if(scenario.strategies, [&](const StrategyPlan& plan) {
    return !plan.is_baseline && !matches_any(context.strategies, plan.name);
  });
}

void filter_faults(Scenario& scenario, const Draft& base) {
  const ReadContext& context = base.context;
  std::vector<std::string> names;
  for (const models::Fault& fault : base.blueprint.faults) names.push_back(fault.name);
  if (!context.no_faults) refuse_idle_globs("--fault", context.faults, names, base.diagnostics);
  const auto is_left_out = [&](const models::Fault& fault) { return context.leaves_out(fault.name); };
  for (StrategyPlan& plan : scenario.strategies) std::erase_if(plan.blueprint.faults, is_left_out);
  std::erase_if(scenario.system.faults, is_left_out);
}

void read_current(Reader& root, Scenario& scenario) {
  scenario.current = root.text("current", "");
  if (!root.has("current")) return;
  std::vector<std::string> names;
  for (const StrategyPlan& plan : scenario.strategies) names.push_back(plan.name);
  const bool is_known = scenario.current == baseline_name ||
                        std::find(names.begin(), names.end(), scenario.current) != names.end();
  if (is_known) return;
  root.error("current", in_quotes(scenario.current) + " is not defined under strategies",
             mend_for(scenario.current, names));
}

}  // namespace

void read_strategies(const Node& document, Reader& root, const Draft& base, Scenario& scenario) {
  StrategyReader reader(document, base, scenario);
  reader.add_baseline();
  for (const Member* member : root.named("strategies")) {
    if (member->key == baseline_name || member->key.empty()) {
      const char* why = member->key.empty() ? "a name is empty" : "is the name of the baseline, which is always there";
      base.diagnostics.error(member->place, member->value.path, why, "choose another name");
      continue;
    }
    reader.add(*member);
  }
  reader.complete_baseline();
  read_current(root, scenario);
}

void choose_rows(const Draft& base, Scenario& scenario) {
  filter_strategies(scenario, base.context, base.diagnostics);
  filter_faults(scenario, base);
  if (!scenario.strategies.empty() || base.diagnostics.has_errors()) return;
  base.diagnostics.error(option_place("--no-baseline", base.diagnostics), "", "leaves no strategy to run");
}

}  // namespace stalemate::analysis::load
