// The ziggurat's tables.
// Promise: constants of the program, made by the compiler from sums of two doubles, so no platform can change them.
// Source: Marsaglia & Tsang 2000; the tails' starts for 256 layers are the published ones, to more digits.
#include "sim/ziggurat.hpp"
#include "sim/double_double.hpp"

namespace stalemate::sim {

namespace {

/// Where the density exp(-x) or exp(-x^2/2) has the given value.
constexpr DoubleDouble exponential_position(DoubleDouble density) { return -log_exactly(density); }
constexpr DoubleDouble normal_position(DoubleDouble density) {
  return sqrt_exactly(log_exactly(density) * DoubleDouble{-2});
}

constexpr void set_layer(ZigguratTable& table, std::size_t i, DoubleDouble right, DoubleDouble inside,
                         DoubleDouble bottom, DoubleDouble top) {
  const double share = rounded(inside / right) * 0x1p53;
  table.layers[i] = {static_cast<std::uint64_t>(share), right.high * 0x1p-53};
  table.edges[i] = {bottom.high, top.high};
}

/// Layer 0 is the base with the tail; layers 255, 254 ... 1 stand on it, each of the same area.
template <class Position>
constexpr ZigguratTable make_layers(double tail_start, DoubleDouble tail_density, DoubleDouble area,
                                    Position position) {
  ZigguratTable table{};
  DoubleDouble right{tail_start};
  DoubleDouble bottom = tail_density;
  set_layer(table, 0, area / bottom, right, DoubleDouble{}, bottom);
  for (std::size_t i = 255; i > 1; --i) {
    const DoubleDouble top = bottom + area / right;
    const DoubleDouble next = position(top);
    set_layer(table, i, right, next, bottom, top);
    right = next;
    bottom = top;
  }
  set_layer(table, 1, right, DoubleDouble{}, bottom, DoubleDouble{1});
  return table;
}

constexpr ZigguratTable make_exponential_layers() {
  const DoubleDouble start{exponential_tail_start};
  const DoubleDouble density = exp_exactly(-start);
  return make_layers(exponential_tail_start, density, (start + DoubleDouble{1}) * density, exponential_position);
}

/// A layer's area, r exp(-r^2/2) + sqrt(pi/2) erfc(r/sqrt(2)), to 53 bits.
constexpr double normal_layer_area = 0.00492867323397465493159;

constexpr ZigguratTable make_normal_layers() {
  const DoubleDouble start{normal_tail_start};
  const DoubleDouble density = exp_exactly(start * start * DoubleDouble{-0.5});
  return make_layers(normal_tail_start, density, DoubleDouble{normal_layer_area}, normal_position);
}

}  // namespace

constinit const ZigguratTable exponential_layers = make_exponential_layers();
constinit const ZigguratTable normal_layers = make_normal_layers();

}  // namespace stalemate::sim
