// Changes that travel by a log, to the nanosecond: at least once, in order, from a writer, an outbox or change capture.
// Promise: every read is compared whole: instant, latency, version, how it was answered, age; and its cause is named.
// Source: Kafka's consumer offsets, the transactional outbox, and change data capture.
#include <catch2/catch.hpp>
#include "tests/analytic/time_line.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using analysis::measure::Cause;
using models::Fault;

/// A log that is read at once, and repeats after 10 ms; the writer commits at once, and takes 1 ms to the log, the log
/// 2 ms to the cache.
Backend by(const std::string& carry, const Settings& settings = {}, const std::string& write = "invalidate") {
  Backend backend;
  backend.cached("cache-aside", write);
  models::NodeSpec log = node("log", models::NodeSpec::Kind::bus);
  log.bus.log = models::LogPlan{.retry = 10_ms};
  backend.world.nodes.push_back(log);
  backend.policy().carry = option("carry", carry, settings);
  backend.policy().bus = "log";
  backend.takes("writer", "log", 1_ms).takes("db", "log", 1_ms).takes("log", "cache", 2_ms);
  backend.world.give_up = 20_ms;
  return backend;
}

}  // namespace

TEST_CASE("Log: a change is appended, and handed on to the copy") {
  const TimeLine told = time_line_of(by("log").writes_at({10_ms}).reads_at({0_ms, 12'999'999_ns, 13_ms}));
  check(told, {miss(0_ms, 0), hit(12'999'999_ns, 0, 2'999'999_ns), miss(13_ms, 1)});
  CHECK(told.because(Cause::invalidation_in_flight) == 1);
  CHECK(told.measured.load.changes.lag.max() == (3_ms).ns);
}

TEST_CASE("Log: what does not reach the copy is sent again until it does") {
  // Appended at 11. Of the tries at 11, 41 and 71 the last is after the cut: each is given up after 20 ms, and goes
  // again 10 ms later.
  Backend backend = by("log");
  during(backend.strikes(Fault::Kind::partition, "log", "cache"), 0_ms, 70_ms);
  const TimeLine told = time_line_of(backend.writes_at({10_ms}).reads_at({0_ms, 72'999'999_ns, 73_ms}));
  check(told, {miss(0_ms, 0), hit(72'999'999_ns, 0, 62'999'999_ns), miss(73_ms, 1)});
  CHECK(told.because(Cause::invalidation_in_flight) == 1);
  CHECK(told.measured.load.changes.lost == 0);
  CHECK(told.measured.load.changes.arrived == 1);
}

TEST_CASE("Log: an acknowledgement that is lost has the change come twice") {
  Backend backend = by("log");
  during(backend.strikes(Fault::Kind::partition, "cache", "log"), 0_ms, 14_ms);
  // It comes at 13 and at 43: the delete takes what was filled in between along.
  const TimeLine told = time_line_of(backend.writes_at({10_ms}).reads_at({0_ms, 13_ms, 42'999'999_ns, 43_ms}));
  check(told, {miss(0_ms, 0), miss(13_ms, 1), hit(42'999'999_ns, 1), miss(43_ms, 1)});
  CHECK(told.measured.load.caches.front().changes_arrived == 2);
}

TEST_CASE("Log: within a partition nothing overtakes, whatever each would have taken alone") {
  Backend backend = by("log", {}, "update");
  backend.world.nodes.back().bus.delay = models::Distribution::uniform(0_ms, 50_ms);
  const std::vector<Duration> writes = {10_ms, 11_ms, 12_ms, 13_ms, 14_ms, 15_ms, 16_ms, 17_ms};
  std::vector<Duration> reads;
  for (std::int64_t at = 18; at < 90; ++at) reads.push_back(Duration{at * ms});
  reads.front() = 0_ms;  // what is filled later is newer than what the log has
  const TimeLine told = time_line_of(backend.writes_at(writes).reads_at(reads));
  for (std::size_t i = 1; i < told.reads.size(); ++i) CHECK(told.reads[i].version >= told.reads[i - 1].version);
  CHECK(told.because(Cause::write_reorder) == 0);
  CHECK(told.reads.back().version == 8);
}

