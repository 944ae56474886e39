// Sixty-four bits as people compare them: 16 hexadecimal digits.
// Promise: lower case, always 16 of them.
// Source: the digest of this project's results.
#pragma once
#include <cstdint>
#include <string>

namespace stalemate::analysis::load {

inline std::string hexadecimal(std::uint64_t value) {
  std::string text(16, '0');
  for (auto digit = text.rbegin(); digit != text.rend(); ++digit, value >>= 4U)
    *digit = "0123456789abcdef"[value & 15U];
  return text;
}

}  // namespace stalemate::analysis::load
