#include "analysis/measure/traffic.hpp"

namespace stalemate::analysis::measure {

using models::Verb;

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
  if (models::brings_value(verb, (fact.slot & models::published_value) != 0)) bytes_ += bytes_of(fact);
  if (answers_due != 0 && models::asks_for_value(verb)) bytes_ += bytes_of(fact);
}

void Traffic::message_doubled(const sim::Fact& fact) {
  const auto doubled = models::Doubled::unpacked(fact.slot);
  if (doubled.is_sent_alone) return;
  ++messages_;
  const Verb verb = models::LostMessage::unpacked(fact.outcome).verb;
  if (models::brings_value(verb, doubled.published_value)) bytes_ += bytes_of(fact);
}

void Traffic::hit(const sim::Fact& fact) {
  if (answers_get_[world_.class_of(fact.key)][fact.node]) bytes_ += bytes_of(fact);
}

void Traffic::call_failed(const sim::Fact& fact) {
  const bool over_the_wire = !world_.nodes()[fact.node].home;
  if (over_the_wire && models::asks_for_value(static_cast<Verb>(fact.version))) bytes_ -= bytes_of(fact);
}

}  // namespace stalemate::analysis::measure
