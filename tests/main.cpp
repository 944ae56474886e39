// Catch2's own main, compiled once and linked into the program of every test folder.
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
