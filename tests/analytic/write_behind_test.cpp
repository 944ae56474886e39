// Time-lines by hand, to the nanosecond: a cache that acknowledges writes and brings them to the origin later.
// Promise: when a write commits, when the origin has it, what is lost with the buffer or under an older flush, and what
// reads that miss the buffer are blamed on.
// Source: this project's semantics (write-behind, void commits, `unflushed-write`).
#include <catch2/catch.hpp>
#include "analysis/measure/cause.hpp"
#include "tests/analytic/expectation.hpp"
#include "tests/analytic/fact_log.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;
using namespace stalemate::tests::worlds;
using namespace stalemate::sim::literals;
using models::Fault;
using models::FactKind;
using models::Loss;
using Cause = analysis::measure::Cause;

/// The cache is 5 ms from the database, which takes 10 ms for a write. Flushed a second after the first that waits.
Backend behind(const std::vector<models::Duration>& writes, const Settings& settings = {}) {
  Backend backend;
  backend.cached("cache-aside", "write-behind", settings).writes_at(writes).takes("cache", "db", 5_ms);
  backend.takes("db", "cache", 5_ms).runs(10, 0);
  backend.origin().write = Distribution::constant(10_ms);
  return backend;
}

/// A further write of the key, by a service that takes no part and writes the origin itself.
void writes_around(Backend& backend, models::Duration at) {
  backend.policy().owed_by = {"writer"};
  backend.world.loads.push_back(backend.world.loads.back());
  models::Load& load = backend.world.loads.back();
  load.name = "others";
  load.from = "reader";
  load.at = {Instant{} + at};
}

bool is(const std::string& what, std::int64_t expected, std::int64_t actual) { return equals(what, expected, actual); }

/// Its entries go, the buffer stays.
void empties_cache(Backend& backend, models::Duration at) {
  backend.strikes(Fault::Kind::flush, "cache").at = Instant{} + at;
}

std::int64_t of_cause(const RunResult& result, Cause cause) {
  return result.total.staleness.causes[static_cast<std::size_t>(cause)];
}
std::int64_t lost(const RunResult& result, Loss how) {
  return result.total.writes.lost[static_cast<std::size_t>(how)];
}

void check_instants(const std::string& what, const Instants& expected, const Instants& actual) {
  INFO(what);
  for (std::size_t i = 0; i < std::min(expected.size(), actual.size()); ++i)
    CHECK(is(what + " " + std::to_string(i + 1) + ", ns", expected[i], actual[i]));
  CHECK(expected.size() == actual.size());
}

}  // namespace

