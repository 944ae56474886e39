// A story as a Mermaid sequence diagram.
// Promise: whatever names hold, the text stays a diagram: what Mermaid would read as its own becomes an entity code.
// Source: Mermaid's sequenceDiagram syntax (participants, ->>, -->>, -x, Note over).
#pragma once
#include <string>
#include "analysis/explain/story.hpp"

namespace stalemate::analysis::explain {

std::string mermaid(const Story& story);

}  // namespace stalemate::analysis::explain
