// What goes wrong: one fault of a scenario, and when it strikes.
// Promise: what it will do is fixed by the scenario and the seed; a condition that it waits for, by the run.
// Source: Jepsen's nemesis; failures and repairs as an alternating renewal process (Cox 1962).
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>
#include "models/declared.hpp"
#include "sim/distribution.hpp"
#include "sim/time.hpp"

namespace stalemate::models {

using sim::Instant;

/// From an instant to another; what happens once has no end.
struct Span {
  Instant at;
  Instant until = Instant::never();
};

/// What a fault waits for that strikes when something first holds.
struct Condition {
  enum class Of : std::uint8_t { commits, waiting, begins, ends, signal };
  Of of = Of::commits;
  /// commits: a class; waiting: an origin, a cache or a part; begins, ends: another fault; signal: an alert, or empty.
  std::string what;
  std::int64_t reach = 1;  ///< commits, waiting: so many.
  Duration after{};        ///< From then to the strike.
  std::optional<Alert> signal = std::nullopt;  ///< signal: it strikes when this fires, whoever observes it.
};

struct Fault {
  enum class Kind : std::uint8_t {
    drop,
    delay,
    partition,
    crash,
    restart,
    lag,
    flush,
    failover,
    slow,
    spike,
    deploy,
    skew,
    pause,
    remove_shard,
    add_shard,
    duplicate,
    reorder,
    hot_key,
  };
  std::string name;
  Kind kind = Kind::drop;
  Instant at{};  ///< With `every`: from then on it may strike, and until `until`.
  /// For those that last; failover: when a follower has taken over; deploy: when the last node is back.
  Instant until = Instant::never();
  /// It strikes again and again: so long on average from an end to the next beginning, which is exponential.
  std::optional<Duration> every = std::nullopt;
  std::optional<Condition> when = std::nullopt;  ///< In place of `at`.
  sim::Distribution lasts = sim::Distribution::constant({});  ///< `every`, `when`: each strike; 0: for good.
  std::string node;                  ///< The part struck; of those that strike a route or a load: empty.
  std::string load{};                ///< spike, hot_key
  std::string from;                  ///< drop, delay, partition, duplicate, reorder, slow: the route struck.
  std::string to;
  bool one_way = false;
  /// drop, delay, duplicate, reorder, slow of a route: touches only messages that invalidate or update a cache.
  bool invalidations_only = false;
  double share = 1.0;               ///< drop, duplicate, reorder: of the messages; hot_key: of the requests
  Duration by{};                    ///< delay, reorder, lag: added; skew: how far off the clock is
  bool stalls = false;              ///< lag: nothing is applied until it ends
  std::uint32_t key = 0;            ///< hot_key: within its class
  std::string data_class{};         ///< slow: only queries of this class; empty: all
  bool ahead = false;               ///< skew: else the clock is behind
  double factor = 1.0;              ///< lag, slow, spike: multiplied
  bool keeps_content = false;       ///< crash, deploy, remove_shard: what was stored is there again afterwards
  Duration down{};                  ///< deploy: how long each node is away
  Duration pause{};                 ///< deploy: from the return of one to the departure of the next
  /// When it strikes, in a world, one after the other: known ahead, but for a `when`, which is added as it comes.
  std::vector<Span> strikes = {};
};

/// Whether it has an end, or strikes once.
inline bool lasts(const Fault& fault) {
  return fault.kind != Fault::Kind::restart && fault.kind != Fault::Kind::flush;
}
/// How many shards they add to a cache.
std::int64_t shards_added_to(const std::string& cache, const std::vector<Fault>& faults);
std::vector<Span>::const_iterator first_strike_after(const Fault& fault, Instant at);
/// Whether a strike is in force at an instant.
bool is_in_force(const Fault& fault, Instant at);
/// When a strike begins or ends next.
Instant next_turn(const Fault& fault, Instant now);
/// When it strikes, as far as that is known ahead of a run with this seed that ends at `end`.
std::vector<Span> strikes_ahead(const Fault& fault, std::uint64_t seed, Instant end);
/// From a strike at `at` on, by the draws of its `number`.
Span strike_from(const Fault& fault, Instant at, std::uint64_t seed, std::uint64_t number);

}  // namespace stalemate::models
