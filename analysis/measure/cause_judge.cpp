#include "analysis/measure/cause_judge.hpp"
#include "analysis/load/reading.hpp"
#include <algorithm>
#include <utility>
#include "sim/check.hpp"

namespace stalemate::analysis::measure {
namespace {

std::uint16_t followers_of(const models::Blueprint& blueprint, const models::DataClass& data_class) {
  for (const models::NodeSpec& node : blueprint.nodes) {
    if (!is_origin_of(node, data_class)) continue;
    const bool answer = reads_followers(data_class, node.origin);
    return answer ? static_cast<std::uint16_t>(node.origin.followers) : std::uint16_t{0};
  }
  return 0;
}

}  // namespace

CauseJudge::CauseJudge(models::World& world, const Ledger& ledger)
    : facts_(world.facts()),
      ledger_(ledger),
      world_(world),
      owing_(world),
      words_(world.nodes(), ledger, sim::Instant{} + world.blueprint().warm_up),
      copies_(world.nodes().size(), ledger, sim::Instant{} + world.blueprint().warm_up,
              world.blueprint().classes.size()),
      buffers_(world.blueprint().classes.size()) {
  for (const models::DataClass& data_class : world.blueprint().classes) {
    followers_.push_back(followers_of(world.blueprint(), data_class));
    is_derived_.push_back(!data_class.derived_from.empty());
  }
  for (const models::NodeInfo& node : world.nodes()) {
    const models::NodeSpec* spec = load::find_node(world.blueprint(), node.group);
    has_replicas_.push_back(spec != nullptr && spec->cache.replicas > 0);
  }
}

void CauseJudge::took_from_source(const sim::Fact& fact) {
  const Evidence evidence{.from = Evidence::From::source, .taken = why_lacking(fact)};
  taken_.take(fact.operation, {evidence, 0, 0, fact.version, fact.node});
}

// A source without the newer version: that is in a write buffer, or died with one, or an older one was flushed over
// it; else the source is a follower or, after a failover, a leader that lacks what its predecessor committed.
Cause CauseJudge::why_lacking(const sim::Fact& fact) const {
  const std::uint32_t next = ledger_.next(fact.key, fact.version, ledger_.now());
  const bool is_live = next <= ledger_.greatest(fact.key) && !ledger_.is_void(fact.key, next, ledger_.now());
  if (is_live && buffers_.is_there(ledger_.commit_of(fact.key, next))) return Cause::unflushed_write;
  const auto lost = is_live ? std::nullopt : buffers_.lost_above(fact.key, fact.version);
  if (!lost) return Cause::replica_lag;
  return *lost == models::Loss::flush_reorder ? Cause::write_reorder : Cause::unflushed_write;
}

void CauseJudge::took_from_entry(const sim::Fact& fact) {
  const Copies::Copy& copy = copies_.at(fact.node, fact.slot);
  Evidence evidence{.from = Evidence::From::entry, .taken = copy.taken, .stored_as = copy.stored_as};
  const std::uint32_t next = ledger_.next(fact.key, fact.version, ledger_.now());
  const std::uint32_t commit = ledger_.commit_of(fact.key, next);
  const std::size_t data_class = world_.class_of(fact.key);
  evidence.owed = owed(fact, commit, data_class);
  const WordLog::Known word = known(fact, next, data_class);
  evidence.word = word.word;
  evidence.was_due = models::is(fact, models::Lookup::stale) || models::is(fact, models::Lookup::lapsed) ||
                     models::is(fact, models::Lookup::deleted);
  evidence.was_overdue = models::is_overdue(fact);
  taken_.take(fact.operation, {evidence, word.decided, buffers_.until(commit), fact.version, fact.node});
}

Evidence::Owed CauseJudge::owed(const sim::Fact& fact, std::uint32_t commit, std::size_t data_class) const {
  const auto source = is_derived_[data_class] ? std::optional(words_.source(commit).written) : std::nullopt;
  return owing_.owed({data_class, fact.key}, source, words_.writer(commit), fact.node);
}

// Where a delete of the source names the derived key too, its word is that of the source.
WordLog::Known CauseJudge::known(const sim::Fact& fact, std::uint32_t next, std::size_t data_class) const {
  const std::uint32_t commit = ledger_.commit_of(fact.key, next);
  if (is_derived_[data_class]) {
    const WordLog::Source& source = words_.source(commit);
    if (owing_.comes_with_source({data_class, fact.key}, source.written, fact.node))
      return known_at(fact, source.commit, source.written);
  }
  return known_at(fact, commit, {data_class, fact.key});
}

// A read that looks under a generation has chosen it before: what has come to that since then is still due for it.
WordLog::Known CauseJudge::known_at(const sim::Fact& fact, std::uint32_t commit, const Written& told_by) const {
  // Of what no origin has there is one copy: another one is there only where the key has left that shard and come back.
  if (!world_.blueprint().classes[told_by.data_class].has_origin)
    return {Evidence::Word::node_was_down, words_.made(commit)};
  const std::uint16_t node = owing_.told_for(told_by, fact.node);
  const WordLog::Known known =
      words_.known(commit, node, {owing_.is_told_by_origin(told_by.data_class, fact.node),
                                  owing_.tells_every_shard(told_by.data_class, fact.node)});
  const Copies::Origins origins = copies_.origins_of(fact.node, fact.slot);
  if (origins.first_stored != 0 && node == fact.node) return known_to_replica(known, origins);
  const std::uint32_t generation = origins.generation;
  if (generation == 0 || known.word != Evidence::Word::arrived) return known;
  const auto chosen = chosen_.when(fact.operation, node, generation);
  return chosen && *chosen < known.decided ? WordLog::Known{} : known;
}

// Word that had come to the shard after the entry did and yet has not ended it was on its way to the replica when the
// shard went: dropped there. The replica itself was up, so that none of its own has been resurrected.
WordLog::Known CauseJudge::known_to_replica(const WordLog::Known& known, const Copies::Origins& came) const {
  if (known.word != Evidence::Word::arrived || known.decided < came.first_stored) return known;
  if (known.decided > came.fell) return known;
  return known.comes_again ? WordLog::Known{} : WordLog::Known{Evidence::Word::lost, came.fell};
}

// What was decided about the word after `then` was still due at that moment.
Cause CauseJudge::cause_of(const TakenLog::Taken& taken, Moment then) const {
  Evidence evidence = taken.evidence;
  const bool is_decided = evidence.word == Evidence::Word::node_was_down || evidence.word == Evidence::Word::lost;
  if (is_decided && taken.decided >= then) evidence.word = Evidence::Word::due;
  evidence.is_unflushed = taken.unflushed >= then;
  return root_cause(evidence);
}

void CauseJudge::stored(const sim::Fact& fact, std::size_t data_class) {
  const auto how = static_cast<models::StoredAs>(fact.outcome);
  if (models::is_by_replica(fact)) return stored_by_replica(fact, data_class);
  if (how == models::StoredAs::write_through) words_.arrived(fact, now());
  std::optional<Cause> cause;
  if (is_of_reader(how) && copies_.is_wrong(fact)) {
    const TakenLog::Taken* taken = taken_.find(fact.operation, fact.version);
    if (taken != nullptr) cause = cause_of(*taken, now());
  }
  if (has_replicas_[fact.node]) note_first_store(fact, how, cause);
  add_copy(fact, data_class, cause);
}

void CauseJudge::note_first_store(const sim::Fact& fact, models::StoredAs how, std::optional<Cause> cause) {
  std::deque<FirstStored>& stores = first_stores_[{fact.node, fact.key, fact.version}];
  if (stores.size() == stores_remembered) stores.pop_front();
  stores.push_back({fact.at, now(), how, cause});
}

// It is the entry that the shard had held: what was true of that when it was stored is true of this.
void CauseJudge::stored_by_replica(sim::Fact fact, std::size_t data_class) {
  const std::deque<FirstStored>& stores = first_stores_.at({fact.node, fact.key, fact.version});
  const sim::Instant came{static_cast<std::int64_t>(fact.operation)};
  const auto later = std::find_if(stores.begin() + 1, stores.end(), [&](const auto& each) { return each.at > came; });
  const FirstStored& first = *std::prev(later);
  fact.outcome = static_cast<std::uint8_t>(first.how);
  add_copy(fact, data_class, first.taken);
  copies_.came_by_replica(fact, first.moment, words_.last_down(fact.node));
}

void CauseJudge::add_copy(const sim::Fact& fact, std::size_t data_class, std::optional<Cause> cause) {
  const std::uint32_t generation = std::exchange(under_, 0);
  if (generation == 0) return copies_.stored(fact, data_class, cause);
  const std::uint16_t at = world_.holder_of_generation(fact.node, fact.key);
  const models::ClassId of{static_cast<std::uint16_t>(data_class)};
  const std::uint32_t group = world_.tags().group_of(of, models::KeyId{fact.key}).id;
  copies_.stored_under({at, group, generation}, fact, data_class, cause);
}

void CauseJudge::kept(const sim::Fact& fact, std::size_t data_class) {
  bool pending = false;
  if (copies_.is_wrong(fact)) {
    const std::uint32_t next = ledger_.next(fact.key, fact.version, ledger_.now());
    const bool is_owed = owed(fact, ledger_.commit_of(fact.key, next), data_class) == Evidence::Owed::owed;
    const WordLog::Known word = known(fact, next, data_class);
    pending = is_owed && (word.word == Evidence::Word::due || word.comes_again);
  }
  copies_.kept(fact, data_class, pending);
}

void CauseJudge::committed(const sim::Fact& fact, std::size_t data_class) {
  const bool is_derived = is_derived_[data_class];
  if (!is_derived) written_ = {{data_class, fact.key}, ledger_.commits() - 1};
  const auto source = is_derived ? std::optional(written_) : std::nullopt;  // what is derived follows what was written
  const auto of = source ? std::optional(source->written.data_class) : std::nullopt;
  words_.committed(fact, owing_.teller(data_class, of, static_cast<std::uint16_t>(fact.slot)), now(), source);
  const bool is_buffered = models::CommittedAs::unpacked(fact.outcome).is_buffered;
  if (is_buffered) buffers_.committed(fact, ledger_.commits() - 1, data_class);
  copies_.committed(static_cast<std::uint16_t>(data_class), is_buffered ? Copies::not_flushed : followers_[data_class]);
}

void CauseJudge::flushed(const sim::Fact& fact, std::size_t data_class) {
  copies_.flushed(buffers_.flushed(fact, ledger_, data_class, now()), followers_[data_class], fact.at);
}

void CauseJudge::voided(const sim::Fact& fact, std::size_t data_class) {
  copies_.voided(fact);
  buffers_.voided(fact, ledger_.commit_of(fact.key, fact.version), data_class, now());
}

void CauseJudge::sole_ended(const sim::Fact& fact, std::size_t data_class) {
  words_.sole_ended(fact, now());
  copies_.sole_ended(static_cast<std::uint16_t>(data_class));
}

const std::string& CauseJudge::cache_of(std::size_t data_class, std::size_t tier) const {
  return models::tiers_of(world_.blueprint().strategy.policies[data_class]).at(tier)->cache;
}

void CauseJudge::change_failed(const sim::Fact& fact, std::size_t data_class) {
  const bool at_bus = world_.nodes()[fact.node].kind == models::NodeInfo::Kind::bus;
  if (at_bus) return words_.lost_for_all(fact, cache_of(data_class, fact.slot), now());
  words_.missed(fact, now());
}

void CauseJudge::message_lost(const sim::Fact& fact, std::size_t data_class) {
  const auto what = models::LostMessage::unpacked(fact.outcome);
  if (what.is_answer) {
    if (what.verb == models::Verb::write) words_.acknowledgement_lost(fact.operation, now());
  } else if (what.verb == models::Verb::publish) {
    words_.lost_for_all(fact, cache_of(data_class, what.tier), now());
  } else if (is_change(what.verb)) {
    const auto on = models::LostOn::unpacked(fact.slot);
    const bool by_log = on.is_by_bus() && is_log(fact.node);
    by_log ? words_.forgotten(fact, on.receiver, now()) : words_.lost(fact, on.receiver, now());
  }
}

bool CauseJudge::is_log(std::uint16_t node) const {
  const models::NodeSpec* spec = load::find_node(world_.blueprint(), world_.nodes()[node].group);
  return spec != nullptr && spec->bus.log.has_value();
}

void CauseJudge::appended(const sim::Fact& fact, std::size_t data_class) {
  words_.appended(fact, cache_of(data_class, fact.slot));
}

void CauseJudge::acknowledged(const sim::Fact& fact, std::size_t data_class) {
  const bool by_bus = fact.outcome == 1;
  by_bus ? words_.acknowledged_for_all(fact, cache_of(data_class, fact.slot)) : words_.acknowledged(fact);
}

void CauseJudge::message_doubled(const sim::Fact& fact, std::size_t data_class) {
  const auto what = models::LostMessage::unpacked(fact.outcome);
  if (what.verb == models::Verb::publish) {
    words_.doubled_for_all(fact, cache_of(data_class, what.tier));
  } else if (is_change(what.verb)) {
    words_.doubled(fact, models::Doubled::unpacked(fact.slot).receiver);
  }
}

// A writer that got no answer from the origin does not know that it has committed.
void CauseJudge::call_failed(const sim::Fact& fact) {
  const auto verb = static_cast<models::Verb>(fact.version);
  if (verb == models::Verb::write) words_.acknowledgement_lost(fact.operation, now());
}

const TakenLog::Taken* CauseJudge::taken_by(const sim::Fact& answer) const {
  std::optional<std::uint64_t> operation = answer.operation;
  for (int joins = 0; operation && joins < 8; ++joins) {  // a flight may itself have joined one farther in
    const TakenLog::Taken* taken = taken_.find(*operation, answer.version, answer.node);
    if (taken != nullptr) return taken;
    operation = taken_.joined(*operation);
  }
  return nullptr;
}

Cause CauseJudge::cause_of(const sim::Fact& answer, Moment invoked) const {
  if (const TakenLog::Taken* taken = taken_by(answer); taken != nullptr) return cause_of(*taken, invoked);
  const bool joined = taken_.joined(answer.operation).has_value();
  return root_cause({.from = joined ? Evidence::From::flight : Evidence::From::source});
}

}  // namespace stalemate::analysis::measure
