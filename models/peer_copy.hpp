// Copies from a peer: an in-process copy that comes up empty takes what that of another instance holds.
// Promise: of the first other instance that is up, in one exchange; entries keep their stamps and the time that they
// have left. What the peer is told after it has answered does not go with them.
// Source: state transfer to a new member (JGroups, Infinispan, Hazelcast). Departs: they come in the order of the
// peer's slots, and bring nothing of how often or when they were read.
#pragma once
#include <vector>
#include "models/cache.hpp"

namespace stalemate::models {

class PeerCopy final : public WarmUp {
 public:
  struct Plan {
    ClassId data_class{};
    KeyId first{};  ///< Of the keys of the class, and the first that is not.
    KeyId past{};
    std::int64_t value_bytes = 0;
    Duration each{};  ///< From one entry to the next.
  };
  PeerCopy(Wire& wire, CacheShard& copy, std::vector<CacheShard*> peers, Plan plan, OperationNumbers numbers)
      : wire_(wire), copy_(copy), peers_(std::move(peers)), plan_(plan), numbers_(numbers) {}
  void begin(Comes comes) override;
  std::int64_t reach(CacheShard& peer) override;

 private:
  sim::Process take_over();
  Wire& wire_;
  CacheShard& copy_;
  std::vector<CacheShard*> peers_;  ///< As their instances are numbered.
  Plan plan_;
  OperationNumbers numbers_;
  std::vector<CacheShard::Carried> aboard_;
};

}  // namespace stalemate::models
