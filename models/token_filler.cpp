#include "models/token_filler.hpp"

namespace stalemate::models {
namespace {

Reply joined(const Answer& found) {
  Reply reply(found);
  reply.how = How::joined;
  return reply;
}

}  // namespace

TokenFiller::TokenFiller(const options::Values& values, const Parts& parts, bool others_wait)
    : wire_(parts.wire),
      tier_(*parts.tier),
      next_(*parts.filler),
      fallback_(*parts.fallback),
      behind_(parts),
      others_wait_(others_wait),
      wait_{values.integer("wait")},
      patience_{values.integer("patience")} {
  tier_.keep_deleted_for(Duration{values.integer("keep_deleted")});
}

sim::Task<Reply> TokenFiller::fill(Read read, Answer missed) {
  const Instant gives_up = wire_.now() + patience_;
  for (std::uint16_t round = 1; missed.token == Token{}; ++round) {
    if (missed.found) co_return Reply(missed);  // due, or deleted, and another one fetches it
    if (!others_wait_ || wire_.now() >= gives_up) break;
    co_await wire_.simulation().sleep(wait_);
    missed = co_await tier_.get(read, round);
    if (!missed.ok()) {
      const Reply reply = co_await fallback_.without_cache(read, Reply(missed));
      co_return reply;
    }
    if (missed.is_known_error) co_return Reply{.status = Status::origin_error, .how = How::joined};
    if (missed.found && !missed.is_due) co_return joined(missed);
  }
  if (missed.token == Token{}) {
    const Reply reply = co_await behind_.read(read);
    co_return reply;
  }
  const Reply filled = co_await next_.fill(read, missed);
  co_return filled;
}

}  // namespace stalemate::models
