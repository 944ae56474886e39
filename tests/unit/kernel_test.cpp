// The kernel: queue, tasks, scopes, timeouts, semaphores, mailboxes, and the fact stream's digest.
// Promise: every case is a small story whose log is compared word by word; nothing is left pending at its end.
// Source: the promises in the headers of sim/.
#include <catch2/catch.hpp>
#include <string>
#include <vector>
#include "sim/facts.hpp"
#include "sim/scope.hpp"
#include "sim/simulation.hpp"
#include "sim/sync.hpp"
#include "sim/task.hpp"
#include "sim/zero_table.hpp"

namespace stalemate::sim {
namespace {

using namespace literals;
using Log = std::vector<std::string>;

/// A simulation, a log, and small processes that write into it: "name@milliseconds".
class Story {
 public:
  Simulation simulation;
  Log log;

  void note(const std::string& what) { log.push_back(what + "@" + std::to_string(simulation.now().ns / 1'000'000)); }
  void run() { simulation.run_until(Instant{} + 1_s); }

  Process say(const char* what, Duration after) {
    co_await simulation.sleep(after);
    note(what);
  }
  Task<int> answer(int value, Duration after) {
    co_await simulation.sleep(after);
    note("answered");
    co_return value;
  }
  Task<int> sum(int one, int other) {
    const int first = co_await answer(one, 1_ms);
    const int second = co_await answer(other, 2_ms);
    co_return first + second;
  }
};

/// Notes when a frame that holds it is destroyed.
class Farewell {
 public:
  Farewell(Story& story, const char* name) : story_(story), name_(name) {}
  Farewell(const Farewell&) = delete;
  Farewell& operator=(const Farewell&) = delete;
  ~Farewell() { story_.note(std::string("end of ") + name_); }

 private:
  Story& story_;
  const char* name_;
};

TEST_CASE("events at one instant run in the order in which they were scheduled") {
  Story story;
  Scope scope(story.simulation);
  for (const char* name : {"a", "b", "c"}) scope.spawn(&Story::say, &story, name, 5_ms);
  scope.spawn(&Story::say, &story, "earlier", 4_ms);
  story.run();
  CHECK(story.log == Log{"earlier@4", "a@5", "b@5", "c@5"});
  CHECK(story.simulation.now() == Instant{} + 1_s);
}

TEST_CASE("a run stops where it is told to and leaves what is due at its end") {
  Story story;
  Scope scope(story.simulation);
  scope.spawn(&Story::say, &story, "before", 10_ms);
  scope.spawn(&Story::say, &story, "at the end", 20_ms);
  story.simulation.run_until(Instant{} + 20_ms);
  CHECK(story.log == Log{"before@10"});
  story.simulation.run_until(Instant{} + 21_ms);
  CHECK(story.log == Log{"before@10", "at the end@20"});
}

class Teller {
 public:
  explicit Teller(Story& story) : story_(story) {}
  Process tell() {
    const int sum = co_await story_.sum(3, 4);
    story_.note("sum " + std::to_string(sum));
  }
  Process limited(Duration limit) {
    Farewell farewell(story_, "waiter");
    const Timed<int> timed = co_await with_timeout<int>(story_.simulation, limit, &Teller::slow, this);
    story_.note(timed.in_time ? "in time " + std::to_string(timed.value) : "late");
  }
  Task<int> slow() {
    Farewell farewell(story_, "task");
    const int value = co_await story_.answer(7, 10_ms);
    co_return value;
  }

