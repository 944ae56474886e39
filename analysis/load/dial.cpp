#include "analysis/load/dial.hpp"
#include <algorithm>
#include <charconv>
#include <cmath>
#include "analysis/load/nearest.hpp"
#include "analysis/load/path.hpp"
#include "models/options/quantity.hpp"

namespace stalemate::analysis::load {
namespace {

using Unit = Quantity::Unit;
namespace options = models::options;

constexpr double usual_spread = 64;  ///< How far the usual range goes from what is written, both ways.
constexpr double load_spread = 16;
constexpr double ns_a_second = 1e9;

/// {"value": ..., "guess": true} as well.
const Node* bare(const Node* node) {
  const Node* const inner = node == nullptr ? nullptr : node->get("value");
  return inner == nullptr ? node : inner;
}

struct Ends {
  Quantity from, to;
};

/// "1s..10m"
std::optional<Ends> ends_of(std::string_view text) {
  const std::size_t dots = text.find("..");
  if (dots == std::string_view::npos) return std::nullopt;
  const auto from = Quantity::read(text.substr(0, dots));
  const auto to = Quantity::read(text.substr(dots + 2));
  if (!from || !to || from->value >= to->value || from->value < 0) return std::nullopt;
  const bool is_bare_zero = from->value == 0 && from->unit == Unit::count;
  const bool are_bare = from->unit >= Unit::count && to->unit >= Unit::count;
  if (from->unit != to->unit && !is_bare_zero && !are_bare) return std::nullopt;
  return Ends{*from, *to};
}

DialRange range_around(const Quantity& quantity) {
  DialRange range{short_value(quantity.value / usual_spread), short_value(quantity.value * usual_spread),
                  quantity.is_whole()};
  if (range.is_whole) range = {std::max(1.0, std::floor(range.least)), std::ceil(range.most), true};
  if (quantity.unit == Unit::ratio) range.most = std::min(range.most, 1.0);
  return range;
}

}  // namespace

std::string shortest_text(double value) {
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
  return {buffer, end};
}

double short_value(double value, int digits) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, value, std::chars_format::scientific, digits - 1).ptr;
  std::from_chars(text, end, value);
  return value;
}

std::optional<Quantity> Quantity::read(std::string_view text) {
  if (const auto duration = options::read_duration(text)) return Quantity{Unit::duration, sim::seconds(*duration)};
  if (const auto bytes = options::read_bytes(text)) return Quantity{Unit::bytes, static_cast<double>(*bytes)};
  if (const auto rate = options::read_rate_per_s(text)) return Quantity{Unit::rate, *rate};
  if (const auto bandwidth = options::read_bandwidth(text)) return Quantity{Unit::bandwidth, *bandwidth};
  if (const auto count = options::read_count(text)) return Quantity{Unit::count, static_cast<double>(*count)};
  const auto ratio = options::read_ratio(text);
  if (ratio) return Quantity{text.ends_with('%') ? Unit::ratio : Unit::number, *ratio};
  double number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stop != end || !std::isfinite(number)) return std::nullopt;
  return Quantity{Unit::number, number};
}

std::optional<Quantity> Quantity::of(const Node& node) {
  const Node& value = *bare(&node);
  if (value.is(Kind::integer)) return Quantity{Unit::count, static_cast<double>(value.integer)};
  if (value.is(Kind::number)) return Quantity{Unit::number, value.number};
  return value.is(Kind::text) ? read(value.text) : std::nullopt;
}

std::string Quantity::text() const {
  switch (unit) {
    case Unit::duration: return options::write_duration(sim::Duration{std::llround(value * ns_a_second)});
    case Unit::bytes: return options::write_bytes(std::llround(value));
    case Unit::rate: return shortest_text(value) + "/s";
    case Unit::bandwidth: return options::write_bandwidth(value);
    case Unit::count: return std::to_string(std::llround(value));
    case Unit::ratio:
    case Unit::number: break;
  }
  return shortest_text(value);
}

