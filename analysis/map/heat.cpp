// Heat maps: a figure of one strategy over a grid of two axes.
#include <algorithm>
#include "analysis/map/curves.hpp"
#include "analysis/page/labels.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::map {
namespace {

using page::Anchor;
using page::Point;
using page::svg_text;

constexpr double heat_width = 760, cells_from = 130, cells_to = 750, cells_top = 40, row_height = 30;
constexpr int steps = 7;
constexpr double word_room = 6;

class HeatChart {
 public:
  HeatChart(const Map& map, std::size_t strategy, Shown what) : map_(map), strategy_(strategy), what_(what) {
    while (columns_ < map.facts.points.size() && map.facts.points[columns_][0].text == map.facts.points[0][0].text)
      ++columns_;
    rows_ = map.facts.points.size() / columns_;
    for (const Cell& cell : map.cells) most_ = std::max(most_, cell.has_run() ? figure_of(cell, what).mean : 0);
  }

  double height() const { return bottom() + 48; }

  std::string draw() const {
    std::string text = svg_text({8, 20}, "\xE2\x86\x91 " + axis_text(0, 34), "axis-title");
    for (std::size_t row = 0; row < rows_; ++row) {
      const double y = top_of(row);
      text += svg_text({cells_from - 8, y + row_height / 2 + 4},
                       page::shortened(page::visible(map_.facts.points[row * columns_][0].text), 16), "tick",
                       Anchor::end);
      for (std::size_t column = 0; column < columns_; ++column) text += cell_at(row, column);
    }
    return text + columns_text() + svg_text({cells_to, bottom() + 40}, axis_text(1, 70) + " \xE2\x86\x92", "axis-title",
                                            Anchor::end);
  }

 private:
  double bottom() const { return cells_top + row_height * static_cast<double>(rows_); }
  /// The first value of the first axis stands lowest.
  double top_of(std::size_t row) const { return cells_top + row_height * static_cast<double>(rows_ - 1 - row); }
  double cell_width() const { return (cells_to - cells_from) / static_cast<double>(columns_); }
  double left_of(std::size_t column) const { return cells_from + cell_width() * static_cast<double>(column); }
  std::string axis_text(std::size_t axis, std::int64_t width) const {
    return page::shortened(page::visible(map_.facts.axes[axis].path), width);
  }

  std::string cell_at(std::size_t row, std::size_t column) const {
    const std::size_t point = row * columns_ + column;
    const Cell& cell = map_.at(point, strategy_);
    const Point corner{left_of(column), top_of(row)};
    if (!cell.has_run()) return page::svg_rect(corner, {cell_width(), row_height}, "heat heat-none");
    const double value = figure_of(cell, what_).mean;
    const int step = most_ > 0 ? std::min(steps - 1, static_cast<int>(value / most_ * steps)) : 0;
    std::string text = "<g>" + page::svg_title(map_.point_text(point) + ": " + figure_text(value, what_) + ", " +
                                               cell.verdict) +
                       page::svg_rect(corner, {cell_width(), row_height}, "heat heat-" + std::to_string(step));
    const std::string word = figure_text(value, what_) + (cell.standing == page::Standing::broken ? " !" : "");
    if (page::text_width(word) + word_room < cell_width())
      text += svg_text({corner.x + cell_width() / 2, corner.y + row_height / 2 + 4}, word,
                       step > steps / 2 ? "heat-text-over" : "", Anchor::middle);
    return text + "</g>\n";
  }

  std::string columns_text() const {
    std::string text;
    double free_from = 0;
    for (std::size_t column = 0; column < columns_; ++column) {
      const std::string label = page::shortened(page::visible(map_.facts.points[column][1].text), 16);
      const double middle = left_of(column) + cell_width() / 2, half = page::text_width(label) / 2;
      if (middle - half < free_from) continue;
      text += svg_text({middle, bottom() + 18}, label, "tick", Anchor::middle);
      free_from = middle + half + 6;
    }
    return text;
  }

  const Map& map_;
  std::size_t strategy_;
  Shown what_;
  std::size_t columns_ = 0, rows_ = 0;
  double most_ = 0;
};

}  // namespace

page::Picture heat_picture(const Map& map, std::size_t strategy, Shown what) {
  const HeatChart chart(map, strategy, what);
  const std::string name = page::visible(map.facts.strategies[strategy].name);
  return {"heat", name + ": " + title_of(map, what),
          title_of(map, what) + " of " + name + ", by " + page::visible(map.facts.axes[0].path) + " upwards and " +
              page::visible(map.facts.axes[1].path) + " to the right. The table below has the figures.",
          heat_width, chart.height(), chart.draw()};
}

}  // namespace stalemate::analysis::map
