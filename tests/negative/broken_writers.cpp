// Writers that get the order of commit, change and acknowledgement wrong.
// Promise: each breaks one rule.
// Source: "delete before commit", "acknowledge, then write", and a delete that carries an old stamp.
#include "models/axes.hpp"

namespace stalemate::tests {
namespace {

using namespace models;

/// The correct order, with a place for each mistake.
class BrokenWriter : public Writer {
 public:
  explicit BrokenWriter(const Parts& parts) : origin_(parts.origin), carrier_(*parts.carrier) {}

 protected:
  OriginPort origin_;
  Carrier& carrier_;
};

class Forgets final : public BrokenWriter {
 public:
  using BrokenWriter::BrokenWriter;
  sim::Task<Ack> write(Write write) override {
    const Answer answer = co_await origin_.write(write);
    co_return Ack(answer);
  }
};

class DeletesFirst final : public BrokenWriter {
 public:
  using BrokenWriter::BrokenWriter;
  sim::Task<Ack> write(Write write) override {
    co_await carrier_.announce(Change{write, Value{}}, Verb::drop);
    const Answer answer = co_await origin_.write(write);
    co_return Ack(answer);
  }
};

class AcknowledgesUnwritten final : public BrokenWriter {
 public:
  using BrokenWriter::BrokenWriter;
  sim::Task<Ack> write(Write write) override {
    co_await carrier_.announce(Change{write, Value{}}, Verb::drop);
    co_return Ack{};
  }
};

/// Sets in the cache what it expects its next commit to be.
class Foresees final : public BrokenWriter {
 public:
  using BrokenWriter::BrokenWriter;
  sim::Task<Ack> write(Write write) override {
    const Answer answer = co_await origin_.write(write);
    Value next = answer.value;
    next.version = Version{static_cast<std::uint32_t>(next.version) + 1};
    co_await carrier_.announce(Change{write, next}, Verb::update);
    co_return Ack(answer);
  }
};

/// Its versioned delete carries the stamp of nothing, so that no entry is older.
class DeletesNothing final : public BrokenWriter {
 public:
  using BrokenWriter::BrokenWriter;
  sim::Task<Ack> write(Write write) override {
    const Answer answer = co_await origin_.write(write);
    Change change{write, answer.value, true};
    change.committed.stamp = {};
    co_await carrier_.announce(change, Verb::drop);
    co_return Ack(answer);
  }
};

template <class Broken>
std::unique_ptr<Writer> make(const options::Values&, const Parts& parts) {
  return std::make_unique<Broken>(parts);
}

using BrokenWrite = options::Registered<WriteAxis>;
const BrokenWrite forgetful({.axis = {}, .name = "broken-forgets", .promise = "Deletes, it says."}, make<Forgets>);
const BrokenWrite first({.axis = {}, .name = "broken-deletes-first", .promise = "Deletes too early."},
                        make<DeletesFirst>);
const BrokenWrite unwritten({.axis = {}, .name = "broken-acknowledges", .promise = "Writes nothing."},
                            make<AcknowledgesUnwritten>);
const BrokenWrite foresees({.axis = {}, .name = "broken-foresees", .promise = "Stores what is not there yet."},
                           make<Foresees>);
const BrokenWrite nothing({.axis = {}, .name = "broken-deletes-nothing", .promise = "Deletes in vain."},
                          make<DeletesNothing>);

}  // namespace
}  // namespace stalemate::tests
