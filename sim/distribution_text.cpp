// Laws for durations, written for people: "50us + exponential mean 50us".
// Promise: the same text on every platform; durations rounded to the nanosecond, in the largest unit that stays exact.
// Source: the words of the scenario format; numbers in the shortest form that reads back the same (std::to_chars).
#include <charconv>
#include <iterator>
#include "sim/distribution.hpp"

namespace stalemate::sim {

namespace {

std::string text_of(double number) {
  char buffer[32];
  return {buffer, std::to_chars(buffer, std::end(buffer), number).ptr};
}

/// The largest unit that writes it exactly: "1500us", "5s".
std::string text_of(Duration d) {
  constexpr std::pair<std::int64_t, const char*> units[] = {{1'000'000'000, "s"}, {1'000'000, "ms"}, {1'000, "us"}};
  for (const auto& [size, name] : units)
    if (d.ns != 0 && d.ns % size == 0) return std::to_string(d.ns / size) + name;
  return std::to_string(d.ns) + "ns";
}

std::string text_of(const Distribution::Percentiles& points) {
  std::string text = "percentiles";
  for (const auto& [percent, value] : points) text += " p" + text_of(percent) + " " + text_of(value);
  return text;
}

}  // namespace

std::string Distribution::describe() const {
  const std::string shift = shift_.ns == 0 ? "" : text_of(shift_) + " + ";
  const std::string first = text_of(nearest(first_));
  const std::string second = text_of(nearest(second_));
  switch (law_) {
    case Law::constant: return text_of(shift_);
    case Law::uniform: return shift + "uniform from " + first + " to " + second;
    case Law::normal: return shift + "normal mean " + first + " sd " + second;
    case Law::log_normal: return shift + "log-normal p50 " + first + " p99 " + second;
    case Law::exponential: return shift + "exponential mean " + first;
    case Law::pareto:
      return shift + "pareto minimum " + first + " alpha " + text_of(second_) + " cap " + text_of(nearest(third_));
    case Law::percentiles: break;
  }
  return shift + text_of(points());
}

}  // namespace stalemate::sim
