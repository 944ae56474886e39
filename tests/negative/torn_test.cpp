// Torn requests, and judges that forget some of what tears them: each is caught.
// Promise: first the healthy run, silent and with torn requests in it, then the facts as the forgetful judge sees them.
// Source: TigerBeetle's canaries.
#include <catch2/catch.hpp>
#include <iostream>
#include "tests/negative/busy_world.hpp"
#include "tests/negative/torn_checker.hpp"

namespace {

using namespace stalemate;
using namespace stalemate::tests;
using namespace stalemate::sim::literals;

models::Blueprint pages(models::Step::How how) {
  models::Blueprint world = busy_world();
  add_pages(world, how);
  return world;
}

template <class Forget>
void check_forgetting_caught(Forget forgets) {
  const Record run = record(pages(models::Step::How::serial));
  const Violations before = torn_requests_are_counted(run, measure(run));
  INFO(before.text());
  CHECK(before.empty());
  Record seen = run;
  std::erase_if(seen.facts, forgets);
  const Violations after = torn_requests_are_counted(run, measure(seen));
  INFO(after.text());
  CHECK(after.say("torn requests are "));
}

TEST_CASE("torn requests are those whose versions never stood together") {
  for (const auto how : {models::Step::How::serial, models::Step::How::parallel, models::Step::How::multi_get}) {
    const Record run = record(pages(how));
    const Violations found = torn_requests_are_counted(run, measure(run));
    INFO(found.text());
    CHECK(found.empty());
    const std::int64_t torn = torn_requests(run);
    std::cout << torn << " torn requests\n";
    CHECK(torn > 5);
  }
}

TEST_CASE("a judge that forgets a read of a request is caught") {
  int n = 0;
  check_forgetting_caught(
      [&](const sim::Fact& fact) { return kind_of(fact) == FactKind::read_of_request && n++ % 9 == 0; });
}

TEST_CASE("a judge that looks for a stale read finds none in what is torn without a cache") {
  models::Blueprint uncached = pages(models::Step::How::serial);
  uncached.strategy.policies = {models::Policy{}};
  policy_of(uncached).carry = choose("carry", "inline");
  const Record run = record(uncached);
  CHECK(measure(run).total.staleness.stale == 0);
  CHECK(torn_requests(run) > 0);
  CHECK(torn_requests_are_counted(run, measure(run)).empty());
}

}  // namespace
