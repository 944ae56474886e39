#include "analysis/measure/act_judge.hpp"
#include <algorithm>
#include <utility>

namespace stalemate::analysis::measure {

using models::Act;

bool ActJudge::is_needed(const models::Blueprint& blueprint) {
  return std::any_of(blueprint.classes.begin(), blueprint.classes.end(),
                     [](const models::DataClass& each) { return each.act.has_value(); });
}

ActJudge::ActJudge(const models::World& world, const Ledger& ledger) : world_(world), ledger_(ledger) {
  for (const models::DataClass& each : world.blueprint().classes) {
    auto& judged = classes_.emplace_back();
    if (!each.act) continue;
    judged.emplace(Class{{.declared = *each.act}, sim::derive_key(world.blueprint().seed, each.name, "revocations")});
  }
}

void ActJudge::stale_read(const sim::Fact& answer, const Read& read) {
  auto& judged = classes_[read.data_class];
  if (!judged) return;
  if (judged->result.writes()) stale_checks_.insert(answer.operation);
  if (judged->result.declared.kind == Act::Kind::grant && read.measured) judge_grant(answer, read, judged->result);
}

void ActJudge::judge_grant(const sim::Fact& answer, const Read& read, ActResult& result) const {
  if (!is_revocation(answer.key, read.current) || is_revocation(answer.key, answer.version)) return;
  ++result.granted_after_revocation;
  // A right that is revoked twice in a row was gone with the first.
  sim::Instant since = ledger_.committed_at(answer.key, read.current);
  for (std::uint32_t version = read.current; version > answer.version; --version) {
    if (ledger_.is_void(answer.key, version, read.then)) continue;
    if (!is_revocation(answer.key, version)) break;
    since = ledger_.committed_at(answer.key, version);
  }
  result.longest = std::max(result.longest, read.invoked - since);
}

void ActJudge::based_on(const sim::Fact& fact) {
  const auto& judged = classes_[world_.class_of(fact.key)];
  if (!judged || !judged->result.writes()) return;
  checks_[fact.operation] = {fact.version, stale_checks_.erase(fact.operation - 1) > 0, false};
}

void ActJudge::committed(const sim::Fact& fact, bool measured) {
  auto& judged = classes_[world_.class_of(fact.key)];
  if (!judged) return;
  const Act& declared = judged->result.declared;
  if (declared.kind == Act::Kind::take) return take(fact, measured, judged->result);
  if (declared.kind == Act::Kind::grant) {
    // By the operation of the write, so that it is the same one under every strategy, and its repetition is no other.
    sim::OperationDraw draw(judged->revocations, fact.operation, 0);
    if (sim::unit(draw()) < declared.revokes) revocations_.insert(ledger_.commit_of(fact.key, fact.version));
  }
  if (declared.kind != Act::Kind::check_then_act) return;  // what is derived has the operations of its sources' writes
  const auto check = checks_.find(fact.operation);
  if (check != checks_.end()) act(fact, check->second, measured, judged->result);
}

// It begins anew, as it began.
void ActJudge::sole_ended(const sim::Fact& fact) {
  const auto& judged = classes_[world_.class_of(fact.key)];
  if (judged && judged->result.declared.kind == Act::Kind::take)
    left_at_[ledger_.commit_of(fact.key, fact.version)] = judged->result.declared.stock;
}

void ActJudge::act(const sim::Fact& fact, Check& check, bool measured, ActResult& result) const {
  if (std::exchange(check.has_acted, true) || !measured) return;
  ++result.acts;
  const bool is_superseded = ledger_.next(fact.key, check.version, ledger_.now()) < fact.version;
  result.on_stale += check.was_stale;
  result.overtaken += !check.was_stale && is_superseded;
}

// Who saw none left did not act: the write changed nothing. One that follows no read brings new stock.
void ActJudge::take(const sim::Fact& fact, bool measured, ActResult& result) {
  const std::uint32_t commit = ledger_.commit_of(fact.key, fact.version);
  const auto check = checks_.find(fact.operation);
  if (check == checks_.end()) {
    left_at_[commit] = result.declared.stock;
    return;
  }
  Ledger::Then before = ledger_.now();
  --before.commits;
  const std::int64_t there = left(fact.key, ledger_.version_at(fact.key, before), result);
  const bool takes = left(fact.key, check->second.version, result) > 0;
  left_at_[commit] = takes && there > 0 ? there - 1 : there;
  if (!takes) return;
  act(fact, check->second, measured, result);
  result.units_oversold += measured && there == 0;
}

bool ActJudge::is_revocation(std::uint32_t key, std::uint32_t version) const {
  return version != 0 && revocations_.contains(ledger_.commit_of(key, version));
}

std::int64_t ActJudge::left(std::uint32_t key, std::uint32_t version, const ActResult& of) const {
  const std::uint32_t known = std::min(version, ledger_.greatest(key));
  return known == 0 ? of.declared.stock : left_at_.at(ledger_.commit_of(key, known));
}

void ActJudge::finish(std::vector<ClassResult>& classes) const {
  for (std::size_t i = 0; i < classes.size(); ++i) {
    if (!classes_[i]) continue;
    ActResult& result = classes[i].act.emplace(classes_[i]->result);
    const Writes& writes = classes[i].writes;
    const Act::Kind kind = result.declared.kind;
    if (kind == Act::Kind::view || kind == Act::Kind::grant) result.acts = classes[i].staleness.answered;
    if (kind == Act::Kind::view) result.on_stale = classes[i].staleness.stale;
    if (kind == Act::Kind::once) result.duplicates = writes.duplicate_commits;
    if (kind == Act::Kind::once) result.acts = writes.committed - writes.duplicate_commits;
  }
}

}  // namespace stalemate::analysis::measure
