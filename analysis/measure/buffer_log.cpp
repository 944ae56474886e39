#include "analysis/measure/buffer_log.hpp"
#include <algorithm>

namespace stalemate::analysis::measure {

void BufferLog::committed(const sim::Fact& fact, std::uint32_t commit, std::size_t data_class) {
  until_.resize(commit + 1);
  until_[commit] = still_there;
  there_[fact.key].push_back(commit);
  ++waiting_[data_class];
}

void BufferLog::close(std::uint32_t commit, std::size_t data_class, Moment now) {
  until_[commit] = now;
  --waiting_[data_class];
}

std::vector<std::uint32_t> BufferLog::flushed(const sim::Fact& fact, const Ledger& ledger, std::size_t data_class,
                                              Moment now) {
  std::vector<std::uint32_t>& there = there_[fact.key];
  const std::uint32_t last = ledger.commit_of(fact.key, fact.version);
  const auto first_left = std::upper_bound(there.begin(), there.end(), last);
  const std::vector<std::uint32_t> flushed(there.begin(), first_left);
  there.erase(there.begin(), first_left);
  for (const std::uint32_t commit : flushed) close(commit, data_class, now);
  return flushed;
}

void BufferLog::voided(const sim::Fact& fact, std::uint32_t commit, std::size_t data_class, Moment now) {
  if (is_there(commit)) {
    std::erase(there_[fact.key], commit);
    close(commit, data_class, now);
  }
  const auto how = static_cast<models::Loss>(fact.outcome);
  if (how != models::Loss::failover) lost_[fact.key].push_back({fact.version, how});
}

std::optional<models::Loss> BufferLog::lost_above(std::uint32_t key, std::uint32_t version) const {
  const auto found = lost_.find(key);
  if (found == lost_.end()) return std::nullopt;
  const Lost* first = nullptr;
  for (const Lost& each : found->second)
    if (each.version > version && (first == nullptr || each.version < first->version)) first = &each;
  return first == nullptr ? std::nullopt : std::optional(first->how);
}

}  // namespace stalemate::analysis::measure
