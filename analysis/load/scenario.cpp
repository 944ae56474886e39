// Reading a whole scenario: the document, the system, the strategies, and what is expected of them.
#include "analysis/load/scenario.hpp"
#include <algorithm>
#include <cstddef>
#include "analysis/load/nearest.hpp"
#include "analysis/load/overlay.hpp"
#include "analysis/load/routes.hpp"
#include "analysis/load/system.hpp"
#include "models/options/quantity.hpp"

namespace stalemate::analysis::load {

namespace {

void read_words(Reader& root, Scenario& scenario) {
  scenario.title = root.text("title");
  scenario.question = root.text("question", "");
  scenario.story = root.text("story", "");
  scenario.sources = texts_of(root, "sources");
  scenario.leaves_out = texts_of(root, "leaves_out");
  root.knows("extends");
}

// Judged at the end, when it is known which nodes talk under which strategy.
void note_latency(const Draft& base, const Scenario& scenario) {
  if (base.latency_is_declared || unrouted_pairs(scenario).empty()) return;
  base.notes.assumed.push_back("network.latency = " +
                               models::options::write_duration(base.blueprint.default_latency.mean()));
}

void apply_all(const std::vector<std::string>& assignments, const char* option, Node& document,
               Diagnostics& diagnostics) {
  if (assignments.empty()) return;
  const Place place{diagnostics.file(option), 0, 0};
  for (const std::string& assignment : assignments) apply_set(document, assignment, place, diagnostics);
}

void read_all(const Node& document, const ReadContext& context, Notes& notes, Diagnostics& diagnostics,
              Scenario& scenario) {
  Reader root(document, diagnostics, notes);
  if (!document.is(Kind::object)) return;
  read_words(root, scenario);
  Draft base{diagnostics, notes, context};
  read_system(root, base);
  scenario.system = base.blueprint;
  scenario.system.strategy = baseline_for(base.blueprint);
  read_strategies(document, root, base, scenario);
  read_expectations(root, scenario);
  root.finish();
  choose_rows(base, scenario);
  if (!diagnostics.has_errors()) note_latency(base, scenario);
}

}  // namespace

void read_system(Reader& root, Draft& draft) {
  read_run(root, draft);
  read_months(root, draft);
  read_data(root, draft);
  read_nodes(root, draft);
  check_data(root, draft);
  read_links(root, draft);
  read_load(root, draft);
  check_months(root, draft);
  check_derived(root, draft);
  check_tags(root, draft);
  check_promises(root, draft);
  check_acts(root, draft);
  read_alerts(root, draft);  // for which faults may wait
  read_faults(root, draft);
}

std::optional<models::Blueprint> StrategyPlan::for_run(std::uint64_t seed) const {
  models::Blueprint ready = blueprint;
  ready.seed = seed;
  for (const TraceUse& trace : traces) {
    auto stream = trace.open(seed);
    if (stream == nullptr) return std::nullopt;
    ready.loads[static_cast<std::size_t>(trace.load)].recorded = std::move(stream);
  }
  return ready;
}

bool Expectation::concerns(const StrategyPlan& plan) const {
  return strategy == "*" ? !plan.is_baseline : matches_glob(strategy, plan.name);
}

bool promises_anything(const Scenario& scenario) {
  return std::any_of(scenario.strategies.begin(), scenario.strategies.end(), [](const StrategyPlan& plan) {
    const auto& classes = plan.blueprint.classes;
    return std::any_of(classes.begin(), classes.end(), [](const models::DataClass& data_class) {
      const models::Promise& promise = data_class.promise;
      return promise.max_age.has_value() || promise.is_of_sessions() || !data_class.has_origin;
    });
  });
}

// The last star is the only one worth going back to.
bool matches_glob(std::string_view glob, std::string_view name) {
  std::size_t at = 0, star = std::string_view::npos, resume = 0;
  for (std::size_t i = 0; i < name.size();) {
    if (at < glob.size() && glob[at] == '*') {
      star = at++;
      resume = i;
    } else if (at < glob.size() && (glob[at] == '?' || glob[at] == name[i])) {
      ++at;
      ++i;
    } else if (star != std::string_view::npos) {
      at = star + 1;
      i = ++resume;
    } else {
      return false;
    }
  }
  return glob.find_first_not_of('*', at) == std::string_view::npos;
}

std::optional<Scenario> read_scenario(const std::string& text, const std::string& file_name, const ReadContext& context,
                                      Diagnostics& diagnostics) {
  const FindText nothing = [](std::string_view) { return std::nullopt; };
  auto document = read_document(file_name, text, context.find_text ? context.find_text : nothing, diagnostics);
  if (!document) return std::nullopt;
  apply_all(context.sets, "--set", *document, diagnostics);
  apply_all(context.what_if, "--what-if", *document, diagnostics);
  Scenario scenario;
  scenario.file = file_name;
  scenario.hash = hash_of(*document);
  Notes notes;
  read_all(*document, context, notes, diagnostics, scenario);
  if (diagnostics.has_errors()) return std::nullopt;
  scenario.assumed = std::move(notes.assumed);
  scenario.guesses = std::move(notes.guesses);
  scenario.warnings = diagnostics;
  return scenario;
}

}  // namespace stalemate::analysis::load
