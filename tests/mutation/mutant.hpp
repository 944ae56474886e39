// A mutant: one option made to do nothing, or one of its parameters held at one value, in this program.
// Promise: a test program that passes with a mutant has not noticed what the option, or the parameter, is for.
// Source: mutation analysis (DeMillo, Lipton, Sayward 1978). Departs: the mutants are of what the registry names, not
// of statements.
#pragma once
#include <string>
#include <vector>

namespace stalemate::mutation {

/// "stampede/coalesce", or "stampede/lease.wait" for a parameter, sorted. Without the options that do nothing anyway.
std::vector<std::string> mutants();

/// Until the program ends. Throws std::invalid_argument where there is no such mutant.
void mutate(const std::string& mutant);

}  // namespace stalemate::mutation
