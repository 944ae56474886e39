// Empirical popularity against its law: shares of the bands, uniform ranks within each, and a world that draws by it.
// Promise: fixed streams; levels as in goodness_of_fit.hpp.
// Source: p(k) = (share of the band) / (ranks of the band), worked out here by hand.
#include <catch2/catch.hpp>
#include "sim/bands.hpp"
#include "tests/analytic/goodness_of_fit.hpp"
#include "tests/analytic/worlds.hpp"

namespace {

using namespace stalemate;
using sim::Bands;
using Tops = std::vector<Bands::Top>;

TEST_CASE("every rank of every band is drawn with its exact probability") {
  const Bands bands(10, Tops{{1, 0.3}, {4, 0.75}});  // 0.3; 3 x 0.15; 6 x 0.25/6
  sim::Stream bits(31);
  constexpr int draws = 1'000'000;
  std::vector<double> counts(10), expected(10, draws * 0.25 / 6);
  expected[0] = draws * 0.3;
  for (std::size_t k = 1; k < 4; ++k) expected[k] = draws * 0.15;
  for (int i = 0; i < draws; ++i) ++counts.at(bands.sample(bits));
  CHECK(std::fabs(tests::chi_square_z(counts, expected)) < tests::deviate_limit);
  for (std::uint64_t k = 0; k < 10; ++k) CHECK(bands.probability(k) * draws == Approx(expected[k]).epsilon(1e-12));
}

TEST_CASE("the hottest of four billion ranks get what the points say") {
  const Bands bands(4'000'000'000, Tops{{1, 0.03}, {100, 0.22}, {1'000'000, 0.8}});
  sim::Stream bits(32);
  constexpr int draws = 1'000'000;
  double first = 0, hundred = 0, million = 0;
  for (int i = 0; i < draws; ++i) {
    const std::uint64_t rank = bands.sample(bits);
    REQUIRE(rank < 4'000'000'000);
    first += rank == 0;
    hundred += rank < 100;
    million += rank < 1'000'000;
  }
  const auto is_share = [](double share, double count) {
    return tests::fits("share of the hottest", share, count / draws, std::sqrt(share * (1 - share) / draws));
  };
  CHECK(is_share(0.03, first));
  CHECK(is_share(0.22, hundred));
  CHECK(is_share(0.8, million));
}

TEST_CASE("without a point all ranks are alike, and points that count every rank leave nothing") {
  sim::Stream bits(33);
  const Bands all(4, Tops{{1, 0.7}, {4, 1}});
  const Bands nothing_left(1000, Tops{{2, 1}});
  const Bands alike(4, {});
  for (std::uint64_t k = 0; k < 4; ++k) CHECK(alike.probability(k) == 0.25);
  for (int i = 0; i < 10'000; ++i) {
    REQUIRE(all.sample(bits) < 4);
    REQUIRE(nothing_left.sample(bits) < 2);
  }
  CHECK(nothing_left.probability(2) == 0);
}

/// Counts the reads of each key.
class KeyCounts final : public sim::FactReader {
 public:
  explicit KeyCounts(models::World& world) : counts(world.first_keys().back()) { world.facts().add_reader(this); }
  void read(std::span<const sim::Fact> facts) override {
    for (const sim::Fact& fact : facts) counts[fact.key] += models::kind_of(fact) == models::FactKind::read_invoked;
  }
  std::vector<double> counts;
};

TEST_CASE("a world asks for its hottest key and its hottest hundred as often as the points say") {
  tests::worlds::Backend backend;
  backend.world.classes[0].keys = 10'000;
  backend.reads(1000).runs(200, 0);
  backend.world.loads[0].popularity.law = models::Popularity::Law::empirical;
  backend.world.loads[0].popularity.top = {{1, 0.03}, {100, 0.22}};
  models::World world(backend.world);
  KeyCounts asked(world);
  world.run();
  std::sort(asked.counts.rbegin(), asked.counts.rend());
  double all = 0, hundred = 0;
  for (std::size_t i = 0; i < asked.counts.size(); ++i) {
    all += asked.counts[i];
    if (i < 100) hundred += asked.counts[i];
  }
  CHECK(tests::fits("3 % for the hottest", 0.03, asked.counts[0] / all, std::sqrt(0.03 * 0.97 / all)));
  CHECK(tests::fits("22 % for the hottest hundred", 0.22, hundred / all, std::sqrt(0.22 * 0.78 / all)));
}

}  // namespace
