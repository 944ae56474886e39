// A story as a sequence diagram of characters: a lane a node, time flows down.
// Promise: no line is wider than asked for; a lost message ends in an x half way; gaps in time are shown as such.
// Source: sequence diagrams (ITU-T Z.120). Departs: a message stands where it arrives, a lost one where it left.
#pragma once
#include <cstdint>
#include <string>
#include "analysis/explain/story.hpp"

namespace stalemate::analysis::explain {

std::string diagram_text(const Story& story, std::int64_t width);

/// The names of all lanes, when some of them do not fit above theirs; else empty.
std::string lanes_shortened(const Story& story, std::int64_t width);

/// Two steps further apart than this have a gap between them in every picture.
constexpr Duration gap_shown{1'000'000'000};

/// As many decimals as tell the steps of a story apart.
int decimals_of(const Story& story);

}  // namespace stalemate::analysis::explain
