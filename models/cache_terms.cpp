// What the end of a shard's entries depends on besides a time to live: hits, the clock, what a policy asked for.
#include <algorithm>
#include "models/cache.hpp"

namespace stalemate::models {

// What is over by then stays over, whatever its clock says afterwards.
void CacheShard::jump_clock(Duration ahead) {
  store_.for_each([&](Slot slot) {
    if (wire_.now() < store_.payload(slot).expires) {
      shift_end(slot, ahead);
    } else if (slot < terms_.size()) {
      shift(terms_[slot].stands_in_until, ahead);
    }
    if (wire_.now() >= store_.payload(slot).expires && !stands_in(slot)) remove(slot, Removal::expired);
  });
}

void CacheShard::shift_end(Slot slot, Duration ahead) {
  Instant& expires = store_.payload(slot).expires;
  if (terms_.size() <= slot) terms_.resize(slot + 1);
  Terms& terms = terms_[slot];
  if (terms.due_in_truth == Instant::never()) {
    terms.due_in_truth = std::min(expires, terms.fresh_until);
    terms.latest_in_truth = terms.latest;
  }
  for (Instant* end : {&expires, &terms.fresh_until, &terms.latest, &terms.ahead_from, &terms.stands_in_until})
    shift(*end, ahead);
}

void CacheShard::shift(Instant& end, Duration ahead) const {
  const bool never = end == Instant::never() || (ahead.ns < 0 && end.ns > Instant::never().ns + ahead.ns);
  end = never ? Instant::never() : std::max(wire_.now(), end - ahead);
}

// What a hit does to an entry that slides, and whether it is due to be fetched anew.
Lookup CacheShard::weigh(Call& call, Slot slot) {
  Terms& terms = terms_[slot];
  const bool is_stale = wire_.now() >= terms.fresh_until;
  const bool is_overdue = wire_.now() >= terms.due_in_truth;
  bool is_early = !is_stale && is_taken_early(call.message, slot);
  bool is_ahead = !is_stale && !is_early && wire_.now() >= terms.ahead_from;
  if ((is_stale || is_early || is_ahead) && call.message.wants_lease) call.answer.token = grant_lease(call.message);
  if (call.message.wants_lease && call.answer.token == Token{}) is_early = is_ahead = false;  // another one fetches it
  if (terms.lasts.ns > 0 && !is_stale) {
    const auto within = [&](Duration span) { return std::min(terms.latest, wire_.now() + span); };
    const Instant expires = store_.payload(slot).expires = within(terms.lasts);
    if (terms.fresh_until != Instant::never()) terms.fresh_until = within(terms.fresh);
    if (terms.stands_in.ns > 0) terms.stands_in_until = std::min(expires, terms.fresh_until) + terms.stands_in;
    if (terms.due_in_truth != Instant::never())
      terms.due_in_truth = std::min(terms.latest_in_truth, wire_.now() + std::min(terms.lasts, terms.fresh));
  }
  call.answer.is_due = is_stale || is_early;
  call.answer.is_ahead = is_ahead;
  if (is_stale) return Lookup::stale;
  if (is_early && terms.fresh_until == Instant::never()) return is_overdue ? Lookup::overdue_early : Lookup::early;
  return is_overdue ? Lookup::overdue : is_ahead ? Lookup::ahead : Lookup::hit;
}

bool CacheShard::is_taken_early(const Message& message, Slot slot) const {
  const Terms& terms = terms_[slot];
  const Instant ends = std::min(terms.fresh_until, store_.payload(slot).expires);
  if (message.early == 0 || terms.cost.ns == 0 || ends == Instant::never()) return false;
  sim::OperationDraw draw(early_draws_, number(message.operation), message.attempt * 1024u + message.round);
  const double ahead = static_cast<double>(terms.cost.ns) * message.early * sim::exponential(draw);
  return ahead >= static_cast<double>((ends - wire_.now()).ns);
}

bool CacheShard::stands_in(Slot slot) const {
  return slot < terms_.size() && wire_.now() < terms_[slot].stands_in_until;
}

void CacheShard::set_terms(const Message& message, Slot slot) {
  const Life& life = message.life;
  const bool is_kept = life.stands_in.ns > 0 || life.ahead != Duration::max() || life.keeps_instants ||
                       life.outlives_delete.ns > 0;
  const bool asks = life.slides || life.fresh != Duration::max() || message.cost.ns > 0 || is_kept;
  if (!asks && terms_.empty()) [[likely]]
    return;
  if (terms_.size() <= slot) terms_.resize(slot + 1);
  Terms& terms = terms_[slot];
  terms = {.fresh = life.fresh, .cost = message.cost, .outlives_delete = life.outlives_delete};
  if (life.keeps_instants) terms.given = message.value.given, terms.committed = message.value.committed;
  if (life.fresh != Duration::max()) terms.fresh_until = wire_.now() + life.fresh;
  if (life.ahead != Duration::max()) terms.ahead_from = wire_.now() + life.ahead;
  set_slide(life, slot);
  if (life.stands_in.ns == 0) return;
  terms.stands_in = life.stands_in;
  terms.stands_in_until = std::min(store_.payload(slot).expires, terms.fresh_until) + life.stands_in;
}

void CacheShard::set_slide(const Life& life, Slot slot) {
  if (!life.slides) return;
  Terms& terms = terms_[slot];
  terms.lasts = life.lasts;
  if (life.at_most != Duration::max()) terms.latest = wire_.now() + life.at_most;
  Instant& expires = store_.payload(slot).expires;
  expires = std::min(expires, terms.latest);
  if (terms.fresh_until != Instant::never()) terms.fresh_until = std::min(terms.fresh_until, terms.latest);
}

}  // namespace stalemate::models
