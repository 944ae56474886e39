// Base64, for bytes that travel inside a page.
// Promise: what was encoded is decoded byte for byte; what is no Base64 is none.
// Source: RFC 4648, section 4.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace stalemate::analysis::page {

std::string base64(std::string_view bytes);
std::optional<std::string> from_base64(std::string_view text);

}  // namespace stalemate::analysis::page
