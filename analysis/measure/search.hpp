// A search: between which values of a quantity something holds, found by trying.
// Promise: every bound lies between two neighbouring values that were tried, one that holds and one that does not; what
// holds, fails and holds again on the grid is told, not smoothed over.
// Source: a grid, then bisection; in the logarithm of the value, as quantities of systems are compared.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <vector>
#include "analysis/load/dial.hpp"

namespace stalemate::analysis::measure {

/// The longest stretch of the grid in which it holds, with narrowed ends.
struct Held {
  double from = 0;
  double to = 0;
  std::optional<double> fails_below;  ///< The nearest value below `from` that was tried; none: the range begins there.
  std::optional<double> fails_above;
  bool is_ragged = false;  ///< It holds elsewhere too.
};

class Search {
 public:
  /// A range from above 0 is divided by ratios, another one evenly. `also` is tried with the grid, where it lies
  /// within.
  explicit Search(const load::DialRange& range, std::optional<double> also = std::nullopt);

  /// What to try now; empty: done.
  std::vector<double> wanted() const;
  void tell(double value, bool holds);
  /// None: it holds nowhere.
  std::optional<Held> held() const;

 private:
  /// A value of few digits strictly between two; none where there is none.
  std::optional<double> amid(double low, double high) const;
  /// The same; none as well where the two are close enough.
  std::optional<double> between(double low, double high) const;

  load::DialRange range_;
  std::vector<double> grid_;
  std::map<double, bool> told_;
};

}  // namespace stalemate::analysis::measure
