// A dial: what of a scenario can be turned up and down, one quantity or the whole load.
// Promise: each position is settings of the scenario's own format, so that it can be run, explained and written down;
// a quantity keeps the unit that it was written in.
// Source: the scenario format of this project.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>
#include "analysis/load/document.hpp"

namespace stalemate::analysis::load {

/// A number with what it counts.
struct Quantity {
  enum class Unit : std::uint8_t { duration, bytes, rate, bandwidth, ratio, count, number };
  Unit unit = Unit::number;
  double value = 0;  ///< Seconds, bytes, a second, bytes a second, a share, or as it is.

  static std::optional<Quantity> of(const Node& node);
  static std::optional<Quantity> read(std::string_view text);
  bool is_whole() const { return unit == Unit::bytes || unit == Unit::count; }
  std::string text() const;  ///< "4970ms", "12", "250/s": as --set takes it.
};

/// The nearest value of so many digits; three are what people can write down.
double short_value(double value, int digits = 3);
std::string shortest_text(double value);  ///< The fewest digits that read back as it.

/// Positions of a dial, the least first.
struct DialRange {
  double least = 0;
  double most = 0;
  bool is_whole = false;  ///< Only whole numbers stand between.
};

class Dial {
 public:
  /// The quantity at a path, or why there is none. `word` is PATH or PATH=FROM..TO; a quantity that is not written
  /// takes its unit from the range.
  static std::variant<Dial, std::string> of_word(const Node& document, std::string_view word);
  /// All quantities at a path, by a common factor, from half to double.
  static std::variant<Dial, std::string> of_factor(const Node& document, const std::string& path);
  /// The rates and users of all loads, by a common factor.
  static std::variant<Dial, std::string> of_load(const Node& document);

  const std::string& name() const { return name_; }  ///< "nodes.redis.capacity", "the load"
  const DialRange& range() const { return range_; }
  /// A position multiplies what is written, and does not stand in its place.
  bool is_factor() const { return is_factor_; }
  /// Where it stands in the document; none: it is not written.
  std::optional<double> position() const { return position_; }
  std::vector<std::string> sets_at(double position) const;  ///< "PATH=VALUE"
  std::string text_at(double position) const;               ///< "4970ms"; of several by a factor "x 1.5"

 private:
  struct Turned {
    std::string path;
    Quantity at_rest;
  };
  /// Each quantity in a node, with those below it.
  void turn_all(const Node& node, const std::string& path);
  double turned(const Quantity& at_rest, double position) const;

  std::string name_;
  std::vector<Turned> turned_;
  bool is_factor_ = false;
  std::optional<double> position_;
  DialRange range_;
};

}  // namespace stalemate::analysis::load
