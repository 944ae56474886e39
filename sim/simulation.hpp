// The simulation: a clock, the event queue, and the loop that moves the one by the other.
// Promise: waking always goes through the queue, so the order of everything is the queue's; one thread, no globals.
// Source: ns-3's Simulator (integer time, first-in-first-out ties). Departs: a value, not a singleton.
#pragma once
#include <coroutine>
#include <cstdint>
#include "sim/event_queue.hpp"
#include "sim/time.hpp"

namespace stalemate::sim {

/// Something that an event can call. Plain objects use it where a coroutine would be too much.
class Handler {
 public:
  virtual void on_event() = 0;

 protected:
  ~Handler() = default;
};

/// What an event does when its time has come: resume a coroutine, or call a handler.
class Wake {
 public:
  Wake() = default;
  static Wake resume(std::coroutine_handle<> coroutine) {
    return Wake(reinterpret_cast<std::uintptr_t>(coroutine.address()) | 1);
  }
  static Wake call(Handler* handler) { return Wake(reinterpret_cast<std::uintptr_t>(handler)); }
  /// It is to be called next.
  void expect() const { __builtin_prefetch(reinterpret_cast<const void*>(bits_)); }
  void operator()() const {
    if (bits_ & 1) {
      std::coroutine_handle<>::from_address(reinterpret_cast<void*>(bits_ & ~std::uintptr_t{1})).resume();
    } else {
      reinterpret_cast<Handler*>(bits_)->on_event();
    }
  }

 private:
  explicit Wake(std::uintptr_t bits) : bits_(bits) {}
  std::uintptr_t bits_ = 0;
};

class Simulation {
 public:
  using Handle = EventQueue<Wake>::Handle;

  Simulation() = default;
  Simulation(const Simulation&) = delete;
  Simulation& operator=(const Simulation&) = delete;

  Instant now() const { return now_; }
  const Instant& clock() const { return now_; }  ///< For who looks at it and has no other use for a simulation.
  std::uint64_t events() const { return events_; }  ///< Events run so far.

  [[gnu::always_inline]] Handle schedule(Instant at, Wake wake) {
    CHECK_INVARIANT(at >= now_);
    return queue_.push(at, wake);
  }
  void cancel(Handle handle) { queue_.cancel(handle); }

  /// Ends the run after the event that is being handled.
  void stop() { stopped_ = true; }

  /// Runs every event before `end`, in order; the clock then stands at `end`, or where stop() was called, or, for an
  /// end that never comes, at the last event.
  void run_until(Instant end) {
    while (!stopped_ && !queue_.empty() && queue_.next_at() < end) step();
    if (!stopped_ && end != Instant::never()) now_ = end;
  }

  class Sleep {
   public:
    Sleep(Simulation& simulation, Instant until) : simulation_(simulation), until_(until) {}
    Sleep(const Sleep&) = delete;
    Sleep& operator=(const Sleep&) = delete;
    ~Sleep() {
      if (pending_) simulation_.cancel(handle_);
    }
    bool await_ready() const { return false; }
    void await_suspend(std::coroutine_handle<> sleeper) {
      handle_ = simulation_.schedule(until_, Wake::resume(sleeper));
      pending_ = true;
    }
    void await_resume() { pending_ = false; }

   private:
    Simulation& simulation_;
    Instant until_;
    Handle handle_ = 0;
    bool pending_ = false;
  };

  /// Suspends the caller for `duration`; 0 still goes through the queue.
  [[nodiscard]] Sleep sleep(Duration duration) { return Sleep(*this, now_ + duration); }
  [[nodiscard]] Sleep sleep_until(Instant instant) { return Sleep(*this, instant); }

 private:
  void step() {
    const auto next = queue_.pop();
    now_ = next.at;
    ++events_;
    next.payload();
  }

  Instant now_;
  EventQueue<Wake> queue_;
  std::uint64_t events_ = 0;
  bool stopped_ = false;
};

}  // namespace stalemate::sim
