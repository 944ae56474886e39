#include "analysis/load/axis.hpp"
#include <algorithm>
#include <charconv>
#include <cmath>
#include "analysis/load/nearest.hpp"
#include "analysis/load/path.hpp"
#include "sim/math.hpp"

namespace stalemate::analysis::load {
namespace {

constexpr std::int64_t values_at_most = 100'000;
constexpr int usual_digits = 3, digits_at_most = 12;

/// Parts between commas that stand in no quotes and no brackets.
std::vector<std::string_view> list_of_values(std::string_view text) {
  std::vector<std::string_view> parts;
  std::size_t from = 0;
  int depth = 0;
  bool is_quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (is_quoted && c == '\\') ++i;
    else if (c == '"') is_quoted = !is_quoted;
    else if (is_quoted) continue;
    else if (c == '[' || c == '{') ++depth;
    else if (c == ']' || c == '}') --depth;
    else if (c == ',' && depth == 0) {
      parts.push_back(text.substr(from, i - from));
      from = i + 1;
    }
  }
  parts.push_back(text.substr(from));
  return parts;
}

std::optional<std::int64_t> count_of_values(std::string_view text) {
  std::int64_t count = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, count);
  if (error != std::errc{} || stop != end || count < 2 || count > values_at_most) return std::nullopt;
  return count;
}

constexpr const char* axis_forms = "write PATH=FROM..TO:linear:N, PATH=FROM..TO:log:N, or values as PATH=A,B,C";

}  // namespace

const char* name_of(Axis::Scale scale) {
  return scale == Axis::Scale::words ? "list" : scale == Axis::Scale::log ? "log" : "linear";
}

std::variant<Axis, std::string> Axis::of_word(const Node& document, std::string_view word, bool is_drawn) {
  const auto parts = split_assignment(word);
  if (!parts || parts->second.empty()) return in_quotes(word) + " has no values; " + axis_forms;
  PathError why;
  const auto path = parse_path(parts->first, &why);
  if (!path) return in_quotes(parts->first) + " is not a path: " + why.message;
  Axis axis;
  axis.path_ = print(*path);
  const std::string_view values = parts->second;
  const bool is_range = values.find("..") != std::string_view::npos && list_of_values(values).size() == 1;
  std::string trouble;
  if (is_range) {
    const std::size_t first = std::min(values.find(':'), values.size());
    const std::size_t second = std::min(values.find(':', first + 1), values.size());
    const std::string turned = std::string(parts->first) + "=" + std::string(values.substr(0, first));
    auto dial = Dial::of_word(document, turned);
    if (auto* const no_dial = std::get_if<std::string>(&dial)) return std::move(*no_dial);
    axis.dial_ = std::move(std::get<Dial>(dial));
    std::string_view scale = first < values.size() ? values.substr(first + 1, second - first - 1) : "";
    std::string_view count = second < values.size() ? values.substr(second + 1) : "";
    if (!is_drawn && count.empty()) return in_quotes(values) + " does not say how many values; " + axis_forms;
    if (is_drawn && scale.empty()) scale = "linear";
    if (is_drawn && count.empty()) count = "2";
    trouble = axis.add_range(scale, count);
  } else {
    trouble = axis.add_list(values);
  }
  if (!trouble.empty()) return trouble;
  return axis;
}

std::string Axis::add_range(std::string_view scale, std::string_view count) {
  if (scale != "log" && scale != "linear")
    return in_quotes(scale) + " is no scale; " + mend_for(scale, {"log", "linear"});
  scale_ = scale == "log" ? Scale::log : Scale::linear;
  const auto wanted = count_of_values(count);
  if (!wanted) return in_quotes(count) + " is no number of values from 2 to " + std::to_string(values_at_most);
  if (scale_ == Scale::log && dial_.value().range().least <= 0)
    return path_ + ": a logarithmic range does not begin at 0; begin above it, or take linear";
  int digits = usual_digits;
  while (!take_values(*wanted, digits) && digits < digits_at_most) ++digits;
  return "";
}

/// Whether they are as many as wanted; of whole numbers there may be fewer.
bool Axis::take_values(std::int64_t wanted, int digits) {
  values_.clear();
  for (std::int64_t i = 0; i < wanted; ++i) {
    AxisValue value = of_range(static_cast<double>(i) / static_cast<double>(wanted - 1), digits);
    if (values_.empty() || values_.back().text != value.text) values_.push_back(std::move(value));
  }
  return static_cast<std::int64_t>(values_.size()) == wanted;
}

std::string Axis::add_list(std::string_view text) {
  scale_ = Scale::words;
  bool are_quantities = true;
  std::vector<double> positions;
  for (const std::string_view each : list_of_values(text)) {
    if (each.empty()) return in_quotes(text) + " has an empty value; " + axis_forms;
    const auto is_it = [&](const AxisValue& value) { return value.text == each; };
    if (std::any_of(values_.begin(), values_.end(), is_it)) return in_quotes(each) + " is given twice";
    const auto quantity = Quantity::read(each);
    are_quantities &= quantity.has_value();
    positions.push_back(quantity ? quantity->value : 0);
    values_.push_back({std::string(each), static_cast<double>(values_.size())});
  }
  if (are_quantities)
    for (std::size_t i = 0; i < values_.size(); ++i) values_[i].position = positions[i];
  return "";
}

AxisValue Axis::of_range(double share, int digits) const {
  const Dial& dial = dial_.value();
  const DialRange& range = dial.range();
  double at = range.least + share * (range.most - range.least);
  const double from = scale_ == Scale::log ? sim::math::log(range.least) : 0;
  if (scale_ == Scale::log)
    at = sim::math::exp(from + share * (sim::math::log(range.most) - from));
  if (share <= 0) at = range.least;
  else if (share >= 1) at = range.most;
  else at = short_value(at, digits);
  if (range.is_whole) at = std::round(at);
  at = std::clamp(at, range.least, range.most);
  return {dial.text_at(at), at};
}

AxisValue Axis::at(double share) const {
  if (scale_ != Scale::words) return of_range(share, usual_digits);
  const auto place = static_cast<std::size_t>(share * static_cast<double>(values_.size()));
  return values_[std::min(place, values_.size() - 1)];
}

std::string Axis::set(const AxisValue& value) const { return path_ + "=" + value.text; }

}  // namespace stalemate::analysis::load
