// Scope: owns the processes that run on their own, and ends them all when it ends (a node that crashes).
// Promise: a process starts through the event queue, at an instant of its own; clear() destroys every frame, and each
// frame's waits take themselves off the queue.
// Source: structured concurrency (Sústrik 2016); FoundationDB's actor collections.
#pragma once
#include <coroutine>
#include "sim/frame_pool.hpp"
#include "sim/simulation.hpp"

namespace stalemate::sim {

class Scope;

/// A coroutine that belongs to a scope. Started by Scope::spawn, destroys itself at its end.
class [[nodiscard]] Process {
 public:
  struct promise_type : PooledFrame {
    promise_type* previous = nullptr;
    promise_type* next = nullptr;
    Scope* scope = nullptr;
    Simulation::Handle start = 0;
    bool started = false;

    ~promise_type();
    Process get_return_object() { return Process(*this); }
    auto initial_suspend() noexcept {
      struct Start {
        promise_type& promise;
        bool await_ready() noexcept { return false; }
        void await_suspend(std::coroutine_handle<>) noexcept {}
        void await_resume() noexcept { promise.started = true; }
      };
      return Start{*this};
    }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    [[noreturn]] void unhandled_exception() { throw; }
  };

 private:
  friend class Scope;
  explicit Process(promise_type& promise) : promise_(&promise) {}
  promise_type* promise_;
};

class Scope {
 public:
  explicit Scope(Simulation& simulation) : simulation_(simulation) {}
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;
  ~Scope() { clear(); }

  /// Starts `object->method(values...)` now, after what is already due now. Values are copied into the frame.
  template <class Type, class Object, class... Parameters, class... Values>
  void spawn(Process (Type::*method)(Parameters...), Object* object, Values... values) {
    adopt((object->*method)(values...), simulation_.now());
  }
  /// The same, at a later instant: a message that arrives, a request that is due.
  template <class Type, class Object, class... Parameters, class... Values>
  void spawn_at(Instant at, Process (Type::*method)(Parameters...), Object* object, Values... values) {
    adopt((object->*method)(values...), at);
  }

  /// Starts it in line. Only for a handler's event, where no other process is running.
  template <class Type, class Object, class... Parameters, class... Values>
  void start(Process (Type::*method)(Parameters...), Object* object, const Values&... values) {
    auto& promise = link((object->*method)(values...));
    promise.started = true;
    std::coroutine_handle<Process::promise_type>::from_promise(promise).resume();
  }

  bool empty() const { return first_ == nullptr; }

  /// Ends every process at once. Not to be called from a process of this scope.
  void clear() {
    while (first_ != nullptr) std::coroutine_handle<Process::promise_type>::from_promise(*first_).destroy();
  }

 private:
  friend struct Process::promise_type;

  Process::promise_type& link(Process process) {
    auto& promise = *process.promise_;
    promise.scope = this;
    promise.next = first_;
    if (first_ != nullptr) first_->previous = &promise;
    first_ = &promise;
    return promise;
  }

  void adopt(Process process, Instant at) {
    auto& promise = link(process);
    const auto frame = std::coroutine_handle<Process::promise_type>::from_promise(promise);
    promise.start = simulation_.schedule(at, Wake::resume(frame));
  }

  Simulation& simulation_;
  Process::promise_type* first_ = nullptr;
};

inline Process::promise_type::~promise_type() {
  if (scope == nullptr) return;
  if (!started) scope->simulation_.cancel(start);
  if (previous != nullptr) previous->next = next;
  if (next != nullptr) next->previous = previous;
  if (scope->first_ == this) scope->first_ = next;
}

}  // namespace stalemate::sim
