// What links and buses do to messages besides taking time: time-lines by hand, to the nanosecond, and shares by law.
// Promise: every instant is worked out here; a trait that is not set changes nothing.
// Source: M/D/1's first-in-first-out line on a link (bytes / bandwidth); the rules of this project's glossary.
#include <catch2/catch.hpp>
#include "models/wire.hpp"
#include "tests/analytic/expectation.hpp"
#include "tests/analytic/fact_log.hpp"
#include "tests/analytic/goodness_of_fit.hpp"
#include "tests/analytic/story.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using models::FactKind;
using models::kind_of;

sim::LinkTraits& traits_between(Backend& backend, const char* from, const char* to) {
  for (models::LinkSpec& link : backend.world.links)
    if (link.from == from && link.to == to) return link.traits;
  return backend.takes(from, to, {}).world.links.back().traits;
}

TEST_CASE("values wait in line for a link with a bandwidth, and messages without a value take no time on it") {
  // 1 MB answers at 100 MB/s: 10 ms each. Three reads at once, one at 12, each 1 ms there and 2 ms back.
  Backend backend;
  backend.world.classes[0].value_bytes = 1'000'000;
  backend.takes("reader", "db", 1_ms).takes("db", "reader", 2_ms).reads_at({0_ms, 0_ms, 0_ms, 12_ms, 100_ms});
  traits_between(backend, "db", "reader").bytes_per_s = 1e8;
  traits_between(backend, "reader", "db").bytes_per_s = 1e8;  // a read carries nothing there
  CHECK(log_of(backend).at(FactKind::origin_arrived) == Instants{1 * ms, 1 * ms, 1 * ms, 13 * ms, 101 * ms});
  CHECK(log_of(backend).at(FactKind::read_answered) == Instants{13 * ms, 23 * ms, 33 * ms, 43 * ms, 113 * ms});
}

TEST_CASE("a bandwidth holds each way: writes carry their value there, and their answers carry none back") {
  Backend backend;
  backend.world.classes[0].value_bytes = 3;
  backend.takes("writer", "db", 1_ms).writes_at({0_ms, 0_ms});
  traits_between(backend, "writer", "db").bytes_per_s = 7000;  // 3/7000 s = 428571.43 ns
  traits_between(backend, "db", "writer").bytes_per_s = 1;
  CHECK(log_of(backend).at(FactKind::write_answered) == Instants{1'428'571, 1'857'142});
}

TEST_CASE("over several links each has its line: the slow one is what everybody waits for") {
  Backend backend;
  backend.world.classes[0].value_bytes = 1'000'000;
  backend.reads_at({0_ms, 0_ms});
  backend.takes("db", "cache", 1_ms).takes("cache", "reader", 1_ms);
  traits_between(backend, "db", "cache").bytes_per_s = 1e9;      // 1 ms
  traits_between(backend, "cache", "reader").bytes_per_s = 1e8;  // 10 ms
  // First: on the 1st link from 0 to 1, there at 2, on the 2nd until 12, there at 13. Second: at 3, then until 22.
  CHECK(log_of(backend).at(FactKind::read_answered) == Instants{13 * ms, 23 * ms});
}

TEST_CASE("a message that is held back is passed by the next: the older update arrives last and stays") {
  // Updates leave at 10 and 12 and take 1 ms; the first is held back for 5 ms by one that is held back for certain.
  Backend backend;
  backend.cached("cache-aside", "update").takes("writer", "cache", 1_ms).writes_at({10_ms, 12_ms});
  backend.reads_at({0_ms, 14_ms, 17_ms});
  const auto story = [&] {
    models::World world(backend.world);
    Story told(world);
    world.run();
    return told.reads;
  };
  CHECK(story().back() == AnsweredRead{17 * ms, 0, 2, models::How::hit, 0});
  // The share whose draw holds the first back and not the second.
  sim::LinkTraits& traits = traits_between(backend, "writer", "cache");
  traits.reorder = {0.5, 5_ms};
  for (backend.world.seed = 1; backend.world.seed < 100; ++backend.world.seed)
    if (log_of(backend).at(FactKind::change_arrived) == Instants{13 * ms, 16 * ms}) break;
  REQUIRE(backend.world.seed < 100);
  const auto reads = story();
  CHECK(reads[1] == AnsweredRead{14 * ms, 0, 2, models::How::hit, 0});
  CHECK(reads[2] == AnsweredRead{17 * ms, 0, 1, models::How::hit, 5 * ms});
}

