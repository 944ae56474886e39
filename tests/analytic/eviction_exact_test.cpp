// Hit ratios that theory or a recorded trace fixes.
// Promise: integers are equal to the last miss; random ones lie within four standard errors of 10 seeds.
// Source: W. F. King, IFIP 1971 (exact LRU); Che, Tung, Wang, IEEE JSAC 2002, and Martina, Garetto, Leonardi,
// INFOCOM 2014 (approximations for LRU and FIFO); exact counts on the CloudPhysics trace that libCacheSim ships.
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>
#include "analysis/traces/oracle_general.hpp"
#include "analysis/traces/replay.hpp"
#include "sim/random.hpp"
#include "sim/zipf.hpp"
#include "tests/analytic/worlds.hpp"

namespace stalemate::analysis::traces {
namespace {

using models::eviction::Capacity;

/// Independent requests by a Zipf law, as a trace that never was a file.
class ZipfTrace final : public TraceReader {
 public:
  ZipfTrace(std::uint64_t objects, double alpha, std::int64_t requests, std::uint64_t seed)
      : zipf_(objects, alpha), bits_(seed), left_(requests) {}
  bool next(TraceRequest& request) override {
    if (left_-- <= 0) return false;
    request = {0, zipf_.sample(bits_), 1};
    return true;
  }
  std::optional<TraceError> error() const override { return std::nullopt; }
  std::vector<Anomaly> anomalies() const override { return {}; }

 private:
  sim::Zipf zipf_;
  sim::Stream bits_;
  std::int64_t left_;
};

std::vector<double> zipf_law(std::size_t objects, double alpha) {
  std::vector<double> p(objects);
  double sum = 0;
  for (std::size_t i = 0; i < objects; ++i) sum += p[i] = std::pow(static_cast<double>(i + 1), -alpha);
  for (double& probability : p) probability /= sum;
  return p;
}

/// King's formula for three slots: the cache is (i, j, k), newest first, with p_i p_j/(1-p_i) p_k/(1-p_i-p_j).
double king_lru_of_three(const std::vector<double>& p) {
  double hit = 0;
  const std::size_t n = p.size();
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j)
      for (std::size_t k = 0; k < n; ++k)
        if (i != j && j != k && i != k)
          hit += p[i] * p[j] / (1 - p[i]) * p[k] / (1 - p[i] - p[j]) * (p[i] + p[j] + p[k]);
  return hit;
}

/// P(object i is held) under Che's approximation with characteristic time t.
double held(double p, double t, const std::string& policy) {
  return policy == "lru" ? 1 - std::exp(-p * t) : p * t / (1 + p * t);
}

double che(const std::vector<double>& p, double capacity, const std::string& policy) {
  double low = 0, high = 1e9;
  for (int i = 0; i < 200; ++i) {
    const double t = (low + high) / 2;
    double expected = 0;
    for (const double probability : p) expected += held(probability, t, policy);
    (expected < capacity ? low : high) = t;
  }
  double hit = 0;
  for (const double probability : p) hit += probability * held(probability, low, policy);
  return hit;
}

struct Estimate {
  double mean;
  double half_width;  ///< Four standard errors.
};

/// The fill of an empty store is part of each run: `requests` is so large that it does not count.
Estimate hit_ratio(const std::string& policy, std::uint64_t objects, double alpha, std::int64_t capacity,
                   std::int64_t requests) {
  constexpr int seeds = 10;
  double sum = 0, squares = 0;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    ZipfTrace trace(objects, alpha, requests, seed);
    const auto replayed = replay(trace, {policy, {}, Capacity::objects(capacity)});
    const auto& result = std::get<ReplayResult>(replayed);
    const double hit = 1 - static_cast<double>(result.misses) / static_cast<double>(result.requests);
    sum += hit;
    squares += hit * hit;
  }
  const double mean = sum / seeds;
  return {mean, 4 * std::sqrt((squares / seeds - mean * mean) / (seeds - 1))};
}

