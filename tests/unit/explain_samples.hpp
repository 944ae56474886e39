// A story made by hand, for what is drawn from it: a read, a fill, and a delete that is lost.
// Promise: every kind of step is in it.
// Source: scenarios/lost-delete.json, shortened.
#pragma once
#include <string>
#include "analysis/explain/slice.hpp"
#include "analysis/explain/story.hpp"

namespace stalemate::tests {

inline sim::Instant at_ms(std::int64_t ms) { return {ms * 1'000'000}; }

/// Three lanes of these names.
inline analysis::explain::Story lost_delete_story(const std::string& web, const std::string& redis,
                                                  const std::string& catalogue) {
  using namespace analysis::explain;
  Story story;
  story.key = "price 17";
  story.read.version = 7;
  story.read.invoked = at_ms(90'000);
  story.read.superseded = at_ms(60'000);
  story.lanes = {{4, catalogue, 7}, {2, redis, 3}, {1, web, 1}};
  story.actors = {{.kind = Actor::Kind::read, .operation = 1, .role = Actor::Role::context},
                  {.kind = Actor::Kind::write, .operation = 2, .role = Actor::Role::cause},
                  {.kind = Actor::Kind::the_read, .operation = 3}};
  const auto step = [&](std::int64_t at, std::int64_t until, std::size_t from, std::size_t to, const char* label,
                        const std::string& sentence, std::size_t actor) {
    Step made{.at = at_ms(at), .until = at_ms(until), .from = from, .to = to, .label = label, .sentence = sentence};
    made.actor = actor;
    story.steps.push_back(made);
  };
  step(60'001, 60'001, 0, 1, "delete v8", catalogue + " sends the delete for version 8 to " + redis + "; it was lost.",
       1);
  story.steps.back().lost = true;
  step(1'000, 1'002, 2, 1, "set v7", web + " sets version 7 in " + redis + ".", 0);
  step(90'000, 90'001, 2, 1, "get", "", 2);
  step(90'001, 90'002, 1, 2, "v7", web + " asks " + redis + ": it holds version 7.", 2);
  story.steps.back().is_answer = true;
  step(90'002, 90'002, 2, 2, "gets v7", "That is stale.", 2);
  story.because = "So " + redis + " kept version 7.";
  settle(story);
  return story;
}

}  // namespace stalemate::tests
