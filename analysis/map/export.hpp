// A sweep as data: every run as CSV or JSON, and the map as OpenMetrics.
// Promise: one run after the other, in memory that does not grow with their number; the same store gives the same
// bytes, however often it was interrupted.
// Source: RFC 4180; this project's contract "stalemate.sweep/1"; OpenMetrics 1.0.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include "analysis/map/map.hpp"

namespace stalemate::analysis::map {

/// Takes the next piece of a text; false: it can take no more.
using Sink = std::function<bool(std::string_view)>;

std::optional<store::StoreError> write_csv(const store::SweepStore& store, const Sink& sink);
/// The runs stand one on a line.
std::optional<store::StoreError> write_json(const store::SweepStore& store, const Map& map, const Sink& sink);
std::string open_metrics(const Map& map);

}  // namespace stalemate::analysis::map
