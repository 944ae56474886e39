// The makers of scenarios/traces: two minutes of a shop with a rush, and ten of editors who save everything twice.
// Promise: the same bytes on every machine; the test beside it holds the files to them and, with UPDATE_TRACE=1, writes
// them. Source: a Poisson process whose rate quadruples from 0:50 to 1:10, and Zipf's law over 400 items; a Poisson
// process of pairs.
#pragma once
#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include "sim/random.hpp"
#include "sim/ziggurat.hpp"
#include "sim/zipf.hpp"

namespace stalemate::tests {

inline constexpr const char* made_rush_head =
    "# A model's requests, not a recording of anybody's users: two minutes of a shop, with a rush from 0:50 to 1:10.\n"
    "# Written by: UPDATE_TRACE=1 test_unit \"the traces of the library are what their makers write\"\n"
    "time,key,op,size\n";

inline std::string three_digits(std::int64_t number) {
  return std::string(number < 10 ? "00" : number < 100 ? "0" : "") + std::to_string(number);
}

inline std::string made_rush() {
  constexpr double usual_per_s = 15, rush_per_s = 60;
  constexpr std::int64_t end_ms = 120'000, rush_begins_ms = 50'000, rush_ends_ms = 70'000;
  sim::Stream bits(20'261'124);
  const sim::Zipf popularity(400, 0.9);
  std::string text = made_rush_head;
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

inline constexpr const char* made_second_thoughts_head =
    "# A model's requests, not a recording of anybody: editors who save a price, see the slip, and save it again.\n"
    "# Written by: UPDATE_TRACE=1 test_unit \"the traces of the library are what their makers write\"\n"
    "time,key,op\n";

inline std::string made_second_thoughts() {
  constexpr double pairs_per_s = 2;
  constexpr std::int64_t end_ms = 600'000, soonest_ms = 30;
  sim::Stream bits(20'261'126);
  std::set<std::pair<std::int64_t, std::uint64_t>> saves;
  for (std::int64_t ms = 0;;) {
    ms += static_cast<std::int64_t>(1000 / pairs_per_s * sim::exponential(bits) + 0.5);
    if (ms >= end_ms) break;
    const std::uint64_t price = sim::below(bits, 40);
    saves.emplace(ms, price);
    saves.emplace(ms + soonest_ms + static_cast<std::int64_t>(sim::below(bits, 120)), price);
  }
  std::string text = made_second_thoughts_head;
  for (const auto& [ms, price] : saves)
    text += std::to_string(ms / 1000) + "." + three_digits(ms % 1000) + ",price:" + std::to_string(price) + ",set\n";
  return text;
}

}  // namespace stalemate::tests
