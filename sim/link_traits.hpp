// What a link (or a bus) does to messages besides taking time: it makes two of one, holds some back, has a bandwidth.
// Promise: traits that are not set change nothing and draw nothing.
// Source: netem (Hemminger 2005). Departs: a message out of order is one that is held back, so that later ones pass it.
#pragma once
#include "sim/time.hpp"

namespace stalemate::sim {

/// A share of the messages is held back for so long.
struct Reordering {
  double share = 0;
  Duration by{};
};

struct LinkTraits {
  double duplicates = 0;  ///< Share of the messages that arrive twice.
  Reordering reorder = {};
  double bytes_per_s = 0;  ///< One message after another, each way; 0: no limit.
  bool are_plain() const { return duplicates == 0 && reorder.share == 0 && bytes_per_s == 0; }
};

}  // namespace stalemate::sim
