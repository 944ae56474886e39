// The system as a picture and as tables: its nodes in layers from the callers to the origins, and what joins them.
// Promise: every node and every link is there; what was assumed to join two nodes is dashed, and says so.
// Source: this project's interface ("The page").
#pragma once
#include <string>
#include <vector>
#include "analysis/load/scenario.hpp"
#include "analysis/page/grid.hpp"
#include "analysis/page/svg.hpp"

namespace stalemate::analysis::page {

struct TopologyNode {
  std::string name;
  std::string kind;   ///< "service"
  std::string words;  ///< What `describe` says of it.
  models::NodeSpec::Kind of = models::NodeSpec::Kind::service;
  bool is_edge = false;  ///< A cache that stands before a service.
};

struct TopologyEdge {
  enum class How : std::uint8_t { declared, assumed, in_process };
  std::size_t from = 0;  ///< Indices of nodes.
  std::size_t to = 0;
  std::string label;  ///< Short: its mean latency.
  std::string words;
  How how = How::declared;
  bool is_one_way = false;
};

struct Topology {
  std::vector<TopologyNode> nodes;
  std::vector<TopologyEdge> edges;
};
Topology topology_of(const load::Scenario& scenario);

Picture topology_picture(const Topology& topology);
Grid nodes_grid(const Topology& topology);
Grid links_grid(const Topology& topology);

}  // namespace stalemate::analysis::page
