#include "analysis/map/answer.hpp"
#include <algorithm>
#include <array>
#include "analysis/page/words.hpp"

namespace stalemate::analysis::map {
namespace {

using page::in_quotes;
using page::Standing;

constexpr std::size_t spans_told = 6;
constexpr std::size_t front_told = 5;

bool is_one_axis(const Map& map) { return map.facts.axes.size() == 1 && map.facts.design == "grid"; }

std::string value_at(const Map& map, std::size_t point) {
  return page::visible(map.facts.points[point].front().text);
}

const char* verb_of(const Map& map, Standing standing) {
  switch (standing) {
    case Standing::kept: return "holds";
    case Standing::unmet: return map.promises ? "keeps its promises, but not every expectation," : "is unmet";
    case Standing::undecided: return "is undecided";
    case Standing::broken: break;
  }
  return "breaks";
}

/// Those that are the same at every point, of one verdict together.
std::vector<std::string> flat_sentences(const Map& map) {
  std::vector<std::string> sentences;
  for (const Standing standing : {Standing::kept, Standing::unmet, Standing::undecided, Standing::broken}) {
    std::vector<std::string> names;
    for (std::size_t strategy = 0; strategy < map.facts.strategies.size(); ++strategy)
      if (map.is_flat(strategy) && map.at(0, strategy).standing == standing)
        names.push_back(in_quotes(map.facts.strategies[strategy].name));
    if (!names.empty())
      sentences.push_back("The same at every point: " + page::joined(names, ", ") + " (" +
                          page::word_of(standing) + ").");
  }
  return sentences;
}

/// "holds from 1s to 8s, breaks from 15s to 10m"
std::string along_sentence(const Map& map, std::size_t strategy) {
  std::vector<std::string> spans;
  std::size_t from = 0;
  const std::size_t points = map.facts.points.size();
  const auto cell = [&](std::size_t point) -> const Cell& { return map.at(point, strategy); };
  for (std::size_t point = 0; point < points; ++point) {
    const bool goes_on = point + 1 < points && cell(point + 1).has_run() == cell(point).has_run() &&
                         cell(point + 1).standing == cell(point).standing;
    if (goes_on) continue;
    const std::string where = from == point ? " at " + value_at(map, point)
                                            : " from " + value_at(map, from) + " to " + value_at(map, point);
    if (cell(point).has_run()) spans.push_back(verb_of(map, cell(point).standing) + where);
    from = point + 1;
  }
  if (spans.empty()) return "";
  if (spans.size() > spans_told) return in_quotes(map.facts.strategies[strategy].name) +
                                        " changes from holding to not, and back, " +
                                        std::to_string(spans.size() - 1) + " times along the axis.";
  return in_quotes(map.facts.strategies[strategy].name) + " " + page::joined(spans, ", ") + ".";
}

/// "holds at 12 of 40 points, breaks at 28"
std::string count_sentence(const Map& map, std::size_t strategy) {
  std::int64_t run = 0;
  std::array<std::int64_t, 4> counts{};
  for (std::size_t point = 0; point < map.facts.points.size(); ++point) {
    const Cell& cell = map.at(point, strategy);
    if (!cell.has_run()) continue;
    ++run;
    ++counts.at(static_cast<std::size_t>(cell.standing));
  }
  std::vector<std::string> parts;
  for (const Standing each : {Standing::kept, Standing::unmet, Standing::undecided, Standing::broken})
    if (const auto count = counts.at(static_cast<std::size_t>(each)); count > 0)
      parts.push_back(std::string(verb_of(map, each)) + " at " + std::to_string(count) +
                      (parts.empty() ? " of " + page::plural(run, "point") : ""));
  return parts.empty() ? "" : in_quotes(map.facts.strategies[strategy].name) + " " + page::joined(parts, ", ") + ".";
}

std::string knee_sentence(const Map& map, const KneeFact& fact) {
  std::string text = "The " + std::string(fact.is_of_load ? "load" : map.promises ? "share of broken reads"
                                                                                  : "share of stale reads") +
                     " of " + in_quotes(map.facts.strategies[fact.strategy].name) + " has its knee at " +
                     value_at(map, fact.knee.at);
  if (fact.knee.least && *fact.knee.least == *fact.knee.most) return text + ", whichever of the seeds are drawn.";
  if (fact.knee.least)
    text += " (95 % of draws of the seeds: " + value_at(map, *fact.knee.least) + " to " +
            value_at(map, *fact.knee.most) + ")";
  return text + ".";
}

std::string place_text(const Map& map, const Place& place) {
  const Cell& cell = map.at(place.point, place.strategy);
  const bool is_anywhere = map.facts.axes.empty() || map.is_flat(place.strategy);
  const std::string at = is_anywhere ? "" : " at " + map.point_text(place.point);
  return in_quotes(map.facts.strategies[place.strategy].name) + at + " (" + page::percent_text(cell.share().mean) +
         ", " + page::rate_text(cell.load().mean) + " reads/s)";
}

std::string best_sentence(const Map& map) {
  const auto best = cheapest_held(map);
  if (!best) return "No cached strategy holds at any point.";
  if (!map.judges())
    return "Nothing is promised or expected, so nothing can be broken; " + place_text(map, *best) +
           " asks the origins least.";
  const bool holds = map.at(best->point, best->strategy).standing == Standing::kept;
  return (holds ? "Of all that hold, " : "None meets every expectation; of all that keep every promise, ") +
         place_text(map, *best) + " asks the origins least.";
}

std::string front_sentence(const Map& map) {
  std::vector<std::string> texts;
  for (const Place& each : map.front)
    if (texts.size() < front_told) texts.push_back(place_text(map, each));
  if (texts.empty()) return "";
  const std::string more = map.front.size() > texts.size()
                               ? ", and " + std::to_string(map.front.size() - texts.size()) + " more"
                               : "";
  return "Nothing beats in both, " + std::string(map.promises ? "broken promises" : "stale reads") + " and load: " +
         page::joined(texts, ", ") + more + ".";
}

bool has(const Map& map, Standing standing) {
  return std::any_of(map.cells.begin(), map.cells.end(), [&](const Cell& cell) {
    return cell.has_run() && cell.is_judged && cell.standing == standing;
  });
}

}  // namespace

std::vector<std::string> answer(const Map& map) {
  std::vector<std::string> sentences = {best_sentence(map)};
  for (std::size_t strategy = 0; map.judges() && strategy < map.facts.strategies.size(); ++strategy)
    if (!map.is_flat(strategy))
      sentences.push_back(is_one_axis(map) ? along_sentence(map, strategy) : count_sentence(map, strategy));
  if (map.judges())
    for (std::string& each : flat_sentences(map)) sentences.push_back(std::move(each));
  for (const KneeFact& each : map.knees) sentences.push_back(knee_sentence(map, each));
  sentences.push_back(front_sentence(map));
  std::erase(sentences, "");
  return sentences;
}

std::vector<std::string> trust(const Map& map) {
  std::vector<std::string> sentences;
  if (!map.shard.is_whole())
    sentences.emplace_back("A SHARD: its cells lack the seeds of the other shards; `stalemate merge` makes the whole.");
  if (map.missing > 0)
    sentences.push_back("NOT WHOLE: " + page::plural(map.missing, "run") +
                        (map.shard.is_whole() ? " of this sweep " : " of this shard ") +
                        (map.missing == 1 ? "is" : "are") + " missing; --resume goes on.");
  const bool is_part = map.missing > 0 || !map.shard.is_whole();
  sentences.push_back(map.facts.seeds == 1 ? "1 seed: no intervals (--seeds 20)."
                                           : (is_part ? "Up to " : "") + page::plural(map.facts.seeds, "seed") +
                                                 ": means with 95 % intervals, each for itself, and verdicts on the "
                                                 "means; the more cells, the more of them are off by chance.");
  if (has(map, Standing::undecided))
    sentences.emplace_back("?: a bound lies within the interval of its mean, or too few reads were answered to tell.");
  if (has(map, Standing::unmet))
    sentences.emplace_back("UNMET: every promise is kept, and an expectation of the scenario is not met there; "
                           "`stalemate run` with the values of the point says which.");
  if (map.facts.axes.size() == 1)
    sentences.emplace_back("Between two points nothing was run; `--solve` finds where a strategy ceases to hold.");
  if (map.facts.axes.size() > 1)
    sentences.emplace_back("Least load and front are over all points, also along an axis that is nobody's choice.");
  return sentences;
}

}  // namespace stalemate::analysis::map