TEST_CASE("Write-behind: a write is acknowledged at once, and at the origin an interval and a write's time later") {
  const Backend backend = behind({1_s}).takes("writer", "cache", 3_ms);
  const FactLog log = log_of(backend);
  check_instants("committed", {1'003 * ms}, log.at(FactKind::committed));
  check_instants("acknowledged", {1'003 * ms}, log.at(FactKind::write_answered));
  check_instants("flushed", {2'018 * ms}, log.at(FactKind::flushed));
  const RunResult result = backend.run();
  CHECK(is("settled after, ns", 1'015 * ms, result.total.staleness.settling.time.max()));
  CHECK(result.total.writes.unflushed == 0);
}

TEST_CASE("Write-behind: what waits is flushed as soon as it fills a batch") {
  Backend backend = behind({1_s, 1'200_ms}, {{"batch", std::int64_t{2}}, {"coalesce", false}});
  check_instants("flushed", {1'215 * ms, 2'215 * ms}, log_of(backend).at(FactKind::flushed));  // of a key one at a time
}

TEST_CASE("Write-behind: of several writes of one key only the last goes to the origin, if they coalesce") {
  const std::vector<models::Duration> three{1_s, 1'100_ms, 1'200_ms};
  const FactLog together = log_of(behind(three));
  check_instants("flushed", {2'015 * ms}, together.at(FactKind::flushed));
  CHECK(together.of(FactKind::flushed)[0].version == 3);
  CHECK(is("writes at the origin", 1, std::ssize(together.of(FactKind::origin_arrived))));
  const FactLog apart = log_of(behind(three, {{"coalesce", false}}));
  check_instants("flushed", {2'015 * ms, 2'115 * ms, 2'215 * ms}, apart.at(FactKind::flushed));
  const RunResult result = behind(three).run();
  CHECK(result.total.writes.committed == 3);
  CHECK(lost(result, Loss::write_behind) == 0);
  CHECK(is("settled after, ns", 1'015 * ms, result.total.staleness.settling.time.max()));
}

TEST_CASE("Write-behind: when the buffer is full, writers wait until the origin has taken a batch") {
  const FactLog log = log_of(behind({1_s, 1'100_ms}, {{"limit", std::int64_t{1}}, {"coalesce", false}}));
  check_instants("acknowledged", {1'000 * ms, 2'020 * ms}, log.at(FactKind::write_answered));
  check_instants("flushed", {2'015 * ms, 3'035 * ms}, log.at(FactKind::flushed));
}

TEST_CASE("Write-behind: a crash loses what waits, with what was replaced by it, and what is on its way") {
  for (const auto& [crash, dies] : std::vector<std::pair<models::Duration, std::int64_t>>{
           {1'500_ms, 2}, {2'003_ms, 2}, {2'014'999'999_ns, 2}, {2'015'000'001_ns, 0}, {2'018_ms, 0}}) {
    Backend backend = behind({1_s, 1'100_ms});
    Fault& fault = backend.strikes(Fault::Kind::crash, "cache");
    fault.at = Instant{} + crash;
    fault.until = Instant{} + 3_s;
    const RunResult result = backend.run();
    CHECK(is("lost by a crash at " + std::to_string(crash.ns) + " ns", dies, lost(result, Loss::write_behind)));
    CHECK(log_of(backend).of(FactKind::flushed).size() == (dies > 0 ? 0U : 1U));
    CHECK(result.total.writes.unflushed == 0);
  }
}

TEST_CASE("Write-behind: a flush that finds the origin down goes again after an interval, and nothing is lost") {
  Backend backend = behind({1_s, 2'500_ms});
  Fault& fault = backend.strikes(Fault::Kind::crash, "db");
  fault.at = Instant{} + 1'900_ms;
  fault.until = Instant{} + 2'400_ms;
  fault.keeps_content = true;
  // Sent at 2.000, refused at 2.005, heard at 2.010; by then the next write is still to come, and replaces it.
  check_instants("flushed", {3'025 * ms}, log_of(backend).at(FactKind::flushed));
  CHECK(log_of(backend).of(FactKind::flushed)[0].version == 2);
  CHECK(lost(backend.run(), Loss::write_behind) == 0);
}

TEST_CASE("Write-behind: an older flush replaces what another writer committed at the origin meanwhile") {
  Backend backend = behind({1_s}).takes("reader", "db", 1_ms);
  writes_around(backend, 1'500_ms);
  backend.reads_at({1'600_ms, 3_s});
  const FactLog log = log_of(backend);
  const auto committed = log.of(FactKind::committed), voided = log.of(FactKind::voided);
  REQUIRE(committed.size() == 2);
  REQUIRE(voided.size() == 1);
  CHECK(is("the other's version", 2, committed[1].version));
  CHECK(is("void version", 2, voided[0].version));
  CHECK(is("void from, ns", 2'015 * ms, voided[0].at.ns));
  CHECK(is("current again", 1, voided[0].slot));
  const RunResult result = backend.run();
  CHECK(lost(result, Loss::flush_reorder) == 1);
  CHECK(is("stale for lack of word", 1, of_cause(result, Cause::unowned_write)));  // the first read alone
  CHECK(result.total.staleness.stale == 1);
}

TEST_CASE("Write-behind: numbers that are lost are not given again") {
  Backend backend = behind({1_s, 4_s});
  Fault& fault = backend.strikes(Fault::Kind::crash, "cache");
  fault.at = Instant{} + 1'500_ms;
  fault.until = Instant{} + 2_s;
  CHECK(log_of(backend).of(FactKind::committed)[1].version == 2);
}

TEST_CASE("unflushed-write: read from the origin, or from an entry filled there, while the write was in a buffer") {
  Backend backend = behind({1_s});
  empties_cache(backend, 1'200_ms);
  backend.reads_at({1'100_ms, 1'300_ms, 1'900_ms, 3_s});
  const RunResult result = backend.run();
  CHECK(is("unflushed-write", 3, of_cause(result, Cause::unflushed_write)));
  CHECK(is("stale", 3, result.total.staleness.stale));
  CHECK(is("oldest, ns", 2'000 * ms, result.total.staleness.age_stale.max()));
}

TEST_CASE("unflushed-write: a read invoked before the buffer died is judged by what was committed then") {
  Backend backend = behind({1_s}).takes("reader", "db", 100_ms);
  empties_cache(backend, 1'200_ms);
  Fault& crash = backend.strikes(Fault::Kind::crash, "cache");
  crash.at = Instant{} + 1'500_ms;
  backend.reads_at({1'450_ms, 1'550_ms});
  const RunResult result = backend.run();
  CHECK(is("unflushed-write", 1, of_cause(result, Cause::unflushed_write)));
  CHECK(is("stale", 1, result.total.staleness.stale));
}

TEST_CASE("write-reorder: a read from the origin after an older flush had replaced what was committed when it began") {
  Backend backend = behind({1_s}).takes("reader", "db", 2_ms);
  writes_around(backend, 1'500_ms);
  empties_cache(backend, 2'010_ms);
  const RunResult result = backend.reads_at({2'014_ms}).run();  // there at 2.016, replaced at 2.015
  CHECK(is("stale", 1, result.total.staleness.stale));
  CHECK(is("write-reorder", 1, of_cause(result, Cause::write_reorder)));
}
