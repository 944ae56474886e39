#include "analysis/measure/ledger.hpp"
#include <algorithm>
#include <ranges>

namespace stalemate::analysis::measure {

std::uint32_t Ledger::next_live(std::uint32_t key, std::uint32_t version, Then then) const {
  const std::uint32_t current = version_at(key, then);
  for (std::uint32_t next = version + 1; next <= current; ++next)
    if (!is_void(key, next, then)) return next;
  return version + 1;
}

std::uint32_t Ledger::live(std::uint32_t key, std::uint32_t after, std::uint32_t upto, Then then) const {
  std::uint32_t count = upto - after;
  if (!has_voids()) return count;
  for (std::uint32_t version = after + 1; version <= upto; ++version) count -= is_void(key, version, then) ? 1U : 0U;
  return count;
}

const Ledger::Void* Ledger::search_void(std::uint32_t key, std::uint32_t version) const {
  const auto found = voids_.find(key);
  if (found == voids_.end()) return nullptr;
  const auto is_it = [version](const Void& each) { return each.version == version; };
  const auto each = std::find_if(found->second.begin(), found->second.end(), is_it);
  return each == found->second.end() ? nullptr : &*each;
}

std::vector<Ledger::Span> Ledger::superseded(std::uint32_t key, std::uint32_t version) const {
  if (!voids_.contains(key)) return {{committed_at(key, version + 1), sim::Instant::never()}};
  std::vector<Span> lives;  // of each later version, the latest first
  Key entry = keys_[key];
  for (; entry.version > version; --entry.version) {
    const Void* end = find_void(key, entry.version);
    lives.push_back({commits_at_[entry.last - 1], end == nullptr ? sim::Instant::never() : end->at});
    entry.last = previous_[entry.last - 1];
  }
  std::vector<Span> spans;
  for (const Span& span : lives | std::views::reverse) {
    if (spans.empty() || span.from > spans.back().until) {
      spans.push_back(span);
    } else {
      spans.back().until = std::max(spans.back().until, span.until);
    }
  }
  return spans;
}

std::vector<Ledger::Then> Ledger::births(std::uint32_t key, std::uint32_t version) const {
  const std::uint32_t place = place_of(key, version);
  const auto before = std::lower_bound(voided_after_.begin(), voided_after_.end(), place);
  std::vector<Then> births{{whole(place), static_cast<std::uint32_t>(before - voided_after_.begin())}};
  if (const auto found = voids_.find(key); found != voids_.end())
    for (const Void& each : found->second) births.push_back({voided_after_[each.number - 1], each.number});
  return births;
}

void Ledger::annul(std::uint32_t key, std::uint32_t version, sim::Instant at) {
  CHECK_INVARIANT(version != 0 && version <= keys_[key].version && find_void(key, version) == nullptr);
  if (!has_voids() || voided_at_ != at) voided_after_.push_back(commits());
  voided_at_ = at;
  voids_[key].push_back({version, static_cast<std::uint32_t>(voided_after_.size()), at});
}

}  // namespace stalemate::analysis::measure
