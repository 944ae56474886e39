#include "analysis/measure/taken.hpp"
#include <algorithm>

namespace stalemate::analysis::measure {

TakenLog::Told& TakenLog::open(std::uint64_t operation) {
  const auto [told, is_new] = open_.try_emplace(operation);
  if (is_new) opened_.push_back(operation);
  if (opened_.size() > most_open) {
    if (opened_.front() != operation) open_.erase(opened_.front());
    opened_.pop_front();
  }
  return told->second;
}

void TakenLog::take(std::uint64_t operation, const Taken& taken) {
  std::vector<Taken>& all = open(operation).taken;
  const auto is_same = [&](const Taken& other) { return other.node == taken.node && other.version == taken.version; };
  std::erase_if(all, is_same);  // a later attempt
  all.push_back(taken);
}

const TakenLog::Told* TakenLog::told(std::uint64_t operation) const {
  if (const auto open = open_.find(operation); open != open_.end()) return &open->second;
  const auto ended = ended_.find(operation);
  return ended == ended_.end() ? nullptr : &ended->second;
}

const TakenLog::Taken* TakenLog::find(std::uint64_t operation, std::uint32_t version, std::uint16_t node) const {
  const Told* all = told(operation);
  if (all == nullptr) return nullptr;
  const auto is_it = [&](const Taken& taken) { return taken.version == version && taken.node == node; };
  const auto found = std::find_if(all->taken.begin(), all->taken.end(), is_it);
  return found == all->taken.end() ? nullptr : &*found;
}

const TakenLog::Taken* TakenLog::find(std::uint64_t operation, std::uint32_t version) const {
  const Told* all = told(operation);
  if (all == nullptr) return nullptr;
  const auto is_it = [&](const Taken& taken) { return taken.version == version; };
  const auto found = std::find_if(all->taken.rbegin(), all->taken.rend(), is_it);
  return found == all->taken.rend() ? nullptr : &*found;
}

std::optional<std::uint64_t> TakenLog::joined(std::uint64_t operation) const {
  const Told* all = told(operation);
  return all == nullptr ? std::nullopt : all->joined;
}

void TakenLog::retire(std::uint64_t operation) {
  const auto found = open_.find(operation);
  if (found == open_.end()) return;
  if (ended_.insert_or_assign(operation, std::move(found->second)).second) order_.push_back(operation);
  open_.erase(found);
  if (order_.size() <= remembered) return;
  ended_.erase(order_.front());
  order_.pop_front();
}

}  // namespace stalemate::analysis::measure
