// What lies behind a tier: the next tier's reader and writer, or the origin.
// Promise: an option reads and writes through it and need not know which; a fill tells which copy it came from; what is
// older than the session's own is asked of the leader, where the tier keeps to that.
// Source: the chain of caches of RFC 9111, each the client of the next.
#pragma once
#include "models/axes.hpp"

namespace stalemate::models {

class Behind {
 public:
  explicit Behind(const Parts& parts);
  /// The innermost tier stands before the origin itself.
  bool is_origin() const { return reader_ == nullptr; }
  [[nodiscard]] Calling read_origin(const Read& read) const { return origin_.read(read); }
  /// Whether its session has no use for an answer. What the leader itself has just said stands.
  bool is_too_old(const Read& read, const Reply& reply) const {
    return keeps_floors_ && reply.ok() && reply.value.stamp < read.floor && !is_from_leader(reply);
  }
  [[nodiscard]] Calling read_leader(const Read& read, const Reply& too_old) const {
    return origin_.read_leader(read, WhyLeader::below_floor, too_old);
  }
  sim::Task<Reply> read(Read read) const;
  sim::Task<Ack> write(Write write) const;

 private:
  bool is_from_leader(const Reply& reply) const {
    return reply.by == origin_.leader().id && reply.how != How::joined;
  }
  OriginPort origin_;
  Reader* reader_;
  Writer* writer_;
  bool keeps_floors_;
};

}  // namespace stalemate::models
