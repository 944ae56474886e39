#include "analysis/measure/cause_judge.hpp"
#include <algorithm>
#include "sim/check.hpp"

namespace stalemate::analysis::measure {
namespace {

constexpr std::size_t flights_remembered = 65'536;

std::uint8_t followers_of(const models::Blueprint& blueprint, const models::DataClass& data_class) {
  for (const models::NodeSpec& node : blueprint.nodes) {
    const bool holds = data_class.origin.empty() || node.name == data_class.origin;
    if (node.kind != models::NodeSpec::Kind::origin || !holds) continue;
    const bool answer = node.origin.read_from != models::OriginNode::ReadFrom::leader;
    return answer ? static_cast<std::uint8_t>(node.origin.followers) : std::uint8_t{0};
  }
  return 0;
}

}  // namespace

/// The copies that hear of a class's change through its bus.
struct CauseJudge::InTier {
  const std::vector<models::NodeInfo>& nodes;
  const std::string* cache = nullptr;  ///< Null: the change was not published.
  bool operator()(std::uint16_t node) const { return cache != nullptr && nodes[node].group == *cache; }
};

CauseJudge::CauseJudge(models::World& world, const Ledger& ledger)
    : facts_(world.facts()),
      ledger_(ledger),
      first_keys_(world.first_keys()),
      nodes_(world.nodes()),
      blueprint_(world.blueprint()),
      owing_(world),
      words_(world.nodes().size(), ledger),
      copies_(world.nodes().size(), ledger, sim::Instant{} + world.blueprint().warm_up,
              world.blueprint().classes.size()),
      flights_(flights_remembered) {
  for (const models::DataClass& data_class : blueprint_.classes)
    followers_.push_back(followers_of(blueprint_, data_class));
}

std::size_t CauseJudge::class_of(std::uint32_t key) const {
  std::size_t data_class = 0;
  while (key >= first_keys_[data_class + 1]) ++data_class;
  return data_class;
}

void CauseJudge::took_from_follower(const sim::Fact& fact) {
  const Evidence evidence{.from = Evidence::From::source, .taken = Cause::replica_lag};
  taken_.take(fact.operation, {evidence, 0, fact.version, fact.node});
}

void CauseJudge::took_from_entry(const sim::Fact& fact) {
  const Copies::Copy& copy = copies_.at(fact.node, fact.slot);
  Evidence evidence{.from = Evidence::From::entry, .taken = copy.taken, .stored_as = copy.stored_as};
  const std::uint16_t writer = words_.writer(ledger_.commit_of(fact.key, fact.version + 1));
  evidence.owed = owing_.owed(class_of(fact.key), writer, fact.node);
  const WordLog::Known known = words_.known(fact.key, fact.version + 1, fact.node);
  evidence.word = known.word;
  taken_.take(fact.operation, {evidence, known.decided, fact.version, fact.node});
}

// What was decided about the word after `then` was still due at that moment.
Cause CauseJudge::cause_of(const TakenLog::Taken& taken, Moment then) const {
  Evidence evidence = taken.evidence;
  const bool is_decided = evidence.word == Evidence::Word::node_was_down || evidence.word == Evidence::Word::lost;
  if (is_decided && taken.decided >= then) evidence.word = Evidence::Word::due;
  return root_cause(evidence);
}

void CauseJudge::stored(const sim::Fact& fact, std::size_t data_class) {
  const auto how = static_cast<models::StoredAs>(fact.outcome);
  if (how == models::StoredAs::write_through) words_.arrived(fact.key, fact.version, fact.node);
  std::optional<Cause> cause;
  if (how == models::StoredAs::fill && copies_.is_wrong(fact)) {
    const TakenLog::Taken* taken = taken_.find(fact.operation, fact.version);
    if (taken != nullptr) cause = cause_of(*taken, now());
  }
  copies_.stored(fact, data_class, cause);
}

void CauseJudge::kept(const sim::Fact& fact, std::size_t data_class) {
  bool pending = false;
  if (copies_.is_wrong(fact)) {
    const std::uint16_t writer = words_.writer(ledger_.commit_of(fact.key, fact.version + 1));
    const bool owed = owing_.owed(data_class, writer, fact.node) == Evidence::Owed::owed;
    pending = owed && words_.known(fact.key, fact.version + 1, fact.node).word == Evidence::Word::due;
  }
  copies_.kept(fact, data_class, pending);
}

void CauseJudge::committed(const sim::Fact& fact, std::size_t data_class) {
  words_.committed(fact, owing_.teller(data_class, static_cast<std::uint16_t>(fact.slot)), now());
  copies_.committed(static_cast<std::uint16_t>(data_class), followers_[data_class]);
}

void CauseJudge::change_failed(const sim::Fact& fact, std::size_t data_class) {
  InTier in_tier{nodes_};
  if (nodes_[fact.node].kind == models::NodeInfo::Kind::bus)
    in_tier.cache = &models::tiers_of(blueprint_.strategy.policies[data_class])[fact.slot]->cache;
  words_.failed(fact, now(), in_tier);
}

void CauseJudge::message_lost(const sim::Fact& fact, std::size_t data_class) {
  const auto verb = static_cast<models::Verb>((fact.outcome & 31U) / 2);
  const bool is_answer = (fact.outcome & 1U) != 0;
  if (is_answer && verb == models::Verb::write) return words_.acknowledgement_lost(fact.operation, now());
  const bool published = verb == models::Verb::publish;
  if (is_answer || (verb != models::Verb::drop && verb != models::Verb::update && !published)) return;
  InTier in_tier{nodes_};
  if (published) in_tier.cache = &models::tiers_of(blueprint_.strategy.policies[data_class])[fact.outcome >> 5U]->cache;
  words_.lost(fact, models::LostOn::unpacked(fact.slot).receiver, now(), in_tier);
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
