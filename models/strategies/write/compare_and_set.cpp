// write: compare-and-set. Write the origin, then set the new value in the cache where it is the newer one.
// Promise: of racing writers the last commit wins at the cache, whichever of their sets comes last; an entry that is
// gone is set whatever the stamp.
// Source: the "newer wins" of version stamps (Thomas 1979, write rule). Departs: none.
#include "models/behind.hpp"

namespace stalemate::models::strategies::write {
namespace {

class CompareAndSet final : public Writer {
 public:
  explicit CompareAndSet(const Parts& parts) : behind_(parts), carrier_(*parts.carrier) {}

  sim::Task<Ack> write(Write write) override {
    const Ack ack = co_await behind_.write(write);
    if (ack.ok()) {
      constexpr bool versioned = true;
      co_await carrier_.announce(Change{write, ack.committed, versioned}, Verb::update);
    }
    co_return ack;
  }

 private:
  Behind behind_;
  Carrier& carrier_;
};

std::unique_ptr<Writer> make_compare_and_set(const options::Values&, const Parts& parts) {
  return std::make_unique<CompareAndSet>(parts);
}

const options::Registered<WriteAxis> compare_and_set_option(
    {.axis = {},
     .name = "compare-and-set",
     .promise = "After the commit the writer sets the new value in the cache unless a newer one is there.",
     .guarantees = {options::Guarantee::newer_stays},
     .word = "update",
     .is_versioned = true},
    make_compare_and_set);

}  // namespace
}  // namespace stalemate::models::strategies::write
