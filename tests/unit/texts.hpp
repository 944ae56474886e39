// What tests ask of a text.
// Promise: a failed check shows the text and what was wanted.
// Source: none.
#pragma once
#include <catch2/catch.hpp>
#include <string>

namespace texts {

inline bool holds(const std::string& text, const std::string& part) {
  UNSCOPED_INFO(text);
  return text.find(part) != std::string::npos;
}

inline std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

/// The text has this line, or a line that ends so.
inline void check_line(const std::string& text, const std::string& line) {
  INFO(text);
  INFO("wanted: " << line);
  CHECK(text.find(line + "\n") != std::string::npos);
}

}  // namespace texts
