// A story as a trace in the Chrome JSON format, for Perfetto: a track a node, a flow a message.
// Promise: valid JSON whatever names hold; times are those of the run, in microseconds to the nanosecond.
// Source: the Trace Event Format (X, i, M, s and f events), sorted by time.
#pragma once
#include <string>
#include "analysis/explain/key_life.hpp"
#include "analysis/explain/story.hpp"

namespace stalemate::analysis::explain {

std::string perfetto(const Story& story, const KeyLife& life);

}  // namespace stalemate::analysis::explain
