// write: write-behind. The cache stores the value, acknowledges, and brings it to the origin later, with others.
// Promise: a write is committed when the cache has it; a key's commits reach the origin at least once and in their
// order, unless a flush that was given up comes late. What the origin has not got when the cache crashes is lost.
// Source: write-behind queues (Oracle Coherence, Ehcache). Departs: a miss does not look into the buffer; the buffer is
// lost in every crash, with what is on its way from it; flush requests are served by the origin one by one.
#include <algorithm>
#include <ranges>
#include "models/through_cache.hpp"
#include "models/write_buffer.hpp"
#include "sim/sync.hpp"

namespace stalemate::models::strategies::write {
namespace {

/// Before a batch goes again, whatever the interval: an origin that refuses at once would be asked for ever.
constexpr Duration least_pause{1'000'000};

/// The cache's own side.
class Buffered final : public Writer {
 public:
  Buffered(const options::Values& values, const Parts& parts)
      : wire_(parts.wire),
        home_(parts.home),
        origin_(parts.origin),
        tier_(*parts.tier),
        interval_{values.integer("interval")},
        batch_(static_cast<std::size_t>(values.integer("batch"))),
        limit_(static_cast<std::size_t>(values.integer("limit"))),
        coalesces_(values.flag("coalesce")),
        is_full_(parts.wire.simulation()),
        has_room_(parts.wire.simulation()),
        has_answered_(parts.wire.simulation()) {}

  ~Buffered() override {
    if (!wire_.is_running()) return;
    for (const WriteBuffer::Entry& entry : under_way_) origin_.leader().lose(entry.write, entry.committed);
    for (const WriteBuffer::Entry& entry : buffer_.waiting()) origin_.leader().lose(entry.write, entry.committed);
  }

  sim::Task<Ack> write(Write write) override {
    while (!has_room_for(write.key)) {
      co_await has_room_.wait();
    }
    const Value committed = origin_.leader().commit_behind(write, home_);
    keep({write, committed, wire_.now()});
    co_await tier_.store_written(Change{write, committed});
    co_return Ack{Status::ok, committed};
  }

 private:
  bool has_room_for(KeyId key) {
    return buffer_.size() + under_way_.size() < limit_ || (coalesces_ && buffer_.last_of(key) != nullptr);
  }

  void keep(const WriteBuffer::Entry& entry) {
    WriteBuffer::Entry* earlier = coalesces_ ? buffer_.last_of(entry.write.key) : nullptr;
    if (earlier != nullptr) {
      origin_.leader().coalesce(entry.write.key, earlier->committed, entry.committed);
      *earlier = {entry.write, entry.committed, earlier->since};
      return;
    }
    buffer_.add(entry);
    if (!is_flushing_) home_.scope.spawn(&Buffered::flush, this);
    is_flushing_ = true;
    if (buffer_.size() >= batch_ && is_full_.has_waiters()) is_full_.wake_all();
  }

  sim::Process flush() {
    while (buffer_.size() > 0) {
      const Instant due = std::max(buffer_.oldest() + interval_, not_before_);
      while (wire_.now() < due && (buffer_.size() < batch_ || wire_.now() < not_before_)) {
        co_await sim::with_timeout(wire_.simulation(), due - wire_.now(), &Buffered::fill_up, this);
      }
      under_way_ = buffer_.take(batch_);
      const std::uint32_t together = wire_.next_batch();
      answers_due_ = under_way_.size();
      for (std::size_t i = 0; i < under_way_.size(); ++i) home_.scope.spawn(&Buffered::deliver, this, i, together);
      while (answers_due_ > 0) {
        co_await has_answered_.wait();
      }
      if (!refused_.empty()) not_before_ = wire_.now() + std::max(interval_, least_pause);
      for (const WriteBuffer::Entry& entry : refused_ | std::views::reverse) put_back(entry);
      refused_.clear();
      under_way_.clear();
      has_room_.wake_all();
    }
    is_flushing_ = false;
  }

  sim::Process deliver(std::size_t which, std::uint32_t together) {
    const WriteBuffer::Entry entry = under_way_[which];
    const Answer answer = co_await origin_.flush(entry.write, entry.committed, together);
    if (!answer.ok()) refused_.push_back(entry);
    if (--answers_due_ == 0) has_answered_.wake_all();
  }

  /// The origin has not taken it, or has not said so: once more, with the next batch.
  void put_back(const WriteBuffer::Entry& entry) {
    const WriteBuffer::Entry* later = coalesces_ ? buffer_.last_of(entry.write.key) : nullptr;
    if (later == nullptr) return buffer_.put_back(entry);
    origin_.leader().coalesce(entry.write.key, entry.committed, later->committed);
  }

  sim::Task<sim::Done> fill_up() {
    co_await is_full_.wait();
    co_return sim::Done{};
  }

  Wire& wire_;
  Node& home_;
  OriginPort origin_;
  Tier& tier_;
  Duration interval_;
  std::size_t batch_;
  std::size_t limit_;
  bool coalesces_;
  WriteBuffer buffer_;
  std::vector<WriteBuffer::Entry> under_way_;  ///< The batch that was sent last.
  std::vector<WriteBuffer::Entry> refused_;    ///< Of it.
  std::size_t answers_due_ = 0;
  Instant not_before_;  ///< The next batch: the origin has not taken all of the last.
  bool is_flushing_ = false;
  sim::Signal is_full_;
  sim::Signal has_room_;
  sim::Signal has_answered_;
};

std::unique_ptr<Writer> make_write_behind(const options::Values& values, const Parts& parts) {
  if (parts.at_cache) return std::make_unique<Buffered>(values, parts);
  return std::make_unique<ThroughCache>(parts);
}

const options::Registered<WriteAxis> write_behind_option(
    {.axis = {},
     .name = "write-behind",
     .promise = "The cache acknowledges what it has stored, and brings it to the origin later; a crash loses the rest.",
     .parameters = {{"interval", options::ParameterKind::duration, "1s", "time",
                     "from the first write that waits to the flush; and until one that was not taken goes again"},
                    {"batch", options::ParameterKind::count, "100", "", "flushed as soon as so many wait", {}, 1},
                    {"limit", options::ParameterKind::count, "10000", "",
                     "so many wait or are under way from one shard; further writers wait", {}, 1},
                    {"coalesce", options::ParameterKind::flag, "true", "",
                     "of several writes of one key that wait only the last is flushed"}},
     .guarantees = {options::Guarantee::stored_first},
     .is_through = true,
     .is_last_tier = true},
    make_write_behind);

}  // namespace
}  // namespace stalemate::models::strategies::write
