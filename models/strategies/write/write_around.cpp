// write: write-around. The write goes to the origin alone.
// Promise: the cache learns nothing; only its own expiry, an eviction or a later fill ends a stale entry.
// Source: the write-around policy of storage caches.
#include "models/behind.hpp"

namespace stalemate::models::strategies::write {
namespace {

class WriteAround final : public Writer {
 public:
  explicit WriteAround(const Parts& parts) : behind_(parts) {}

  sim::Task<Ack> write(Write write) override {
    const Ack ack = co_await behind_.write(write);
    co_return ack;
  }

 private:
  Behind behind_;
};

std::unique_ptr<Writer> make_write_around(const options::Values&, const Parts& parts) {
  return std::make_unique<WriteAround>(parts);
}

const options::Registered<WriteAxis> write_around_option({.axis = {},
                                             .name = "write-around",
                                             .promise = "The write goes to the origin; nothing is owed to the cache.",
                                             .guarantees = {options::Guarantee::tells_nobody}},
                                            make_write_around);

}  // namespace
}  // namespace stalemate::models::strategies::write
