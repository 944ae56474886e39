// What the parameters of eviction policies do: sequences worked by hand, and chances from their definitions.
// Promise: a sequence is compared letter by letter; a chance over independent caches, to four standard errors.
// Source: Yang et al., SOSP 2023 (S3-FIFO's ghosts); Einziger, Friedman & Manes, ACM TOS 2017 (W-TinyLFU's window and
// its main part, a segmented LRU); Redis' evict.c (a use counts with chance 1/((counter - 5) lfu-log-factor + 1)).
#include <cmath>
#include <iostream>
#include "tests/analytic/goodness_of_fit.hpp"
#include "tests/unit/eviction_stores.hpp"

namespace stalemate::models::eviction {
namespace {

// Ten are in the small queue when k, l, m and n push a, b, c and d out of it: of these the last ones are ghosts.
TEST_CASE("S3-FIFO remembers as many ghosts as its share says, those that left last") {
  Cache three("s3-fifo", 10, {{"ghost", 0.3}});
  CHECK(three.run("abcdefghij klmn").take_evicted() == "abcd");
  CHECK(three.run("a").take_evicted() == "e");  // no ghost any more: a enters the small queue again
  CHECK(three.run("d").take_evicted() == "f");  // a ghost: d enters the main queue
  CHECK(three.run("opqrstuvw").take_evicted() == "ghijklmna");
  CHECK(three.holds('d'));

  Cache nine("s3-fifo", 10, {{"ghost", 0.9}});
  CHECK(nine.run("abcdefghij klmn ad").take_evicted() == "abcdef");
  CHECK(nine.run("opqrstuv").take_evicted() == "ghijklmn");
  CHECK(nine.holds('a'));
  CHECK(nine.holds('d'));

  Cache none("s3-fifo", 10, {{"ghost", 0.0}});
  CHECK(none.run("abcdefghij klmn ad").take_evicted() == "abcdef");
  CHECK(none.run("opqrstuvwx").take_evicted() == "ghijklmnad");
}

// Of ten in the small queue a to e are promoted, and f leaves. What is beyond the main queue's share leaves next, until
// the small queue has its own again.
TEST_CASE("S3-FIFO gives the small queue its share, and leaves the main one the rest") {
  for (const auto& [share, evicted] : {std::pair{0.1, "fghi"}, std::pair{0.6, "fagh"}, std::pair{0.7, "fabg"}}) {
    Cache cache("s3-fifo", 10, {{"small", share}});
    CHECK(cache.run("abcdefghij aabbccddee klmn").take_evicted() == evicted);
  }
}

// b has been used once, c twice, d three times.
TEST_CASE("S3-FIFO promotes what has been used as often as its threshold says") {
  for (const auto& [threshold, evicted] : {std::pair{1, "aefg"}, std::pair{2, "abef"}, std::pair{3, "abce"}}) {
    Cache cache("s3-fifo", 10, {{"threshold", std::int64_t{threshold}}});
    CHECK(cache.run("abcdefghij bccddd klmn").take_evicted() == evicted);
  }
}

// A main queue of three, into which each newcomer comes that has been used once. Each use that a's counter has kept
// spares it one round, in which three others leave.
TEST_CASE("S3-FIFO counts uses as far as its bits go") {
  for (const std::int64_t bits : {1, 2, 3}) {
    Cache cache("s3-fifo", 4, {{"small", 0.25}, {"threshold", std::int64_t{1}}, {"bits", bits}});
    CHECK(cache.run("abcd a e" + std::string(20, 'a') + "cde").take_evicted() == "b");
    std::string others;
    for (int i = 0; i < 3 * ((1 << bits) - 1); ++i) others += static_cast<char>('c' + i);
    for (std::size_t i = 0; i <= others.size(); ++i) cache.run(std::string(2, static_cast<char>('f' + i)));
    CHECK(cache.take_evicted() == others + "a");
  }
}

// All have been used once, so what leaves the window is not admitted: it goes.
TEST_CASE("W-TinyLFU's window holds its share of the capacity, in the order of use") {
  for (const std::int64_t window : {2, 3, 5, 9}) {
    Cache cache("w-tinylfu", 10, {{"window", static_cast<double>(window) / 10}});
    const std::string letters = "abcdefghij";
    const auto oldest = static_cast<std::size_t>(10 - window);
    CHECK(cache.run(letters + " k").take_evicted() == letters.substr(oldest, 1));
    // Used again, the one that is the oldest now goes to the window's other end.
    CHECK(cache.run(letters.substr(oldest + 1, 1) + " l").take_evicted() == (letters + "k").substr(oldest + 2, 1));
  }
}

/// Four uses of each, one after the other: more than the oldest of the main part has, which leaves for the next.
std::string four_times(const std::string& letters) {
  std::string uses;
  for (const char each : letters) uses += std::string(4, each);
  return uses;
}

// A window of one and a main part of ten; k is in the window, and a to f have been used again, in this order.
TEST_CASE("W-TinyLFU protects its share of the main part, and what is used beyond it is on probation again") {
  for (const auto& [share, on_probation] : {std::pair{0.5, "ghija"}, std::pair{0.2, "ghijabcd"},
                                            std::pair{0.6, "ghij"}, std::pair{0.0, "ghijabcdef"}}) {
    INFO(share);
    Cache cache("w-tinylfu", 11, {{"protected", share}});
    const std::string expected = on_probation;
    CHECK(cache.run("abcdefghijk abcdef").take_evicted().empty());
    // The first newcomer has k leave the window, which goes; each later one admits the one before it.
    cache.run(four_times(std::string("lmnopqrstuvw").substr(0, expected.size() + 1)));
    CHECK(cache.take_evicted() == "k" + expected);
    CHECK(cache.holds('f') == (share > 0));
  }
}

/// Letters in which the first is used `uses` times after all are there, the second once less, and so on.
std::string ladder(std::size_t objects) {
  std::string letters, uses;
  for (std::size_t i = 0; i < objects; ++i) {
    letters += static_cast<char>('a' + i);
    uses += std::string(objects - 1 - i, static_cast<char>('a' + i));
  }
  return letters + uses;
}

double choose_of(std::int64_t n, std::int64_t k) {
  double ways = 1;
  for (std::int64_t i = 0; i < k; ++i) ways *= static_cast<double>(n - i) / static_cast<double>(k - i);
  return n < k ? 0 : ways;
}

/// How often each letter is the first to leave, over many caches of them.
std::vector<double> first_to_leave(const std::string& name, const Settings& set, const std::string& letters,
                                   std::size_t objects, std::uint64_t caches) {
  std::vector<double> left(objects);
  for (std::uint64_t draws = 1; draws <= caches; ++draws) {
    Cache cache(name, static_cast<std::int64_t>(objects), set, draws);
    ++left[static_cast<std::size_t>(cache.run(letters + "z").take_evicted().at(0) - 'a')];
  }
  return left;
}

// The i-th best to leave does so when it is among the k drawn of n, and none of those before it is.
TEST_CASE("Of a few drawn the one used least leaves: the i-th of n with chance C(n-i, k-1) / C(n, k)") {
  constexpr std::int64_t objects = 8;
  constexpr double caches = 8'000;
  for (const std::int64_t samples : {1, 2, 3, 7}) {
    const Settings set = {{"samples", samples}, {"log_factor", std::int64_t{0}}};  // each use counts
    const std::vector<double> left = first_to_leave("sampled-lfu", set, ladder(objects), objects, 8'000);
    std::vector<double> found, expected;
    for (std::int64_t i = 1; i <= objects; ++i) {
      const double chance = choose_of(objects - i, samples - 1) / choose_of(objects, samples);
      const double seen = left[static_cast<std::size_t>(objects - i)];
      if (chance == 0) CHECK(seen == 0);
      if (chance > 0) found.push_back(seen), expected.push_back(chance * caches);
    }
    const double deviate = tests::chi_square_z(found, expected);
    std::cout << "Expectation C(n-i, k-1)/C(n, k) of " << samples << " samples\nActual deviate " << deviate << '\n';
    CHECK(std::abs(deviate) < tests::deviate_limit);
  }
}

// Both samples are of all. The first use after the store always counts; a's second with chance 1/(f+1), and then b
// leaves; else the two are alike, and either leaves.
TEST_CASE("A second use counts with chance 1/(log factor + 1), and with a factor of 0 always") {
  constexpr double caches = 10'000;
  for (const std::int64_t factor : {0, 1, 3, 100}) {
    const std::vector<double> left = first_to_leave("sampled-lfu", {{"log_factor", factor}}, "ab aab", 2, 10'000);
    const double counts = 1 / (static_cast<double>(factor) + 1), chance = (1 + counts) / 2;
    const double error = std::sqrt(chance * (1 - chance) / caches);
    CHECK(tests::fits("(1 + 1/(f+1))/2", chance, left[1] / caches, error));
  }
}

}  // namespace
}  // namespace stalemate::models::eviction
