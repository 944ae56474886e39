// Fills with the cache's token for the key, a lease's or a lock's; without it asks again until another one has filled.
// Promise: who finds what another fetched has joined that fetch; who has asked in vain for `patience` reads what lies
// behind the tier and stores nothing.
// Source: leases (Nishtala et al. 2013, 3.2.1) and locks beside a cache, which differ in what the cache does with them.
#pragma once
#include "models/behind.hpp"
#include "models/tier.hpp"

namespace stalemate::models {

class TokenFiller final : public Filler {
 public:
  /// `values` has "wait" and "patience"; the tier asks for tokens.
  TokenFiller(const options::Values& values, const Parts& parts, bool others_wait);
  sim::Task<Reply> fill(Read read, Answer missed) override;

 private:
  Wire& wire_;
  Tier& tier_;
  Filler& next_;
  Behind behind_;
  bool others_wait_;
  Duration wait_;
  Duration patience_;
};

}  // namespace stalemate::models
