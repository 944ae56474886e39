// stampede: early-refresh. A hit fetches the value anew by chance, the likelier the nearer its end and the dearer its
// fetch.
// Promise: drawn a read, independent of others; whoever fetches early waits for it, and gets what the cache held when
// the fetch fails.
// Source: XFetch (Vattani, Chierichetti & Lowenstein, "Optimal probabilistic cache stampede prevention", VLDB 2015):
// fetch when now - cost beta ln(u) >= expiry. Departs: the cache draws, which knows expiry and cost, not its client.
#include "models/tier.hpp"

namespace stalemate::models::strategies::stampede {
namespace {

class EarlyRefresh final : public Filler {
 public:
  EarlyRefresh(const options::Values& values, const Parts& parts) : next_(*parts.filler) {
    parts.tier->refresh_early(values.factor("beta"));
  }

  sim::Task<Reply> fill(Read read, Answer missed) override {
    const Reply filled = co_await next_.fill(read, missed);
    if (!filled.ok() && missed.found) co_return Reply(missed);
    co_return filled;
  }

 private:
  Filler& next_;
};

std::unique_ptr<Filler> make_early_refresh(const options::Values& values, const Parts& parts) {
  return std::make_unique<EarlyRefresh>(values, parts);
}

const options::Registered<StampedeAxis> early_refresh_option(
    {.axis = {},
     .name = "early-refresh",
     .promise = "A hit fetches the value anew by chance, the likelier the nearer its end and the dearer its fetch.",
     .parameters = {{"beta", options::ParameterKind::factor, "1", "", "above 1 fetches earlier, below 1 later"}},
     .guarantees = {options::Guarantee::early_is_safe},
     .needs_expiry = true},
    make_early_refresh);

}  // namespace
}  // namespace stalemate::models::strategies::stampede
