// fallback: origin. A read that gets no answer from the cache goes to what lies behind it.
// Promise: from one node at most `limit` such reads of a class are under way at once; one more is shed at once.
// Source: the bulkhead (Nygard, "Release It!"). Departs: none.
#include <limits>
#include "models/behind.hpp"
#include "sim/sync.hpp"

namespace stalemate::models::strategies::fallback {
namespace {

class ToOrigin final : public Fallback {
 public:
  ToOrigin(const options::Values& values, const Parts& parts)
      : Fallback(parts.fallback), behind_(parts), places_(parts.wire.simulation(), places_of(values)) {}

  sim::Task<Reply> without_cache(Read read, Reply) override {
    if (places_.free() == 0) co_return Reply{.status = Status::shed};
    sim::Semaphore::Permit place(places_);
    co_await place.acquire();
    const Reply reply = co_await behind_.read(read);
    co_return reply;
  }

 private:
  static std::int64_t places_of(const options::Values& values) {
    const std::int64_t limit = values.integer("limit");
    return limit > 0 ? limit : std::numeric_limits<std::int64_t>::max();
  }

  Behind behind_;
  sim::Semaphore places_;
};

std::unique_ptr<Fallback> make_origin(const options::Values& values, const Parts& parts) {
  return std::make_unique<ToOrigin>(values, parts);
}

const options::Registered<FallbackAxis> origin_option(
    {.axis = {},
     .name = "origin",
     .promise = "A read that gets no answer from the cache goes to what lies behind it.",
     .parameters = {{"limit", options::ParameterKind::count, "0", "",
                     "of one node, under way at once; one more is shed; 0: no limit"}},
     .guarantees = {options::Guarantee::bounded_fetches},
     .answers_for = options::Failed::cache},
    make_origin);

}  // namespace
}  // namespace stalemate::models::strategies::fallback
