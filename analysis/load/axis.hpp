// An axis: the values that one path of a scenario takes in a sweep.
// Promise: each value is a setting of the scenario's own format, so that any point can be run, explained and written
// down alone; the values of a range have three digits, or as many as tell them apart, and its ends are those typed.
// Source: this project's interface ("--vary PATH=1s..10m:log:12").
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>
#include "analysis/load/dial.hpp"
#include "analysis/load/document.hpp"

namespace stalemate::analysis::load {

/// One place on an axis.
struct AxisValue {
  std::string text;     ///< As --set takes it after PATH=.
  double position = 0;  ///< Of a quantity in seconds, bytes, a second or as it is; of a word its number from 0.
};

class Axis {
 public:
  enum class Scale : std::uint8_t { linear, log, words };

  /// `word` is PATH=FROM..TO:linear:N, PATH=FROM..TO:log:N or PATH=A,B,C: or why it is none of them. Where points are
  /// drawn (`at`), a range needs no N, and is linear where it does not say.
  static std::variant<Axis, std::string> of_word(const Node& document, std::string_view word, bool is_drawn = false);

  const std::string& path() const { return path_; }
  Scale scale() const { return scale_; }
  /// Of a range in its order, of a list as typed; at least one, none twice.
  const std::vector<AxisValue>& values() const { return values_; }
  /// Where a share of the way along it leads, in [0, 1): for designs that are no grid.
  AxisValue at(double share) const;
  std::string set(const AxisValue& value) const;  ///< "PATH=VALUE"

 private:
  AxisValue of_range(double share, int digits) const;
  bool take_values(std::int64_t wanted, int digits);
  std::string add_range(std::string_view scale, std::string_view count);
  std::string add_list(std::string_view text);

  std::string path_;
  Scale scale_ = Scale::linear;
  std::vector<AxisValue> values_;
  std::optional<Dial> dial_;  ///< Of a range.
};

/// "linear", "log", "list"
const char* name_of(Axis::Scale scale);

}  // namespace stalemate::analysis::load
