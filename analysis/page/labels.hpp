// Labels beside points of a picture, placed so that they do not cover each other.
// Promise: the same points give the same places; where there is no room near a point, a thin line leads to its label.
// Source: greedy point-feature labelling (Christensen, Marks & Shieber 1995).
#pragma once
#include <string>
#include <vector>
#include "analysis/page/svg.hpp"

namespace stalemate::analysis::page {

struct Box {
  Point from;
  Point to;
  bool overlaps(const Box& other) const;
};

constexpr double letter_width = 7;  ///< Of text of 13 px, rather too much than too little.
double text_width(const std::string& text);

class Labels {
 public:
  explicit Labels(Box paper) : paper_(paper) {}
  void keep_clear(const Box& box) { taken_.push_back(box); }
  /// The text beside its point, as SVG.
  std::string place(Point at, const std::string& text, const char* of_class = "label");
  /// The text on a line, in its middle if there is room.
  std::string place_on(Point from, Point to, const std::string& text, const char* of_class = "label");

 private:
  bool is_free(const Box& box) const;
  Box paper_;
  std::vector<Box> taken_;
};

}  // namespace stalemate::analysis::page
