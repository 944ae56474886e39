#include "analysis/explain/shiviz.hpp"
#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include "analysis/explain/diagram_text.hpp"
#include "analysis/explain/names.hpp"

namespace stalemate::analysis::explain {
namespace {

using Clock = std::map<std::string, std::int64_t>;

/// Hosts without blanks and quotes; a second one of a name gets a number.
std::vector<std::string> hosts_of(const Story& story) {
  std::vector<std::string> hosts;
  for (const Lane& lane : story.lanes) {
    std::string host;
    for (const char c : lane.name)
      host += std::isalnum(static_cast<unsigned char>(c)) != 0 || (c & 0x80) != 0 || c == '-' || c == '@' || c == '.'
                  ? c
                  : '_';
    const std::string wanted = host;
    for (int n = 2; std::find(hosts.begin(), hosts.end(), host) != hosts.end(); ++n)
      host = wanted + "_" + std::to_string(n);
    hosts.push_back(host);
  }
  return hosts;
}

/// A step has one event, or as a message two: it leaves, it arrives.
struct Event {
  sim::Instant at;
  const Step* step = nullptr;
  bool arrives = false;
  int turn = 0;  ///< Among those of one instant.
};

/// Of an answer that its receiver acts on much later, or not at all, nothing shows when it came.
bool is_seen_to_arrive(const Step& step) {
  if (step.lost) return false;
  return !step.is_answer || step.received || step.until != step.at;
}

std::vector<Event> events_of(const Story& story) {
  std::vector<Event> events;
  for (const Step& step : story.steps) {
    events.push_back({step.is_message() ? step.at : step.until, &step, false});
    if (step.is_message() && is_seen_to_arrive(step)) events.push_back({step.arrived(), &step, true});
  }
  // What no picture shows leaves after all else of its instant, and comes before what its receiver does then.
  for (const Step& step : story.unseen) {
    events.push_back({step.at, &step, false, 1});
    events.push_back({step.until, &step, true, -1});
  }
  std::stable_sort(events.begin(), events.end(), [](const Event& a, const Event& b) {
    return a.at != b.at ? a.at < b.at : a.turn < b.turn;
  });
  return events;
}

std::string words_of(const Event& event) {
  const Step& step = *event.step;
  if (!step.is_message()) return step.label;
  return event.arrives ? "receives " + step.label : "sends " + step.label + (step.lost ? " (lost)" : "");
}

/// Lanes of one process: a copy in it, and the node whose process it is, know of each other without a message.
bool share_process(const Lane& a, const Lane& b) {
  return a.home == std::optional(b.node) || b.home == std::optional(a.node) || (a.home && a.home == b.home);
}

void learn(Clock& clock, const Clock& from) {
  for (const auto& [host, count] : from) clock[host] = std::max(clock[host], count);
}

}  // namespace

std::string shiviz(const Story& story) {
  const int decimals = decimals_of(story);
  const std::vector<std::string> hosts = hosts_of(story);
  std::vector<Clock> clocks(hosts.size());
  std::map<const Step*, Clock> carried;
  std::string text;
  for (const Event& event : events_of(story)) {
    const std::size_t lane = event.arrives ? event.step->to : event.step->from;
    Clock& clock = clocks[lane];
    if (event.arrives) learn(clock, carried[event.step]);
    for (std::size_t other = 0; other < clocks.size(); ++other)
      if (other != lane && share_process(story.lanes[lane], story.lanes[other])) learn(clock, clocks[other]);
    ++clock[hosts[lane]];
    if (event.step->is_message() && !event.arrives) carried[event.step] = clock;
    text += moment_text(event.at, decimals) + " " + words_of(event) + "\n" + hosts[lane] + " " +
            nlohmann::json(clock).dump() + "\n";
  }
  return text;
}

}  // namespace stalemate::analysis::explain
