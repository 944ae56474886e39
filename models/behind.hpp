// What lies behind a tier: the next tier's reader and writer, or the origin.
// Promise: an option reads and writes through it and need not know which; a fill tells which copy it came from.
// Source: the chain of caches of RFC 9111, each the client of the next.
#pragma once
#include "models/axes.hpp"

namespace stalemate::models {

class Behind {
 public:
  explicit Behind(const Parts& parts) : origin_(parts.origin), reader_(parts.next_reader), writer_(parts.next_writer) {}
  /// The innermost tier stands before the origin itself.
  bool is_origin() const { return reader_ == nullptr; }
  [[nodiscard]] Calling read_origin(const Read& read) const { return origin_.read(read); }
  sim::Task<Reply> read(Read read) const;
  sim::Task<Ack> write(Write write) const;

 private:
  OriginPort origin_;
  Reader* reader_;
  Writer* writer_;
};

}  // namespace stalemate::models
