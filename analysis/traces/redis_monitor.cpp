// What `redis-cli MONITOR` prints: 1795529388.855527 [0 127.0.0.1:57148] "set" "user:1" "hello"
// Promise: a command of several keys is a request a key; equal keys of two databases are two objects; keys are compared
// in their escaped form, which is one for one. The line OK is no request.
// Source: the MONITOR command of Redis 7. Departs: values are not read, so that a trace of it has no sizes.
#include "analysis/traces/fields.hpp"
#include "analysis/traces/line_format.hpp"
#include "analysis/traces/operations.hpp"

namespace stalemate::analysis::traces {
namespace {

/// Takes one "text" with C escapes off the front, with the blank behind it.
bool take_quoted(std::string_view& rest, std::string_view& text) {
  if (!rest.starts_with('"')) return false;
  for (std::size_t i = 1; i < rest.size(); ++i) {
    if (rest[i] == '\\') {
      ++i;
    } else if (rest[i] == '"') {
      text = rest.substr(1, i - 1);
      rest.remove_prefix(i + 1);
      if (rest.starts_with(' ')) rest.remove_prefix(1);
      return true;
    }
  }
  return false;
}

class RedisMonitorFormat final : public LineFormat {
 public:
  LineVerdict read(std::string_view line, std::vector<TraceRequest>& requests) override {
    if (line.empty() || line == "OK") return {LineVerdict::Kind::nothing};
    const auto stamp = read_stamp(take_field(line, ' '), ns_per_s);
    if (!stamp) return LineVerdict::broken("the time is no number of seconds");
    const std::size_t client_end = line.find("] \"");
    std::int64_t database = 0;
    std::string_view client = line.substr(0, client_end), word;
    if (client_end == std::string_view::npos || !client.starts_with('[')) return LineVerdict::broken("no [client]");
    client.remove_prefix(1);
    if (!read_count(take_field(client, ' '), database)) return LineVerdict::broken("no number of a database");
    line.remove_prefix(client_end + 2);
    if (!take_quoted(line, word)) return LineVerdict::broken("a quote does not close");
    const Operation* const operation = find_operation(word);
    if (operation == nullptr) return {LineVerdict::Kind::neither};
    return read_keys(line, *operation, {stamp->ns, static_cast<std::uint64_t>(database), 0, operation->writes},
                     requests);
  }
  TraceFacts facts() const override { return {.has_sizes = false, .tells_writes = true, .is_text = true}; }

 private:
  /// `request` holds the database in the place of the object.
  static LineVerdict read_keys(std::string_view rest, const Operation& operation, TraceRequest request,
                               std::vector<TraceRequest>& requests) {
    const std::uint64_t database = request.object;
    if (rest.empty()) return LineVerdict::broken("a command without its key");
    for (int argument = 0; !rest.empty(); ++argument) {
      std::string_view text;
      if (!take_quoted(rest, text)) return LineVerdict::broken("a quote does not close");
      if (operation.keys == Operation::Keys::first && argument > 0) break;
      if (operation.keys == Operation::Keys::every_other && argument % 2 == 1) continue;
      request.object = object_of(text, database);
      requests.push_back(request);
    }
    return {};
  }
};

}  // namespace

std::unique_ptr<LineFormat> redis_monitor_format() { return std::make_unique<RedisMonitorFormat>(); }

}  // namespace stalemate::analysis::traces
