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

/// Is told of each fact as it happens, by a function for its kind: whoever emits a fact knows the kind, so that no
/// branch of a judge's depends on what other operations do in between.
struct FactJudge {
  using Handle = void (*)(void* self, const Fact& fact);
  static void ignore(void*, const Fact&) {}
  static constexpr std::size_t kinds = 256;

  FactJudge() { handles.fill(&ignore); }
  void* self = nullptr;
  std::array<Handle, kinds> handles;
};

class FactStream {
 public:
  FactStream();
  ~FactStream();
  FactStream(const FactStream&) = delete;
  FactStream& operator=(const FactStream&) = delete;

  void add_reader(FactReader* reader) { readers_.push_back(reader); }
  /// The one judge of this stream; what it is told it must only observe.
  void set_judge(const FactJudge& judge) { judge_ = judge; }
  [[gnu::always_inline]] void emit(const Fact& fact) {
    if (used_ == block_.size()) flush();  // before it is stored: a judge that throws leaves no full block
    Fact& kept = block_[used_++];
    kept = fact;
    judge_.handles[fact.kind](judge_.self, kept);
  }
  /// Hands the facts so far to the hash and to the readers.
  void flush();
  std::uint64_t count() const { return flushed_ + used_; }
  /// The digest of all facts so far.
  std::uint64_t digest();

 private:
  struct Hash;
  std::array<Fact, 64> block_;  // 2 KiB: it stays in the first-level cache beside all that emits and judges
  std::size_t used_ = 0;
  std::uint64_t flushed_ = 0;
  std::unique_ptr<Hash> hash_;
  std::vector<FactReader*> readers_;
  FactJudge judge_;
};

}  // namespace stalemate::sim
