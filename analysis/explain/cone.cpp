#include "analysis/explain/cone.hpp"
#include <algorithm>
#include "analysis/load/reading.hpp"

namespace stalemate::analysis::explain {

using models::FactKind;
using models::kind_of;

namespace {

bool is_of_no_key(FactKind kind) {
  return kind == FactKind::fault_begun || kind == FactKind::fault_ended || kind == FactKind::node_down ||
         kind == FactKind::node_up || kind == FactKind::taken_over || kind == FactKind::off_ring ||
         kind == FactKind::on_ring;
}

bool names_operation(const sim::Fact& fact) {
  const FactKind kind = kind_of(fact);
  if (kind == FactKind::stored && models::is_by_replica(fact)) return false;
  return !is_of_no_key(kind) && kind != FactKind::removed && kind != FactKind::kept &&
         kind != FactKind::generation_set && kind != FactKind::sole_ended && kind != FactKind::outlived;
}

/// Of a change on its way to copies.
bool is_word(const sim::Fact& fact) {
  switch (kind_of(fact)) {
    case FactKind::change_sent:
    case FactKind::change_arrived:
    case FactKind::change_failed: return true;
    case FactKind::message_sent: return models::is_change(static_cast<models::Verb>(fact.outcome));
    case FactKind::message_lost:
    case FactKind::message_doubled: return models::is_change(models::LostMessage::unpacked(fact.outcome).verb);
    default: return false;
  }
}

/// The copy that it is for, or the bus.
std::uint16_t copy_told_by(const sim::Fact& word) {
  switch (kind_of(word)) {
    case FactKind::change_sent: return static_cast<std::uint16_t>(word.slot);
    case FactKind::message_sent: return static_cast<std::uint16_t>(word.version);
    case FactKind::message_lost: return models::LostOn::unpacked(word.slot).receiver;
    case FactKind::message_doubled: return models::Doubled::unpacked(word.slot).receiver;
    default: return word.node;
  }
}

/// What a replica has has come as this one, or by an earlier replica.
bool came_as(const sim::Fact& stored, const sim::Fact& replicated) {
  if (stored.version != replicated.version) return false;
  const auto came = static_cast<std::int64_t>(replicated.operation);
  return models::is_by_replica(stored) ? stored.operation == replicated.operation : stored.at.ns == came;
}

bool is_end(FactKind kind) { return kind == FactKind::read_answered || kind == FactKind::read_failed; }

}  // namespace

bool is_of_operation(FactKind kind) {
  switch (kind) {
    case FactKind::stored:
    case FactKind::stored_under:
    case FactKind::generation_set:
    case FactKind::store_refused:
    case FactKind::removed:
    case FactKind::outlived:
    case FactKind::kept:
    case FactKind::change_sent:
    case FactKind::change_arrived:
    case FactKind::change_failed:
    case FactKind::acknowledged:
    case FactKind::committed:
    case FactKind::replicated:
    case FactKind::flushed:
    case FactKind::sole_ended:
    case FactKind::voided: return false;
    default: return !is_of_no_key(kind);
  }
}

bool is_hit(const sim::Fact& fact) {
  return (kind_of(fact) == FactKind::lookup && models::has_found(fact)) || kind_of(fact) == FactKind::given;
}

Cone::Cone(models::World& world, std::uint32_t key, std::uint64_t operation)
    : world_(world), owing_(world), key_(key), is_derived_(world.is_derived(key)), class_(world.class_of(key)) {
  const models::ClassId of{static_cast<std::uint16_t>(class_)};
  group_ = world.tags().group_of(of, models::KeyId{key}).id;
  useful_.insert(operation);
  world.facts().add_reader(this);
}

void Cone::read(std::span<const sim::Fact> facts) {
  for (const sim::Fact& fact : facts) {
    const auto kind = kind_of(fact);
    const bool is_of_several = kind == FactKind::request_begun || kind == FactKind::request_ended;
    if (is_derived_ && kind == FactKind::committed) follow_commit(fact);
    const bool is_of_key = kind == FactKind::generation_set ? is_of_generation(fact) : fact.key == key_;
    if (is_of_no_key(kind) || (is_of_key && !is_of_several) || is_of_source(fact)) keep(fact);
    if (is_derived_ && fact.key != key_) keep_word(fact);
  }
}

// Where it is lost no key is named.
bool Cone::is_of_generation(const sim::Fact& fact) const {
  const auto& info = world_.nodes()[fact.node];
  for (const models::Policy* tier : models::tiers_of(world_.blueprint().strategy.policies[class_]))
    if (tier->cache == info.group && load::named_by(*tier) == models::options::Named::generation)
      return fact.slot == group_;
  return false;
}

// What is derived is committed after what was written, in one moment.
void Cone::follow_commit(const sim::Fact& fact) {
  if (fact.key == key_) came_with_[{written_.key, written_.version}] = fact.version;
  if (!world_.is_derived(fact.key)) written_ = fact;
}

// A delete of a source that names this key too.
void Cone::keep_word(sim::Fact fact) {
  const auto kind = kind_of(fact);
  if (!is_word(fact) || !tells_this(fact)) return;
  if (kind != FactKind::message_sent) {  // it names no version
    const auto commit = came_with_.find({fact.key, fact.version});
    if (commit == came_with_.end() && fact.version != 0) return;
    if (fact.version != 0) fact.version = commit->second;
  }
  keep(fact);
}

// A bus hands on what concerns any copy: for whom it is, the fact before says.
bool Cone::tells_this(const sim::Fact& fact) const {
  const measure::Written source{world_.class_of(fact.key), fact.key};
  const auto& nodes = world_.nodes();
  const auto names = [&](std::uint16_t node) {
    const bool is_bus = nodes[node].kind == models::NodeInfo::Kind::bus;
    return is_bus || owing_.comes_with_source({class_, key_}, source, node);
  };
  return names(copy_told_by(fact)) && world_.changes(fact.key, key_);
}

// Of the writes that change a derived key only how they come to its origin: the rest is told of their own key.
bool Cone::is_of_source(const sim::Fact& fact) const {
  if (!is_derived_ || fact.key == key_) return false;
  const auto is_write = [](models::Verb verb) {
    return verb == models::Verb::write || verb == models::Verb::request_write;
  };
  switch (kind_of(fact)) {
    case FactKind::write_invoked:
    case FactKind::write_answered:
    case FactKind::write_failed: break;
    case FactKind::origin_arrived:
    case FactKind::origin_started:
    case FactKind::origin_ended:
      if (fact.outcome == 0) return false;
      break;
    case FactKind::message_sent:
      if (!is_write(static_cast<models::Verb>(fact.outcome))) return false;
      break;
    case FactKind::message_lost:
    case FactKind::message_doubled:
      if (!is_write(models::LostMessage::unpacked(fact.outcome).verb)) return false;
      break;
    case FactKind::call_failed:
      if (!is_write(static_cast<models::Verb>(fact.version))) return false;
      break;
    default: return false;
  }
  return world_.changes(fact.key, key_);
}

std::optional<std::size_t> Cone::source_of(std::size_t committed) const {
  if (!is_derived_) return std::nullopt;
  for (const std::size_t i : of(facts_[committed].operation))
    if (kind_of(facts_[i]) == FactKind::write_invoked) return i;
  return std::nullopt;
}

void Cone::keep(const sim::Fact& fact) {
  const auto kind = kind_of(fact);
  if (kind == FactKind::write_invoked || kind == FactKind::fetch_begun) {
    useful_.insert(fact.operation);
    idle_.erase(fact.operation);  // it was answered, and fetches all the same
  }
  facts_.push_back(fact);
  if (is_end(kind)) forget_idle(fact.operation);
  if (facts_.size() >= compact_at_) compact();
}

void Cone::forget_idle(std::uint64_t operation) {
  if (!useful_.contains(operation)) idle_.insert(operation);
}

void Cone::compact() {
  std::erase_if(facts_, [this](const sim::Fact& fact) {
    return is_of_operation(kind_of(fact)) && idle_.contains(fact.operation);
  });
  idle_.clear();
  compact_at_ = std::max<std::size_t>(65'536, 2 * facts_.size());
}

void Cone::close() {
  compact();
  for (std::size_t i = 0; i < facts_.size(); ++i)
    if (names_operation(facts_[i])) by_operation_[facts_[i].operation].push_back(i);
}

const std::vector<std::size_t>& Cone::of(std::uint64_t operation) const {
  static const std::vector<std::size_t> none;
  const auto found = by_operation_.find(operation);
  return found == by_operation_.end() ? none : found->second;
}

std::optional<measure::Written> Cone::source(std::size_t committed) const {
  const auto invoked = source_of(committed);
  if (!invoked) return std::nullopt;
  return measure::Written{world_.class_of(facts_[*invoked].key), facts_[*invoked].key};
}

std::uint32_t Cone::told_by_word_of(std::size_t committed, std::uint16_t node) const {
  const auto written = source(committed);
  const bool comes_with_it = written && owing_.comes_with_source({class_, key_}, *written, node);
  return comes_with_it ? written->key : key_;
}

std::uint16_t Cone::told_for(std::size_t committed, std::uint16_t node) const {
  const std::uint32_t by = told_by_word_of(committed, node);
  return owing_.told_for({world_.class_of(by), by}, node);
}

bool Cone::came_by_replica(std::size_t lookup) const {
  for (std::size_t i = lookup; i-- > 0;) {
    const sim::Fact& fact = facts_[i];
    const bool is_there = fact.node == facts_[lookup].node && fact.slot == facts_[lookup].slot;
    if (kind_of(fact) == FactKind::stored && is_there) return models::is_by_replica(fact);
  }
  return false;
}

std::optional<std::uint32_t> Cone::missed_by_replica(std::size_t node_up) const {
  const sim::Fact& up = facts_[node_up];
  for (std::size_t i = node_up; i-- > 0;) {
    const sim::Fact& fact = facts_[i];
    if (fact.at != up.at) break;
    if (kind_of(fact) == FactKind::taken_over && fact.node == up.node) return fact.slot;
  }
  return std::nullopt;
}

// What a replica has was stored before, in whatever slot.
std::optional<std::size_t> Cone::stored_before(std::size_t lookup) const {
  const sim::Fact* replicated = nullptr;
  for (std::size_t i = lookup; i-- > 0;) {
    const sim::Fact& fact = facts_[i];
    if (kind_of(fact) != FactKind::stored || fact.node != facts_[lookup].node) continue;
    const bool is_it = replicated != nullptr ? came_as(fact, *replicated) : fact.slot == facts_[lookup].slot;
    if (is_it && !models::is_by_replica(fact)) return i;
    if (is_it) replicated = &fact;
  }
  return std::nullopt;
}

std::optional<std::size_t> Cone::store_behind(std::uint64_t operation, std::uint32_t version) const {
  std::optional<std::size_t> hit;
  for (const std::size_t i : of(operation))
    if (is_hit(facts_[i]) && facts_[i].version == version) hit = i;
  return hit ? stored_before(*hit) : std::nullopt;
}

}  // namespace stalemate::analysis::explain
