#include "analysis/explain/marks.hpp"
#include <algorithm>
#include "analysis/explain/names.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::explain {
namespace {

using Role = Actor::Role;

std::string mark_of(const Actor& actor) {
  if (actor.kind == Actor::Kind::the_read) return "read";
  switch (actor.role) {
    case Role::untried: return "";
    case Role::cause: return "cause";
    case Role::part: return "part";
    case Role::context: return "context";
  }
  return "";
}

/// Of the first numbered step of the actor; 0: it has none.
std::int64_t first_step_of(const Story& story, const Actor& actor) {
  for (const Step& step : story.steps)
    if (step.number > 0 && story.actor_of(step) == &actor) return step.number;
  return 0;
}

std::string name_of(const Story& story, const Actor& actor) {
  const char* kinds[] = {"read", "read", "write", "fault", "loss"};
  const std::int64_t step = first_step_of(story, actor);
  return std::string("the ") + kinds[static_cast<std::size_t>(actor.kind)] +
         (step > 0 ? " of step " + std::to_string(step) : "");
}

std::string instead_of(const Substitute& by) {
  return "what it finds in " + by.copy + " is then stored by a " + (by.is_read ? "read" : "write") + " from " +
         by.from + ", at " + moment_text(by.at, 6);
}

/// "Without the write of step 3 this read would be 171 us old ..."
std::string without(const Story& story, const Actor& actor) {
  const measure::StaleRead& other = *actor.without;
  const bool same_age = other.age() == story.read.age(), same_cause = other.cause == story.read.cause;
  std::string text = "Without " + name_of(story, actor) + " this read would be ";
  text += same_age ? "as stale" : span_text(other.age()) + " old";
  if (!same_cause) text += ", of another cause, " + std::string(measure::name_of(other.cause));
  if (actor.instead) return text + ": " + instead_of(*actor.instead) + ".";
  const bool later = !same_age && actor.kind == Actor::Kind::write;
  return text + (later ? ": a later write supersedes it too." : ".");
}

/// One line for each mark that stands beside a step of the story.
std::string meanings(const Story& story) {
  const auto is_loss = [](const Actor& actor) { return actor.kind == Actor::Kind::loss; };
  const bool has_losses = std::any_of(story.actors.begin(), story.actors.end(), is_loss);
  std::string text = has_losses ? "Each request, fault and loss was left out once, and the same seed run again. "
                                : "Each request and each fault was left out once, and the same seed run again. ";
  const auto has = [&](auto is) { return std::any_of(story.steps.begin(), story.steps.end(), is); };
  const auto marked = [&](const char* mark) {
    return has([&](const Step& step) { return step.number > 0 && mark_beside(story, step) == mark; });
  };
  if (marked("cause")) text += "cause: without it the read is not stale. ";
  if (marked("part")) text += "part: without it the read is stale, but less old. ";
  if (marked("context")) text += "context: without it the read is stale all the same. ";
  const auto is_later = [&](const Step& step) { return mark_beside(story, step).starts_with("as "); };
  if (const auto later = std::find_if(story.steps.begin(), story.steps.end(), is_later); later != story.steps.end()) {
    const std::string mark = mark_beside(story, *later);
    text += mark + ": a step of the same request or fault as step " + mark.substr(3) + ". ";
  }
  text += "read: the one that is told.";
  if (marked("")) text += " No mark: nobody's doing.";
  return text;
}

}  // namespace

std::string mark_of(const Story& story, const Step& step) {
  const Actor* actor = story.actor_of(step);
  return actor == nullptr ? "" : mark_of(*actor);
}

std::string mark_beside(const Story& story, const Step& step) {
  std::string mark = mark_of(story, step);
  if (mark.empty() || mark == "read") return mark;
  const std::int64_t first = first_step_of(story, *story.actor_of(step));
  return first == 0 || first == step.number ? mark : "as " + std::to_string(first);
}

std::vector<std::string> legend_of(const Story& story) {
  const auto is_tried = [](const Actor& actor) { return actor.role != Role::untried; };
  if (std::none_of(story.actors.begin(), story.actors.end(), is_tried)) return {};
  std::vector<std::string> lines = {meanings(story)};
  bool has_cause = false;
  for (const Actor& actor : story.actors) {
    has_cause = has_cause || actor.role == Role::cause;
    const bool is_told = actor.without && first_step_of(story, actor) > 0;
    if (is_told && (actor.without->age() != story.read.age() || actor.instead)) lines.push_back(without(story, actor));
  }
  if (!has_cause) lines.push_back("None of them is a cause alone: for each there is another that takes its place.");
  return lines;
}

}  // namespace stalemate::analysis::explain
