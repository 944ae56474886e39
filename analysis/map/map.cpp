#include "analysis/map/map.hpp"
#include <algorithm>
#include <atomic>
#include <utility>
#include "analysis/load/path.hpp"
#include "analysis/map/each_made.hpp"
#include "analysis/measure/results_json.hpp"
#include "analysis/page/figures.hpp"
#include "analysis/page/words.hpp"
#include "sim/math.hpp"

namespace stalemate::analysis::map {
namespace {

using measure::Outcome;
using page::Json;

/// Of the worst promise where there is one.
std::string path_of_share(const std::vector<Outcome>& outcomes) {
  const Outcome* worst = nullptr;
  for (const Outcome& each : outcomes)
    if (each.is_promise && each.actual && (worst == nullptr || *each.actual > *worst->actual)) worst = &each;
  return worst == nullptr ? "staleness.ratio" : worst->path;
}

std::string last_part(const std::string& path) {
  const auto parts = load::parse_path(path);
  return parts ? page::visible(parts->parts.back()) : page::visible(path);
}

/// The last part of its path, if no other axis has the same.
std::string short_name(const std::vector<store::SweepFacts::Axis>& axes, std::size_t axis) {
  const std::string name = last_part(axes[axis].path);
  const auto has_it = [&](const auto& each) { return last_part(each.path) == name; };
  return std::count_if(axes.begin(), axes.end(), has_it) > 1 ? page::visible(axes[axis].path) : name;
}

bool is_same_everywhere(const Map& map, std::size_t strategy) {
  const Cell& first = map.at(0, strategy);
  for (std::size_t point = 1; point < map.facts.points.size(); ++point)
    if (map.at(point, strategy) != first) return false;
  return map.facts.points.size() > 1 && first.has_run();
}

/// Less is better in both.
bool beats(const Cell& a, const Cell& b) {
  const double stale = a.share().mean - b.share().mean, load = a.load().mean - b.load().mean;
  return stale <= 0 && load <= 0 && (stale < 0 || load < 0);
}

std::vector<Place> front_of(const Map& map) {
  std::vector<Place> order = all_places(map);
  const auto cell = [&](const Place& of) -> const Cell& { return map.at(of.point, of.strategy); };
  std::stable_sort(order.begin(), order.end(), [&](const Place& a, const Place& b) {
    const double load = cell(a).load().mean, other = cell(b).load().mean;
    return load != other ? load < other : cell(a).share().mean < cell(b).share().mean;
  });
  std::vector<Place> front;
  for (const Place& each : order)
    if (front.empty() || !beats(cell(front.back()), cell(each))) front.push_back(each);
  return front;
}

bool is_whole(const Map& map, std::size_t strategy) {
  for (std::size_t point = 0; point < map.facts.points.size(); ++point) {
    const Cell& cell = map.at(point, strategy);
    const auto seeds = static_cast<std::size_t>(map.facts.seeds);
    if (cell.shares.size() != seeds || cell.loads.size() != seeds) return false;
  }
  return true;
}

std::vector<KneeFact> knees_of(const Map& map) {
  std::vector<KneeFact> knees;
  if (map.facts.axes.size() != 1 || map.facts.design != "grid") return knees;
  const auto along = along_of(map);
  if (!std::is_sorted(along.begin(), along.end())) return knees;
  for (std::size_t strategy = 0; strategy < map.facts.strategies.size(); ++strategy) {
    if (!is_whole(map, strategy)) continue;
    for (const bool is_of_load : {true, false}) {
      Curve curve{map.facts.strategies[strategy].name, along, {}};
      for (std::size_t point = 0; point < along.size(); ++point)
        curve.values.push_back(is_of_load ? map.at(point, strategy).loads : map.at(point, strategy).shares);
      if (const auto knee = knee_of(curve)) knees.push_back({strategy, is_of_load, *knee});
    }
  }
  return knees;
}

/// Of one cell, as the store has them.
struct Due {
  Cell* cell = nullptr;
  std::vector<std::string> figures = {};
};

/// Whether some promise was among what it is held to. Throws Json::exception of what is no run.
bool fill(Due& due) {
  std::vector<Json> runs;
  for (std::string& text : due.figures) runs.push_back(Json::parse(std::exchange(text, {})));
  Cell& cell = *due.cell;
  const auto outcomes = measure::judge_again(runs);
  cell.shares = measure::values_at(runs, path_of_share(outcomes));
  page::StrategyReport row;
  for (const Json& run : runs) {
    row.runs = {run};
    cell.loads.push_back(page::origin_load(row));
  }
  row.runs = std::move(runs);
  row.outcomes = outcomes;
  row.verdict = measure::overall(outcomes);
  cell.standing = page::standing_of(row);
  cell.verdict = page::verdict_text(row);
  cell.keeps_promises = page::keeps_promises(row);
  cell.is_judged = !outcomes.empty();
  cell.oldest_s = page::greatest(row, "staleness.age_s.max");
  cell.read_p99_s = page::mean(row, "latency_s.reads.p99");
  return std::any_of(outcomes.begin(), outcomes.end(), [](const Outcome& each) { return each.is_promise; });
}

/// Reads runs in order, and makes cells of them on all cores, a few megabytes of runs at a time.
class MapMaker {
 public:
  explicit MapMaker(const store::SweepStore& store) {
    map_.facts = store.facts();
    map_.shard = store.shard();
    numbers_ = map_.facts.numbers();
    map_.cells.resize(static_cast<std::size_t>(numbers_.points * numbers_.strategies));
  }