TEST_CASE("a link holds back its share of the messages, each by the same, whatever else there is") {
  Backend backend;
  backend.takes("reader", "db", 1_ms).reads(1000).runs(100, 0);
  traits_between(backend, "reader", "db").reorder = {0.05, 20_ms};
  models::World world(backend.world);
  Story story(world);
  world.run();
  double held = 0;
  for (const AnsweredRead& read : story.reads) {
    REQUIRE((read.latency == 1 * ms || read.latency == 21 * ms));
    held += read.latency == 21 * ms;
  }
  const auto all = static_cast<double>(story.reads.size());
  CHECK(fits("5 % held back", 0.05, held / all, std::sqrt(0.05 * 0.95 / all)));
}

TEST_CASE("a link that makes two of every request: both are served, one is answered") {
  Backend backend;
  backend.takes("reader", "db", 3_ms).takes("writer", "db", 3_ms).reads_at({0_ms}).writes_at({10_ms});
  traits_between(backend, "reader", "db").duplicates = 1;
  traits_between(backend, "writer", "db").duplicates = 1;
  const FactLog log = log_of(backend);
  CHECK(log.at(FactKind::origin_arrived) == Instants{3 * ms, 3 * ms, 13 * ms, 13 * ms});
  CHECK(log.at(FactKind::committed) == Instants{13 * ms, 13 * ms});  // nothing at the origin tells the two apart
  CHECK(log.at(FactKind::read_answered) == Instants{3 * ms});
  CHECK(log.at(FactKind::write_answered) == Instants{13 * ms});
  CHECK(log.at(FactKind::message_doubled) == Instants{0, 10 * ms});
}

TEST_CASE("a request that is lost is answered all the same if its copy arrives") {
  Backend backend;
  backend.takes("reader", "db", 1_ms).reads(1000).runs(20, 0);
  backend.world.give_up = 100_ms;
  models::LinkSpec& link = backend.world.links.back();
  link.loss = 0.3;
  link.traits.duplicates = 1;
  const FactLog log = log_of(backend);
  const auto failed = static_cast<double>(log.at(FactKind::read_failed).size());
  const auto all = failed + static_cast<double>(log.at(FactKind::read_answered).size());
  CHECK(fits("0.3 x 0.3 lose both", 0.09, failed / all, std::sqrt(0.09 * 0.91 / all)));
}

TEST_CASE("of two requests the first to arrive is answered: the smaller of two exponential delays") {
  Backend backend;
  backend.world.links.push_back({"reader", "db", Distribution::exponential(10_ms), 0, true});
  backend.reads(1000).runs(100, 0);
  const auto mean_of = [&] {
    models::World world(backend.world);
    Story story(world);
    world.run();
    double sum = 0;
    for (const AnsweredRead& read : story.reads) sum += static_cast<double>(read.latency);
    return sum / static_cast<double>(story.reads.size());
  };
  CHECK(fits("10 ms", 1e7, mean_of(), 1e7 / std::sqrt(100'000)));
  backend.world.links.back().traits.duplicates = 1;
  CHECK(fits("10 ms / 2", 5e6, mean_of(), 5e6 / std::sqrt(100'000)));
}

TEST_CASE("a bus that holds deliveries back lets a later one pass, by its own share", "[long]") {
  Backend backend;
  backend.world.nodes.push_back(node("bus", models::NodeSpec::Kind::bus));
  models::BusNode& bus = backend.world.nodes.back().bus;
  bus.delay = Distribution::constant(1_ms);
  backend.cached("cache-aside", "update").updates(1000).runs(100, 0);
  backend.policy().carry = option("carry", "pub-sub");
  backend.policy().bus = "bus";
  bus.reorder = {0.1, 4_ms};
  const FactLog log = log_of(backend);
  std::map<std::uint32_t, std::int64_t> sent;
  double held = 0, all = 0;
  for (const sim::Fact& fact : log.facts) {
    const auto kind = kind_of(fact);
    if (kind == FactKind::change_sent) sent[fact.version] = fact.at.ns;
    if (kind != FactKind::change_arrived) continue;
    const std::int64_t took = fact.at.ns - sent.at(fact.version);
    REQUIRE((took == 1 * ms || took == 5 * ms));
    ++all, held += took == 5 * ms;
  }
  CHECK(fits("10 % held back", 0.1, held / all, std::sqrt(0.1 * 0.9 / all)));
}

}  // namespace
