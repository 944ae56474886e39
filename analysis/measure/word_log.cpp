#include "analysis/measure/word_log.hpp"
#include <algorithm>

namespace stalemate::analysis::measure {

using Word = Evidence::Word;

void WordLog::committed(const sim::Fact& fact, Owing::Teller teller, Moment now) {
  commits_.push_back({.made = now, .writer = static_cast<std::uint16_t>(fact.slot)});
  commits_.back().told_by_writer = teller == Owing::Teller::writer;
  if (teller != Owing::Teller::nobody) to_announce_[fact.operation] = static_cast<std::uint32_t>(commits_.size() - 1);
}

WordLog::Delivery& WordLog::delivery(std::uint32_t commit, std::uint16_t node) {
  for (std::uint32_t i = commits_[commit].first; i != 0; i = deliveries_[i - 1].next)
    if (deliveries_[i - 1].node == node) return deliveries_[i - 1];
  deliveries_.push_back({.next = commits_[commit].first, .node = node});
  commits_[commit].first = static_cast<std::uint32_t>(deliveries_.size());
  return deliveries_.back();
}

void WordLog::sent(const sim::Fact& fact) {
  to_announce_.erase(fact.operation);
  Delivery& sent = delivery(ledger_.commit_of(fact.key, fact.version), static_cast<std::uint16_t>(fact.slot));
  sent.is_sent = true;
  if (sent.fate != Fate::arrived) sent.fate = Fate::under_way;
  sent.last_try = fact.outcome == static_cast<std::uint8_t>(models::Try::last);
}

void WordLog::arrived(std::uint32_t key, std::uint32_t version, std::uint16_t node) {
  if (version != 0) delivery(ledger_.commit_of(key, version), node).fate = Fate::arrived;
}

void WordLog::settle(Delivery& delivery, Fate fate, Moment now) {
  if (delivery.fate == Fate::arrived) return;
  if (delivery.doubles > 0) {
    --delivery.doubles;
    return;
  }
  delivery.fate = fate;
  delivery.decided = now;
}

void WordLog::missed(const sim::Fact& fact, Moment now) {
  const bool down = fact.outcome == static_cast<std::uint8_t>(models::Miss::down);
  settle(delivery(ledger_.commit_of(fact.key, fact.version), fact.node), down ? Fate::down : Fate::lost, now);
}

void WordLog::add_double(Delivery& delivery) {
  constexpr unsigned most = 63;
  if (delivery.doubles < most) ++delivery.doubles;
}

void WordLog::doubled(const sim::Fact& fact, std::uint16_t copy) {
  add_double(delivery(ledger_.commit_of(fact.key, fact.version), copy));
}

void WordLog::doubled_for_all(const sim::Fact& fact, const std::string& cache) {
  const Commit& commit = commits_[ledger_.commit_of(fact.key, fact.version)];
  for (std::uint32_t i = commit.first; i != 0; i = deliveries_[i - 1].next)
    if (nodes_[deliveries_[i - 1].node].group == cache) add_double(deliveries_[i - 1]);
}

void WordLog::lost(const sim::Fact& fact, std::uint16_t copy, Moment now) {
  settle(delivery(ledger_.commit_of(fact.key, fact.version), copy), Fate::lost, now);
}

void WordLog::lost_for_all(const sim::Fact& fact, const std::string& cache, Moment now) {
  const Commit& commit = commits_[ledger_.commit_of(fact.key, fact.version)];
  for (std::uint32_t i = commit.first; i != 0; i = deliveries_[i - 1].next)
    if (nodes_[deliveries_[i - 1].node].group == cache) settle(deliveries_[i - 1], Fate::lost, now);
}

void WordLog::acknowledgement_lost(std::uint64_t operation, Moment now) {
  const auto found = to_announce_.find(operation);
  if (found == to_announce_.end()) return;
  given_up_[found->second] = now;
  to_announce_.erase(found);
}

void WordLog::write_answered(const sim::Fact& fact, Moment now) {
  if (fact.version != 0) commits_[ledger_.commit_of(fact.key, fact.version)].acknowledged = now;
}

WordLog::Known WordLog::known(std::uint32_t key, std::uint32_t version, std::uint16_t node) const {
  const std::uint32_t number = ledger_.commit_of(key, version);
  const Commit& commit = commits_[number];
  for (std::uint32_t i = commit.first; i != 0; i = deliveries_[i - 1].next) {
    const Delivery& delivery = deliveries_[i - 1];
    if (delivery.node != node) continue;
    if (delivery.fate == Fate::arrived) return {Word::arrived, 0};
    if (delivery.fate == Fate::under_way) return {Word::due, 0};
    const Word word = delivery.fate == Fate::down ? Word::node_was_down : Word::lost;
    if (delivery.last_try) return {word, delivery.decided};
    if (will_be_sent_again(commit, delivery)) return {Word::due, 0};
    return {word, std::max(delivery.decided, last_down_[commit.writer])};
  }
  return unsent(number, node);
}

ChangesResult WordLog::changes_since(sim::Instant from) const {
  ChangesResult changes;
  for (std::uint32_t number = 0; number < commits_.size(); ++number) {
    if (ledger_.at(number) < from) continue;
    for (std::uint32_t i = commits_[number].first; i != 0; i = deliveries_[i - 1].next) {
      const Delivery& delivery = deliveries_[i - 1];
      if (!delivery.is_sent) continue;
      const bool is_due = delivery.fate == Fate::under_way || will_be_sent_again(commits_[number], delivery);
      ++changes.sent;
      ++(delivery.fate == Fate::arrived ? changes.arrived : is_due ? changes.under_way : changes.lost);
    }
  }
  return changes;
}

// Nobody has sent it: its writer will, or died, or never learnt that it has committed.
WordLog::Known WordLog::unsent(std::uint32_t number, std::uint16_t node) const {
  const Commit& commit = commits_[number];
  if (const auto given_up = given_up_.find(number); given_up != given_up_.end())
    return {Word::lost, given_up->second};
  if (commit.told_by_writer && went_down(commit.writer, commit.made)) return {Word::lost, last_down_[commit.writer]};
  if (!commit.told_by_writer && went_down(node, commit.made)) return {Word::node_was_down, last_down_[node]};
  return {Word::due, 0};
}

}  // namespace stalemate::analysis::measure
