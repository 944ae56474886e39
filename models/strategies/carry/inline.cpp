// carry: inline. The writer itself sends the change to the cache and waits for its answer.
// Promise: the write is acknowledged after the cache has answered, or after the last try has failed; of several shards
// that it concerns, one after the other.
// Source: the ordinary "commit, then DEL" in application code.
#include "models/telling.hpp"
#include "models/tier.hpp"

namespace stalemate::models::strategies::carry {
namespace {

class Inline final : public Carrier {
 public:
  Inline(const options::Values& values, const Parts& parts)
      : wire_(parts.wire), tier_(parts.tier), telling_(values, parts) {}

  sim::Task<sim::Done> announce(Change change, Verb verb) override {
    for (std::uint16_t copy = 0; copy < tier_->copies_to_tell(); ++copy) {
      if (!tier_->tells(copy)) continue;
      telling_.begin();
      for (std::int64_t again = 0;; ++again) {
        const bool may_follow = telling_.may_follow(again);
        const Answer answer = co_await send(change, verb, copy, again, may_follow);
        if (answer.ok() && may_follow) telling_.spare_retry();
        if (answer.ok() && may_follow && change.is_last) tier_->acknowledged(change, answer.by);
        if (answer.ok() || !may_follow) break;
        co_await wire_.simulation().sleep(telling_.pause(change.write.operation, again, round_of(change, copy, again)));
      }
    }
    co_return sim::Done{};
  }

 private:
  // The tries of a later announcement, or to another copy, count on, so that none draws the fate of another.
  std::uint16_t round_of(const Change& change, std::uint16_t copy, std::int64_t again) const {
    return static_cast<std::uint16_t>((change.announcement + 2 * copy) * (telling_.most() + 1) + again);
  }
  Calling send(const Change& change, Verb verb, std::uint16_t copy, std::int64_t again, bool may_follow) const {
    const std::uint16_t round = round_of(change, copy, again);
    const Try which = !may_follow && change.is_last ? Try::last : Try::not_last;
    return verb == Verb::drop ? tier_->drop(change, copy, round, which) : tier_->update(change, round, which);
  }

  Wire& wire_;
  Tier* tier_;
  Telling telling_;
};

std::unique_ptr<Carrier> make_inline(const options::Values& values, const Parts& parts) {
  return std::make_unique<Inline>(values, parts);
}

const options::Registered<CarryAxis> inline_option(
    {.axis = {},
     .name = "inline",
     .promise = "The writer sends the change to the cache itself and waits for the answer.",
     .parameters = Telling::parameters(),
     .guarantees = {options::Guarantee::awaited}},
    make_inline);

}  // namespace
}  // namespace stalemate::models::strategies::carry
