#include "models/breaker.hpp"

namespace stalemate::models {

Breaker::Breaker(const std::optional<CircuitBreaker>& plan) : plan_(plan) {
  if (plan_) failed_.resize(static_cast<std::size_t>(plan_->window()));
}

Breaker::Pass Breaker::ask_closely(Instant now, std::uint32_t batch) {
  if (circuit_ == Circuit::closed) return period_;
  if (circuit_ == Circuit::half_open) return batch != 0 && batch == probing_ ? Pass(period_) : std::nullopt;
  if (now < probes_at_) return std::nullopt;
  turn(Circuit::half_open);
  probing_ = batch;
  return period_;
}

void Breaker::note(bool succeeded, Instant now) {
  if (circuit_ == Circuit::half_open && succeeded) return turn(Circuit::closed);
  failures_ += (succeeded ? 0 : 1) - (failed_[next_] ? 1 : 0);
  failed_[next_] = !succeeded;
  next_ = (next_ + 1) % failed_.size();
  if (circuit_ == Circuit::closed && failures_ < plan_->failures) return;
  turn(Circuit::open);
  probes_at_ = now + plan_->open;
}

void Breaker::turn(Circuit to) {
  circuit_ = to;
  ++period_;
  failed_.assign(failed_.size(), false);
  failures_ = 0;
}

void Breaker::reset() {
  if (plan_) turn(Circuit::closed);
}

}  // namespace stalemate::models
