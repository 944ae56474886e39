// read: refresh-ahead. As read-through; a hit on an entry that has lived its share of time is fetched anew beside.
// Promise: a key that is read often enough never misses because its time is over; at a shard it is fetched once at a
// time.
// Source: refresh-ahead caching (Oracle Coherence, "refresh-ahead-factor"). Departs: none.
#include "models/beside.hpp"
#include "models/look_aside.hpp"

namespace stalemate::models::strategies::read {
namespace {

class RefreshAhead final : public LookAside {
 public:
  explicit RefreshAhead(const Parts& parts) : LookAside(parts), beside_(parts.home, *parts.filler) {}

 private:
  void refresh(const Read& read, const Answer& found) override { beside_.fetch(read, found); }
  Beside beside_;
};

std::unique_ptr<Reader> make_refresh_ahead(const options::Values& values, const Parts& parts) {
  parts.tier->refresh_after(values.ratio("factor"));
  if (!parts.at_cache) return options::maker<ReadAxis>("read-through")(values, parts);
  return std::make_unique<RefreshAhead>(parts);
}

const options::Registered<ReadAxis> refresh_ahead_option(
    {.axis = {},
     .name = "refresh-ahead",
     .promise = "The service asks the cache, which fetches anew what is read late in its time.",
     .parameters = {{"factor", options::ParameterKind::ratio, "50%", "share of the ttl",
                     "an entry that is read later than this is fetched anew"}},
     .guarantees = {options::Guarantee::cache_fetches},
     .is_through = true,
     .needs_ttl = true},
    make_refresh_ahead);

}  // namespace
}  // namespace stalemate::models::strategies::read