void print(double expectation, const std::string& formula, const Estimate& actual) {
  std::printf("Expectation %.9f (%s)\nActual %.6f [%.6f, %.6f]\n", expectation, formula.c_str(), actual.mean,
              actual.mean - actual.half_width, actual.mean + actual.half_width);
}

TEST_CASE("LRU of three among ten Zipf objects has King's exact hit ratio", "[long]") {
  const double expectation = king_lru_of_three(zipf_law(10, 1));
  CHECK(expectation == Approx(0.470664190).epsilon(1e-8));
  const Estimate actual = hit_ratio("lru", 10, 1, 3, 1'000'000);
  print(expectation, "sum over (i,j,k) of p_i p_j/(1-p_i) p_k/(1-p_i-p_j) (p_i+p_j+p_k), King 1971", actual);
  CHECK(std::abs(actual.mean - expectation) <= actual.half_width);
  CHECK(actual.half_width < 0.002 * expectation);
}

TEST_CASE("LRU and FIFO hit ratios under a Zipf law are Che's within one per cent", "[long]") {
  struct Row {
    const char* policy;
    double alpha;
    std::int64_t capacity;
    double published;
  };
  for (const Row& row :
       {Row{"lru", 0.8, 1'000, 0.436659722}, Row{"lru", 1, 1'000, 0.675601794}, Row{"lru", 1, 100, 0.390525485},
        Row{"fifo", 0.8, 1'000, 0.394179101}, Row{"fifo", 1, 1'000, 0.630906004}}) {
    INFO(row.policy << ", alpha " << row.alpha << ", capacity " << row.capacity);
    const double expectation = che(zipf_law(10'000, row.alpha), static_cast<double>(row.capacity), row.policy);
    CHECK(expectation == Approx(row.published).epsilon(1e-7));
    const Estimate actual = hit_ratio(row.policy, 10'000, row.alpha, row.capacity, 1'000'000);
    print(expectation, std::string("Che, ") + row.policy + ", alpha " + std::to_string(row.alpha), actual);
    CHECK(actual.mean == Approx(expectation).epsilon(0.01));
    CHECK(actual.half_width < 0.005 * expectation);
  }
}

/// Requests for objects at instants.
class TimedTrace final : public TraceReader {
 public:
  explicit TimedTrace(std::vector<TraceRequest> requests) : requests_(std::move(requests)) {}
  bool next(TraceRequest& request) override {
    if (at_ == requests_.size()) return false;
    request = requests_[at_++];
    return true;
  }
  std::optional<TraceError> error() const override { return std::nullopt; }
  std::vector<Anomaly> anomalies() const override { return {}; }

 private:
  std::vector<TraceRequest> requests_;
  std::size_t at_ = 0;
};

constexpr std::int64_t second = 1'000'000'000;

// Object 1 has 5 and 5 uses more, at first, and 9 s later 1 or 7; object 2, which comes then, 5 and one more. Object
// 3 takes the place of who has fewer.
TEST_CASE("sampled LFU goes by the clock of its trace") {
  const auto misses = [](const char* decay) {
    std::vector<TraceRequest> requests(6, {0, 1, 1});
    for (const std::uint64_t object : {2u, 2u, 3u, 1u}) requests.push_back({9 * second, object, 1});
    TimedTrace trace(requests);
    const EvictionSetup setup{"sampled-lfu", {{"log_factor", "0"}, {"decay", decay}}, Capacity::objects(2)};
    return std::get<ReplayResult>(replay(trace, setup)).misses;
  };
  CHECK(misses("1s") == 4);  // 1 against 6: object 1 has gone when it is asked for again
  CHECK(misses("3s") == 3);  // 7 against 6
  CHECK(misses("0s") == 3);
}

TEST_CASE("sampled LFU goes by the clock of its shard") {
  using namespace tests::worlds;
  const auto misses = [](std::int64_t decay_s) {
    Backend backend;
    backend.cached("cache-aside", "write-around").keys(3, 0);
    backend.cache().capacity_entries = 2;
    backend.cache().eviction = "sampled-lfu";
    backend.cache().eviction_values =
        option("eviction", "sampled-lfu", {{"log_factor", std::int64_t{0}}, {"decay", decay_s * second}}).values;
    const std::vector<std::vector<double>> asked = {{0, 0.1, 0.2, 0.3, 0.4, 0.5, 9.9}, {9.6, 9.7}, {9.8}};
    for (std::uint32_t key = 0; key < asked.size(); ++key) {
      std::vector<Duration> at;
      for (const double each : asked[key]) at.push_back(seconds_of(each));
      backend.reads_at(at);
      backend.world.loads.back().name += std::to_string(key);
      backend.world.loads.back().fixed_key = key;
    }
    return backend.run().load.caches.front().misses;
  };
  CHECK(misses(1) == 4);
  CHECK(misses(3) == 3);
  CHECK(misses(0) == 3);
}

std::string trace_path() {
  const char* const folder = std::getenv("STALEMATE_TRACES");
  const std::string from = folder != nullptr ? folder : std::string(STALEMATE_SOURCE_DIR) + "/../shared/traces";
  return from + "/cloudPhysicsIO.oracleGeneral.bin";
}

/// Whether the recorded trace is here; where it is not, the case is skipped aloud.
bool has_trace() {
  if (std::filesystem::exists(trace_path())) return true;
  std::printf("SKIPPED: no recorded trace at %s (set STALEMATE_TRACES to its folder)\n", trace_path().c_str());
  return false;
}

ReplayResult replay_file(const std::string& policy, Capacity capacity) {
  auto opened = open_oracle_general(trace_path());
  REQUIRE(std::holds_alternative<std::unique_ptr<TraceReader>>(opened));
  auto replayed = replay(*std::get<std::unique_ptr<TraceReader>>(opened), {policy, {}, capacity});
  REQUIRE(std::holds_alternative<ReplayResult>(replayed));
  return std::get<ReplayResult>(replayed);
}

TEST_CASE("the misses on the CloudPhysics trace are the known ones to the last", "[long][trace]") {
  if (!has_trace()) return;
  struct Row {
    const char* policy;
    std::vector<std::int64_t> misses;  ///< At 128, 256, 512, 1024 MiB.
  };
  const std::vector<Row> rows = {{"lru", {93374, 89783, 81722, 71704}},
                                 {"fifo", {93403, 89386, 84025, 72140}},
                                 {"clock", {93313, 89775, 81328, 64456}},
                                 {"sieve", {91699, 86720, 76707, 64376}},
                                 {"lfu", {91699, 86720, 76707, 64376}},
                                 {"arc", {90252, 85861, 74297, 64772}},
                                 {"s3-fifo", {89307, 82387, 76791, 70355}}};
  for (const Row& row : rows)
    for (std::size_t i = 0; i < row.misses.size(); ++i) {
      const std::int64_t mib = std::int64_t{128} << i;
      const ReplayResult result = replay_file(row.policy, Capacity::bytes(mib << 20));
      std::printf("Expectation %lld (exact count, %s, %lld MiB)\nActual %lld\n", static_cast<long long>(row.misses[i]),
                  row.policy, static_cast<long long>(mib), static_cast<long long>(result.misses));
      CHECK(result.misses == row.misses[i]);
      CHECK(result.used_max <= mib << 20);
      CHECK(result.misses - result.evictions == result.objects_held);
    }
}

TEST_CASE("the CloudPhysics trace has the requests, objects and bytes that it is known for", "[trace]") {
  if (!has_trace()) return;
  const ReplayResult result = replay_file("", Capacity::unbounded());
  CHECK(result.requests == 113'872);
  CHECK(result.objects_held == 48'974);
  CHECK(result.misses == 48'974);
  CHECK(result.bytes_requested == 4'368'040'448);
  CHECK(result.anomalies.empty());
}

}  // namespace
}  // namespace stalemate::analysis::traces
