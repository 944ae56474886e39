// Catch2's own main, compiled once and linked into the program of every test folder.
#define CATCH_CONFIG_RUNNER
#include <catch2/catch.hpp>
#include <cstdlib>
#include <iostream>
#include <string_view>
#include "tests/mutation/mutant.hpp"

int main(int argc, char** argv) {
  using namespace stalemate::mutation;
  const char* const wanted = std::getenv("STALEMATE_MUTANT");  // as tests/mutation/run sets it
  if (wanted != nullptr && std::string_view{wanted} == "list") {
    for (const std::string& each : mutants()) std::cout << each << '\n';
    return 0;
  }
  if (wanted != nullptr) mutate(wanted);
  return Catch::Session().run(argc, argv);
}
