// The units of the figures of the results, as their paths name them, and how a bound on one is written.
// Promise: a bound in another unit is refused, since it would be one that can never, or always, be met.
// Source: the names of the results: "_s" of a figure or of a group above it, "_per_s", and shares by their names.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace stalemate::analysis::load {

enum class FigureUnit : std::uint8_t { count, factor, share, seconds, per_second, bytes };

/// Of the figure at a path; none: it is no path.
std::optional<FigureUnit> unit_of(std::string_view path);
/// A bound, in seconds, events a second, bytes, or as a fraction; none: it is written in another unit.
std::optional<double> read_figure(std::string_view text, FigureUnit unit);
/// How such a bound is written: "it is a time: write \"5s\"".
const char* example_of(FigureUnit unit);

}  // namespace stalemate::analysis::load
