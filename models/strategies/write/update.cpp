// write: update. Write the origin, then set the new value in the cache, then acknowledge.
// Promise: the key stays cached through a write; of racing writers the last set wins, not the last commit.
// Source: set-after-commit ("write-update"). Departs: none.
#include "models/axes.hpp"

namespace stalemate::models::strategies::write {
namespace {

class Update final : public Writer {
 public:
  explicit Update(const Parts& parts) : origin_(parts.origin), carrier_(*parts.carrier) {}

  sim::Task<Ack> write(Write write) override {
    const Answer answer = co_await origin_.write(write);
    if (answer.ok()) {
      co_await carrier_.announce(Change{write, answer.value}, Verb::update);
    }
    co_return Ack(answer);
  }

 private:
  OriginPort origin_;
  Carrier& carrier_;
};

std::unique_ptr<Writer> make(const options::Values&, const Parts& parts) { return std::make_unique<Update>(parts); }

const options::Registered<WriteAxis> option(
    {.axis = {}, .name = "update", .promise = "After the commit the writer sets the new value in the cache."}, make);

}  // namespace
}  // namespace stalemate::models::strategies::write
