#include "analysis/map/html.hpp"
#include <algorithm>
#include "analysis/map/answer.hpp"
#include "analysis/map/curves.hpp"
#include "analysis/page/front_chart.hpp"
#include "analysis/page/html_sections.hpp"
#include "analysis/page/markup.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::map {
namespace {

using page::Section;
using page::xml_text;

constexpr std::size_t heat_maps_at_most = 12;  ///< Strategies; of more the table tells.
constexpr std::size_t rows_at_most = 2000;     ///< Of the table of all cells; -o x.csv has more.

page::Grid grid_of_places(const Map& map, const std::vector<Place>& places, const std::string& caption) {
  return page::grid_of(table_of(map, places), caption);
}

Section answer_section(const Map& map) {
  return {"answer", "Answer", page::html_list(answer(map)) + page::html_paragraphs(trust(map))};
}

Section curves_section(const Map& map) {
  const char* const caption = "A mark a point; upright lines are 95 % intervals over several seeds.";
  return {"curves", "Along the axis",
          page::html_figure(curves_picture(map, Shown::share), "share", caption) +
              page::html_figure(curves_picture(map, Shown::load), "load", caption)};
}

Section heat_section(const Map& map) {
  std::string html;
  const std::size_t shown = std::min(heat_maps_at_most, map.facts.strategies.size());
  for (std::size_t strategy = 0; strategy < shown; ++strategy) {
    html += "<h3>Strategy " + page::xml_text(page::in_quotes(map.facts.strategies[strategy].name)) + "</h3>\n";
    for (const Shown what : {Shown::share, Shown::load})
      html += page::html_figure(heat_picture(map, strategy, what),
                                std::string(what == Shown::load ? "load-" : "share-") + std::to_string(strategy),
                                title_of(map, what) + "; darker is more, by the same scale for all strategies. !: a "
                                                      "promise is broken.");
  }
  if (shown < map.facts.strategies.size()) html += page::html_paragraphs({"Further strategies are in the table."});
  return {"maps", "Over both axes", html};
}

Section knees_section(const Map& map) {
  page::Grid grid{"Knees: the point farthest from the straight line between both ends",
                  {"strategy", "figure", "knee", "95 % of draws of the seeds"}, {}, {1}};
  for (const KneeFact& each : map.knees) {
    const std::string range = each.knee.least ? map.point_text(*each.knee.least) + " to " +
                                                    map.point_text(*each.knee.most)
                                              : "fewer than five seeds: not known";
    grid.rows.push_back({page::visible(map.facts.strategies[each.strategy].name),
                         title_of(map, each.is_of_load ? Shown::load : Shown::share), map.point_text(each.knee.at),
                         range});
  }
  const std::string none = "<p>No curve bends enough to have a knee, or there are fewer than five points.</p>\n";
  return {"knees", "Knees", grid.rows.empty() ? none : page::html_table(grid)};
}

Section cells_section(const Map& map) {
  auto places = all_places(map);
  const std::size_t all = places.size();
  if (all == 0) return {"cells", "Every point", "<p>Nothing has run.</p>\n"};
  if (all > rows_at_most) places.resize(rows_at_most);
  std::string html = page::html_table(grid_of_places(map, places, "Every strategy at every point"));
  if (all > places.size())
    html += page::html_paragraphs({"The first " + std::to_string(places.size()) + " of " + std::to_string(all) +
                                   " rows; the CSV has all."});
  return {"cells", "Every point", html};
}

/// So many of the front have room for their names.
constexpr std::size_t names_at_most = 5;

std::vector<page::FrontPoint> front_points(const Map& map, const std::vector<Place>& front) {
  const auto looks = looks_of(map);
  auto places = all_places(map);
  if (places.size() > rows_at_most) places = front;
  std::vector<page::FrontPoint> points;
  for (const Place& place : places) {
    const Cell& cell = map.at(place.point, place.strategy);
    page::FrontPoint point{looks[place.strategy], cell.load().mean, cell.share().mean};
    const bool is_anywhere = map.facts.axes.empty() || map.is_flat(place.strategy);
    if (!is_anywhere) point.look.name += " at " + map.point_text(place.point);
    point.load_half = cell.load().half_width();
    point.stale_half = cell.share().half_width();
    point.verdict = cell.verdict;
    const auto at = std::find(front.begin(), front.end(), place);
    point.is_on_front = at != front.end();
    const std::size_t step = (front.size() + names_at_most - 1) / names_at_most;
    point.is_named = point.is_on_front && static_cast<std::size_t>(at - front.begin()) % step == 0;
    points.push_back(std::move(point));
  }
  return points;
}

Section front_section(const Map& map) {
  const auto& front = map.front;
  if (front.empty()) return {"front", "The front", "<p>Nothing has run.</p>\n"};
  const char* const caption = "A mark a strategy and point; down and to the left is better. The line is the front: "
                              "nothing beats those on it in both means.";
  return {"front", "The front",
          page::html_figure(page::front_picture(title_of(map, Shown::share), front_points(map, front)), "front",
                            caption) +
              page::html_table(grid_of_places(map, front, "No other row beats these in both means"))};
}

std::string banner(const Map& map) {
  const auto told = answer(map);
  std::string text = "<header>\n<p class=\"brand\">stalemate sweep</p>\n<h1>" + xml_text(map.facts.title) + "</h1>\n";
  if (!map.facts.question.empty()) text += "<p class=\"question\">" + xml_text(map.facts.question) + "</p>\n";
  return text + "<p class=\"verdict\">" + xml_text(told.front()) + "</p>\n</header>\n";
}

/// For `report --extract`.
std::string sources_of(const Map& map) {
  std::vector<page::SourceText> sources;
  for (const auto& [name, text] : map.facts.sources) sources.push_back({name, text});
  return page::source_block(sources);
}

std::vector<Section> all_sections(const Map& map) {
  std::vector<Section> sections = {answer_section(map)};
  const bool is_grid = map.facts.design == "grid";
  if (is_grid && map.facts.axes.size() == 1) {
    sections.push_back(curves_section(map));
    sections.push_back(knees_section(map));
  }
  if (is_grid && map.facts.axes.size() == 2) sections.push_back(heat_section(map));
  sections.push_back(front_section(map));
  sections.push_back(cells_section(map));
  sections.push_back({"again", "How to get this again", page::html_command(map.facts.command)});
  return sections;
}

}  // namespace

std::string html(const Map& map, const Ending& ending, const page::Assets& assets) {
  return page::html_head(map.facts.title, map.facts.tool, assets) +
         "<body>\n<a class=\"skip\" href=\"#answer\">Skip to the answer</a>\n" + banner(map) +
         page::html_main(all_sections(map)) + "<footer><p>" +
         xml_text(page::joined(signature(map, ending), " \xC2\xB7 ")) + "</p></footer>\n" + sources_of(map) +
         "</body>\n</html>\n";
}

}  // namespace stalemate::analysis::map
