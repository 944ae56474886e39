// A figure of every strategy over time, with the faults marked: drawn without any script, and for print.
// Promise: lines differ by colour and by dashes, and are named at their ends; a fault is a shaded band with its name.
// Source: this project's interface ("The page").
#pragma once
#include <string>
#include "analysis/page/time_series.hpp"

namespace stalemate::analysis::page {

Picture time_picture(const TimeSeries& series, Shown what, const std::string& title);

}  // namespace stalemate::analysis::page
