#include "analysis/traces/formats.hpp"
#include <algorithm>
#include "analysis/traces/fields.hpp"
#include "analysis/traces/oracle_general.hpp"
#include "analysis/traces/text_reader.hpp"
#include "analysis/traces/unpack.hpp"

namespace stalemate::analysis::traces {
namespace {

constexpr std::size_t sample_bytes = std::size_t{1} << 16U;
constexpr int sample_lines = 100;
constexpr std::size_t next_at = 16;  // where in a record of oracleGeneral the next request stands
constexpr const char* binary_format = "oracle-general";
constexpr const char* csv_name = "csv";

std::unique_ptr<LineFormat> line_format(const std::string& name, const Columns& columns) {
  if (name == "twitter") return twitter_format();
  if (name == "cachelib") return cachelib_format();
  if (name == "redis-monitor") return redis_monitor_format();
  if (name == "nginx") return nginx_log_format();
  if (name == csv_name) return csv_format(columns);
  return nullptr;
}

bool is_text(std::string_view sample) {
  return std::none_of(sample.begin(), sample.end(), [](char c) { return c >= 0 && c < '\t'; });
}

std::string_view take_line(std::string_view& text) {
  std::string_view line = take_field(text, '\n');
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

/// Whether most lines of the sample are requests in this format.
bool fits(std::string_view sample, bool is_whole, LineFormat& format) {
  std::vector<TraceRequest> requests;
  int good = 0, bad = 0;
  if (sample.starts_with("\xEF\xBB\xBF")) sample.remove_prefix(3);
  for (int line = 0; line < sample_lines && !sample.empty(); ++line) {
    const bool is_cut = sample.find('\n') == std::string_view::npos && !is_whole;
    const std::string_view text = take_line(sample);
    if (is_cut) break;
    const LineVerdict::Kind kind = format.read(text, requests).kind;
    if (kind == LineVerdict::Kind::hopeless) return false;
    good += kind == LineVerdict::Kind::requests ? 1 : 0;
    bad += kind == LineVerdict::Kind::broken ? 1 : 0;
  }
  return good > 0 && good >= bad;
}

/// Whether the numbers of the next requests are such: random bytes have none that small.
bool looks_like_records(std::string_view sample) {
  constexpr std::int64_t farthest = std::int64_t{1} << 40;
  std::int64_t records = 0, sound = 0;
  for (; sample.size() >= record_bytes; sample.remove_prefix(record_bytes), ++records) {
    std::uint64_t next = 0;
    for (std::size_t i = 0; i < 8; ++i) next |= std::uint64_t{static_cast<unsigned char>(sample[next_at + i])} << 8 * i;
    sound += next + 1 <= static_cast<std::uint64_t>(farthest) ? 1 : 0;  // -1, none, is the largest of all
  }
  return sound * 10 >= records * 9;
}

std::vector<std::string> recognised(std::string_view sample, bool is_whole) {
  std::vector<std::string> names;
  if (!is_text(sample)) {
    if (looks_like_records(sample)) names.emplace_back(binary_format);
    return names;
  }
  for (const FormatFact& fact : trace_formats()) {
    const auto format = line_format(fact.name, {});
    const bool is_told_better = fact.name == csv_name && !names.empty();  // CacheLib's is CSV too
    if (format != nullptr && !is_told_better && fits(sample, is_whole, *format)) names.push_back(fact.name);
  }
  return names;
}

/// The name of the format, or why there is none.
std::variant<std::string, TraceError> format_of(PeekableSource& source, const std::string& name,
                                                const TraceChoice& choice) {
  const auto& known = trace_formats();
  const auto is_it = [&](const FormatFact& fact) { return fact.name == choice.format; };
  if (!choice.columns.empty() && !choice.format.empty() && choice.format != csv_name)
    return TraceError{"columns are named in a trace of the format csv only, not " + choice.format};
  if (!choice.format.empty() && std::any_of(known.begin(), known.end(), is_it)) return choice.format;
  if (!choice.format.empty())
    return TraceError{"there is no trace format '" + choice.format + "'; there are " + names_of_formats()};
  if (!choice.columns.empty()) return std::string(csv_name);
  const std::string_view sample = source.peek(sample_bytes);
  if (auto error = source.error(); error && sample.empty()) return std::move(*error);
  if (sample.empty()) return TraceError{name + ": is empty"};
  const auto names = recognised(sample, sample.size() < sample_bytes && !source.error());
  if (names.size() == 1) return names.front();
  return TraceError{name + ": its format cannot be told; name it with --trace-format: " + names_of_formats() +
                    ", or the columns of a CSV with --trace-columns time=...,key=...,op=...,unit=ms"};
}

}  // namespace

const std::vector<FormatFact>& trace_formats() {
  static const std::vector<FormatFact> formats = {
      {binary_format, "libCacheSim's oracleGeneral, records of 24 bytes; does not tell reads from writes"},
      {"twitter", "Twitter's cache traces, CSV of seven fields without a header"},
      {"cachelib", "Meta's CacheLib key-value traces, CSV whose header has key, op, and op_time or op_count"},
      {"redis-monitor", "what redis-cli MONITOR prints"},
      {"nginx", "an access log, common or combined, of nginx or Apache"},
      {csv_name, "CSV with a header that names a column key"}};
  return formats;
}

std::string names_of_formats() {
  std::string names;
  for (const FormatFact& fact : trace_formats()) names.append(names.empty() ? "" : ", ").append(fact.name);
  return names;
}

std::variant<Columns, TraceError> read_columns(const std::vector<std::pair<std::string, std::string>>& columns) {
  constexpr std::pair<std::string_view, std::int64_t> units[] = {
      {"s", 1'000'000'000}, {"ms", 1'000'000}, {"us", 1'000}, {"ns", 1}};
  Columns read;
  for (const auto& [role, word] : columns) {
    const auto unit = std::find_if(std::begin(units), std::end(units), [&](const auto& u) { return u.first == word; });
    if (word.empty()) return TraceError{"the column of " + role + " has no name"};
    if (role == "time") {
      read.time = word;
    } else if (role == "key") {
      read.key = word;
    } else if (role == "op") {
      read.op = word;
    } else if (role == "size") {
      read.size = word;
    } else if (role != "unit") {
      return TraceError{"there is no column role '" + role +
                        "'; there are time, key, op, size, and unit for the time's"};
    } else if (unit == std::end(units)) {
      return TraceError{"'" + word + "' is no unit of a time; there are s, ms, us and ns"};
    } else {
      read.unit_ns = unit->second;
    }
  }
  return read;
}

OpenedTrace read_trace(std::unique_ptr<ByteSource> source, const std::string& name, const TraceChoice& choice) {
  auto columns = read_columns(choice.columns);
  if (auto* const error = std::get_if<TraceError>(&columns)) return std::move(*error);
  auto bytes = std::make_unique<PeekableSource>(unpacked(std::move(source), name));
  auto format = format_of(*bytes, name, choice);
  if (auto* const error = std::get_if<TraceError>(&format)) return std::move(*error);
  auto lines = line_format(std::get<std::string>(format), std::get<Columns>(columns));
  if (lines == nullptr)
    return std::unique_ptr<TraceReader>(std::make_unique<OracleGeneralReader>(std::move(bytes), name));
  return std::unique_ptr<TraceReader>(std::make_unique<TextReader>(std::move(bytes), name, std::move(lines)));
}

OpenedTrace open_trace(const std::string& path, const TraceChoice& choice) {
  auto opened = open_file(path);
  if (auto* const error = std::get_if<TraceError>(&opened)) return std::move(*error);
  return read_trace(std::move(std::get<std::unique_ptr<ByteSource>>(opened)), path, choice);
}

}  // namespace stalemate::analysis::traces
