// Task<T>: a lazily started coroutine that is awaited in the expression that makes it.
// Promise: immovable, so nothing outlives its awaiter; destroying a task destroys everything it was doing.
// Source: Lewis Baker's symmetric transfer (2020). Departs: no exception crosses a co_await: a failure is a value of T,
// and a broken CHECK_INVARIANT leaves the event loop at once.
#pragma once
#include <coroutine>
#include <type_traits>
#include "sim/frame_pool.hpp"

namespace stalemate::sim {

template <class T>
class [[nodiscard]] Task {
  // g++ 12.2 destroys a temporary with a destructor twice inside a co_await expression.
  static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);

 public:
  struct promise_type : PooledFrame {
    std::coroutine_handle<> continuation;
    T value{};

    Task get_return_object() { return Task(std::coroutine_handle<promise_type>::from_promise(*this)); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    auto final_suspend() noexcept {
      struct Transfer {
        bool await_ready() noexcept { return false; }
        std::coroutine_handle<> await_suspend(std::coroutine_handle<promise_type> done) noexcept {
          return done.promise().continuation;
        }
        void await_resume() noexcept {}
      };
      return Transfer{};
    }
    void return_value(T result) { value = result; }
    [[noreturn]] void unhandled_exception() { throw; }
  };

  Task(const Task&) = delete;
  Task& operator=(const Task&) = delete;
  ~Task() { coroutine_.destroy(); }

  bool await_ready() const noexcept { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> awaiting) noexcept {
    coroutine_.promise().continuation = awaiting;
    return coroutine_;
  }
  T await_resume() const noexcept { return coroutine_.promise().value; }

 private:
  explicit Task(std::coroutine_handle<promise_type> coroutine) : coroutine_(coroutine) {}
  std::coroutine_handle<promise_type> coroutine_;
};

/// The result of a task that has nothing to say but that it is done.
struct Done {};

}  // namespace stalemate::sim
