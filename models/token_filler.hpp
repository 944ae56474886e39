// Fills with the cache's token for the key, a lease's or a lock's; without it asks again until another one has filled.
// Promise: who finds what another fetched has joined that fetch; who has asked in vain for `patience` reads what lies
// behind the tier and stores nothing; who gets no answer any more has what the fallback says.
// Source: leases (Nishtala et al. 2013, 3.2.1) and locks beside a cache, which differ in what the cache does with them.
#pragma once
#include "models/behind.hpp"
#include "models/tier.hpp"

namespace stalemate::models {

class TokenFiller final : public Filler {
 public:
  /// The parameter that both have.
  static options::Parameter keep_deleted_parameter() {
    return {"keep_deleted", options::ParameterKind::duration, "0s", "time",
            "for so long a deleted value is kept; who gets no token takes it, as stale, and waits for nobody; 0s: it "
            "is not kept"};
  }
  /// `values` has "wait", "patience" and "keep_deleted"; the tier asks for tokens.
  TokenFiller(const options::Values& values, const Parts& parts, bool others_wait);
  sim::Task<Reply> fill(Read read, Answer missed) override;

 private:
  Wire& wire_;
  Tier& tier_;
  Filler& next_;
  Fallback& fallback_;
  Behind behind_;
  bool others_wait_;
  Duration wait_;
  Duration patience_;
};

}  // namespace stalemate::models
