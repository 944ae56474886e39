// Which recorded operations read and which write: one table for all formats that name them.
// Promise: case does not matter; what is not listed neither reads nor writes a value, and is counted as such.
// Source: the memcached protocol, the commands of Redis 7, RFC 9110 (methods), the operations of CacheLib's traces.
// Departs: what reads and writes at once (GETSET, INCR, LPOP) is a write; what only touches a time to live is neither.
#pragma once
#include <cstdint>
#include <string_view>

namespace stalemate::analysis::traces {

struct Operation {
  /// Which arguments of a Redis command are keys.
  enum class Keys : std::uint8_t { first, all, every_other };
  std::string_view word;  ///< In capitals.
  bool writes = false;
  Keys keys = Keys::first;
};

/// Null: it neither reads nor writes.
const Operation* find_operation(std::string_view word);

}  // namespace stalemate::analysis::traces
