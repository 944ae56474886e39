// The sheet of a design review: chapters of claims, each with the command that shows it, and tables.
// Promise: what comes from a scenario is text; the same sheet gives the same bytes as Markdown and as a page.
// Source: this project's interface ("review FILE").
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>
#include "analysis/page/grid.hpp"
#include "analysis/page/html.hpp"

namespace stalemate::analysis::review {

/// What is said, and the command that shows it, ready for a shell; empty: the sentence is about the sheet itself.
struct Claim {
  std::string text;
  std::string command = {};
  bool is_fault = false;  ///< Of the design, and not only something to know.
};

struct Paragraph {
  std::string text;
};

using Part = std::variant<Paragraph, std::vector<Claim>, page::Grid>;

struct Chapter {
  std::string id;
  std::string title;
  std::vector<Part> parts = {};
};

struct Sheet {
  std::string tool;
  std::string title;
  std::string question;
  std::string verdict;
  std::vector<std::pair<std::string, std::string>> facts;  ///< "Reviewed", "current"
  std::vector<Chapter> chapters;
  std::string again;  ///< The command that makes it again.
  std::string signature;
};

std::string markdown(const Sheet& sheet);
/// Self-contained, with neither network nor script.
std::string html(const Sheet& sheet, const page::Assets& assets);

}  // namespace stalemate::analysis::review
