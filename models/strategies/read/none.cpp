// read: none. Every read goes to the origin.
// Promise: never stale, as long as the origin answers from its leader.
// Source: the baseline of every comparison.
#include "models/behind.hpp"

namespace stalemate::models::strategies::read {
namespace {

class None final : public Reader {
 public:
  explicit None(const Parts& parts) : behind_(parts) {}

  sim::Task<Reply> fetch(Read read) override {
    const Reply reply = co_await behind_.read(read);
    co_return reply;
  }

 private:
  Behind behind_;
};

std::unique_ptr<Reader> make_none(const options::Values&, const Parts& parts) { return std::make_unique<None>(parts); }

const options::Registered<ReadAxis> none_option(
    {.axis = {},
     .name = "none",
     .promise = "Every read goes to the origin.",
     .guarantees = {options::Guarantee::never_stale}},
    make_none);

}  // namespace
}  // namespace stalemate::models::strategies::read
