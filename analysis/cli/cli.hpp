// The program `stalemate`: its main function, for this program and for one that links options of its own.
// Promise: argv in, exit status out; nothing is thrown.
// Source: this project's interface.
#pragma once

namespace stalemate::cli {

int main(int argc, char** argv);

}  // namespace stalemate::cli
