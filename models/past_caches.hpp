// A tier's reads, but for those of sessions that have just written: these go straight to the leader.
// Promise: such a read looks nothing up, stores nothing, and asks no tier behind; when the leader gives no answer it
// has failed.
// Source: the automatic connection switching of Ruby on Rails (multiple databases).
#pragma once
#include <memory>
#include <utility>
#include "models/axes.hpp"

namespace stalemate::models {

class PastCaches final : public Reader {
 public:
  PastCaches(const Parts& parts, std::unique_ptr<Reader> usual) : origin_(parts.origin), usual_(std::move(usual)) {}

  sim::Task<Reply> fetch(Read read) override {
    if (read.to_leader == WhyLeader::recent_write) {
      const Answer answer = co_await origin_.read(read);
      co_return Reply(answer);
    }
    const Reply reply = co_await usual_->fetch(read);
    co_return reply;
  }

 private:
  OriginPort origin_;
  std::unique_ptr<Reader> usual_;
};

}  // namespace stalemate::models
