// The word that stands beside a step: what its removal does to the read.
// Promise: a word, never a colour or a sign alone.
// Source: models of counterfactuals in explain/story.hpp.
#pragma once
#include <string>
#include "analysis/explain/story.hpp"

namespace stalemate::analysis::explain {

/// "cause", "context", "read"; empty: not tried, or nobody's doing.
inline std::string mark_of(const Story& story, const Step& step) {
  const Actor* actor = story.actor_of(step);
  if (actor == nullptr) return "";
  if (actor->kind == Actor::Kind::the_read) return "read";
  switch (actor->role) {
    case Actor::Role::untried: return "";
    case Actor::Role::cause: return "cause";
    case Actor::Role::context: return "context";
  }
  return "";
}

}  // namespace stalemate::analysis::explain
