// Turning one quantity of a scenario, or all of its load: what is set, in which unit, and what cannot be turned.
#include <catch2/catch.hpp>
#include "analysis/load/dial.hpp"

namespace stalemate::tests {
namespace {

using analysis::load::Dial;
using analysis::load::Node;
using Sets = std::vector<std::string>;

const char* const dial_text = R"({
  "data": {"price": {"keys": 5000, "popularity": {"zipf": 0.9}, "promise": {"max_age": "5s", "share": "99%"}}},
  "nodes": {"shop": "service", "redis": {"kind": "cache", "capacity": "64MiB"},
            "db": {"kind": "origin", "read": {"value": {"p50": "1ms", "p99": "9ms"}, "guess": true},
                   "servers": {"value": 4, "guess": true}}},
  "load": [{"name": "reads", "from": "shop", "reads": "price", "rate": "200/s"},
           {"from": "shop", "writes": "price", "rate": {"value": "20/s", "guess": true}},
           {"from": "shop", "reads": "price", "users": 3}],
  "strategies": {"ttl only": {"price": {"read": "cache-aside", "expiry": "60s"}}}})";

Node dial_document() {
  analysis::load::Diagnostics diagnostics;
  return *analysis::load::parse(dial_text, "s.json", diagnostics);
}

Dial dial_at(const std::string& word) {
  const auto dial = Dial::of_word(dial_document(), word);
  if (const auto* why = std::get_if<std::string>(&dial)) FAIL(*why);
  return std::get<Dial>(dial);
}

std::string refusal(const std::string& word) {
  const auto dial = Dial::of_word(dial_document(), word);
  REQUIRE(std::holds_alternative<std::string>(dial));
  return std::get<std::string>(dial);
}

}  // namespace

TEST_CASE("a quantity keeps the unit that it is written in") {
  const Dial ttl = dial_at("strategies.\"ttl only\".price.expiry");
  CHECK(ttl.position() == 60.0);
  CHECK(ttl.range().least == 0.938);
  CHECK(ttl.range().most == 3840);
  CHECK(ttl.sets_at(4.97) == Sets{"strategies.\"ttl only\".price.expiry=4970ms"});
  CHECK(dial_at("nodes.redis.capacity").sets_at(1 << 20) == Sets{"nodes.redis.capacity=1MiB"});
  CHECK(dial_at("nodes.redis.capacity").range().is_whole);
  CHECK(dial_at("load.reads.rate").sets_at(12.5) == Sets{"load.reads.rate=12.5/s"});
  CHECK(dial_at("data.price.keys").sets_at(12) == Sets{"data.price.keys=12"});
  CHECK(dial_at("data.price.popularity.zipf").sets_at(1.1) == Sets{"data.price.popularity.zipf=1.1"});
  CHECK(dial_at("data.price.promise.share").range().most == 1);
}

TEST_CASE("a guess is turned where its value stands") {
  CHECK(dial_at("nodes.db.servers").sets_at(8) == Sets{"nodes.db.servers.value=8"});
  CHECK(dial_at("load.1.rate").sets_at(5) == Sets{"load.1.rate.value=5/s"});
}

TEST_CASE("a range may be given, and gives the unit of what is not written") {
  const Dial dial = dial_at("nodes.shop.queue=1..500");
  CHECK(!dial.position());
  CHECK(dial.range().least == 1);
  CHECK(dial.range().most == 500);
  CHECK(dial.range().is_whole);
  CHECK(dial.sets_at(7) == Sets{"nodes.shop.queue=7"});
  CHECK(dial_at("data.price.promise.max_age=0..10s").sets_at(2) == Sets{"data.price.promise.max_age=2s"});
}

TEST_CASE("what is no quantity, no path or no range is refused with a mend") {
  CHECK(refusal("nodes.redis.capacty") == "nodes.redis.capacty is not written in the scenario; did you mean "
                                          "nodes.redis.capacity?");
  CHECK(refusal("nodes.redis").find("not a quantity") != std::string::npos);
  CHECK(refusal("nodes.redis.capacity=9..1").find("write FROM..TO") != std::string::npos);
  CHECK(refusal("nodes.redis.capacity=1s..2MiB").find("write FROM..TO") != std::string::npos);
  CHECK(refusal("nodes..x").find("is not a path") != std::string::npos);
  CHECK(refusal("nodes.db.queue").find("give it a range") != std::string::npos);
}

TEST_CASE("the load is all rates and users together, users in whole numbers") {
  const auto made = Dial::of_load(dial_document());
  REQUIRE(std::holds_alternative<Dial>(made));
  const Dial& load = std::get<Dial>(made);
  CHECK(load.sets_at(1.5) == Sets{"load.0.rate=300/s", "load.1.rate.value=30/s", "load.2.users=5"});
  CHECK(load.text_at(1.5) == "x 1.5");
  CHECK(load.sets_at(0.01).back() == "load.2.users=1");
  analysis::load::Diagnostics diagnostics;
  const auto none = Dial::of_load(*analysis::load::parse(R"({"load": []})", "s.json", diagnostics));
  CHECK(std::get<std::string>(none) == "no load has a rate or users that could be turned up");
}

TEST_CASE("a law is turned with all of its times, a share no further than to all") {
  const auto law = Dial::of_factor(dial_document(), "nodes.db.read");
  REQUIRE(std::holds_alternative<Dial>(law));
  CHECK(std::get<Dial>(law).sets_at(0.5) == Sets{"nodes.db.read.value.p50=500us", "nodes.db.read.value.p99=4500us"});
  CHECK(std::get<Dial>(law).text_at(0.5) == "x 0.5");
  const auto share = Dial::of_factor(dial_document(), "data.price.promise.share");
  CHECK(std::get<Dial>(share).sets_at(2) == Sets{"data.price.promise.share=1"});
  CHECK(std::get<std::string>(Dial::of_factor(dial_document(), "nodes.shop")).find("has no half") != std::string::npos);
}

}  // namespace stalemate::tests
