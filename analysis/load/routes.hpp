// Who talks to whom, and how their messages travel.
// Promise: from the blueprint alone, before any run. Source: this project's models ("link").
#pragma once
#include <string>
#include <utility>
#include <vector>
#include "models/blueprint.hpp"

namespace stalemate::analysis::load {

struct Scenario;

/// Pairs of nodes that exchange messages, in the order in which the loads need them.
std::vector<std::pair<std::string, std::string>> talking_pairs(const models::Blueprint& blueprint);

/// How the messages of two nodes travel.
struct Way {
  std::string from;
  std::string to;
  std::vector<std::string> over;  ///< Nodes on the way, if no link of their own joins the two.
  bool is_declared = true;        ///< Over declared links, there and back; else the default latency stands for a link.
};
/// Of all pairs of nodes that exchange messages under these plans, in the order in which the loads need them.
std::vector<Way> ways(const Scenario& scenario);
/// Those that no declared route joins.
std::vector<std::pair<std::string, std::string>> unrouted_pairs(const Scenario& scenario);

}  // namespace stalemate::analysis::load
