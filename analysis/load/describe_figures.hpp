// Figures that follow from a blueprint alone: demand, utilisation, hit ratios.
// Promise: closed formulas; where none applies, the reason instead of a figure.
// Source: utilisation law (Denning & Buzen 1978); hit ratio r T/(1 + r T) of a TTL cache (Jung et al. 2003). Departs: a
// delete by a Poisson writer ends an entry's life early, which has a closed form too.
#pragma once
#include <optional>
#include <string>
#include "models/blueprint.hpp"

namespace stalemate::analysis::load {

/// Requests a second of a load, averaged over the time it is on; a closed loop at most this; none for a trace.
std::optional<double> rate_of(const models::Load& load, const models::Blueprint& blueprint);
/// Reads of all classes in each request of a load that reads.
std::int64_t reads_a_request(const models::Load& load, const models::Blueprint& blueprint);
/// All requests of a run; none when a trace takes part.
std::optional<double> requests_of(const models::Blueprint& blueprint);
/// Reads and writes that a request comes to, over all loads.
double operations_a_request(const models::Blueprint& blueprint);

struct Utilisation {
  double reads_per_s = 0;
  double writes_per_s = 0;
  double leader = 0;    ///< Busy share of the leader's servers; 0 without a limit.
  double follower = 0;  ///< The same of each follower that is read from.
  bool is_beyond_limit = false;  ///< Of a node with a rate limit.
  bool is_bounded = false;
  bool is_exact = true;  ///< False when a closed loop or a trace takes part.
};
/// What an origin would bear without any cache.
Utilisation utilisation_of(const models::NodeSpec& origin, const models::Blueprint& blueprint);

/// The share of reads of a class that its cache answers, or why no closed formula gives it.
struct HitRatio {
  std::optional<double> value;
  std::string why_not;
};
HitRatio hit_ratio_of(const models::Blueprint& blueprint, std::int64_t data_class);

}  // namespace stalemate::analysis::load
