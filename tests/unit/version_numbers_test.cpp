// The numbers of versions beside a leader's own: void ones, and those in write buffers.
// Promise: no number twice; what was folded into a later one goes where that goes.
// Source: this project's semantics ("Truth").
#include "models/version_numbers.hpp"
#include <catch2/catch.hpp>

namespace {

using stalemate::models::KeyId;
using stalemate::models::VersionNumbers;
using Numbers = std::vector<std::uint32_t>;

constexpr KeyId key{7};
constexpr KeyId other{8};

}  // namespace

TEST_CASE("the next number is above what the leader has, and above every number given before") {
  VersionNumbers numbers;
  CHECK(numbers.next(key, 4) == 5);
  numbers.hold(key, 5);
  CHECK(numbers.next(key, 4) == 6);
  CHECK(numbers.next(other, 4) == 5);
  CHECK(numbers.lose(key, 5) == Numbers{5});
  CHECK(numbers.next(key, 4) == 6);
  CHECK(numbers.next(key, 9) == 10);
}

TEST_CASE("what is folded into a later number is released and lost with it") {
  VersionNumbers numbers;
  for (const std::uint32_t number : {1U, 2U, 3U, 4U}) numbers.hold(key, number);
  numbers.fold(key, 1, 2);
  numbers.fold(key, 2, 3);
  CHECK(numbers.lose(key, 3) == Numbers{1, 2, 3});
  CHECK(numbers.release(key, 4));
  CHECK_FALSE(numbers.release(key, 4));
  CHECK(numbers.lose(key, 4).empty());
  CHECK(numbers.is_void(key, 2));
  CHECK_FALSE(numbers.is_void(key, 4));
}

TEST_CASE("what the leader has of a span is neither void nor in a buffer") {
  VersionNumbers numbers;
  numbers.hold(key, 3);
  numbers.annul(key, 5);
  CHECK(numbers.with_leader(key, 1, 6) == Numbers{2, 4, 6});
  CHECK(numbers.with_leader(key, 6, 6).empty());
  CHECK(numbers.greatest(key, 4) == 4);
  numbers.hold(key, 6);
  CHECK(numbers.greatest(key, 4) == 6);
}
