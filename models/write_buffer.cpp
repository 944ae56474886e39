#include "models/write_buffer.hpp"
#include <unordered_set>

namespace stalemate::models {

WriteBuffer::Entry* WriteBuffer::last_of(KeyId key) {
  const auto found = last_.find(index(key));
  return found == last_.end() ? nullptr : &*found->second;
}

void WriteBuffer::add(const Entry& entry) {
  waiting_.push_back(entry);
  last_[index(entry.write.key)] = std::prev(waiting_.end());
}

std::vector<WriteBuffer::Entry> WriteBuffer::take(std::size_t most) {
  std::vector<Entry> taken;
  std::unordered_set<std::uint32_t> keys;
  for (auto entry = waiting_.begin(); entry != waiting_.end() && taken.size() < most;) {
    const std::uint32_t key = index(entry->write.key);
    const auto here = entry++;
    if (!keys.insert(key).second) continue;
    taken.push_back(*here);
    if (last_[key] == here) last_.erase(key);
    waiting_.erase(here);
  }
  return taken;
}

void WriteBuffer::put_back(const Entry& entry) {
  waiting_.push_front(entry);
  last_.try_emplace(index(entry.write.key), waiting_.begin());
}

}  // namespace stalemate::models
