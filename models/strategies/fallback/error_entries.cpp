// fallback: error-entries. The cache remembers that a fetch has failed, and lets the reads of that key fail at once.
// Promise: while it remembers, no miss of the key fetches; a store or a delete of the key ends it, a hit needs none.
// Source: negative caching of failures (RFC 2308, 7; nginx proxy_cache_valid of 5xx). Departs: whoever has joined a
// fetch that failed does not tell the cache once more.
#include "models/tier.hpp"

namespace stalemate::models::strategies::fallback {
namespace {

class ErrorEntries final : public Fallback {
 public:
  ErrorEntries(const options::Values& values, const Parts& parts)
      : Fallback(parts.fallback), tier_(*parts.tier), time_{values.integer("time")} {}

  sim::Task<Reply> without_fetch(Read read, Answer missed, Reply failed) override {
    const bool is_news = !missed.is_known_error && failed.how != How::joined;
    if (is_news) tier_.put_error(read, time_);
    const Reply reply = co_await Fallback::without_fetch(read, missed, failed);
    co_return reply;
  }

 private:
  Tier& tier_;
  Duration time_;
};

std::unique_ptr<Fallback> make_error_entries(const options::Values& values, const Parts& parts) {
  return std::make_unique<ErrorEntries>(values, parts);
}

const options::Registered<FallbackAxis> error_entries_option(
    {.axis = {},
     .name = "error-entries",
     .promise = "The cache remembers that a fetch has failed, and lets the reads of that key fail at once.",
     .parameters = {{"time", options::ParameterKind::duration, "5s", "time", "from the failure, as it comes there"}},
     .guarantees = {options::Guarantee::failure_known},
     .answers_for = options::Failed::fetch},
    make_error_entries);

}  // namespace
}  // namespace stalemate::models::strategies::fallback
