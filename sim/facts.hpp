// The fact stream: what happened, as 32-byte records in event order, hashed into the digest of the run.
// Promise: everything that users read is computed from facts; the digest depends on them alone, not on the queue.
// Source: XXH3 (xxHash 0.8). Departs: none.
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <type_traits>
#include <vector>
#include "sim/time.hpp"

namespace stalemate::sim {

/// One thing that happened. What a field means for a kind is said where the kinds are defined; unused fields are 0.
struct Fact {
  Instant at = {};
  std::uint64_t operation = 0;
  std::uint32_t key = 0;
  std::uint32_t slot = 0;
  std::uint32_t version = 0;
  std::uint16_t node = 0;
  std::uint8_t kind = 0;
  std::uint8_t outcome = 0;
};
static_assert(sizeof(Fact) == 32 && std::has_unique_object_representations_v<Fact>);

/// Reads facts, a block at a time.
class FactReader {
 public:
  virtual ~FactReader() = default;
  virtual void read(std::span<const Fact> facts) = 0;
};

class FactStream {
 public:
  FactStream();
  ~FactStream();
  FactStream(const FactStream&) = delete;
  FactStream& operator=(const FactStream&) = delete;

  void add_reader(FactReader* reader) { readers_.push_back(reader); }
  [[gnu::always_inline]] void emit(const Fact& fact) {
    block_[used_++] = fact;
    if (used_ == block_.size()) flush();
  }
  /// Hands the facts so far to the hash and to the readers.
  void flush();
  std::uint64_t count() const { return flushed_ + used_; }
  /// The digest of all facts so far.
  std::uint64_t digest();

 private:
  struct Hash;
  std::array<Fact, 256> block_;  // 8 KiB: written, hashed and judged while it is in the first-level cache
  std::size_t used_ = 0;
  std::uint64_t flushed_ = 0;
  std::unique_ptr<Hash> hash_;
  std::vector<FactReader*> readers_;
};

}  // namespace stalemate::sim
