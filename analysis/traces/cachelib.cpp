// The format of Meta's CacheLib key-value traces: CSV whose header names the columns.
// Promise: key, op and one of op_time and op_count are needed, size and key_size are read if they are there; a row
// stands for op_count requests. A file without a header has the columns op_time,key,key_size,op,op_count,size.
// Source: cachelib.org, "Evaluating SSD hardware for Facebook workloads". Departs: the size is that of key and value.
#include <algorithm>
#include "analysis/traces/fields.hpp"
#include "analysis/traces/line_format.hpp"
#include "analysis/traces/operations.hpp"

namespace stalemate::analysis::traces {
namespace {

constexpr std::int64_t most_repeats = 1'000'000;

class CachelibFormat final : public LineFormat {
 public:
  LineVerdict read(std::string_view line, std::vector<TraceRequest>& requests) override {
    if (line.empty()) return {LineVerdict::Kind::nothing};
    splitter_.split(line, ',');
    if (is_first_ && read_header()) return {LineVerdict::Kind::nothing};
    is_first_ = false;
    return read_row(requests);
  }
  TraceFacts facts() const override {
    return {.has_times = time_ != absent, .has_sizes = size_ != absent, .tells_writes = true, .is_text = true};
  }

 private:
  bool read_header() {
    is_first_ = false;
    const auto& names = splitter_.fields();
    const auto column = [&](std::string_view name) {
      const auto found = std::find(names.begin(), names.end(), name);
      return found == names.end() ? absent : static_cast<int>(found - names.begin());
    };
    const bool is_its_own = column("op_time") != absent || column("op_count") != absent;
    if (column("key") == absent || column("op") == absent || !is_its_own) return false;
    time_ = column("op_time");
    key_ = column("key");
    key_size_ = column("key_size");
    op_ = column("op");
    count_ = column("op_count");
    size_ = column("size");
    return true;
  }

  std::string_view at(int column) const {
    const auto& fields = splitter_.fields();
    const auto index = static_cast<std::size_t>(column);
    return column == absent || index >= fields.size() ? std::string_view() : fields[index];
  }

  bool read_number(int column, std::int64_t most, std::int64_t& number) const {
    return column == absent || (read_count(at(column), number) && number <= most);
  }

  LineVerdict read_row(std::vector<TraceRequest>& requests) const {
    const auto last = static_cast<std::size_t>(std::max({time_, key_, key_size_, op_, count_, size_}));
    if (splitter_.fields().size() <= last) return LineVerdict::broken("fewer fields than columns");
    const auto stamp = time_ == absent ? std::optional(Stamp{}) : read_stamp(at(time_), ns_per_s);
    std::int64_t key_bytes = 0, value_bytes = 0, times = 1;
    if (!stamp) return LineVerdict::broken("op_time is no number of seconds");
    if (at(key_).empty()) return LineVerdict::broken("the key is empty");
    if (!read_number(key_size_, largest_size, key_bytes) || !read_number(size_, largest_size, value_bytes))
      return LineVerdict::broken("a size is no number");
    if (!read_number(count_, most_repeats, times) || times == 0)
      return LineVerdict::broken("op_count is no number from 1 to 1000000");
    const Operation* const operation = find_operation(at(op_));
    if (operation == nullptr) return {LineVerdict::Kind::neither};
    requests.push_back(
        {stamp->ns, object_of(at(key_)), key_bytes + value_bytes, operation->writes, stamp->whole_second});
    return {.times = times};
  }

  FieldSplitter splitter_;
  bool is_first_ = true;
  int time_ = 0, key_ = 1, key_size_ = 2, op_ = 3, count_ = 4, size_ = 5;
};

}  // namespace

std::unique_ptr<LineFormat> cachelib_format() { return std::make_unique<CachelibFormat>(); }

}  // namespace stalemate::analysis::traces
