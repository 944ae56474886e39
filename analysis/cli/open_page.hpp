// Showing a page that was written, in whatever the desktop opens pages with.
// Promise: no failure of the run: where there is nothing that opens it, or that cannot, it is said on standard error.
// Source: freedesktop.org's xdg-open; open of macOS.
#pragma once
#include <string>

namespace stalemate::analysis::cli {

void open_page(const std::string& path);

}  // namespace stalemate::analysis::cli
