// The few shapes that the pictures of a page are made of, as SVG text.
// Promise: coordinates have one decimal at most, so that the same figures give the same bytes; text is escaped; colours
// come from classes alone. Source: SVG 1.1.
#pragma once
#include <string>
#include <vector>

namespace stalemate::analysis::page {

struct Point {
  double x = 0;
  double y = 0;
};

enum class Anchor : unsigned char { start, middle, end };

std::string svg_number(double value);  ///< "12", "12.3"
std::string svg_text(Point at, const std::string& text, const char* of_class = "", Anchor anchor = Anchor::start);
std::string svg_line(Point from, Point to, const char* of_class);
std::string svg_rect(Point corner, Point size, const std::string& of_class);
/// Points joined in their order; of one point, a dot of no length, which round ends make visible.
std::string svg_path(const std::vector<Point>& points, const std::string& of_class);
std::string svg_title(const std::string& text);  ///< What a pointer that rests on its parent shows.

/// Filled shapes that differ without colour: circle, square, triangle, diamond ...
constexpr int marker_shapes = 8;
std::string svg_marker(int shape, Point at, double radius, const std::string& of_class);

struct Picture {
  std::string kind;         ///< A class: "front", "causes".
  std::string title;        ///< What it shows.
  std::string description;  ///< The same for whoever does not see it.
  double width = 0;
  double height = 0;
  std::string body;
};
/// For a page, which brings the styles of the classes.
std::string svg_inline(const Picture& picture);
/// For a file of its own.
std::string svg_file(const Picture& picture, const std::string& style);

}  // namespace stalemate::analysis::page
