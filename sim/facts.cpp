#include "sim/facts.hpp"
#define XXH_INLINE_ALL
#include <xxhash.h>

namespace stalemate::sim {

struct FactStream::Hash {
  XXH3_state_t state;
};

FactStream::FactStream() : hash_(std::make_unique<Hash>()) { XXH3_64bits_reset(&hash_->state); }
FactStream::~FactStream() = default;

void FactStream::flush() {
  if (used_ == 0) return;
  const std::span<const Fact> facts(block_.data(), used_);
  flushed_ += used_;
  used_ = 0;  // before the readers: one that throws must not leave a full block
  XXH3_64bits_update(&hash_->state, facts.data(), facts.size_bytes());
  for (FactReader* reader : readers_) reader->read(facts);
}

std::uint64_t FactStream::digest() {
  flush();
  return XXH3_64bits_digest(&hash_->state);
}

}  // namespace stalemate::sim
