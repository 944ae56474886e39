#include "analysis/measure/word_log.hpp"
#include <algorithm>
#include <utility>

namespace stalemate::analysis::measure {

using Word = Evidence::Word;

void WordLog::committed(const sim::Fact& fact, Owing::Teller teller, Moment now, std::optional<Source> source) {
  const auto number = static_cast<std::uint32_t>(commits_.size());
  commits_.push_back({.made = now, .writer = static_cast<std::uint16_t>(fact.slot)});
  commits_.back().told_by_writer = teller == Owing::Teller::writer;
  const bool is_unheard = models::CommittedAs::unpacked(fact.outcome).is_unheard;
  if (source) {
    sources_[number] = *source;
    if (is_unheard && teller != Owing::Teller::nobody) given_up_[number] = now;
    return;
  }
  if (const auto ahead = ahead_.find(fact.operation); ahead != ahead_.end() && !ahead->second.commit) {
    commits_.back().first = ahead->second.first;
    ahead->second.commit = number;
    return;
  }
  if (teller == Owing::Teller::nobody) return;
  if (is_unheard) {
    given_up_[number] = now;
  } else {
    to_announce_[fact.operation] = number;
  }
}

void WordLog::node_down(std::uint16_t node, Moment now) { outages_[node].push_back({now, still_down}); }

void WordLog::off_ring(std::uint16_t node, Moment now) { off_ring_[node].push_back({now, still_down}); }

void WordLog::on_ring(std::uint16_t node, Moment now) {
  if (!off_ring_[node].empty()) off_ring_[node].back().until = now;
}

// When the commit was made, or later; others have been told.
bool WordLog::was_off_ring(const Commit& commit, std::uint16_t node) const {
  return commit.first != 0 && !off_ring_[node].empty() && off_ring_[node].back().until >= commit.made;
}

void WordLog::node_up(std::uint16_t node, Moment now) { outages_[node].back().until = now; }

bool WordLog::was_down(std::uint16_t node, Moment then) const {
  const auto& outages = outages_[node];
  return std::any_of(outages.begin(), outages.end(),
                     [&](const Outage& each) { return each.from <= then && then < each.until; });
}

// An operation that commits again sends word again: the earlier one has its commit.
std::uint32_t& WordLog::first_of(const sim::Fact& fact) {
  if (fact.version != 0) return commits_[ledger_.commit_of(fact.key, fact.version)].first;
  Ahead& ahead = ahead_[fact.operation];
  const bool is_next = ahead.commit && models::kind_of(fact) == models::FactKind::change_sent;
  if (is_next) ahead = {};
  return ahead.commit ? commits_[*ahead.commit].first : ahead.first;
}

WordLog::Delivery& WordLog::delivery(std::uint32_t& first, std::uint16_t node) {
  for (std::uint32_t i = first; i != 0; i = deliveries_[i - 1].next)
    if (deliveries_[i - 1].node == node) return deliveries_[i - 1];
  deliveries_.push_back({.next = first, .node = node});
  first = static_cast<std::uint32_t>(deliveries_.size());
  return deliveries_.back();
}

WordLog::Delivery& WordLog::delivery(const sim::Fact& fact, std::uint16_t node) {
  return delivery(first_of(fact), node);
}

void WordLog::sent(const sim::Fact& fact) {
  to_announce_.erase(fact.operation);
  Delivery& sent = delivery(fact, static_cast<std::uint16_t>(fact.slot));
  sent.is_sent = true;
  if (sent.fate != Fate::arrived) sent.fate = Fate::under_way;
  sent.last_try = fact.outcome == static_cast<std::uint8_t>(models::Try::last);
}

std::optional<sim::Duration> WordLog::arrived(const sim::Fact& fact, Moment now) {
  Delivery& to = delivery(fact, fact.node);
  if (to.fate == Fate::arrived) return std::nullopt;
  end(to, Fate::arrived, now);
  if (fact.version == 0) return std::nullopt;
  const sim::Instant committed = ledger_.at(ledger_.commit_of(fact.key, fact.version));
  if (!to.is_sent || committed < measured_from_) return std::nullopt;
  lag_.add((fact.at - committed).ns);
  arrivals_.count(fact.at);
  lag_s_.resize(arrivals_.counts().size());
  lag_s_.back() += sim::seconds(fact.at - committed);
  return fact.at - committed;
}

void WordLog::settle(Delivery& delivery, Fate fate, Moment now) {
  if (delivery.fate == Fate::arrived || delivery.is_logged) return;
  if (delivery.doubles > 0) {
    --delivery.doubles;
    return;
  }
  end(delivery, fate, now);
}

void WordLog::end(Delivery& delivery, Fate fate, Moment now) {
  delivery.fate = fate;
  delivery.decided = now;
}

void WordLog::forgotten(const sim::Fact& fact, std::uint16_t copy, Moment now) {
  Delivery& each = delivery(fact, copy);
  each.last_try = true;
  if (each.fate != Fate::arrived) end(each, Fate::lost, now);
}

void WordLog::missed(const sim::Fact& fact, Moment now) {
  const bool down = fact.outcome == static_cast<std::uint8_t>(models::Miss::down);
  settle(delivery(fact, fact.node), down ? Fate::down : Fate::lost, now);
}

void WordLog::add_double(Delivery& delivery) {
  constexpr unsigned most = 31;
  if (delivery.doubles < most) ++delivery.doubles;
}

template <class Change>
void WordLog::for_all(const sim::Fact& fact, const std::string& cache, Change change) {
  for (std::uint32_t i = first_of(fact); i != 0; i = deliveries_[i - 1].next)
    if (nodes_[deliveries_[i - 1].node].group == cache) change(deliveries_[i - 1]);
}

void WordLog::appended(const sim::Fact& fact, const std::string& cache) {
  for_all(fact, cache, [](Delivery& each) { each.is_logged = true; });
}

void WordLog::acknowledged_for_all(const sim::Fact& fact, const std::string& cache) {
  for_all(fact, cache, [](Delivery& each) { each.last_try = true; });
}

void WordLog::doubled(const sim::Fact& fact, std::uint16_t copy) { add_double(delivery(fact, copy)); }

void WordLog::doubled_for_all(const sim::Fact& fact, const std::string& cache) { for_all(fact, cache, &add_double); }

void WordLog::lost(const sim::Fact& fact, std::uint16_t copy, Moment now) {
  settle(delivery(fact, copy), Fate::lost, now);
}

void WordLog::lost_for_all(const sim::Fact& fact, const std::string& cache, Moment now) {
  for_all(fact, cache, [&](Delivery& each) { settle(each, Fate::lost, now); });
}

void WordLog::acknowledgement_lost(std::uint64_t operation, Moment now) {
  const auto found = to_announce_.find(operation);
  if (found == to_announce_.end()) return;
  with_derived(found->second, [&](std::uint32_t commit) {
    const bool has_word_of_its_own = commit == found->second || commits_[commit].told_by_writer;
    if (has_word_of_its_own) given_up_[commit] = now;
  });
  to_announce_.erase(found);
}

template <class Do>
void WordLog::with_derived(std::uint32_t commit, Do each) {
  each(commit);
  if (sources_.empty()) return;
  while (sources_.contains(++commit)) each(commit);
}

// What went before the commit has come, or not: later facts about it find it no more.
void WordLog::write_answered(const sim::Fact& fact, Moment now) {
  if (fact.version != 0)
    with_derived(ledger_.commit_of(fact.key, fact.version),
                 [&](std::uint32_t commit) { commits_[commit].acknowledged = now; });
  if (!ahead_.empty()) forget_ahead(fact.operation);
}

void WordLog::forget_ahead(std::uint64_t operation) {
  const auto ahead = ahead_.find(operation);
  if (ahead == ahead_.end()) return;
  const Ahead& sent = ahead->second;
  bool under_way = false;
  for (std::uint32_t i = sent.commit ? commits_[*sent.commit].first : sent.first; i != 0; i = deliveries_[i - 1].next)
    under_way |= deliveries_[i - 1].fate == Fate::under_way || deliveries_[i - 1].doubles > 0;
  if (!under_way) ahead_.erase(ahead);
}

WordLog::Known WordLog::known(std::uint32_t number, std::uint16_t node, Telling teller) const {
  const bool by_origin = teller.by_origin;
  const Commit& commit = commits_[number];
  for (std::uint32_t i = commit.first; i != 0; i = deliveries_[i - 1].next) {
    const Delivery& delivery = deliveries_[i - 1];
    if (delivery.node != node) continue;
    if (delivery.fate == Fate::arrived) return {Word::arrived, delivery.decided, will_be_sent_again(commit, delivery)};
    if (delivery.fate == Fate::under_way || (by_origin && !delivery.is_logged)) return {Word::due, 0};
    const Word word = delivery.fate == Fate::down ? Word::node_was_down : Word::lost;
    if (delivery.last_try) return {word, delivery.decided};
    if (will_be_sent_again(commit, delivery)) return {Word::due, 0};
    return {word, std::max(delivery.decided, last_down(commit.writer))};
  }
  const bool is_passed_by = teller.tells_every_shard ? was_off_ring(commit, node) : went_to_another(commit, node);
  if (is_passed_by) return {Word::node_was_down, commit.made};
  return by_origin ? Known{Word::due, 0} : unsent(number, node);
}

// Of several shards to the one that had the key then.
bool WordLog::went_to_another(const Commit& commit, std::uint16_t node) const {
  if (nodes_[node].home) return false;
  for (std::uint32_t i = commit.first; i != 0; i = deliveries_[i - 1].next)
    if (nodes_[deliveries_[i - 1].node].group == nodes_[node].group) return true;
  return false;
}

// Its writer would have told somebody.
bool WordLog::is_untold(std::uint32_t number) const {
  const Commit& commit = commits_[number];
  if (commit.first != 0) return false;
  return given_up_.contains(number) || (commit.told_by_writer && went_down(commit.writer, commit.made));
}

ChangesResult WordLog::changes() const {
  ChangesResult changes;
  changes.lag.merge(lag_);
  changes.arrivals_series = arrivals_.counts();
  changes.lag_s_series = lag_s_;
  for (std::uint32_t number = 0; number < commits_.size(); ++number) {
    if (ledger_.at(number) < measured_from_) continue;
    changes.untold += is_untold(number);
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

// Nobody has sent it: its writer will, or died, or does not know that it has committed. Who stores what was written
// through it may have been down then.
WordLog::Known WordLog::unsent(std::uint32_t number, std::uint16_t node) const {
  const Commit& commit = commits_[number];
  if (!commit.told_by_writer && was_down(node, commit.made)) return {Word::node_was_down, commit.made};
  if (const auto given_up = given_up_.find(number); given_up != given_up_.end()) return {Word::lost, given_up->second};
  if (commit.told_by_writer && went_down(commit.writer, commit.made)) return {Word::lost, last_down(commit.writer)};
  if (!commit.told_by_writer && went_down(node, commit.made)) return {Word::node_was_down, last_down(node)};
  return {Word::due, 0};
}

}  // namespace stalemate::analysis::measure
