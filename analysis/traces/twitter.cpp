// The format of Twitter's cache traces: time in s, key, key size, value size, client, operation, time to live.
// Promise: a key may hold commas: the first field and the last five are taken off, the rest is the key.
// Source: github.com/twitter/cache-trace. Departs: the size of an object is that of its key and its value.
#include "analysis/traces/fields.hpp"
#include "analysis/traces/line_format.hpp"
#include "analysis/traces/operations.hpp"

namespace stalemate::analysis::traces {
namespace {

class TwitterFormat final : public LineFormat {
 public:
  LineVerdict read(std::string_view line, std::vector<TraceRequest>& requests) override {
    if (line.empty()) return {LineVerdict::Kind::nothing};
    const auto stamp = read_stamp(take_field(line, ','), ns_per_s);
    std::int64_t ttl = 0, value_bytes = 0, key_bytes = 0;
    const bool has_ttl = read_count(take_last_field(line, ','), ttl);
    const std::string_view word = take_last_field(line, ',');
    take_last_field(line, ',');  // the client
    const bool has_value = read_count(take_last_field(line, ','), value_bytes) && value_bytes <= largest_size;
    const bool has_key = read_count(take_last_field(line, ','), key_bytes) && key_bytes <= largest_size;
    if (line.empty()) return LineVerdict::broken("fewer than 7 fields");
    if (!stamp) return LineVerdict::broken("the time is no number of seconds");
    if (!has_key || !has_value || !has_ttl) return LineVerdict::broken("a size or the time to live is no number");
    const Operation* const operation = find_operation(word);
    if (operation == nullptr) return {LineVerdict::Kind::neither};
    requests.push_back({stamp->ns, object_of(line), key_bytes + value_bytes, operation->writes, stamp->whole_second});
    return {};
  }
  TraceFacts facts() const override { return {.tells_writes = true, .is_text = true}; }
};

}  // namespace

std::unique_ptr<LineFormat> twitter_format() { return std::make_unique<TwitterFormat>(); }

}  // namespace stalemate::analysis::traces
