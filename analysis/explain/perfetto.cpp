#include "analysis/explain/perfetto.hpp"
#include <algorithm>
#include <nlohmann/json.hpp>
#include <tuple>

namespace stalemate::analysis::explain {
namespace {

using Json = nlohmann::ordered_json;

constexpr int told = 1;  ///< Process of the steps.
constexpr int held = 2;  ///< Process of what copies held.
/// A slice has to last for a flow to hang on to it.
constexpr std::int64_t shortest_ns = 1'000;

double microseconds(std::int64_t ns) { return static_cast<double>(ns) / 1e3; }

Json name_of(const char* what, int process, std::size_t thread, const std::string& name) {
  return {{"name", what}, {"ph", "M"}, {"pid", process}, {"tid", thread}, {"args", {{"name", name}}}};
}

Json slice(const std::string& name, int process, std::size_t thread, sim::Instant from, std::int64_t ns) {
  return {{"name", name},
          {"ph", "X"},
          {"cat", "story"},
          {"pid", process},
          {"tid", thread},
          {"ts", microseconds(from.ns)},
          {"dur", microseconds(std::max(ns, shortest_ns))}};
}

Json flow(const char* phase, const std::string& name, std::size_t id, std::size_t thread, sim::Instant at) {
  Json event = {{"name", name}, {"ph", phase},   {"cat", "message"},         {"id", id},
                {"pid", told},  {"tid", thread}, {"ts", microseconds(at.ns)}};
  if (*phase == 'f') event["bp"] = "e";
  return event;
}

/// Drawn as a sign of one size, however long the trace is: a slice of a message is too short to be seen.
Json sign(const std::string& name, std::size_t thread, sim::Instant at) {
  return {{"name", name}, {"ph", "i"},     {"cat", "story"},           {"pid", told},
          {"s", "t"},     {"tid", thread}, {"ts", microseconds(at.ns)}};
}

void add_step(Json& events, const Step& step, std::size_t id) {
  const auto with_sentence = [&](Json event) {
    if (!step.sentence.empty()) event["args"] = {{"what", step.sentence}};
    return event;
  };
  const std::string name = step.lost ? step.label + " (lost)" : step.label;
  events.push_back(with_sentence(slice(name, told, step.from + 1, step.is_message() ? step.at : step.until, 0)));
  events.push_back(sign(name, step.from + 1, step.is_message() ? step.at : step.until));
  if (!step.is_message() || step.lost) return;
  events.push_back(with_sentence(slice(name, told, step.to + 1, step.arrived(), 0)));
  events.push_back(flow("s", name, id, step.from + 1, step.at));
  events.push_back(flow("f", name, id, step.to + 1, step.arrived()));
}

void add_life(Json& events, const KeyLife& life) {
  for (std::size_t i = 0; i < life.copies.size(); ++i)
    events.push_back(name_of("thread_name", held, i + 1, life.copies[i]));
  for (const KeyLife::Held& each : life.held) {
    const std::string version = "v" + std::to_string(each.version);
    events.push_back(slice(version, held, each.copy + 1, each.from, (each.until - each.from).ns));
    if (!each.is_wrong()) continue;
    events.push_back(slice("superseded", held, each.copy + 1, each.wrong_from, (each.until - each.wrong_from).ns));
  }
}

/// Names of tracks first, then by time; at one moment the outer slice before what it holds.
void sort(Json& events) {
  const auto key = [](const Json& event) {
    const bool is_name = event.at("ph") == "M";
    return std::tuple(is_name ? -1.0 : event.at("ts").get<double>(), -event.value("dur", 0.0));
  };
  std::stable_sort(events.begin(), events.end(), [&](const Json& a, const Json& b) { return key(a) < key(b); });
}

}  // namespace

std::string perfetto(const Story& story, const KeyLife& life) {
  Json events = Json::array();
  events.push_back(name_of("process_name", told, 0, "why " + story.key + " was stale"));
  for (std::size_t i = 0; i < story.lanes.size(); ++i)
    events.push_back(name_of("thread_name", told, i + 1, story.lanes[i].name));
  for (std::size_t i = 0; i < story.steps.size(); ++i) add_step(events, story.steps[i], i + 1);
  events.push_back(name_of("process_name", held, 0, "who held which version of " + life.key));
  add_life(events, life);
  sort(events);
  const Json trace = {{"displayTimeUnit", "ms"}, {"traceEvents", events}};
  return trace.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace stalemate::analysis::explain
