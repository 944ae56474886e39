#include "analysis/cli/moment.hpp"
#include <algorithm>
#include <string>
#include "models/options/quantity.hpp"

namespace stalemate::analysis::cli {
namespace {

using models::options::read_duration;

bool is_of_number(char c) { return (c >= '0' && c <= '9') || c == '.'; }

std::size_t length_of(std::string_view text, bool number) {
  const auto end = std::find_if(text.begin(), text.end(), [&](char c) { return is_of_number(c) != number; });
  return static_cast<std::size_t>(end - text.begin());
}

/// "4m12s", each unit once or more.
std::optional<sim::Duration> sum_of_units(std::string_view text) {
  sim::Duration sum{};
  while (!text.empty()) {
    const std::size_t digits = length_of(text, true);
    const std::size_t length = digits + length_of(text.substr(digits), false);
    const auto part = read_duration(text.substr(0, length));
    if (!part || __builtin_add_overflow(sum.ns, part->ns, &sum.ns)) return std::nullopt;
    text.remove_prefix(length);
  }
  return sum;
}

/// "1:30:00": hours before what the scenario format knows.
std::optional<sim::Duration> with_hours(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (text.find(':', colon + 1) == std::string_view::npos) return read_duration(text);
  const auto hours = read_duration(std::string(text.substr(0, colon)) + "h");
  const auto rest = read_duration(text.substr(colon + 1));
  sim::Duration sum{};
  if (!hours || !rest || __builtin_add_overflow(hours->ns, rest->ns, &sum.ns)) return std::nullopt;
  return sum;
}

}  // namespace

std::optional<sim::Instant> read_moment(std::string_view text) {
  if (text.empty() || !is_of_number(text.front())) return std::nullopt;
  std::optional<sim::Duration> since;
  if (std::all_of(text.begin(), text.end(), is_of_number)) {
    since = read_duration(std::string(text) + "s");
  } else if (text.find(':') != std::string_view::npos) {
    since = with_hours(text);
  } else {
    since = sum_of_units(text);
  }
  return since ? std::optional(sim::Instant{} + *since) : std::nullopt;
}

}  // namespace stalemate::analysis::cli
