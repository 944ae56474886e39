// CSV with a header: any file that has a column of keys, and perhaps of times, operations and sizes.
// Promise: columns are those named, else those with a usual name, whatever their case; commas, semicolons or tabs, as
// the header has them; lines that begin with # are comments. Without operations the trace does not tell reads from
// writes. Source: RFC 4180. Departs: a quoted field holds no line break; a time is a number or an ISO 8601 date.
#include <algorithm>
#include <array>
#include <span>
#include "analysis/traces/fields.hpp"
#include "analysis/traces/line_format.hpp"
#include "analysis/traces/operations.hpp"

namespace stalemate::analysis::traces {
namespace {

constexpr std::array<std::string_view, 5> usual_times = {"time", "timestamp", "ts", "op_time", "date"};
constexpr std::array<std::string_view, 9> usual_keys = {"key",       "object",   "obj_id", "object_id", "id",
                                                        "cache_key", "cachekey", "url",    "path"};
constexpr std::array<std::string_view, 7> usual_ops = {"op",   "operation", "method", "command",
                                                       "verb", "type",      "optype"};
constexpr std::array<std::string_view, 6> usual_sizes = {"size",       "bytes",      "object_size",
                                                         "objectsize", "value_size", "obj_size"};

class CsvFormat final : public LineFormat {
 public:
  explicit CsvFormat(const Columns& columns) : columns_(columns) {}

  LineVerdict read(std::string_view line, std::vector<TraceRequest>& requests) override {
    if (line.empty() || line.starts_with('#')) return {LineVerdict::Kind::nothing};
    if (!has_header_) return read_header(line);
    if (!splitter_.split(line, separator_)) return LineVerdict::broken("a quote does not close before a separator");
    return read_row(requests);
  }
  TraceFacts facts() const override {
    return {.has_times = time_ != absent, .has_sizes = size_ != absent, .tells_writes = op_ != absent, .is_text = true};
  }

 private:
  LineVerdict read_header(std::string_view line) {
    has_header_ = true;
    const auto is_in = [&](char c) { return line.find(c) != std::string_view::npos; };
    separator_ = is_in('\t') ? '\t' : is_in(';') ? ';' : ',';
    if (!splitter_.split(line, separator_)) return hopeless("the header has a quote that does not close");
    time_ = column(columns_.time, usual_times);
    key_ = column(columns_.key, usual_keys);
    op_ = column(columns_.op, usual_ops);
    size_ = column(columns_.size, usual_sizes);
    if (key_ == absent && columns_.key.empty()) return hopeless("no column is called key; name it with key=COLUMN");
    for (const auto& [name, found] : {std::pair(&columns_.time, time_), std::pair(&columns_.key, key_),
                                      std::pair(&columns_.op, op_), std::pair(&columns_.size, size_)})
      if (found == absent && !name->empty()) return hopeless("the header has no column " + *name);
    return {LineVerdict::Kind::nothing};
  }

  LineVerdict hopeless(const std::string& why) const { return {LineVerdict::Kind::hopeless, why}; }

  /// A name that was given is taken as it stands; the usual ones in any case, the first of the list that is there.
  int column(const std::string& name, std::span<const std::string_view> usual) const {
    const auto& names = splitter_.fields();
    const auto index = [&](auto&& is_it) {
      const auto found = std::find_if(names.begin(), names.end(), is_it);
      return found == names.end() ? absent : static_cast<int>(found - names.begin());
    };
    if (!name.empty()) return index([&](std::string_view each) { return each == name; });
    for (const std::string_view wanted : usual) {
      const int found = index([&](std::string_view each) { return lower(each) == wanted; });
      if (found != absent) return found;
    }
    return absent;
  }

  std::string_view at(int column) const { return splitter_.fields()[static_cast<std::size_t>(column)]; }

  std::optional<Stamp> time() const {
    if (time_ == absent) return Stamp{};
    const auto stamp = read_stamp(at(time_), columns_.unit_ns);
    return stamp ? stamp : read_iso_date(at(time_));
  }

  LineVerdict read_row(std::vector<TraceRequest>& requests) const {
    const auto last = static_cast<std::size_t>(std::max({time_, key_, op_, size_}));
    if (splitter_.fields().size() <= last) return LineVerdict::broken("fewer fields than columns");
    const auto stamp = time();
    std::int64_t bytes = 0;
    if (!stamp)
      return LineVerdict::broken(
          "the time is neither a number of seconds in range nor an ISO 8601 date (milliseconds: unit=ms)");
    if (at(key_).empty()) return LineVerdict::broken("the key is empty");
    if (size_ != absent && !(read_count(at(size_), bytes) && bytes <= largest_size))
      return LineVerdict::broken("the size is no number");
    const Operation* const operation = op_ == absent ? nullptr : find_operation(at(op_));
    if (op_ != absent && operation == nullptr) return {LineVerdict::Kind::neither};
    const bool writes = operation != nullptr && operation->writes;
    requests.push_back({stamp->ns, object_of(at(key_)), bytes, writes, stamp->whole_second});
    return {};
  }

  Columns columns_;
  FieldSplitter splitter_;
  bool has_header_ = false;
  char separator_ = ',';
  int time_ = absent, key_ = absent, op_ = absent, size_ = absent;
};

}  // namespace

std::unique_ptr<LineFormat> csv_format(const Columns& columns) { return std::make_unique<CsvFormat>(columns); }

}  // namespace stalemate::analysis::traces
