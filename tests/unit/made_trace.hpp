// The maker of scenarios/traces/shop-rush.csv: two minutes of a shop, its rush in the middle, written by a model.
// Promise: the same bytes on every machine; the test beside it holds the file to them and, with UPDATE_TRACE=1, writes
// it. Source: a Poisson process whose rate triples from 0:50 to 1:10, and Zipf's law over 400 items.
#pragma once
#include <cstdint>
#include <string>
#include "sim/random.hpp"
#include "sim/ziggurat.hpp"
#include "sim/zipf.hpp"

namespace stalemate::tests {

inline constexpr const char* made_trace_head =
    "# A model's requests, not a recording of anybody's users: two minutes of a shop, with a rush from 0:50 to 1:10.\n"
    "# Written by: UPDATE_TRACE=1 test_unit \"the trace of the library is what its maker writes\"\n"
    "time,key,op,size\n";

inline std::string three_digits(std::int64_t number) {
  return std::string(number < 10 ? "00" : number < 100 ? "0" : "") + std::to_string(number);
}

inline std::string made_trace() {
  constexpr double usual_per_s = 15, rush_per_s = 60;
  constexpr std::int64_t end_ms = 120'000, rush_begins_ms = 50'000, rush_ends_ms = 70'000;
  sim::Stream bits(20'261'124);
  const sim::Zipf popularity(400, 0.9);
  std::string text = made_trace_head;
  for (std::int64_t ms = 0;;) {
    const bool is_rush = ms >= rush_begins_ms && ms < rush_ends_ms;
    ms += static_cast<std::int64_t>(1000 / (is_rush ? rush_per_s : usual_per_s) * sim::exponential(bits) + 0.5);
    if (ms >= end_ms) return text;
    const std::uint64_t item = popularity.sample(bits);
    const bool writes = sim::unit(bits()) < 0.06;
    const std::uint64_t bytes = 300 + item * 7919 % 1500;
    text += std::to_string(ms / 1000) + "." + three_digits(ms % 1000) + ",item:" + std::to_string(item) +
            (writes ? ",set," : ",get,") + std::to_string(bytes) + "\n";
  }
}

}  // namespace stalemate::tests
