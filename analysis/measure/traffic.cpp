#include "analysis/measure/traffic.hpp"

namespace stalemate::analysis::measure {

using models::Verb;

namespace {

/// Requests that bring a value with them; of published changes the updates alone.
bool brings_value(Verb verb, bool publishes_value) {
  switch (verb) {
    case Verb::put:
    case Verb::update:
    case Verb::write_through:
    case Verb::write:
    case Verb::request_write:
    case Verb::replicate: return true;
    case Verb::publish: return publishes_value;
    case Verb::get:
    case Verb::drop:
    case Verb::fetch:
    case Verb::read:
    case Verb::request_read: break;
  }
  return false;
}

/// Requests whose answer, if it comes, is a value. That of `get` is one only on a hit.
bool asks_for_value(Verb verb) { return verb == Verb::fetch || verb == Verb::read || verb == Verb::request_read; }

}  // namespace

Traffic::Traffic(const models::World& world) : world_(world) {
  const models::Blueprint& blueprint = world.blueprint();
  for (std::size_t c = 0; c < blueprint.classes.size(); ++c) {
    value_bytes_.push_back(blueprint.classes[c].value_bytes);
    std::vector<bool>& answers = answers_get_.emplace_back(world.nodes().size());
    for (const models::Policy* tier : models::tiers_of(blueprint.strategy.policies[c]))
      for (std::size_t node = 0; node < answers.size(); ++node) {
        const models::NodeInfo& info = world.nodes()[node];
        if (info.group == tier->cache && !info.home) answers[node] = tier->read.name != "read-through";
      }
  }
}

void Traffic::message_sent(const sim::Fact& fact) {
  const auto verb = static_cast<Verb>(fact.outcome);
  const std::uint32_t answers_due = fact.slot & models::answers_due_mask;
  if (answers_due != models::in_another_message) messages_ += 1 + answers_due;
  if (brings_value(verb, (fact.slot & models::brings_value) != 0)) bytes_ += bytes_of(fact);
  if (answers_due != 0 && asks_for_value(verb)) bytes_ += bytes_of(fact);
}

void Traffic::message_doubled(const sim::Fact& fact) {
  const auto doubled = models::Doubled::unpacked(fact.slot);
  if (doubled.is_sent_alone) return;
  ++messages_;
  if (brings_value(models::LostMessage::unpacked(fact.outcome).verb, doubled.brings_value)) bytes_ += bytes_of(fact);
}

void Traffic::hit(const sim::Fact& fact) {
  if (answers_get_[world_.class_of(fact.key)][fact.node]) bytes_ += bytes_of(fact);
}

void Traffic::call_failed(const sim::Fact& fact) {
  const bool over_the_wire = !world_.nodes()[fact.node].home;
  if (over_the_wire && asks_for_value(static_cast<Verb>(fact.version))) bytes_ -= bytes_of(fact);
}

}  // namespace stalemate::analysis::measure
