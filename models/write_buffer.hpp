// A write buffer: commits that the origin does not have yet, in the order in which their keys came to wait.
// Promise: two commits of a key never leave at once; what a batch takes out comes back in front when it was not taken.
// Source: write-behind queues (Oracle Coherence, Ehcache), with coalescing.
#pragma once
#include <list>
#include <unordered_map>
#include <vector>
#include "models/types.hpp"

namespace stalemate::models {

class WriteBuffer {
 public:
  struct Entry {
    Write write;
    Value committed;
    Instant since;  ///< It has waited from then on, or the first of those that it replaced has.
  };

  std::size_t size() const { return waiting_.size(); }
  /// The commit of this key that waits last; null: none does.
  Entry* last_of(KeyId key);
  void add(const Entry& entry);
  /// Takes out the first `most` entries, of each key one.
  std::vector<Entry> take(std::size_t most);
  /// An entry that was not delivered, to stand where it stood.
  void put_back(const Entry& entry);
  Instant oldest() const { return waiting_.front().since; }
  const std::list<Entry>& waiting() const { return waiting_; }

 private:
  std::list<Entry> waiting_;
  std::unordered_map<std::uint32_t, std::list<Entry>::iterator> last_;  ///< By key; never iterated.
};

}  // namespace stalemate::models
