#include "analysis/measure/copies.hpp"
#include <algorithm>

namespace stalemate::analysis::measure {

void Copies::stored(const sim::Fact& fact, std::size_t data_class, std::optional<Cause> taken) {
  std::vector<Copy>& shard = held_[fact.node];
  if (shard.size() <= fact.slot) shard.resize(fact.slot + 1);
  Copy& copy = shard[fact.slot];
  sim::Instant wrong_since = sim::Instant::never();
  if (copy.held && is_wrong(fact) && copy.version < ledger_.current(copy.key)) {
    wrong_since = wrong_from(copy);  // replaced by another wrong one: the window goes on
    settle(copy.key, copy.version, fact.version, fact.at);
  } else if (copy.held) {
    close(fact.node, copy, fact.at, data_class);
  }
  copy = {fact.at, wrong_since, fact.key, fact.version, static_cast<models::StoredAs>(fact.outcome), true, taken};
  if (fact.slot < origins_[fact.node].size()) [[unlikely]]
    origins_[fact.node][fact.slot] = {};
}

Copies::Origins& Copies::note_origins(std::uint16_t node, std::uint32_t slot) {
  std::vector<Origins>& of_node = origins_[node];
  if (of_node.size() <= slot) of_node.resize(slot + 1);
  return of_node[slot];
}

void Copies::stored_under(const Under& under, const sim::Fact& fact, std::size_t data_class,
                          std::optional<Cause> taken) {
  stored(fact, data_class, taken);
  Origins& origins = note_origins(fact.node, fact.slot);
  origins.data_class = static_cast<std::uint16_t>(data_class);
  origins.generation = under.generation;
  origins.group = group_of(under.at, under.group);
  Copy& copy = held_[fact.node][fact.slot];
  Group& group = groups_[origins.group];
  copy.held = group.generation == under.generation;
  if (copy.held) group.entries.insert({fact.node, fact.slot});
}

void Copies::generation_set(const sim::Fact& fact) {
  Group& group = groups_[group_of(fact.node, fact.slot)];
  group.generation = fact.version;
  for (const auto& [node, slot] : group.entries) {
    Copy& copy = held_[node][slot];
    close(node, copy, fact.at, origins_[node][slot].data_class);
    copy.held = false;
  }
  group.entries.clear();
}

void Copies::leave_group(const sim::Fact& fact) {
  const Origins origins = origins_of(fact.node, fact.slot);
  if (origins.group != 0) groups_[origins.group].entries.erase({fact.node, fact.slot});
}

// Gone at the instant of the fact, or before it, when its time was over and nobody had looked.
void Copies::removed(const sim::Fact& fact, std::size_t data_class) {
  Copy& copy = held_[fact.node][fact.slot];
  if (!copy.held) return;
  const sim::Instant expires{static_cast<std::int64_t>(fact.operation)};
  close(fact.node, copy, std::min(fact.at, expires), data_class);
  copy.held = false;
  leave_group(fact);
}

void Copies::kept(const sim::Fact& fact, std::size_t data_class, bool pending) {
  Copy& copy = held_[fact.node][fact.slot];
  if (!copy.held) return;
  const sim::Instant expires{static_cast<std::int64_t>(fact.operation)};
  if (!is_wrong(fact) || expires <= fact.at) return removed(fact, data_class);
  close(fact.node, copy, fact.at, data_class);
  ++windows_[data_class].open;
  if (expires == sim::Instant::never() && !pending) ++windows_[data_class].unbounded;
  for (std::uint32_t v = ledger_.current(fact.key); v > copy.version; --v)
    settling_[ledger_.commit_of(fact.key, v)].open = true;
}

void Copies::flushed(const std::vector<std::uint32_t>& commits, std::uint16_t followers, sim::Instant at) {
  for (const std::uint32_t each : commits) {
    Commit& commit = settling_[each];
    commit.settled = std::max(commit.settled, at);
    commit.followers = each == commits.back() ? followers : std::uint16_t{0};
    if (each != commits.back()) flushed_as_[each] = commits.back();
  }
}

void Copies::replicated(const sim::Fact& fact) {
  const std::uint32_t number = ledger_.commit_of(fact.key, fact.version);
  Commit& commit = settling_[number];
  if (commit.followers == 0) return;  // it answers no reads of this class
  commit.settled = std::max(commit.settled, fact.at);
  --commit.followers;
  if (!flushed_as_.empty()) at_sources_[number] = fact.at;
}

// Of one that is wrong now.
sim::Instant Copies::wrong_from(const Copy& copy) const {
  if (ledger_.has_voids()) [[unlikely]]
    return wrong_from(copy, ledger_.superseded(copy.key, copy.version).back());
  if (copy.wrong_since != sim::Instant::never()) return copy.wrong_since;
  return std::max(copy.stored_at, ledger_.committed_at(copy.key, copy.version + 1));
}

sim::Instant Copies::wrong_from(const Copy& copy, const Ledger::Span& superseded) {
  if (superseded.from > copy.stored_at) return superseded.from;
  return copy.wrong_since != sim::Instant::never() ? copy.wrong_since : copy.stored_at;
}

void Copies::close(std::uint16_t node, const Copy& copy, sim::Instant at, std::size_t data_class) {
  if (copy.version >= ledger_.greatest(copy.key)) return;
  settle(copy.key, copy.version, ledger_.current(copy.key), at);
  if (!ledger_.has_voids()) [[likely]]
    return add_window(node, {wrong_from(copy), at}, data_class);
  for (const Ledger::Span& span : ledger_.superseded(copy.key, copy.version))
    add_window(node, {wrong_from(copy, span), std::min(span.until, at)}, data_class);
}

void Copies::out(std::uint16_t node, sim::Instant at) {
  if (outages_[node].depth++ == 0) outages_[node].spans.push_back({at, sim::Instant::never()});
}

// A shard that joins the ring for the first time has not been told to have been off it.
void Copies::back(std::uint16_t node, sim::Instant at) {
  Outages& outages = outages_[node];
  if (outages.depth > 0 && --outages.depth == 0) outages.spans.back().to = at;
}

std::vector<Copies::Span> Copies::parts(std::uint16_t node, Span whole) const {
  std::vector<Span> parts;
  const std::vector<Span>& outs = outages_[node].spans;
  const auto is_over = [&](const Span& out) { return out.to <= whole.from; };
  for (auto next = std::partition_point(outs.begin(), outs.end(), is_over); next != outs.end(); ++next) {
    const Span& out = *next;
    if (out.from >= whole.to) break;
    if (out.from > whole.from) parts.push_back({whole.from, out.from});
    whole.from = std::min(out.to, whole.to);
  }
  if (whole.from < whole.to) parts.push_back(whole);
  return parts;
}

void Copies::add_window(std::uint16_t node, Span whole, std::size_t data_class) {
  if (whole.from >= whole.to) return;
  const auto measured_of = [&](const Span& part) {
    count(part.from, part.to);
    return std::max(sim::Duration{}, part.to - std::max(part.from, measured_from_));
  };
  sim::Duration measured{};
  if (outages_[node].spans.empty()) {
    measured = measured_of(whole);
  } else {
    for (const Span& part : parts(node, whole)) measured += measured_of(part);
  }
  if (measured.ns <= 0) return;
  Windows& windows = windows_[data_class];
  ++windows.count;
  windows.total += measured;
  windows.longest = std::max(windows.longest, measured);
}

// Wrong at each whole second from the first at or after `from` to the last before `to`.
void Copies::count(sim::Instant from, sim::Instant to) {
  constexpr std::int64_t second = 1'000'000'000;
  const auto first = static_cast<std::size_t>((from.ns + second - 1) / second);
  const auto past = static_cast<std::size_t>((to.ns + second - 1) / second);
  if (first == past) return;
  if (change_.size() <= past) change_.resize(past + 1);
  ++change_[first];
  --change_[past];
}

// Of the commits after version `after` up to `upto`: a copy older than them was there until `at`.
void Copies::settle(std::uint32_t key, std::uint32_t after, std::uint32_t upto, sim::Instant at) {
  if (upto <= after) return;
  std::uint32_t commit = ledger_.commit_of(key, upto);
  for (std::uint32_t v = upto; v > after; --v) {
    settling_[commit].settled = std::max(settling_[commit].settled, at);
    if (v > after + 1) commit = ledger_.before(commit);
  }
}

std::vector<std::int64_t> Copies::wrong_entries(sim::Instant end) const {
  const auto seconds = static_cast<std::size_t>((end.ns + 999'999'999) / 1'000'000'000);
  std::vector<std::int64_t> wrong(seconds);
  std::int64_t now = 0;
  for (std::size_t s = 0; s < seconds; ++s) wrong[s] = now += s < change_.size() ? change_[s] : 0;
  return wrong;
}

std::vector<Settling> Copies::settling() const {
  std::vector<Settling> all(windows_.size());
  for (std::uint32_t i = 0; i < settling_.size(); ++i) {
    const Commit& commit = settling_[i];
    if (ledger_.at(i) < measured_from_ || commit.is_void) continue;
    const auto settled = settled_at(i);
    if (settled) {
      all[commit.data_class].time.add((*settled - ledger_.at(i)).ns);
    } else {
      ++all[commit.data_class].unsettled;
    }
  }
  return all;
}

// One that a later commit replaced in its buffer is where that one is.
std::optional<sim::Instant> Copies::settled_at(std::uint32_t number) const {
  const Commit& commit = settling_[number];
  if (commit.open || commit.followers > 0) return std::nullopt;
  const auto as = flushed_as_.find(number);
  if (as == flushed_as_.end()) return commit.settled;
  if (settling_[as->second].followers > 0) return std::nullopt;
  const auto at_sources = at_sources_.find(as->second);
  return at_sources == at_sources_.end() ? commit.settled : std::max(commit.settled, at_sources->second);
}

}  // namespace stalemate::analysis::measure
