// The forms that figures have in results: a share, a distribution, the requests that were made.
// Promise: nothing over nothing is null, never a number.
// Source: this project's results format.
#pragma once
#include <nlohmann/json.hpp>
#include <optional>
#include "analysis/measure/histogram.hpp"
#include "analysis/measure/results.hpp"

namespace stalemate::analysis::measure {

using Json = nlohmann::ordered_json;

constexpr double ns_a_second = 1e9;

Json figure(double value);
Json figure(const std::optional<double>& value);
Json share(std::int64_t part, std::int64_t whole);
/// Mean, quantiles and maximum in units of `unit`; of nothing, each is null.
Json distribution(const Histogram& of, double unit);
Json requests(const Requests& of);
/// With the hedges.
Json reads(const Requests& of);
Json reads_and_losses(const Reads& of);
std::int64_t sum(const LossCounts& of);
Json losses(const LossCounts& of);

}  // namespace stalemate::analysis::measure
