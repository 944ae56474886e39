// Waiting for each other: a signal, a semaphore, a mailbox, a one-shot result, a timeout.
// Promise: first come, first served; a wake goes through the event queue; a waiter that is destroyed leaves the line.
// Source: the classic primitives. Departs: single-threaded, so no locks; waiters live in the frames that wait.
#pragma once
#include <coroutine>
#include <deque>
#include "sim/check.hpp"
#include "sim/scope.hpp"
#include "sim/simulation.hpp"
#include "sim/task.hpp"

namespace stalemate::sim {

/// A line of waiting coroutines.
class Signal {
 public:
  explicit Signal(Simulation& simulation) : simulation_(simulation) {}
  Signal(const Signal&) = delete;
  Signal& operator=(const Signal&) = delete;
  ~Signal() {
    for (Wait* wait = first_; wait != nullptr; wait = wait->next_) wait->state_ = Wait::State::idle;
  }

  class Wait {
   public:
    explicit Wait(Signal& signal) : signal_(signal), simulation_(signal.simulation_) {}
    Wait(const Wait&) = delete;
    Wait& operator=(const Wait&) = delete;
    ~Wait() { leave(); }
    bool await_ready() const { return false; }
    void await_suspend(std::coroutine_handle<> waiter) {
      waiter_ = waiter;
      signal_.append(*this);
    }
    void await_resume() { state_ = State::idle; }
    bool is_waiting() const { return state_ == State::waiting; }
    bool was_woken() const { return state_ == State::woken; }

   private:
    friend class Signal;
    enum class State : std::uint8_t { idle, waiting, woken };
    void leave() {
      if (state_ == State::waiting) signal_.remove(*this);
      if (state_ == State::woken) simulation_.cancel(handle_);
    }
    Signal& signal_;
    Simulation& simulation_;  // outlives the signal, whose node may end first
    std::coroutine_handle<> waiter_;
    Wait* previous_ = nullptr;
    Wait* next_ = nullptr;
    Simulation::Handle handle_ = 0;
    State state_ = State::idle;
  };

  [[nodiscard]] Wait wait() { return Wait(*this); }
  bool has_waiters() const { return first_ != nullptr; }
  void wake_one() { wake(*first_); }
  /// One that waits, out of its turn.
  void wake(Wait& wait) {
    remove(wait);
    wait.state_ = Wait::State::woken;
    wait.handle_ = simulation_.schedule(simulation_.now(), Wake::resume(wait.waiter_));
  }
  void wake_all() {
    while (first_ != nullptr) wake_one();
  }

 private:
  void append(Wait& wait) {
    wait.state_ = Wait::State::waiting;
    wait.previous_ = last_;
    wait.next_ = nullptr;
    (last_ == nullptr ? first_ : last_->next_) = &wait;
    last_ = &wait;
  }
  void remove(Wait& wait) {
    (wait.previous_ == nullptr ? first_ : wait.previous_->next_) = wait.next_;
    (wait.next_ == nullptr ? last_ : wait.next_->previous_) = wait.previous_;
    wait.state_ = Wait::State::idle;
  }

  Simulation& simulation_;
  Wait* first_ = nullptr;
  Wait* last_ = nullptr;
};

/// Permits, handed on in the order of asking. A holder's permit comes back when its Permit ends.
class Semaphore {
 public:
  Semaphore(Simulation& simulation, std::int64_t permits) : line_(simulation), free_(permits) {}

  class Permit {
   public:
    explicit Permit(Semaphore& semaphore) : semaphore_(semaphore), wait_(semaphore.line_) {}
    Permit(const Permit&) = delete;
    Permit& operator=(const Permit&) = delete;
    ~Permit() {
      if (held_ || (wait_.was_woken() && !dismissed_)) semaphore_.release();
    }
    /// Awaited once; the permit is then held until this object ends, unless the wait for it was dismissed.
    auto acquire() {
      struct Acquire {
        Permit& permit;
        bool ready = false;
        bool await_ready() { return ready = permit.semaphore_.take(); }
        void await_suspend(std::coroutine_handle<> waiter) { permit.wait_.await_suspend(waiter); }
        void await_resume() {
          if (!ready) permit.wait_.await_resume();
          permit.held_ = !permit.dismissed_;
        }
      };
      return Acquire{*this};
    }
    bool is_waiting() const { return wait_.is_waiting(); }
    /// One that waits goes on without a permit.
    void dismiss() {
      dismissed_ = true;
      semaphore_.line_.wake(wait_);
    }

