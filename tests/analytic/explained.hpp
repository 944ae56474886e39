// Stories of worlds, and a judge of its own that says whether a read is stale without an operation, a fault or a loss.
// Promise: shares neither the ledger nor the trials of analysis; a run is ended by nothing but its end.
// Source: counterfactual causes (Lewis 1973).
#pragma once
#include <catch2/catch.hpp>
#include <map>
#include <string>
#include "analysis/explain/investigate.hpp"
#include "models/world.hpp"

namespace stalemate::tests::explained {

using namespace stalemate::analysis;
using explain::Actor;
using models::FactKind;
using models::kind_of;

inline explain::Subject subject_of(const models::Blueprint& world) {
  return {[world] { return std::optional(world); }};
}

inline explain::Story told(const models::Blueprint& world, const explain::Filter& filter = {}) {
  const auto survey = explain::survey(subject_of(world), filter);
  REQUIRE(survey);
  REQUIRE(survey->pick.picked());
  auto told =
      explain::tell(subject_of(world), survey->pick.picked()->key, survey->pick.picked(), explain::Trials::each_actor);
  REQUIRE(told);
  REQUIRE(told->story);
  return *told->story;
}

inline std::string text_of(const explain::Story& story) {
  std::string text;
  for (const explain::Step& step : story.steps)
    if (step.number > 0) text += std::to_string(step.number) + " " + step.sentence + "\n";
  return text + story.because + "\n";
}

/// The cause, and that the story has these sentences, in this order.
inline void check_told(const explain::Story& story, measure::Cause cause, const std::vector<std::string>& sentences) {
  const std::string text = text_of(story);
  INFO(text);
  CHECK(measure::name_of(story.read.cause) == measure::name_of(cause));
  std::size_t from = 0;
  for (const std::string& sentence : sentences) {
    INFO(sentence);
    const std::size_t at = text.find(sentence, from);
    CHECK(at != std::string::npos);
    if (at != std::string::npos) from = at;
  }
}

/// Whether one read is there and stale, by a ledger of its own.
class Judge final : public sim::FactReader {
 public:
  Judge(models::World& world, std::uint64_t operation) : operation_(operation) { world.facts().add_reader(this); }
  void read(std::span<const sim::Fact> facts) override {
    for (const sim::Fact& fact : facts) {
      const auto kind = kind_of(fact);
      if (kind == FactKind::committed) commits_[fact.key].push_back(fact.version);
      if (kind == FactKind::voided) std::erase(commits_[fact.key], fact.version);
      if (fact.operation != operation_) continue;
      if (kind == FactKind::read_invoked) current_ = commits_[fact.key].empty() ? 0 : commits_[fact.key].back();
      if (kind == FactKind::read_answered) stale = fact.version < current_;
    }
  }
  bool stale = false;

 private:
  std::uint64_t operation_;
  std::map<std::uint32_t, std::vector<std::uint32_t>> commits_;  ///< Of each key, those that are not void.
  std::uint32_t current_ = 0;
};

inline bool is_stale_without(models::Blueprint world, std::uint64_t read, const Actor& actor) {
  if (actor.kind == Actor::Kind::fault) {
    world.faults.erase(world.faults.begin() + static_cast<std::ptrdiff_t>(actor.fault));
  } else if (actor.kind == Actor::Kind::loss) {
    world.spared = {actor.loss};
  } else {
    world.skipped = {actor.operation};
  }
  models::World run(world);
  Judge judge(run, read);
  run.run();
  return judge.stale;
}

/// Each that is called a cause is one, each that is not is none; how many are.
inline std::int64_t check_roles(const models::Blueprint& world, const explain::Story& story) {
  std::int64_t causes = 0;
  for (const Actor& actor : story.actors) {
    const bool stale = is_stale_without(world, story.read.operation, actor);
    INFO("operation " << actor.operation << ", fault " << actor.fault);
    if (actor.kind == Actor::Kind::the_read) {
      CHECK_FALSE(stale);
      continue;
    }
    CHECK((actor.role == Actor::Role::part || actor.role == Actor::Role::context) == stale);
    CHECK((actor.role == Actor::Role::cause) == !stale);
    const bool less = actor.without && actor.without->age() < story.read.age();
    CHECK((actor.role == Actor::Role::part) == less);
    causes += !stale;
  }
  return causes;
}

}  // namespace stalemate::tests::explained
