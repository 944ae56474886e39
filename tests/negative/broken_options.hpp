// Options that break what they promise, each in one place; registered under names that begin with "broken".
// Promise: linked into this test program alone.
// Source: the mistakes that cache code is known for; canaries in TigerBeetle's and FoundationDB's sense.
#pragma once
#include "sim/random.hpp"

namespace stalemate::tests {

/// The mistake of one generator for everything: whoever draws moves everybody's numbers.
sim::Stream& shared_stream();

}  // namespace stalemate::tests