TEST_CASE("Log: a batch that is not acknowledged whole goes again, in its order") {
  // Both are appended while the cut lasts, and go together at 41: they are there at 43, and are sent again at 71, as
  // no acknowledgement comes; at 73 they are applied once more, at one instant.
  Backend backend = by("log", {}, "update");
  during(backend.strikes(Fault::Kind::partition, "log", "cache"), 0_ms, 40_ms);
  during(backend.strikes(Fault::Kind::partition, "cache", "log"), 40_ms, 60_ms);
  const TimeLine told = time_line_of(backend.writes_at({10_ms, 12_ms}).reads_at({42_ms, 44_ms, 74_ms}));
  CHECK(told.measured.load.caches.front().changes_arrived == 4);
  CHECK(told.reads.back() == hit(74_ms, 2));
}

TEST_CASE("Log: a copy that was down is told when it is back, by its offset") {
  Backend backend = by("log");
  during(backend.strikes(Fault::Kind::crash, "cache"), 9_ms, 30_ms).keeps_content = true;
  // Refused at 13 and, after 10 ms and the way there, at 25; the third comes at 37.
  const TimeLine told = time_line_of(backend.writes_at({10_ms}).reads_at({0_ms, 36'999'999_ns, 37_ms}));
  check(told, {miss(0_ms, 0), hit(36'999'999_ns, 0, 26'999'999_ns), miss(37_ms, 1)});
  CHECK(told.because(Cause::invalidation_in_flight) == 1);
}

TEST_CASE("Log: an outage of the log delays what it has, and loses what the writer cannot append") {
  Backend has = by("log");
  has.world.nodes.back().bus.delay = models::Distribution::constant(5_ms);
  during(has.strikes(Fault::Kind::crash, "log"), 12_ms, 50_ms);
  const TimeLine late = time_line_of(has.writes_at({10_ms}).reads_at({0_ms, 51'999'999_ns, 52_ms}));
  check(late, {miss(0_ms, 0), hit(51'999'999_ns, 0, 41'999'999_ns), miss(52_ms, 1)});

  Backend lacks = by("log");
  during(lacks.strikes(Fault::Kind::crash, "log"), 9_ms, 50_ms);
  const TimeLine lost = time_line_of(lacks.writes_at({10_ms}).reads_at({0_ms, 100_ms}));
  CHECK(lost.because(Cause::invalidation_lost) == 1);
  Backend retries = by("log", {{"retries", std::int64_t{5}}, {"pause", (20_ms).ns}});
  during(retries.strikes(Fault::Kind::crash, "log"), 9_ms, 50_ms);
  // Refused at 11, 33 (with the answer's way back 1 ms earlier than asked again), and taken with the third try.
  const TimeLine taken = time_line_of(retries.writes_at({10_ms}).reads_at({0_ms, 100_ms}));
  CHECK(taken.reads.back() == miss(100_ms, 1));
}

TEST_CASE("Log: beyond what is kept for a copy the oldest goes, and its word is lost") {
  Backend backend = by("log");
  backend.world.nodes.back().bus.log->keeps = 1;
  backend.keys(2, 0);
  during(backend.strikes(Fault::Kind::partition, "log", "cache"), 0_ms, 100_ms);
  std::vector<Duration> writes;
  for (std::int64_t at = 10; at < 40; ++at) writes.push_back(Duration{at * ms});
  const TimeLine told = time_line_of(backend.writes_at(writes).reads_at({200_ms}));
  // Version 1 is under way from 10 to 30 and at 40, and with it the one that waits: none goes while it is sent.
  CHECK(told.measured.load.changes.lost == 28);
  CHECK(told.measured.load.changes.arrived == 2);
  CHECK(told.because(Cause::invalidation_lost) == 0);
}

TEST_CASE("Outbox: rows are looked for at every interval, and their writer may die meanwhile") {
  for (const bool dies : {false, true}) {
    Backend backend = by("outbox", {{"interval", (50_ms).ns}});
    if (dies) during(backend.strikes(Fault::Kind::crash, "writer"), 10_ms + 1_ns, 20_ms);
    // Committed at 10, seen at 50, in the log at 51, in the cache at 53.
    const TimeLine told = time_line_of(backend.writes_at({10_ms}).reads_at({0_ms, 52'999'999_ns, 53_ms}));
    check(told, {miss(0_ms, 0), hit(52'999'999_ns, 0, 42'999'999_ns), miss(53_ms, 1)});
    CHECK(told.because(Cause::invalidation_in_flight) == 1);
  }
}

