// Coroutine frames from free lists by size class.
// Promise: a frame costs a few instructions; memory goes back to the system when the thread ends.
// Source: segregated free lists (Wilson et al. 1995). Departs: one list a thread, since a world runs on one thread; the
// pool recycles memory and holds no state that a result could see.
#pragma once
#include <cstddef>
#include <new>

namespace stalemate::sim {

class FramePool {
 public:
  static void* allocate(std::size_t size) {
    const std::size_t bucket = bucket_of(size);
    if (bucket >= buckets || heads[bucket] == nullptr) return allocate_new(bucket, size);
    Block* block = heads[bucket];
    heads[bucket] = block->next;
    return block;
  }

  static void release(void* frame, std::size_t size) {
    const std::size_t bucket = bucket_of(size);
    if (bucket >= buckets) return ::operator delete(frame);
    heads[bucket] = new (frame) Block{heads[bucket]};
  }

 private:
  static constexpr std::size_t granule = 32;
  static constexpr std::size_t buckets = 64;
  struct Block {
    Block* next;
  };
  struct Cleaner {
    ~Cleaner() {
      for (Block*& head : heads)
        while (head != nullptr) {
          Block* block = head;
          head = block->next;
          ::operator delete(block);
        }
    }
  };
  static std::size_t bucket_of(std::size_t size) { return (size - 1) / granule; }
  [[gnu::noinline]] static void* allocate_new(std::size_t bucket, std::size_t size) {
    static thread_local Cleaner cleaner;  // made with the first block, so that it ends after the last is back
    (void)cleaner;
    return ::operator new(bucket >= buckets ? size : (bucket + 1) * granule);
  }

  // Plain pointers, so that an access needs no guard.
  static inline constinit thread_local Block* heads[buckets] = {};
};

/// Base of every promise: its coroutine's frame comes from the pool.
struct PooledFrame {
  static void* operator new(std::size_t size) { return FramePool::allocate(size); }
  static void operator delete(void* frame, std::size_t size) { FramePool::release(frame, size); }
};

}  // namespace stalemate::sim
