// fallback: origin. A read that gets no answer from the cache goes to what lies behind it.
// Promise: from one node at most `limit` such reads of a class are under way at once; one more is shed at once.
// Source: the bulkhead (Nygard, "Release It!"). Departs: none.
#include "models/behind.hpp"

namespace stalemate::models::strategies::fallback {
namespace {

class ToOrigin final : public Fallback {
 public:
  ToOrigin(const options::Values& values, const Parts& parts)
      : Fallback(parts.fallback), behind_(parts), limit_(values.integer("limit")) {}

  sim::Task<Reply> without_cache(Read read, Reply) override {
    if (limit_ > 0 && under_way_ >= limit_) co_return Reply{.status = Status::shed};
    const Place taken(under_way_);
    const Reply reply = co_await behind_.read(read);
    co_return reply;
  }

 private:
  /// One of the places, until its read ends.
  class Place {
   public:
    explicit Place(std::int64_t& under_way) : under_way_(under_way) { ++under_way_; }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    ~Place() { --under_way_; }

   private:
    std::int64_t& under_way_;
  };

  Behind behind_;
  std::int64_t limit_;
  std::int64_t under_way_ = 0;
};

std::unique_ptr<Fallback> make(const options::Values& values, const Parts& parts) {
  return std::make_unique<ToOrigin>(values, parts);
}

const options::Registered<FallbackAxis> option(
    {.axis = {},
     .name = "origin",
     .promise = "A read that gets no answer from the cache goes to what lies behind it.",
     .parameters = {{"limit", options::ParameterKind::count, "0", "",
                     "of one node, under way at once; one more is shed; 0: no limit"}},
     .answers_for = options::Failed::cache},
    make);

}  // namespace
}  // namespace stalemate::models::strategies::fallback