TEST_CASE("Outbox: what the log does not take is published again, also after a crash of the origin") {
  Backend cut = by("outbox", {{"interval", (50_ms).ns}, {"pause", (7_ms).ns}});
  during(cut.strikes(Fault::Kind::partition, "db", "log"), 0_ms, 60_ms);
  // Published at 50 and, given up after 20 ms and a pause of 7, at 77.
  const TimeLine again = time_line_of(cut.writes_at({10_ms}).reads_at({0_ms, 79'999'999_ns, 80_ms}));
  check(again, {miss(0_ms, 0), hit(79'999'999_ns, 0, 69'999'999_ns), miss(80_ms, 1)});

  Backend crashed = by("outbox", {{"interval", (50_ms).ns}});
  during(crashed.strikes(Fault::Kind::crash, "db"), 30_ms, 70_ms).keeps_content = true;
  const TimeLine late = time_line_of(crashed.writes_at({10_ms}).reads_at({0_ms, 72'999'999_ns, 73_ms}));
  check(late, {miss(0_ms, 0), hit(72'999'999_ns, 0, 62'999'999_ns), miss(73_ms, 1)});
}

TEST_CASE("Change capture: what the log does not take is published again after the pause") {
  for (const Duration pause : {7_ms, 33_ms}) {
    Backend cut = by("change-capture", {{"delay", (30_ms).ns}, {"pause", pause.ns}});
    during(cut.strikes(Fault::Kind::partition, "db", "log"), 0_ms, 50_ms);
    // Published at 40, given up at 60, published again after the pause, and 3 ms later in the cache.
    const Duration there = 63_ms + pause, just_before = there - 1_ns;
    const TimeLine told = time_line_of(cut.writes_at({10_ms}).reads_at({0_ms, just_before, there}));
    check(told, {miss(0_ms, 0), hit(just_before, 0, just_before - 10_ms), miss(there, 1)});
  }
}

TEST_CASE("Outbox: a writer that does not owe it leaves no row, and change capture asks nobody") {
  Backend unowed = by("outbox", {{"interval", (50_ms).ns}});
  unowed.policy().owed_by = {"reader"};
  const TimeLine silent = time_line_of(unowed.writes_at({10_ms}).reads_at({0_ms, 200_ms}));
  CHECK(silent.because(Cause::unowned_write) == 1);
  Backend capture = by("change-capture", {{"delay", (30_ms).ns}});
  const TimeLine captured = time_line_of(capture.writes_at({10_ms}).reads_at({0_ms, 42'999'999_ns, 43_ms}));
  check(captured, {miss(0_ms, 0), hit(42'999'999_ns, 0, 32'999'999_ns), miss(43_ms, 1)});
}

TEST_CASE("Change capture: updates bring the value, and a version compares what the write option compares") {
  const TimeLine updated = time_line_of(
      by("change-capture", {{"delay", (30_ms).ns}}, "update").writes_at({10_ms}).reads_at({0_ms, 43_ms, 44_ms}));
  check(updated, {miss(0_ms, 0), hit(43_ms, 1), hit(44_ms, 1)});
  // The delete for version 1 comes at 43, when a miss at 41 has filled version 1: only a versioned one leaves it.
  for (const bool versioned : {false, true}) {
    Backend backend = by("change-capture", {{"delay", (30_ms).ns}});
    backend.policy().write = option("write", "invalidate", {{"versioned", versioned}});
    const TimeLine told = time_line_of(backend.writes_at({10_ms}).reads_at({41_ms, 44_ms}));
    CHECK(told.reads.back() == (versioned ? hit(44_ms, 1) : miss(44_ms, 1)));
  }
}

TEST_CASE("Change capture: in every process that has a copy") {
  Backend backend = by("change-capture", {{"delay", (30_ms).ns}});
  backend.cache().in_process = true;
  std::erase_if(backend.world.links, [](const models::LinkSpec& link) { return link.to == "cache"; });
  backend.takes("log", "reader", 4_ms);
  for (const char* service : {"reader", "writer"}) backend.takes(service, "db", 0_ms).takes("db", service, 0_ms);
  const TimeLine told = time_line_of(backend.writes_at({10_ms}).reads_at({0_ms, 44'999'999_ns, 45_ms}));
  check(told, {miss(0_ms, 0), hit(44'999'999_ns, 0, 34'999'999_ns), miss(45_ms, 1)});
}
