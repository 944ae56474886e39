#include "models/options/quantity.hpp"
#include <array>
#include <limits>

namespace stalemate::models::options {
namespace {

constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();
constexpr int most_exponent = 40;  // beyond any quantity that fits; keeps the sums of exponents small

/// coefficient * 10^exponent, so that "1.5s" loses nothing on its way to nanoseconds.
struct Decimal {
  std::uint64_t coefficient = 0;
  int exponent = 0;
};

struct Unit {
  std::string_view name;
  std::int64_t worth;
};

constexpr std::array<Unit, 9> duration_units = {{{"d", 86'400'000'000'000},
                                                 {"h", 3'600'000'000'000},
                                                 {"min", 60'000'000'000},
                                                 {"m", 60'000'000'000},
                                                 {"s", 1'000'000'000},
                                                 {"ms", 1'000'000},
                                                 {"us", 1'000},
                                                 {"ns", 1},
                                                 {"\xC2\xB5s", 1'000}}};
constexpr std::array<Unit, 7> byte_units = {{{"GiB", std::int64_t{1} << 30},
                                             {"GB", 1'000'000'000},
                                             {"MiB", std::int64_t{1} << 20},
                                             {"MB", 1'000'000},
                                             {"KiB", 1'024},
                                             {"KB", 1'000},
                                             {"B", 1}}};
constexpr std::array<Unit, 4> bit_units = {{{"Gbit", 1'000'000'000}, {"Mbit", 1'000'000}, {"kbit", 1'000}, {"bit", 1}}};
constexpr std::array<Unit, 5> period_units = {{{"s", 1}, {"m", 60}, {"min", 60}, {"h", 3'600}, {"d", 86'400}}};
constexpr std::array<Unit, 4> count_units = {{{"", 1}, {"k", 1'000}, {"M", 1'000'000}, {"G", 1'000'000'000}}};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

template <std::size_t N>
std::optional<std::int64_t> worth_of(const std::array<Unit, N>& units, std::string_view name) {
  for (const Unit& unit : units)
    if (unit.name == name) return unit.worth;
  return std::nullopt;
}

/// Reads from the front of a text and remembers what is left.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}
  std::string_view rest() const { return rest_; }

  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    return rest_.remove_prefix(1), true;
  }

  /// "100_000", "1.25"; with `exponents` also "1e6".
  std::optional<Decimal> number(bool exponents) {
    Decimal value;
    if (!whole(value)) return std::nullopt;
    if (take('.') && !fraction(value)) return std::nullopt;
    if (exponents && take('e') && !exponent(value)) return std::nullopt;
    return value;
  }

 private:
  bool next_is_digit() const { return !rest_.empty() && is_digit(rest_.front()); }
  std::uint64_t digit() {
    const auto value = static_cast<std::uint64_t>(rest_.front() - '0');
    rest_.remove_prefix(1);
    return value;
  }

  bool whole(Decimal& value) {
    if (!next_is_digit()) return false;
    while (next_is_digit()) {
      if (!append(value, digit())) return false;
      if (take('_') && !next_is_digit()) return false;
    }
    return true;
  }

  // Zeros at the end of a fraction carry nothing, however many there are: they are held back until a digit follows.
  bool fraction(Decimal& value) {
    if (!next_is_digit()) return false;
    int zeros = 0;
    while (next_is_digit()) {
      const std::uint64_t d = digit();
      if (d == 0 && ++zeros) continue;
      for (; zeros > 0; --zeros, --value.exponent)
        if (!append(value, 0)) return false;
      if (!append(value, d)) return false;
      --value.exponent;
    }
    return true;
  }

  bool exponent(Decimal& value) {
    const bool negative = take('-');
    if (!negative) take('+');
    if (!next_is_digit()) return false;
    int power = 0;
    while (next_is_digit()) {
      power = power * 10 + static_cast<int>(digit());
      if (power > most_exponent) return false;
    }
    value.exponent += negative ? -power : power;
    return true;
  }

  static bool append(Decimal& value, std::uint64_t digit) {
    if (value.coefficient > (std::numeric_limits<std::uint64_t>::max() - digit) / 10) return false;
    value.coefficient = value.coefficient * 10 + digit;
    return true;
  }

  std::string_view rest_;
};

/// value * worth as an integer; nothing when it does not fit or is not whole.
std::optional<std::int64_t> scaled(Decimal value, std::int64_t worth) {
  __extension__ using Wide = unsigned __int128;  // coefficient < 2^64, worth < 2^47
  Wide product = Wide{value.coefficient} * static_cast<std::uint64_t>(worth);
  if (product == 0) return 0;
  for (; value.exponent < 0; ++value.exponent) {
    if (product % 10 != 0) return std::nullopt;
    product /= 10;
  }
  for (; value.exponent > 0 && product <= static_cast<Wide>(largest); --value.exponent) product *= 10;
  if (product > static_cast<Wide>(largest)) return std::nullopt;
  return static_cast<std::int64_t>(product);
}

/// value * numerator / denominator, rounded once as long as both stay below 2^53.
double approximate(Decimal value, double numerator, double denominator) {
  double power = 1;
  for (int i = value.exponent < 0 ? -value.exponent : value.exponent; i > 0; --i) power *= 10;
  const double coefficient = static_cast<double>(value.coefficient) * numerator;
  return value.exponent < 0 ? coefficient / (power * denominator) : coefficient * power / denominator;
}

template <std::size_t N>
std::optional<std::int64_t> read_exact(std::string_view text, const std::array<Unit, N>& units, bool exponents) {
  Scanner scanner(text);
  const auto value = scanner.number(exponents);
  if (!value) return std::nullopt;
  const auto worth = worth_of(units, scanner.rest());
  return worth ? scaled(*value, *worth) : std::nullopt;
}

std::optional<sim::Duration> minutes_and_seconds(std::string_view minutes, std::string_view seconds) {
  if (seconds.size() < 2 || !is_digit(seconds[1]) || (seconds.size() > 2 && seconds[2] != '.')) return std::nullopt;
  const auto whole = read_exact(std::string(minutes) + "m", duration_units, false);
  const auto part = read_exact(std::string(seconds) + "s", duration_units, false);
  if (!whole || !part || *part >= 60'000'000'000 || minutes.find('.') != minutes.npos) return std::nullopt;
  if (*whole > largest - *part) return std::nullopt;
  return sim::Duration{*whole + *part};
}

template <std::size_t N>
std::string shortest(std::int64_t amount, const std::array<Unit, N>& units) {
  const std::uint64_t magnitude =
      amount < 0 ? 0 - static_cast<std::uint64_t>(amount) : static_cast<std::uint64_t>(amount);
  std::string best;
  for (const Unit& unit : units) {
    const auto worth = static_cast<std::uint64_t>(unit.worth);
    if (magnitude % worth != 0) continue;
    std::string text = amount < 0 ? "-" : "";
    text.append(std::to_string(magnitude / worth)).append(unit.name);
    if (best.empty() || text.size() < best.size()) best = std::move(text);
  }
  return best;
}

}  // namespace

std::optional<sim::Duration> read_duration(std::string_view text) {
  if (const auto colon = text.find(':'); colon != text.npos)
    return minutes_and_seconds(text.substr(0, colon), text.substr(colon + 1));
  const auto ns = read_exact(text, duration_units, false);
  return ns ? std::optional(sim::Duration{*ns}) : std::nullopt;
}

std::optional<std::int64_t> read_bytes(std::string_view text) { return read_exact(text, byte_units, false); }

std::optional<std::int64_t> read_count(std::string_view text) { return read_exact(text, count_units, true); }

std::optional<double> read_rate_per_s(std::string_view text) {
  Scanner scanner(text);
  const auto value = scanner.number(true);
  const auto slash = scanner.rest().find('/');
  if (!value || slash == text.npos) return std::nullopt;
  const auto multiple = worth_of(count_units, scanner.rest().substr(0, slash));
  const auto period = worth_of(period_units, scanner.rest().substr(slash + 1));
  if (!multiple || !period) return std::nullopt;
  return approximate(*value, static_cast<double>(*multiple), static_cast<double>(*period));
}

std::optional<double> read_bandwidth(std::string_view text) {
  Scanner scanner(text);
  const auto value = scanner.number(false);
  const std::string_view unit = scanner.rest();
  if (!value || !unit.ends_with("/s")) return std::nullopt;
  const std::string_view amount = unit.substr(0, unit.size() - 2);
  if (const auto bytes = worth_of(byte_units, amount)) return approximate(*value, static_cast<double>(*bytes), 1);
  const auto bits = worth_of(bit_units, amount);
  return bits ? std::optional(approximate(*value, static_cast<double>(*bits), 8)) : std::nullopt;
}

std::optional<double> read_ratio(std::string_view text) {
  Scanner scanner(text);
  const auto value = scanner.number(true);
  if (!value) return std::nullopt;
  const bool percent = scanner.take('%');
  if (!scanner.rest().empty()) return std::nullopt;
  return approximate(*value, 1, percent ? 100 : 1);
}

std::optional<double> read_factor(std::string_view text) {
  Scanner scanner(text);
  const auto value = scanner.number(true);
  if (!value || !scanner.rest().empty()) return std::nullopt;
  const double factor = approximate(*value, 1, 1);
  return factor > 0 ? std::optional(factor) : std::nullopt;
}

std::string write_duration(sim::Duration duration) {
  return duration.ns == 0 ? "0s" : shortest(duration.ns, duration_units);
}

std::string write_bytes(std::int64_t bytes) { return bytes == 0 ? "0B" : shortest(bytes, byte_units); }

std::string write_bandwidth(double bytes_per_s) {
  return write_bytes(static_cast<std::int64_t>(bytes_per_s + 0.5)) + "/s";
}

}  // namespace stalemate::models::options
