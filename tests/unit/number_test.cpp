// Figures as text: nine digits, shortest form.
// Promise: compared to the letter, for scripts read them.
// Source: this project's contract of results.
#include "analysis/measure/number.hpp"
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <string>

using stalemate::analysis::measure::number_text;
using stalemate::analysis::measure::rounded;
using stalemate::analysis::measure::rounded_to_side;

TEST_CASE("a figure is written with nine significant digits in the shortest form", "[number]") {
  CHECK(number_text(0) == "0");
  CHECK(number_text(-0.0) == "0");
  CHECK(number_text(1) == "1");
  CHECK(number_text(100) == "100");
  CHECK(number_text(0.1) == "0.1");
  CHECK(number_text(1.0 / 3) == "0.333333333");
  CHECK(number_text(2.0 / 3) == "0.666666667");
  CHECK(number_text(-1999.25) == "-1999.25");
  CHECK(number_text(123456789) == "123456789");
  CHECK(number_text(123456789.4) == "123456789");
  CHECK(number_text(1234567890) == "1234567890");
  CHECK(number_text(1234567891) == "1234567890");
}

TEST_CASE("rounding to nine digits may carry into a new digit", "[number]") {
  CHECK(number_text(0.9999999999) == "1");
  CHECK(number_text(9999999999.0) == "10000000000");
  CHECK(number_text(0.09999999999) == "0.1");
}

TEST_CASE("an exponent appears only where a plain number would be long", "[number]") {
  CHECK(number_text(1e14) == "100000000000000");
  CHECK(number_text(1e15) == "1e+15");
  CHECK(number_text(1.5e22) == "1.5e+22");
  CHECK(number_text(1e-7) == "0.0000001");
  CHECK(number_text(1.25e-8) == "1.25e-8");
  CHECK(number_text(std::numeric_limits<double>::max()) == "1.79769313e+308");
  CHECK(number_text(std::numeric_limits<double>::denorm_min()) == "4.94065646e-324");
}

TEST_CASE("what is no finite number is null", "[number]") {
  CHECK(number_text(std::nan("")) == "null");
  CHECK(number_text(std::numeric_limits<double>::infinity()) == "null");
}

TEST_CASE("a rounded figure reads back as itself", "[number]") {
  for (const double value : {0.1234567891234, 86400.000000001, 1e-300 / 3, 2.5e17 / 7, -5.0 / 7}) {
    const double once = rounded(value);
    CHECK(rounded(once) == once);
    CHECK(std::stod(number_text(value)) == once);
    CHECK(std::abs(once - value) <= 5e-9 * std::abs(value));
  }
}

TEST_CASE("a bound is rounded to its side, in the digits that are told") {
  CHECK(rounded_to_side(1.004, 3, true) == 1.01);
  CHECK(rounded_to_side(1.004, 3, false) == 1);
  CHECK(rounded_to_side(0.9996, 3, false) == 0.999);
  CHECK(rounded_to_side(0.9996, 3, true) == 1);
  CHECK(rounded_to_side(123.4, 3, true) == 124);
  CHECK(rounded_to_side(99950.0, 3, false) == 99900);
  CHECK(rounded_to_side(0.1 + 0.2, 3, true) == 0.3);
  CHECK(rounded_to_side(0, 3, true) == 0);
  CHECK(rounded_to_side(3.456e-9, 3, false) == 3.45e-9);
}
