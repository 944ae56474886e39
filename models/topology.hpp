// The network that a blueprint describes.
// Promise: a place for each node, in the order of the blueprint; its links; its routes.
// Source: this project's models ("links").
#pragma once
#include <map>
#include <string>
#include "models/blueprint.hpp"
#include "sim/network.hpp"

namespace stalemate::models {

/// Lays the places and links of `blueprint` into an empty network and finds the routes. Returns the places by name.
std::map<std::string, sim::Place> lay_network(const Blueprint& blueprint, sim::Network& network);

}  // namespace stalemate::models