 private:
  Story& story_;
};

TEST_CASE("tasks run where they are awaited and give their values") {
  Story story;
  Teller teller(story);
  Scope scope(story.simulation);
  scope.spawn(&Teller::tell, &teller);
  story.run();
  CHECK(story.log == Log{"answered@1", "answered@3", "sum 7@3"});
  CHECK(scope.empty());
}

TEST_CASE("a scope that ends takes its processes, their waits and their unstarted ones with it") {
  Story story;
  {
    Scope scope(story.simulation);
    scope.spawn(&Story::say, &story, "never", 10_ms);
    scope.spawn_at(Instant{} + 50_ms, &Story::say, &story, "never either", 0_ms);
    story.simulation.run_until(Instant{} + 5_ms);
    CHECK_FALSE(scope.empty());
  }
  const std::uint64_t before = story.simulation.events();
  story.run();
  CHECK(story.log.empty());
  CHECK(story.simulation.events() == before);
}

TEST_CASE("what answers within its limit wins and the timer is gone") {
  Story story;
  Teller teller(story);
  Scope scope(story.simulation);
  scope.spawn(&Teller::limited, &teller, 20_ms);
  story.run();
  CHECK(story.log == Log{"answered@10", "end of task@10", "in time 7@10", "end of waiter@10"});
  const std::uint64_t events = story.simulation.events();
  story.simulation.run_until(Instant{} + 2_s);
  CHECK(story.simulation.events() == events);
}

TEST_CASE("what does not answer within its limit is destroyed before its caller goes on") {
  Story story;
  Teller teller(story);
  Scope scope(story.simulation);
  scope.spawn(&Teller::limited, &teller, 4_ms);
  story.run();
  CHECK(story.log == Log{"end of task@4", "late@4", "end of waiter@4"});
}

TEST_CASE("an answer at the very instant of its limit is in time, and wakes its caller once") {
  Story story;
  Teller teller(story);
  Scope scope(story.simulation);
  scope.spawn(&Teller::limited, &teller, 10_ms);
  story.run();
  CHECK(story.log == Log{"answered@10", "end of task@10", "in time 7@10", "end of waiter@10"});
}

TEST_CASE("a waiter that is destroyed takes its limited task along") {
  Story story;
  Teller teller(story);
  {
    Scope scope(story.simulation);
    scope.spawn(&Teller::limited, &teller, 20_ms);
    story.simulation.run_until(Instant{} + 5_ms);
  }
  CHECK(story.log == Log{"end of task@5", "end of waiter@5"});
  story.run();
  CHECK(story.log.size() == 2);
}

class Workshop {
 public:
  Workshop(Story& story, std::int64_t permits) : story_(story), tools(story.simulation, permits) {}
  Process work(const char* name, Duration length) {
    Semaphore::Permit permit(tools);
    co_await permit.acquire();
    story_.note(std::string(name) + " begins");
    co_await story_.simulation.sleep(length);
    story_.note(std::string(name) + " ends");
  }

 private:
  Story& story_;

 public:
  Semaphore tools;
};

TEST_CASE("permits are handed on in the order of asking") {
  Story story;
  Workshop workshop(story, 2);
  Scope scope(story.simulation);
  for (const char* name : {"a", "b", "c", "d"}) scope.spawn(&Workshop::work, &workshop, name, 10_ms);
  story.run();
  CHECK(story.log == Log{"a begins@0", "b begins@0", "a ends@10", "b ends@10", "c begins@10", "d begins@10",
                         "c ends@20", "d ends@20"});
  CHECK(workshop.tools.free() == 2);
}

TEST_CASE("a permit comes back from a holder and from a waiter that are destroyed") {
  Story story;
  Workshop workshop(story, 1);
  Scope last(story.simulation);
  {
    Scope holder(story.simulation);
    Scope waiter(story.simulation);
    holder.spawn(&Workshop::work, &workshop, "holder", 100_ms);
    waiter.spawn(&Workshop::work, &workshop, "waiter", 100_ms);
    last.spawn(&Workshop::work, &workshop, "last", 1_ms);
    story.simulation.run_until(Instant{} + 5_ms);
    holder.clear();  // the waiter is woken, and destroyed before it runs
  }
  story.run();
  CHECK(story.log == Log{"holder begins@0", "last begins@5", "last ends@6"});
  CHECK(workshop.tools.free() == 1);
  CHECK_FALSE(workshop.tools.has_waiters());
}

class PostOffice {
 public:
  explicit PostOffice(Story& story) : story_(story), letters(story.simulation) {}
  Process read(const char* name) {
    const int letter = co_await letters.receive();
    story_.note(std::string(name) + " got " + std::to_string(letter));
  }
  Process write(int letter, Duration after) {
    co_await story_.simulation.sleep(after);
    letters.send(letter);
  }

