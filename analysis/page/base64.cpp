#include "analysis/page/base64.hpp"
#include <cstdint>

namespace stalemate::analysis::page {
namespace {

constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::uint32_t byte_at(std::string_view bytes, std::size_t at) {
  return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0U;
}

}  // namespace

std::string base64(std::string_view bytes) {
  std::string text;
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::uint32_t three = byte_at(bytes, at) << 16U | byte_at(bytes, at + 1) << 8U | byte_at(bytes, at + 2);
    for (std::size_t i = 0; i < 4; ++i)
      text += at + i <= bytes.size() ? letters[three >> (18U - 6U * i) & 63U] : '=';
  }
  return text;
}

std::optional<std::string> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  const std::size_t size = text.size() - (text.ends_with("==") ? 2U : text.ends_with("=") ? 1U : 0U);
  std::string bytes;
  std::uint32_t bits = 0;
  for (std::size_t at = 0; at < size; ++at) {
    const std::size_t value = letters.find(text[at]);
    if (value == std::string_view::npos) return std::nullopt;
    bits = bits << 6U | static_cast<std::uint32_t>(value);
    if (at % 4 != 0) bytes += static_cast<char>(bits >> (6U - 2U * (at % 4)) & 255U);
  }
  return bytes;
}

}  // namespace stalemate::analysis::page
