#include "analysis/explain/investigate.hpp"
#include <algorithm>
#include "analysis/explain/cone.hpp"
#include "analysis/explain/faults_in_play.hpp"
#include "analysis/explain/names.hpp"
#include "analysis/explain/slice.hpp"
#include "analysis/measure/measurement.hpp"

namespace stalemate::analysis::explain {
namespace {

using models::FactKind;
using models::kind_of;

/// A read whose answer has not come so long after it came in the run that is told will not matter any more.
constexpr Duration patience{60'000'000'000};
/// Faults that the slice did not find, tried all the same.
constexpr std::size_t faults_tried = 16;

/// Stops the world when somebody wants it stopped.
class Stopper final : public sim::FactReader {
 public:
  Stopper(models::World& world, const Subject& subject) : world_(world), subject_(subject) {
    world.facts().add_reader(this);
  }
  void read(std::span<const sim::Fact>) override {
    if (stopped_ || !subject_.should_stop()) return;
    stopped_ = true;
    world_.stop();
  }
  bool stopped() const { return stopped_; }

 private:
  models::World& world_;
  const Subject& subject_;
  bool stopped_ = false;
};

/// Stops the world when one read has ended.
class UntilAnswered final : public sim::FactReader {
 public:
  UntilAnswered(models::World& world, const measure::StaleRead& read) : world_(world), read_(read) {
    world.facts().add_reader(this);
  }
  void read(std::span<const sim::Fact> facts) override {
    const auto ends = [&](const sim::Fact& fact) {
      const auto kind = kind_of(fact);
      const bool is_end = kind == FactKind::read_answered || kind == FactKind::read_failed;
      return is_end && fact.operation == read_.operation;
    };
    const bool too_late = !facts.empty() && facts.back().at > read_.answered + patience;
    if (too_late || std::any_of(facts.begin(), facts.end(), ends)) world_.stop();
  }

 private:
  models::World& world_;
  const measure::StaleRead& read_;
};

void leave_out(models::Blueprint& blueprint, const Actor& actor) {
  switch (actor.kind) {
    case Actor::Kind::fault:
      blueprint.faults.erase(blueprint.faults.begin() + static_cast<std::ptrdiff_t>(actor.fault));
      return;
    case Actor::Kind::loss: blueprint.spared = {actor.loss}; return;
    case Actor::Kind::the_read:
    case Actor::Kind::read:
    case Actor::Kind::write: blueprint.skipped = {actor.operation}; return;
  }
}

std::optional<std::uint64_t> stored_by(const Cone& cone, const measure::StaleRead& read) {
  const auto store = cone.store_behind(read.operation, read.version);
  return store ? std::optional(cone.facts()[*store].operation) : std::nullopt;
}

/// `stored_by`: of the run that is told.
void try_actor(const Subject& subject, const measure::StaleRead& read, std::optional<std::uint64_t> stored_by,
               Actor& actor) {
  const auto without = read_without(subject, read, actor);
  if (subject.should_stop()) return;
  actor.role = !without                           ? Actor::Role::cause
               : without->read.age() < read.age() ? Actor::Role::part
                                                  : Actor::Role::context;
  if (!without) return;
  actor.without = without->read;
  if (without->stored_by && without->stored_by != stored_by) actor.instead = without->store;
}

/// Where an operation was invoked, and whether it is a read.
void name_invocation(const models::World& world, const Cone& cone, std::uint64_t operation, Substitute& store) {
  for (const std::size_t i : cone.of(operation)) {
    const sim::Fact& fact = cone.facts()[i];
    const auto kind = kind_of(fact);
    const bool warms = kind == FactKind::preload || kind == FactKind::given;
    if (!warms && kind != FactKind::read_invoked && kind != FactKind::write_invoked) continue;
    store.from = Names(world).node(fact.node);
    store.is_read = kind != FactKind::write_invoked;
  }
}

void name_store(const models::World& world, const Cone& cone, Without& without) {
  const auto index = cone.store_behind(without.read.operation, without.read.version);
  if (!index) return;
  const sim::Fact& stored = cone.facts()[*index];
  without.stored_by = stored.operation;
  Substitute store{.copy = Names(world).node(stored.node), .from = {}, .at = stored.at};
  name_invocation(world, cone, stored.operation, store);
  if (!store.from.empty()) without.store = std::move(store);
}

/// Faults in force between the first step and the answer that the slice does not name: those that matter join it.
void try_other_faults(const Subject& subject, const models::World& world, const Cone& cone, Story& story) {
  const auto by = stored_by(cone, story.read);
  Instant from = story.read.superseded;
  for (const Step& step : story.steps) from = std::min(from, step.at);
  std::size_t tried = 0;
  for (const std::size_t fault : FaultsInPlay(world).within(from, story.read.answered)) {
    const auto is_it = [&](const Actor& actor) { return actor.kind == Actor::Kind::fault && actor.fault == fault; };
    if (std::any_of(story.actors.begin(), story.actors.end(), is_it) || ++tried > faults_tried) continue;
    Actor actor{.kind = Actor::Kind::fault, .fault = fault};
    try_actor(subject, story.read, by, actor);
    if (actor.role != Actor::Role::cause) continue;
    add_fault(world, cone, story, fault);
    const auto made = std::find_if(story.actors.begin(), story.actors.end(), is_it);
    if (made != story.actors.end()) made->role = actor.role;
  }
}

}  // namespace

std::optional<Survey> survey(const Subject& subject, const Filter& filter) {
  auto blueprint = subject.make();
  if (!blueprint) return std::nullopt;
  models::World world(std::move(*blueprint));
  measure::Measurement measurement(world);
  Survey made{{}, Pick(filter)};
  measurement.tell_stale_reads(made.pick);
  Stopper stopper(world, subject);
  world.run();
  if (stopper.stopped()) return std::nullopt;
  made.result = measurement.result();
  return made;
}

std::optional<Without> read_without(const Subject& subject, const measure::StaleRead& read, const Actor& actor) {
  auto blueprint = subject.make();
  if (!blueprint) return std::nullopt;
  leave_out(*blueprint, actor);
  models::World world(std::move(*blueprint));
  measure::Measurement measurement(world);
  OneRead heard(read.operation);
  measurement.tell_stale_reads(heard);
  Cone cone(world, read.key, read.operation);
  UntilAnswered until(world, read);
  Stopper stopper(world, subject);
  world.run();
  if (!heard.told()) return std::nullopt;
  cone.close();
  Without without{*heard.told(), {}, {}};
  name_store(world, cone, without);
  return without;
}

std::optional<Told> tell(const Subject& subject, std::uint32_t key, const std::optional<measure::StaleRead>& read,
                         Trials trials) {
  auto blueprint = subject.make();
  if (!blueprint) return std::nullopt;
  models::World world(std::move(*blueprint));
  constexpr std::uint64_t nobody = ~std::uint64_t{0};
  Cone cone(world, key, read ? read->operation : nobody);
  Stopper stopper(world, subject);
  world.run();
  if (stopper.stopped()) return std::nullopt;
  cone.close();
  Told told{std::nullopt, life_of(world, cone, key)};
  if (!read) return told;
  told.story = slice(world, cone, *read);
  if (trials == Trials::each_actor) {
    const auto by = stored_by(cone, *read);
    for (Actor& actor : told.story->actors)
      if (actor.kind != Actor::Kind::the_read) try_actor(subject, *read, by, actor);
    try_other_faults(subject, world, cone, *told.story);
  }
  settle(*told.story);
  if (subject.should_stop()) return std::nullopt;
  return told;
}

}  // namespace stalemate::analysis::explain
