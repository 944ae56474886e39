// Whether the tests run under the address sanitizer, where all takes ten times as long.
// Promise: known to the compiler.
// Source: g++ and clang tell it in ways of their own.
#pragma once

namespace stalemate::tests {

#if defined(__SANITIZE_ADDRESS__)
inline constexpr bool is_sanitized = true;
#elif defined(__has_feature)
inline constexpr bool is_sanitized = __has_feature(address_sanitizer);
#else
inline constexpr bool is_sanitized = false;
#endif

}  // namespace stalemate::tests
