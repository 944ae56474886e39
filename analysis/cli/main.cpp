#include "analysis/cli/cli.hpp"

int main(int argc, char** argv) { return stalemate::cli::main(argc, argv); }