std::variant<Dial, std::string> Dial::of_word(const Node& document, std::string_view word) {
  const auto parts = split_assignment(word);
  const std::string_view path_text = parts ? parts->first : word;
  PathError why;
  const auto typed = parse_path(path_text, &why);
  if (!typed) return in_quotes(path_text) + " is not a path: " + why.message;
  const Path path = with_numbers(document, *typed);
  const Node* const node = find(document, path);
  const auto written = node == nullptr ? std::nullopt : Quantity::of(*node);
  const auto ends = parts ? ends_of(parts->second) : std::nullopt;
  if (parts && !ends) return in_quotes(parts->second) + " is no range; write FROM..TO, as 1s..10m, the less first";
  if (node != nullptr && !written) return print(*typed) + " is " + excerpt(*node) + ", not a quantity to be turned";
  if (!written && !ends) {
    const auto near = nearest_path(document, *typed);
    return print(*typed) + " is not written in the scenario" +
           (near ? "; did you mean " + *near + "?" : "; give it a range, as " + print(*typed) + "=FROM..TO");
  }
  if (written && !ends && written->value <= 0)
    return print(*typed) + " is " + written->text() + "; give it a range, as " + print(*typed) + "=FROM..TO";
  Dial dial;
  dial.name_ = print(*typed);
  Quantity at_rest = ends ? ends->to : *written;
  if (written && written->unit <= Unit::bandwidth) at_rest.unit = written->unit;
  const bool is_wrapped = node != nullptr && node->get("value") != nullptr;
  dial.turned_ = {{is_wrapped ? join(dial.name_, "value") : dial.name_, at_rest}};
  if (written) dial.position_ = written->value;
  dial.range_ = ends ? DialRange{ends->from.value, ends->to.value, at_rest.is_whole()} : range_around(*written);
  return dial;
}

void Dial::turn_all(const Node& node, const std::string& path) {
  if (node.get("value") != nullptr) return turn_all(*node.get("value"), join(path, "value"));
  if (const auto quantity = Quantity::of(node); quantity && quantity->value > 0) turned_.push_back({path, *quantity});
  for (const Member& member : node.members) turn_all(member.value, join(path, member.key));
}

std::variant<Dial, std::string> Dial::of_factor(const Node& document, const std::string& path) {
  const auto parsed = parse_path(path);
  const Node* const node = parsed ? find(document, *parsed) : nullptr;
  Dial dial;
  dial.name_ = path;
  dial.is_factor_ = true;
  dial.position_ = 1;
  dial.range_ = {0.5, 2, false};
  if (node != nullptr) dial.turn_all(*node, path);
  if (!dial.turned_.empty()) return dial;
  const std::string value = node == nullptr ? "not written" : excerpt(*bare(node));
  return "it is " + value + ", which has no half and no double";
}

std::variant<Dial, std::string> Dial::of_load(const Node& document) {
  Dial dial;
  dial.name_ = "the load";
  dial.is_factor_ = true;
  dial.position_ = 1;
  dial.range_ = {1 / load_spread, load_spread, false};
  const Node* const loads = document.get("load");
  for (std::size_t i = 0; loads != nullptr && i < loads->items.size(); ++i)
    for (const char* key : {"rate", "users"})
      if (const Node* const node = loads->items[i].get(key))
        dial.turn_all(*node, join(join("load", static_cast<std::int64_t>(i)), key));
  if (dial.turned_.empty()) return std::string("no load has a rate or users that could be turned up");
  return dial;
}

double Dial::turned(const Quantity& at_rest, double position) const {
  if (!is_factor_) return position;
  const double value = at_rest.value * position;
  if (at_rest.unit == Unit::ratio) return std::min(value, 1.0);
  return at_rest.is_whole() ? std::max(1.0, std::round(value)) : value;
}

std::vector<std::string> Dial::sets_at(double position) const {
  std::vector<std::string> sets;
  for (const Turned& each : turned_)
    sets.push_back(each.path + "=" + Quantity{each.at_rest.unit, turned(each.at_rest, position)}.text());
  return sets;
}

std::string Dial::text_at(double position) const {
  if (turned_.size() > 1) return "x " + shortest_text(position);
  return Quantity{turned_.front().at_rest.unit, turned(turned_.front().at_rest, position)}.text();
}

}  // namespace stalemate::analysis::load
