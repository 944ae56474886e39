#include "analysis/page/labels.hpp"
#include <algorithm>
#include <array>
#include <optional>
#include "analysis/page/words.hpp"

namespace stalemate::analysis::page {
namespace {

constexpr double label_height = 15;
constexpr double beside = 9;

/// Where the text begins if its near edge is so far from the point.
Box box_beside(Point at, double width, Point away) {
  const double x = away.x > 0 ? at.x + away.x : away.x < 0 ? at.x + away.x - width : at.x - width / 2;
  const double y = at.y + away.y - label_height / 2;
  return {{x, y}, {x + width, y + label_height}};
}

}  // namespace

bool Box::overlaps(const Box& other) const {
  return from.x < other.to.x && other.from.x < to.x && from.y < other.to.y && other.from.y < to.y;
}

double text_width(const std::string& text) { return letter_width * static_cast<double>(columns(text)); }

bool Labels::is_free(const Box& box) const {
  const bool is_inside = box.from.x >= paper_.from.x && box.to.x <= paper_.to.x && box.from.y >= paper_.from.y &&
                         box.to.y <= paper_.to.y;
  return is_inside && std::none_of(taken_.begin(), taken_.end(), [&](const Box& each) { return each.overlaps(box); });
}

std::string Labels::place(Point at, const std::string& text, const char* of_class) {
  const double width = text_width(text);
  std::optional<Box> found;
  double far = 1;
  for (; far <= 8 && !found; ++far) {
    const double dx = beside, dy = far * label_height;
    const std::array<Point, 6> ways = {{{dx, dy - label_height}, {dx, label_height - dy}, {-dx, label_height - dy},
                                        {-dx, dy - label_height}, {0, -dy}, {0, dy}}};
    for (const Point& away : ways)
      if (const Box box = box_beside(at, width, away); !found && is_free(box)) found = box;
  }
  const Box box = found.value_or(box_beside(at, width, {beside, 0}));
  taken_.push_back(box);
  const Point middle{at.x < box.from.x ? box.from.x - 2 : at.x > box.to.x ? box.to.x + 2 : at.x,
                     (box.from.y + box.to.y) / 2};
  const std::string lead = found && far > 3 ? svg_line(at, middle, "lead") : "";
  return lead + svg_text({box.from.x, box.to.y - 3}, text, of_class);
}

std::string Labels::place_on(Point from, Point to, const std::string& text, const char* of_class) {
  const double width = text_width(text);
  std::optional<Point> found;
  for (const double share : {0.5, 0.35, 0.65, 0.25, 0.75}) {
    const Point middle{from.x + share * (to.x - from.x), from.y + share * (to.y - from.y)};
    if (!found && is_free(box_beside(middle, width, {}))) found = middle;
  }
  const Point at = found.value_or(Point{(from.x + to.x) / 2, (from.y + to.y) / 2});
  taken_.push_back(box_beside(at, width, {}));
  return svg_text({at.x, at.y + 4}, text, of_class, Anchor::middle);
}

}  // namespace stalemate::analysis::page
