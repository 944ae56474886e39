// stampede: stale-while-revalidate. When its time is over an entry is served for a while longer, and is fetched anew
// beside.
// Promise: nobody waits for that fetch; at one node a key is fetched so once at a time; what was served so is told as
// stale by policy.
// Source: RFC 5861, section 3. Departs: the fetch belongs to the read that began it, and dies with its node.
#include <unordered_set>
#include "models/tier.hpp"

namespace stalemate::models::strategies::stampede {
namespace {

class StaleWhileRevalidate final : public Filler {
 public:
  StaleWhileRevalidate(const options::Values& values, const Parts& parts) : home_(parts.home), next_(*parts.filler) {
    parts.tier->serve_stale_for(Duration{values.integer("window")});
  }

  sim::Task<Reply> fill(Read read, Answer missed) override {
    if (!missed.found) {
      const Reply filled = co_await next_.fill(read, missed);
      co_return filled;
    }
    if (!fetching_.contains(index(read.key))) {
      read.batch = 0;  // it travels alone
      home_.scope.spawn(&StaleWhileRevalidate::fetch, this, read, missed);
    }
    co_return Reply(missed);
  }

 private:
  sim::Process fetch(Read read, Answer missed) {
    if (!fetching_.insert(index(read.key)).second) co_return;  // two asked at one instant
    co_await next_.fill(read, missed);
    fetching_.erase(index(read.key));
  }

  Node& home_;
  Filler& next_;
  std::unordered_set<std::uint32_t> fetching_;  // never iterated
};

std::unique_ptr<Filler> make(const options::Values& values, const Parts& parts) {
  return std::make_unique<StaleWhileRevalidate>(values, parts);
}

const options::Registered<StampedeAxis> option(
    {.axis = {},
     .name = "stale-while-revalidate",
     .promise = "When its time is over an entry is served for a while longer, and is fetched anew beside.",
     .parameters = {{"window", options::ParameterKind::duration, "", "time", "for so long after its time is over"}},
     .needs_expiry = true},
    make);

}  // namespace
}  // namespace stalemate::models::strategies::stampede