  void take(const store::StoredRun& run) {
    const sweep::RunPlace place = numbers_.place_of(run.number);
    Cell& cell = map_.cells[static_cast<std::size_t>(place.point * numbers_.strategies + place.strategy)];
    if (due_.empty() || due_.back().cell != &cell) {
      if (bytes_ > bytes_at_once) fill_all();
      due_.push_back({&cell});
    }
    due_.back().figures.push_back(run.figures);
    ++cell.runs;
    bytes_ += run.figures.size();
    ++taken_;
  }

  /// None: the figures of some run are none.
  std::optional<Map> made() {
    fill_all();
    if (damaged_) return std::nullopt;
    std::int64_t due = 0;
    for (std::int64_t number = map_.shard.index - 1; number < numbers_.size(); number += map_.shard.count) ++due;
    map_.missing = due - taken_;
    map_.promises = promises_;
    for (std::size_t i = 0; i < map_.facts.strategies.size(); ++i) map_.flat.push_back(is_same_everywhere(map_, i));
    map_.front = front_of(map_);
    map_.knees = knees_of(map_);
    return std::move(map_);
  }

 private:
  void fill_all() {
    const bool is_sound = on_all_cores(due_.size(), [this](std::size_t number) {
      if (fill(due_[number])) promises_ = true;
    });
    damaged_ |= !is_sound;
    due_.clear();
    bytes_ = 0;
  }

  Map map_;
  sweep::RunNumbers numbers_;
  std::vector<Due> due_;
  std::size_t bytes_ = 0;
  std::int64_t taken_ = 0;
  std::atomic<bool> promises_ = false;
  bool damaged_ = false;
};

}  // namespace

std::vector<Place> all_places(const Map& map) {
  std::vector<Place> places;
  for (std::size_t strategy = 0; strategy < map.facts.strategies.size(); ++strategy) {
    const std::size_t points = map.is_flat(strategy) ? 1 : map.facts.points.size();
    for (std::size_t point = 0; point < points; ++point)
      if (map.at(point, strategy).has_run()) places.push_back({point, strategy});
  }
  return places;
}

std::string Map::point_text(std::size_t point) const {
  std::vector<std::string> values;
  for (std::size_t i = 0; i < facts.axes.size(); ++i)
    values.push_back((facts.axes.size() > 1 ? short_name(facts.axes, i) + " " : "") +
                     page::visible(facts.points[point][i].text));
  return page::joined(values, ", ");
}

std::vector<double> along_of(const Map& map) {
  std::vector<double> along;
  for (const sweep::Point& point : map.facts.points) {
    const double at = point.front().position;
    along.push_back(map.facts.axes.front().scale == "log" ? sim::math::log(at) : at);
  }
  return along;
}

bool Map::judges() const {
  return std::any_of(cells.begin(), cells.end(), [](const Cell& cell) { return cell.is_judged; });
}

std::variant<Map, store::StoreError> read_map(const store::SweepStore& store) {
  MapMaker maker(store);
  if (auto why = store.each_run([&](const store::StoredRun& run) { maker.take(run); })) return std::move(*why);
  if (auto map = maker.made()) return std::move(*map);
  return store::unreadable_run();
}

bool all_hold(const Map& map) {
  for (std::size_t point = 0; point < map.facts.points.size(); ++point)
    for (std::size_t strategy = 0; strategy < map.facts.strategies.size(); ++strategy) {
      const Cell& cell = map.at(point, strategy);
      const bool counts = cell.has_run() && !map.facts.strategies[strategy].is_baseline;
      if (counts && cell.standing != page::Standing::kept) return false;
    }
  return true;
}

std::optional<Place> cheapest_held(const Map& map) {
  std::optional<Place> best;
  // What holds comes before what keeps its promises alone.
  const auto rank = [&](const Place& place) {
    const Cell& cell = map.at(place.point, place.strategy);
    return std::pair(cell.standing != page::Standing::kept, cell.load().mean);
  };
  for (std::size_t point = 0; point < map.facts.points.size(); ++point)
    for (std::size_t strategy = 0; strategy < map.facts.strategies.size(); ++strategy) {
      const Cell& cell = map.at(point, strategy);
      const bool keeps = cell.standing == page::Standing::kept || (map.promises && cell.keeps_promises);
      if (map.facts.strategies[strategy].is_baseline || !cell.has_run() || !keeps) continue;
      if (!best || rank({point, strategy}) < rank(*best)) best = Place{point, strategy};
    }
  return best;
}

}  // namespace stalemate::analysis::map
