// A value of a document as JSON text again.
// Promise: parsing the text gives an equal value; numbers stand as they were written.
// Source: RFC 8259.
#pragma once
#include <string>
#include "analysis/load/document.hpp"

namespace stalemate::analysis::load {

std::string json_text(const Node& node);

}  // namespace stalemate::analysis::load
