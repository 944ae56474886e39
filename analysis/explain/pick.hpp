// Which of a run's stale reads is told: of those that the filters let through the oldest that breaks its class's
// promise, or without one the oldest; or the first from a moment on.
// Promise: keeps one read and counts; of equally old ones the first answered.
// Source: this project's interface ("explain").
#pragma once
#include <optional>
#include "analysis/measure/stale_read.hpp"

namespace stalemate::analysis::explain {

struct Filter {
  std::optional<measure::Cause> cause;
  std::optional<std::uint32_t> data_class;
  std::optional<std::uint32_t> key;  ///< Over all classes.
  std::optional<sim::Instant> at;    ///< The first invoked then or later, instead of the oldest.
};

class Pick final : public measure::StaleReads {
 public:
  explicit Pick(const Filter& filter) : filter_(filter) {}
  void tell(const measure::StaleRead& read) override;

  const std::optional<measure::StaleRead>& picked() const { return picked_; }
  std::int64_t all() const { return all_; }
  std::int64_t matching() const { return matching_; }
  /// How many of those break their promise, if an older one that keeps its own was passed over for one of them; else 0.
  std::int64_t preferred() const { return picked_ && oldest_ > picked_->age() && !filter_.at ? breaking_ : 0; }
  const measure::CauseCounts& causes() const { return causes_; }  ///< Of those of the class and key asked for.

 private:
  bool is_meant(const measure::StaleRead& read) const;
  bool is_better(const measure::StaleRead& read) const;
  Filter filter_;
  std::optional<measure::StaleRead> picked_;
  measure::CauseCounts causes_{};
  std::int64_t all_ = 0;
  std::int64_t matching_ = 0;
  std::int64_t breaking_ = 0;  ///< Of the matching ones.
  sim::Duration oldest_;
};

/// Hears of one operation alone.
class OneRead final : public measure::StaleReads {
 public:
  explicit OneRead(std::uint64_t operation) : operation_(operation) {}
  void tell(const measure::StaleRead& read) override {
    if (read.operation == operation_) told_ = read;
  }
  const std::optional<measure::StaleRead>& told() const { return told_; }

 private:
  std::uint64_t operation_;
  std::optional<measure::StaleRead> told_;
};

}  // namespace stalemate::analysis::explain
