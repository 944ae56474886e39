#include "analysis/explain/stepped.hpp"
#include "analysis/explain/diagram_svg.hpp"
#include "analysis/explain/diagram_text.hpp"
#include "analysis/explain/names.hpp"
#include "analysis/explain/wording.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::explain {
namespace {

std::string step_words(const Story& story, const Step& step) {
  if (!step.sentence.empty()) return step.sentence;
  const std::string& from = story.lanes[step.from].name;
  if (!step.is_message()) return from + ": " + step.label + ".";
  return from + " to " + story.lanes[step.to].name + ": " + step.label + (step.lost ? ", which is lost." : ".");
}

/// "The oldest of 12 stale reads under "ttl", the strategy with the most of them, seed 1."
std::string told_read(const Explanation& of) {
  const std::string which = of.matching == 1 ? "The only stale read" : "The oldest " + among(of);
  return which + " under " + page::in_quotes(of.strategy) + ", the strategy with the most of them, seed " +
         std::to_string(of.seed) + ".";
}

}  // namespace

std::optional<page::Incident> stepped(const Explanation& explanation) {
  if (!explanation.story) return std::nullopt;
  const Story& story = *explanation.story;
  page::Incident incident;
  incident.about = {told_read(explanation), the_read(explanation)};
  incident.svg = diagram_inline(story);
  const int decimals = decimals_of(story);
  for (const Step& step : story.steps)
    incident.steps.push_back({moment_text(step.until, decimals), step_words(story, step)});
  incident.because = story.because;
  return incident;
}

}  // namespace stalemate::analysis::explain
