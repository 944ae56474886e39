// A dense table of zeroes that costs memory only where it is touched.
// Promise: 10^8 elements may be declared; pages that nobody reads or writes are never made.
// Source: calloc over the operating system's zero pages.
#pragma once
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>
#include <type_traits>

namespace stalemate::sim {

template <class T>
class ZeroTable {
  static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);

 public:
  ZeroTable() = default;
  explicit ZeroTable(std::uint64_t size) : size_(size), data_(make(size)) {}
  T& operator[](std::uint64_t i) { return data_.get()[i]; }
  const T& operator[](std::uint64_t i) const { return data_.get()[i]; }
  std::uint64_t size() const { return size_; }
  void prefetch(std::uint64_t i) const { __builtin_prefetch(data_.get() + i); }

 private:
  struct Free {
    void operator()(T* table) const { std::free(table); }
  };
  static T* make(std::uint64_t size) {
    void* table = std::calloc(static_cast<std::size_t>(size) + 1, sizeof(T));
    if (table == nullptr) throw std::bad_alloc();
    return static_cast<T*>(table);
  }
  std::uint64_t size_ = 0;
  std::unique_ptr<T, Free> data_;
};

}  // namespace stalemate::sim
