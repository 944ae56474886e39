#include "analysis/cli/what_if_input.hpp"
#include <algorithm>
#include "analysis/cli/moment.hpp"
#include "analysis/load/diagnostics.hpp"
#include "analysis/load/nearest.hpp"
#include "models/options/quantity.hpp"

namespace stalemate::analysis::cli {

std::variant<sim::Instant, Trouble> strike_of(const ScenarioChoice& choice, const models::Blueprint& system) {
  if (choice.what_if_at.empty()) {
    if (const auto at = load::usual_strike(system)) return *at;
    return trouble(Exit::wrong_input, "requests end the run, so that nobody knows its middle; say --what-if-at TIME");
  }
  const std::string which = "--what-if-at: " + load::in_quotes(choice.what_if_at);
  const auto at = read_moment(choice.what_if_at);
  if (!at) return trouble(Exit::wrong_input, which + " is no time of a run; write 252s or 4:12");
  if (system.stop_requests > 0 || *at < sim::Instant{} + system.duration) return *at;
  return trouble(Exit::wrong_input, which + " lies after the end: the run ends at " +
                                        models::options::write_duration(system.duration));
}

std::variant<std::vector<std::string>, Trouble> what_if_sets(const ScenarioChoice& choice,
                                                             const models::Blueprint& system) {
  const auto at = strike_of(choice, system);
  if (const auto* const why = std::get_if<Trouble>(&at)) return *why;
  const auto& facts = load::standard_what_ifs();
  const auto fact = std::find_if(facts.begin(), facts.end(),
                                 [&](const load::WhatIfFact& each) { return each.name == choice.what_if; });
  if (fact == facts.end()) return trouble(Exit::wrong_input, unknown_what_if(choice.what_if));
  auto made = load::make_what_if(*fact, system, std::get<sim::Instant>(at));
  if (made.left_out.empty()) return std::move(made.sets);
  return trouble(Exit::wrong_input, "--what-if " + choice.what_if + ": " + made.left_out);
}

std::string unknown_what_if(const std::string& name) {
  std::vector<std::string> known = {every_what_if};
  for (const load::WhatIfFact& fact : load::standard_what_ifs()) known.push_back(fact.name);
  if (std::find(known.begin(), known.end(), name) != known.end()) return "";
  return "--what-if: " + load::in_quotes(name) + " is no standard fault; " + load::mend_for(name, known);
}

}  // namespace stalemate::analysis::cli
