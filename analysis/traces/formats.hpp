// The formats of traces, by name or recognised from what a file holds.
// Promise: a format that is not named is one that fits the first lines and the only one that does, or it is refused
// with the names of all; packed files are read like plain ones. Source: the formats are each in a file of their own.
#pragma once
#include <string>
#include <utility>
#include <variant>
#include <vector>
#include "analysis/traces/line_format.hpp"
#include "analysis/traces/reader.hpp"

namespace stalemate::analysis::traces {

struct FormatFact {
  std::string name;
  std::string doc;
};
const std::vector<FormatFact>& trace_formats();
/// "oracle-general, twitter, ..."
std::string names_of_formats();

/// How a trace is to be read.
struct TraceChoice {
  std::string format;                                        ///< Empty: recognised.
  std::vector<std::pair<std::string, std::string>> columns;  ///< time, key, op, size: a column; unit: s, ms, us or ns.
};

std::variant<Columns, TraceError> read_columns(const std::vector<std::pair<std::string, std::string>>& columns);
/// `name` begins the error messages.
OpenedTrace read_trace(std::unique_ptr<ByteSource> source, const std::string& name, const TraceChoice& choice = {});
OpenedTrace open_trace(const std::string& path, const TraceChoice& choice = {});

}  // namespace stalemate::analysis::traces
