// The slice: the causes of one stale read, followed backwards through copies, joined fetches, followers and writes.
// Promise: tells what the answer came from, the write that superseded it, and what became of the word of that write,
// at every copy that the answer passed already superseded; nothing else.
// Source: dynamic program slicing (Agrawal & Horgan 1990); this project's semantics ("Why a read was stale").
#pragma once
#include "analysis/explain/cone.hpp"
#include "analysis/explain/story.hpp"

namespace stalemate::analysis::explain {

/// The cone is closed, and the world is the one it was read from.
Story slice(const models::World& world, const Cone& cone, const measure::StaleRead& read);

/// Adds a fault that the slice did not find and a trial showed to matter.
void add_fault(const models::World& world, const Cone& cone, Story& story, std::size_t fault);

/// In the order of time, lanes from left to right, sentences numbered. After the last step is in.
void settle(Story& story);

}  // namespace stalemate::analysis::explain
