// fallback: fail-fast. A read that gets no answer from the cache has failed.
// Promise: the origin never sees more than the misses of a cache that is there.
// Source: fail fast (Nygard, "Release It!"). Departs: none.
#include "models/axes.hpp"

namespace stalemate::models::strategies::fallback {
namespace {

class FailFast final : public Fallback {
 public:
  explicit FailFast(const Parts& parts) : Fallback(parts.fallback) {}
  sim::Task<Reply> without_cache(Read, Reply failed) override { co_return failed; }
};

std::unique_ptr<Fallback> make_fail_fast(const options::Values&, const Parts& parts) {
  return std::make_unique<FailFast>(parts);
}

const options::Registered<FallbackAxis> fail_fast_option({.axis = {},
                                                .name = "fail-fast",
                                                .promise = "A read that gets no answer from the cache fails.",
                                                .guarantees = {options::Guarantee::held_back},
                                                .answers_for = options::Failed::cache},
                                               make_fail_fast);

}  // namespace
}  // namespace stalemate::models::strategies::fallback
