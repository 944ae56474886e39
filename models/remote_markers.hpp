// The remote markers of a shard: keys of which a write is under way that followers may not have yet.
// Promise: one a key; it goes when as many followers as its writer named have told of a write of that key, whichever,
// or with its time. Source: Nishtala et al. 2013, section 4. Departs: see models/strategies/guard/remote_marker.cpp.
#pragma once
#include <unordered_map>
#include "models/types.hpp"

namespace stalemate::models {

class RemoteMarkers {
 public:
  void set(KeyId key, Instant until, std::uint16_t followers) { markers_[index(key)] = {until, followers}; }
  /// A follower has applied a write of the key. Whether the marker has gone with it.
  bool lift(KeyId key) {
    const auto marker = markers_.find(index(key));
    if (marker == markers_.end() || --marker->second.followers > 0) return false;
    markers_.erase(marker);
    return true;
  }
  bool has(KeyId key, Instant now) const {
    if (markers_.empty()) return false;
    const auto marker = markers_.find(index(key));
    return marker != markers_.end() && now < marker->second.until;
  }
  void clear() { markers_.clear(); }

 private:
  struct Marker {
    Instant until;
    std::uint16_t followers = 0;  ///< That have not told yet.
  };
  std::unordered_map<std::uint32_t, Marker> markers_;  // never iterated
};

}  // namespace stalemate::models
