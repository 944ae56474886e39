#include "analysis/page/svg.hpp"
#include <array>
#include <cmath>
#include <cstdlib>
#include <cstdint>
#include "analysis/page/markup.hpp"

namespace stalemate::analysis::page {
namespace {

std::string class_of(const std::string& of_class) { return of_class.empty() ? "" : " class=\"" + of_class + "\""; }

std::string xy(const char* x, const char* y, Point at) {
  return std::string(" ") + x + "=\"" + svg_number(at.x) + "\" " + y + "=\"" + svg_number(at.y) + "\"";
}

/// Corners in units of the radius.
const std::vector<Point>& corners_of(int shape) {
  static const std::array<std::vector<Point>, marker_shapes> all = {{
      {},                                                               // a circle
      {{-0.9, -0.9}, {0.9, -0.9}, {0.9, 0.9}, {-0.9, 0.9}},             // a square
      {{0, -1.2}, {1.1, 0.8}, {-1.1, 0.8}},                             // a triangle
      {{0, -1.3}, {1.3, 0}, {0, 1.3}, {-1.3, 0}},                       // a diamond
      {{0, 1.2}, {1.1, -0.8}, {-1.1, -0.8}},                            // a triangle on its head
      {{-0.4, -1.2}, {0.4, -1.2}, {0.4, -0.4}, {1.2, -0.4}, {1.2, 0.4}, {0.4, 0.4},
       {0.4, 1.2}, {-0.4, 1.2}, {-0.4, 0.4}, {-1.2, 0.4}, {-1.2, -0.4}, {-0.4, -0.4}},  // a cross
      {{-1.2, -0.8}, {1.2, -0.8}, {0, 0}, {1.2, 0.8}, {-1.2, 0.8}, {0, 0}},             // an hourglass
      {{-0.6, -1.1}, {0.6, -1.1}, {1.2, 0}, {0.6, 1.1}, {-0.6, 1.1}, {-1.2, 0}},        // a hexagon
  }};
  return all[static_cast<std::size_t>(shape % marker_shapes)];
}

std::string points_text(const std::vector<Point>& points) {
  std::string text;
  for (const Point& each : points)
    text += (text.empty() ? "" : " ") + svg_number(each.x) + "," + svg_number(each.y);
  return text;
}

std::string svg_begin(const Picture& picture, const std::string& more) {
  const std::string width = svg_number(picture.width), height = svg_number(picture.height);
  return "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart " + picture.kind + "\" viewBox=\"0 0 " + width + " " +
         height + "\" width=\"" + width + "\" height=\"" + height + "\" role=\"img\"" + more + ">\n";
}

}  // namespace

std::string svg_number(double value) {
  const auto tenths = static_cast<std::int64_t>(std::llround(value * 10));
  const std::int64_t whole = std::llabs(tenths) / 10, rest = std::llabs(tenths) % 10;
  return (tenths < 0 ? "-" : "") + std::to_string(whole) + (rest == 0 ? "" : "." + std::to_string(rest));
}

std::string svg_text(Point at, const std::string& text, const char* of_class, Anchor anchor) {
  constexpr std::array<const char*, 3> anchors = {"", " text-anchor=\"middle\"", " text-anchor=\"end\""};
  return "<text" + xy("x", "y", at) + anchors[static_cast<std::size_t>(anchor)] + class_of(of_class) + ">" +
         xml_text(text) + "</text>\n";
}

std::string svg_line(Point from, Point to, const char* of_class) {
  return "<line" + xy("x1", "y1", from) + xy("x2", "y2", to) + class_of(of_class) + "/>\n";
}

std::string svg_rect(Point corner, Point size, const std::string& of_class) {
  return "<rect" + xy("x", "y", corner) + xy("width", "height", size) + class_of(of_class) + "/>\n";
}

std::string svg_path(const std::vector<Point>& points, const std::string& of_class) {
  if (points.empty()) return "";
  std::vector<Point> all = points;
  if (all.size() == 1) all.push_back(all.front());
  return "<polyline points=\"" + points_text(all) + "\"" + class_of(of_class) + "/>\n";
}

std::string svg_title(const std::string& text) { return "<title>" + xml_text(text) + "</title>"; }

std::string svg_marker(int shape, Point at, double radius, const std::string& of_class) {
  std::vector<Point> corners = corners_of(shape);
  if (corners.empty())
    return "<circle" + xy("cx", "cy", at) + " r=\"" + svg_number(radius) + "\"" + class_of(of_class) + "/>\n";
  for (Point& each : corners) each = {at.x + radius * each.x, at.y + radius * each.y};
  return "<polygon points=\"" + points_text(corners) + "\"" + class_of(of_class) + "/>\n";
}

std::string svg_inline(const Picture& picture) {
  return svg_begin(picture, " aria-label=\"" + xml_text(picture.title + ". " + picture.description) + "\"") +
         picture.body + "</svg>\n";
}

std::string svg_file(const Picture& picture, const std::string& style) {
  return svg_begin(picture, "") + svg_title(picture.title) + "\n<desc>" + xml_text(picture.description) +
         "</desc>\n<style>\n" + style + "</style>\n<rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n" +
         picture.body + "</svg>\n";
}

}  // namespace stalemate::analysis::page
