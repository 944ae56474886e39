// A graph laid out in layers from left to right: which column each node stands in, how high, and where edges bend.
// Promise: the same graph gives the same places; an edge over several layers passes between the nodes of those that it
// crosses. Source: Sugiyama, Tagawa & Toda 1981 (dummy nodes, barycentres). Departs: layers are given, not found.
#pragma once
#include <utility>
#include <vector>

namespace stalemate::analysis::page {

struct LayerEdge {
  std::size_t from = 0;  ///< Indices of nodes.
  std::size_t to = 0;
};

struct Layered {
  struct Place {
    std::size_t layer = 0;
    double row = 0;  ///< From 0; the layers are centred on each other.
  };
  std::vector<Place> nodes;               ///< In the order given.
  std::vector<std::vector<Place>> bends;  ///< Of each edge, from its first end to its second.
  std::size_t layers = 0;
  double rows = 0;
};

/// `layer_of`: of each node, from 0.
Layered lay_out(const std::vector<std::size_t>& layer_of, const std::vector<LayerEdge>& edges);

}  // namespace stalemate::analysis::page