   private:
    friend class Semaphore;
    Semaphore& semaphore_;
    Signal::Wait wait_;
    bool held_ = false;
    bool dismissed_ = false;
  };

  std::int64_t free() const { return free_; }
  bool has_waiters() const { return line_.has_waiters(); }

 private:
  bool take() {
    if (free_ == 0) return false;
    --free_;
    return true;
  }
  void release() {
    if (line_.has_waiters()) {
      line_.wake_one();  // the permit goes to the first in line without becoming free in between
    } else {
      ++free_;
    }
  }

  Signal line_;
  std::int64_t free_;
};

/// An unbounded queue between processes.
template <class T>
class Mailbox {
 public:
  explicit Mailbox(Simulation& simulation) : arrivals_(simulation) {}
  void send(T item) {
    items_.push_back(item);
    if (arrivals_.has_waiters()) arrivals_.wake_one();
  }
  std::size_t size() const { return items_.size(); }
  /// The oldest item; waits for one.
  Task<T> receive() {
    while (items_.empty()) {
      co_await arrivals_.wait();
    }
    T item = items_.front();
    items_.pop_front();
    co_return item;
  }

 private:
  Signal arrivals_;
  std::deque<T> items_;
};

/// The result of a wait that has a limit.
template <class T>
struct Timed {
  bool in_time = false;
  T value{};
};

namespace detail {

/// The rendezvous of a task and the clock: whichever comes first resumes the waiter, through the queue.
template <class T>
class Race : public Handler {
 public:
  explicit Race(Simulation& simulation, Instant deadline) : simulation_(simulation), deadline_(deadline) {}
  ~Race() {
    if (timer_pending_) simulation_.cancel(timer_);
    if (wake_pending_) simulation_.cancel(wake_);
  }
  template <class Method, class Type, class... Values>
  Process run(Method method, Type* object, Values... values) {
    result_.value = co_await (object->*method)(values...);
    finish(true);
  }
  bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<> waiter) {
    waiter_ = waiter;
    timer_ = simulation_.schedule(deadline_, Wake::call(this));
    timer_pending_ = true;
  }
  Timed<T> await_resume() {
    wake_pending_ = false;
    return result_;
  }
  void on_event() override {
    timer_pending_ = false;
    if (!wake_pending_) finish(false);
  }

 private:
  // The timer may have rung at this very instant: the waiter then has its wake already, and the result is still in
  // time.
  void finish(bool in_time) {
    result_.in_time = in_time;
    if (wake_pending_) return;
    if (timer_pending_) {
      simulation_.cancel(timer_);
      timer_pending_ = false;
    }
    wake_ = simulation_.schedule(simulation_.now(), Wake::resume(waiter_));
    wake_pending_ = true;
  }
  Simulation& simulation_;
  Instant deadline_;
  std::coroutine_handle<> waiter_;
  Simulation::Handle timer_ = 0;
  Simulation::Handle wake_ = 0;
  bool timer_pending_ = false;
  bool wake_pending_ = false;
  Timed<T> result_;
};

}  // namespace detail

/// Runs `object->method(values...)` for at most `limit`; the loser's frame is destroyed. Values are copied.
template <class T, class Type, class... Parameters, class... Values>
// NOLINTNEXTLINE(cppcoreguidelines-avoid-reference-coroutine-parameters): a simulation outlives its frames
Task<Timed<T>> with_timeout(Simulation& simulation, Duration limit, Task<T> (Type::*method)(Parameters...),
                            Type* object, Values... values) {
  detail::Race<T> race(simulation, simulation.now() + limit);
  Scope scope(simulation);
  scope.spawn(&detail::Race<T>::template run<Task<T> (Type::*)(Parameters...), Type, Values...>, &race, method, object,
              values...);
  Timed<T> result = co_await race;
  co_return result;
}

}  // namespace stalemate::sim
