// Quantities with units, as a scenario writes them: "5s", "300us", "64MiB", "2000/s", "1%".
// Promise: exact where the unit allows it (durations to the nanosecond); nothing is guessed from a bare number.
// Source: the scenario format of this project. Departs: accepts no blanks inside and no locale.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include "sim/time.hpp"

namespace stalemate::models::options {

std::optional<sim::Duration> read_duration(std::string_view text);    ///< ns us ms s m h d, or min:sec as "4:12"
std::optional<std::int64_t> read_bytes(std::string_view text);        ///< B KB MB GB KiB MiB GiB
std::optional<double> read_rate_per_s(std::string_view text);         ///< /s /m /min /h /d
std::optional<double> read_bandwidth(std::string_view text);          ///< "100MB/s", "1Gbit/s", in bytes a second
std::optional<double> read_ratio(std::string_view text);              ///< "1%" or "0.01"
std::optional<double> read_factor(std::string_view text);             ///< 0.5, 3: above 0
std::optional<std::int64_t> read_count(std::string_view text);        ///< 12, 1e6, 100_000, "10M"

std::string write_duration(sim::Duration duration);  ///< The shortest exact form: "1500ms", "5s".
std::string write_bytes(std::int64_t bytes);
std::string write_bandwidth(double bytes_per_s);  ///< "100MB/s"

}  // namespace stalemate::models::options
