// write: delete-later. Write the origin, acknowledge, and delete the key from the cache after a delay.
// Promise: once the origin has committed, no writer waits; until the delay is over, every copy is stale.
// Source: the purge queues of content delivery networks. Departs: a purge dies with the node of its writer.
#include "analysis/cli/cli.hpp"
#include "models/behind.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::models;

class DeleteLater final : public Writer {
 public:
  DeleteLater(const options::Values& values, const Parts& parts)
      : wire_(parts.wire),
        home_(parts.home),
        behind_(parts),
        carrier_(*parts.carrier),
        delay_{values.integer("delay")} {}

  sim::Task<Ack> write(Write write) override {
    const Ack ack = co_await behind_.write(write);
    if (ack.ok())
      home_.scope.spawn_at(wire_.now() + delay_, &DeleteLater::purge, this, Change{write, ack.committed});
    co_return ack;
  }

 private:
  sim::Process purge(Change change) { co_await carrier_.announce(change, Verb::drop); }

  Wire& wire_;
  Node& home_;
  Behind behind_;
  Carrier& carrier_;
  Duration delay_;
};

std::unique_ptr<Writer> make(const options::Values& values, const Parts& parts) {
  return std::make_unique<DeleteLater>(values, parts);
}

const options::Registered<WriteAxis> option(
    {.axis = {},
     .name = "delete-later",
     .promise = "The writer deletes the key from the cache a while after it has acknowledged.",
     .parameters = {{"delay", options::ParameterKind::duration, "3s", "time", "between the commit and the delete"}},
     .word = "delete"},
    make);

}  // namespace

int main(int argc, char** argv) { return stalemate::cli::main(argc, argv); }
