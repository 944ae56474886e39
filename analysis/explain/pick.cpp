#include "analysis/explain/pick.hpp"
#include <algorithm>

namespace stalemate::analysis::explain {

void Pick::tell(const measure::StaleRead& read) {
  if (!is_meant(read)) return;
  ++all_;
  ++causes_[static_cast<std::size_t>(read.cause)];
  if (filter_.cause && read.cause != *filter_.cause) return;
  if (filter_.at && read.invoked < *filter_.at) return;
  ++matching_;
  breaking_ += read.breaks_promise;
  oldest_ = std::max(oldest_, read.age());
  if (!picked_ || is_better(read)) picked_ = read;
}

bool Pick::is_meant(const measure::StaleRead& read) const {
  return (!filter_.data_class || read.data_class == *filter_.data_class) && (!filter_.key || read.key == *filter_.key);
}

bool Pick::is_better(const measure::StaleRead& read) const {
  if (filter_.at) return read.invoked < picked_->invoked;
  if (read.breaks_promise != picked_->breaks_promise) return read.breaks_promise;
  return read.age() > picked_->age();
}

}  // namespace stalemate::analysis::explain
