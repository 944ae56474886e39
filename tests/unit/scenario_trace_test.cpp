// Popularity from a trace: how often its keys are read there, by hand.
// Promise: the shares are compared exactly; which key is which does not count.
// Source: the scenario format of this project.
#include "analysis/load/describe.hpp"
#include "tests/unit/scenario_broken.hpp"
#include "tests/unit/scenario_sound.hpp"

using namespace samples;

namespace {

using Does = models::Arrivals::Does;

/// Keys as they are asked for, one after the other.
struct Recorded final : models::Arrivals {
  struct One {
    std::uint32_t key;
    Does does = Does::either;
  };
  explicit Recorded(std::vector<One> all) : all_(std::move(all)) {}
  bool next(Arrival& arrival) override {
    if (at_ == all_.size()) return false;
    arrival = {sim::Instant{static_cast<std::int64_t>(at_)}, all_[at_].key, all_[at_].does};
    return ++at_, true;
  }
  std::vector<One> all_;
  std::size_t at_ = 0;
};

ReadContext recorded(const std::vector<Recorded::One>& all) {
  ReadContext context;
  context.open_trace = [all](const TraceSource& trace, std::uint32_t,
                             std::uint64_t) -> std::shared_ptr<models::Arrivals> {
    return trace.file == "a.csv" ? std::make_shared<Recorded>(all) : nullptr;
  };
  return context;
}

const std::string counted =
    changed(smallest, R"~("rate": "2000/s")~", R"~("rate": "2000/s", "keys_like": { "trace": "a.csv" })~");

std::vector<std::pair<std::uint64_t, double>> tops_of(const std::vector<Recorded::One>& all) {
  const models::Popularity popularity = sound(counted, recorded(all)).system.loads.at(0).popularity;
  CHECK(popularity.law == models::Popularity::Law::empirical);
  std::vector<std::pair<std::uint64_t, double>> tops;
  for (const auto& top : popularity.top) tops.emplace_back(top.ranks, top.share);
  return tops;
}

}  // namespace

TEST_CASE("the shares of a trace's keys are those of its reads, the hottest first", "[scenario]") {
  using Tops = std::vector<std::pair<std::uint64_t, double>>;
  CHECK(tops_of({{7}, {2}, {7}, {7}, {9}}) == Tops{{1, 0.6}, {3, 1.0}});
  CHECK(tops_of({{0}}) == Tops{{1, 1.0}});
  // Writes count where there is nothing else.
  CHECK(tops_of({{1, Does::read}, {2, Does::write}, {2, Does::write}, {3, Does::read}, {3, Does::read}}) ==
        Tops{{1, 2.0 / 3}, {2, 1.0}});
  CHECK(tops_of({{1, Does::write}, {2, Does::write}, {2, Does::write}}) == Tops{{1, 2.0 / 3}, {2, 1.0}});
}

TEST_CASE("a popularity from a trace is described with its file", "[describe]") {
  CHECK(describe(sound(counted, recorded({{7}, {2}, {7}, {7}, {9}}))).find(
            "keys as in a.csv (3 keys, the hottest 1 get 60.00 %)") != std::string::npos);
}

TEST_CASE("a trace that tells no popularity is refused where it stands", "[scenario]") {
  CHECK(refusal_of(counted, recorded({})).find("load.0.keys_like.trace: \"a.csv\" asks for no key") !=
        std::string::npos);
  CHECK(refusal_of(changed(counted, "a.csv", "b.csv"), recorded({{1}}))
            .find("load.0.keys_like.trace: \"b.csv\" cannot be read as a trace") != std::string::npos);
}
