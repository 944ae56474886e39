// One read or write of one key, from its invocation to its end, in facts.
// Promise: whoever invokes it, it ends as answered or failed, or is under way at the end; one that dies with its node
// has failed.
// Source: this project's semantics ("Load").
#pragma once
#include "models/dense_numbers.hpp"
#include "models/wire.hpp"

namespace stalemate::models {

/// Numbers for what is under way, and how many requests have ended.
class RequestBook : public DenseNumbers {
 public:
  void count_ended() { ++ended_; }
  std::int64_t ended() const { return ended_; }

 private:
  std::int64_t ended_ = 0;
};

class Invocation {
 public:
  enum class Does : std::uint8_t { read, write };

  Invocation(Wire& wire, RequestBook& book, const Read& read, Does does, NodeId at)
      : wire_(wire), book_(book), does_(does), slot_(book.open()) {
    fact_ = {.operation = number(read.operation), .key = index(read.key), .slot = slot_, .node = index(at)};
    sim::Fact invoked = fact_;
    invoked.version = static_cast<std::uint32_t>(read.session);
    wire_.emit(does == Does::write ? FactKind::write_invoked : FactKind::read_invoked, invoked);
  }
  Invocation(const Invocation&) = delete;
  Invocation& operator=(const Invocation&) = delete;
  ~Invocation() { end(); }

  void done(const Reply& reply) {
    if (!reply.ok()) return failed(reply.status);
    done_ = true;
    fact_.version = static_cast<std::uint32_t>(reply.value.version);
    fact_.node = index(reply.by);
    fact_.outcome = static_cast<std::uint8_t>(reply.how);
    wire_.emit(FactKind::read_answered, fact_);
  }
  void done(const Ack& ack) {
    if (!ack.ok()) return failed(ack.status);
    done_ = true;
    fact_.version = static_cast<std::uint32_t>(ack.committed.version);
    wire_.emit(FactKind::write_answered, fact_);
  }
  /// Its number is free again.
  void end() {
    if (ended_ || !wire_.is_running()) return;
    ended_ = true;
    if (!done_) failed(Status::unreachable);
    book_.close(slot_);
  }
  std::uint32_t slot() const { return slot_; }

 private:
  void failed(Status status) {
    done_ = true;
    fact_.outcome = static_cast<std::uint8_t>(status);
    wire_.emit(does_ == Does::write ? FactKind::write_failed : FactKind::read_failed, fact_);
  }

  Wire& wire_;
  RequestBook& book_;
  Does does_;
  bool done_ = false;
  bool ended_ = false;
  std::uint32_t slot_;
  sim::Fact fact_;
};

}  // namespace stalemate::models