 private:
  Story& story_;

 public:
  Mailbox<int> letters;
};

TEST_CASE("a mailbox keeps letters and serves who came first") {
  Story story;
  PostOffice office(story);
  Scope scope(story.simulation);
  office.letters.send(1);
  for (const char* name : {"a", "b", "c"}) scope.spawn(&PostOffice::read, &office, name);
  scope.spawn(&PostOffice::write, &office, 2, 3_ms);
  scope.spawn(&PostOffice::write, &office, 3, 3_ms);
  scope.spawn(&PostOffice::write, &office, 4, 9_ms);
  story.run();
  CHECK(story.log == Log{"a got 1@0", "b got 2@3", "c got 3@3"});
  CHECK(office.letters.size() == 1);
}

TEST_CASE("a process that was woken for a signal and destroyed is not resumed") {
  Story story;
  Signal signal(story.simulation);
  PostOffice office(story);
  {
    Scope scope(story.simulation);
    scope.spawn(&PostOffice::read, &office, "gone");
    story.simulation.run_until(Instant{} + 1_ms);
    office.letters.send(1);
  }
  story.run();
  CHECK(story.log.empty());
  CHECK(office.letters.size() == 1);
}

TEST_CASE("a broken promise of the program leaves the loop at once") {
  Story story;
  story.simulation.run_until(Instant{} + 10_ms);
  Scope scope(story.simulation);
  CHECK_THROWS_AS(scope.spawn_at(Instant{} + 5_ms, &Story::say, &story, "in the past", 0_ms), InternalError);
}

/// Counts what it is handed.
class Counter final : public FactReader {
 public:
  void read(std::span<const Fact> facts) override {
    for (const Fact& fact : facts) in_order &= fact.operation == count++;
  }
  std::uint64_t count = 0;
  bool in_order = true;
};

std::uint64_t digest_of(std::uint64_t facts, std::uint64_t flush_every, std::uint64_t changed) {
  FactStream stream;
  Counter counter;
  stream.add_reader(&counter);
  for (std::uint64_t i = 0; i < facts; ++i) {
    stream.emit({.at = Instant{static_cast<std::int64_t>(i)}, .operation = i, .version = i == changed ? 1u : 0u});
    if (i % flush_every == 0) stream.flush();
  }
  const std::uint64_t digest = stream.digest();
  CHECK(counter.count == facts);
  CHECK(counter.in_order);
  CHECK(stream.count() == facts);
  return digest;
}

TEST_CASE("the digest depends on every fact and on no flush") {
  constexpr std::uint64_t nothing = ~0u;
  for (const std::uint64_t facts : {1u, 2047u, 2048u, 2049u, 10'000u}) {
    const std::uint64_t digest = digest_of(facts, 1'000'000, nothing);
    for (const std::uint64_t every : {1u, 2u, 1000u, 2048u}) CHECK(digest_of(facts, every, nothing) == digest);
    for (const std::uint64_t changed : {std::uint64_t{0}, facts / 2, facts - 1})
      CHECK(digest_of(facts, 1'000'000, changed) != digest);
    CHECK(digest_of(facts + 1, 1'000'000, nothing) != digest);
  }
}

TEST_CASE("a table of zeroes is zero and holds what is written") {
  ZeroTable<std::uint32_t> table(100'000'000);
  CHECK(table.size() == 100'000'000);
  for (const std::uint64_t i : {0ul, 77ul, 99'999'999ul}) {
    CHECK(table[i] == 0);
    table[i] = 5;
    CHECK(table[i] == 5);
  }
}

}  // namespace
}  // namespace stalemate::sim
