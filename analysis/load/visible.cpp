#include "analysis/load/visible.hpp"
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace stalemate::analysis::load {
namespace {

/// The code point at the front and its length; the length is 0 where the bytes are no UTF-8.
struct Decoded {
  std::uint32_t code = 0;
  std::size_t length = 0;
};

Decoded decode(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])); };
  const std::uint32_t lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t length = lead >= 0xF0 && lead < 0xF5   ? 4
                             : lead >= 0xE0 && lead < 0xF0 ? 3
                             : lead >= 0xC2 && lead < 0xE0 ? 2
                                                           : 0;
  if (length == 0 || text.size() < length) return {};
  std::uint32_t code = lead & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return {};
    code = code << 6U | (byte(i) & 0x3FU);
  }
  constexpr std::array<std::uint32_t, 5> least = {0, 0, 0x80, 0x800, 0x10000};
  const bool is_surrogate = code >= 0xD800 && code <= 0xDFFF;
  return code < least[length] || code > 0x10FFFF || is_surrogate ? Decoded{} : Decoded{code, length};
}

bool is_steering(std::uint32_t code) {
  const auto lies_in = [&](std::uint32_t low, std::uint32_t high) { return code >= low && code <= high; };
  return code < 0x20 || lies_in(0x7F, 0x9F) || code == 0xAD || code == 0x61C || lies_in(0x200B, 0x200F) ||
         lies_in(0x2028, 0x202E) || lies_in(0x2060, 0x206F) || code == 0xFEFF;
}

std::string escape(std::uint32_t code) {
  if (code == '\n') return "\\n";
  if (code == '\r') return "\\r";
  if (code == '\t') return "\\t";
  std::string text = "\\u0000";
  for (std::size_t i = 5; i > 1; --i, code >>= 4U) text[i] = "0123456789abcdef"[code & 15U];
  return text;
}

}  // namespace

std::string visible(std::string_view text) {
  std::string shown;
  while (!text.empty()) {
    const Decoded at = decode(text);
    const std::size_t length = std::max<std::size_t>(1, at.length);
    if (at.length == 0) {
      shown += "\xEF\xBF\xBD";
    } else {
      shown += is_steering(at.code) ? escape(at.code) : std::string(text.substr(0, length));
    }
    text.remove_prefix(length);
  }
  return shown;
}

}  // namespace stalemate::analysis::load
