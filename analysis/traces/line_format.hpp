// What a text format is: the requests of one line.
// Promise: a format reads no more than the line it is given, and remembers no more than its header.
// Source: none; the formats are each in a file of their own.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
#include "analysis/traces/reader.hpp"

namespace stalemate::analysis::traces {

/// What a line turned out to be.
struct LineVerdict {
  enum class Kind : std::uint8_t {
    requests,  ///< It gave requests, each `times` times.
    nothing,   ///< A header, a comment, an empty line.
    neither,   ///< An operation that neither reads nor writes.
    broken,    ///< `why` says it.
    hopeless   ///< The trace cannot be read at all; `why` says it.
  };
  Kind kind = Kind::requests;
  std::string why = {};
  std::int64_t times = 1;

  static LineVerdict broken(std::string why) { return {Kind::broken, std::move(why)}; }
};

class LineFormat {
 public:
  virtual ~LineFormat() = default;
  /// Appends the requests of the line.
  virtual LineVerdict read(std::string_view line, std::vector<TraceRequest>& requests) = 0;
  virtual TraceFacts facts() const = 0;
};

/// Columns of a CSV file by name; an empty name is found by the usual names.
struct Columns {
  std::string time;
  std::string key;
  std::string op;
  std::string size;
  std::int64_t unit_ns = 1'000'000'000;  ///< Of a time that is a number.
};

std::unique_ptr<LineFormat> twitter_format();                    // twitter.cpp
std::unique_ptr<LineFormat> cachelib_format();                   // cachelib.cpp
std::unique_ptr<LineFormat> redis_monitor_format();              // redis_monitor.cpp
std::unique_ptr<LineFormat> nginx_log_format();                  // nginx_log.cpp
std::unique_ptr<LineFormat> csv_format(const Columns& columns);  // csv.cpp

}  // namespace stalemate::analysis::traces
