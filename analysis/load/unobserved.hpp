// Which classes no alert of a strategy looks at.
// Promise: an alert on the whole of something looks at each class that is there.
// Source: this project's models ("observe").
#pragma once
#include <string>
#include <vector>
#include "models/blueprint.hpp"

namespace stalemate::analysis::load {

/// Whether the signal of an alert moves with what is done with the class, the one of that number.
bool looks_at(const models::Alert& alert, const models::Blueprint& blueprint, std::size_t data_class);
/// Their names, in order. None where there is no alert at all.
std::vector<std::string> unobserved(const models::Blueprint& blueprint);

}  // namespace stalemate::analysis::load
