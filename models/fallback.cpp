#include "models/axes.hpp"

namespace stalemate::models {

sim::Task<Reply> Fallback::without_cache(Read read, Reply failed) {
  if (next_ == nullptr) co_return failed;
  const Reply reply = co_await next_->without_cache(read, failed);
  co_return reply;
}

sim::Task<Reply> Fallback::without_fetch(Read read, Answer missed, Reply failed) {
  if (next_ == nullptr) co_return failed;
  const Reply reply = co_await next_->without_fetch(read, missed, failed);
  co_return reply;
}

}  // namespace stalemate::models
