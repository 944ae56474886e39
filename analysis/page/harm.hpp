// What stale data costs, for the table and the sentences: columns of harms, sums by unit, what one of them costs.
// Promise: nothing where no class declares an act; every price is the scenario's own, and said to be.
// Source: this project's semantics ("What stale data costs").
#pragma once
#include <string>
#include <vector>
#include "analysis/page/report.hpp"

namespace stalemate::analysis::page {

/// One count of a class, or a sum of harm in one unit.
struct HarmColumn {
  std::string above;
  std::string below;
  std::string title;  ///< "price: stale views"
  std::string path;   ///< Of the results.
  enum class Shows : std::uint8_t { count, time, amount };
  Shows shows = Shows::count;
};
std::vector<HarmColumn> harm_columns(const Report& report);
/// The units in which some class prices its harm, each once.
std::vector<std::string> harm_units(const Report& report);
inline constexpr const char* sessions_title = "sessions affected";
std::string harm_title(const std::string& unit);  ///< "harm EUR"
std::string amount_text(double amount);           ///< "27 963", "6.22"

/// What one costs, in words: "4.5 EUR for each wrong price shown (price)".
std::string prices_in(const Report& report, const std::string& unit);
/// Which cached strategy does least harm, against none; a sentence a unit.
std::vector<std::string> harm_sentences(const Report& report);

}  // namespace stalemate::analysis::page
