// Access logs of nginx and of what writes the same: the formats common and combined, and longer ones that begin so.
// Promise: the key is the target as it was asked for, query included; GET and HEAD read, POST, PUT, PATCH and DELETE
// write. A stamp of $msec in front, at the end or in the brackets is taken before the second of $time_local. Every
// status counts: a refused request was asked for too. Source: the modules ngx_http_log_module and mod_log_config.
// Departs: the size is $body_bytes_sent; times are those of the log, when a request ended.
#include "analysis/traces/fields.hpp"
#include "analysis/traces/line_format.hpp"
#include "analysis/traces/operations.hpp"

namespace stalemate::analysis::traces {
namespace {

constexpr std::size_t msec_length = 14;  // 1795529388.855
constexpr std::size_t msec_point = 10;

std::optional<Stamp> read_msec(std::string_view text) {
  if (text.size() != msec_length || text[msec_point] != '.') return std::nullopt;
  return read_stamp(text, ns_per_s);
}

std::optional<Stamp> read_bracket(std::string_view text) {
  if (const auto stamp = read_clf_date(text)) return stamp;
  if (const auto stamp = read_iso_date(text)) return stamp;
  return read_msec(text);
}

class NginxLogFormat final : public LineFormat {
 public:
  LineVerdict read(std::string_view line, std::vector<TraceRequest>& requests) override {
    if (line.empty()) return {LineVerdict::Kind::nothing};
    const auto stamp = read_time(line);
    if (!stamp) return LineVerdict::broken("no time that can be read");
    std::string_view rest = line;
    take_field(rest, '"');
    if (rest.empty()) return LineVerdict::broken("no \"request\"");
    std::string_view asked = take_field(rest, '"');
    std::int64_t status = 0, bytes = 0;
    take_field(rest, ' ');
    if (!read_count(take_field(rest, ' '), status)) return LineVerdict::broken("no status behind the request");
    const std::string_view sent = take_field(rest, ' ');
    if (!read_count(sent, bytes) && sent != "-") return LineVerdict::broken("no number of bytes behind the status");
    const Operation* const operation = find_operation(take_field(asked, ' '));
    const std::string_view target = take_field(asked, ' ');
    if (target.empty() || !asked.starts_with("HTTP/"))
      return LineVerdict::broken("the request is not METHOD TARGET HTTP/n");
    if (operation == nullptr) return {LineVerdict::Kind::neither};
    requests.push_back({stamp->ns, object_of(target), bytes, operation->writes, stamp->whole_second});
    return {};
  }
  TraceFacts facts() const override { return {.tells_writes = true, .is_text = true}; }

 private:
  static std::optional<Stamp> read_time(std::string_view line) {
    const std::size_t open = line.find('[');
    const std::size_t close = line.find(']', open == std::string_view::npos ? 0 : open);
    std::string_view first = line, last = line;
    if (const auto stamp = read_msec(take_field(first, ' '))) return stamp;
    if (const auto stamp = read_msec(take_last_field(last, ' '))) return stamp;
    if (open == std::string_view::npos || close == std::string_view::npos) return std::nullopt;
    return read_bracket(line.substr(open + 1, close - open - 1));
  }
};

}  // namespace

std::unique_ptr<LineFormat> nginx_log_format() { return std::make_unique<NginxLogFormat>(); }

}  // namespace stalemate::analysis::traces
