// Requests of several steps in a scenario file: how they are refused, and what `describe` says of them.
// Promise: each line of each refusal is compared whole; figures are worked out here by hand.
// Source: the scenario format of this project.
#include "analysis/load/describe.hpp"
#include "analysis/load/describe_figures.hpp"
#include "analysis/load/reading.hpp"
#include "tests/unit/scenario_broken.hpp"
#include "tests/unit/scenario_sound.hpp"
#include "tests/unit/texts.hpp"

using namespace samples;

namespace {

const std::string reads = R"~("reads":  "price", "rate": "2000/s")~";

Broken refused(const std::string& instead, const std::string& refusal) { return {reads, instead, refusal}; }
Broken refused_step(const std::string& step, const std::string& refusal) {
  return refused(R"~("rate": "50/s", "request": [)~" + step + "]", refusal);
}

const std::vector<Broken> broken_requests = {
    refused(R"~("rate": "50/s", "request": [])~",
            R"~(s.json:4:59: load.0.request: has no step; write at least one, as {"reads": ...})~"),
    refused(R"~("rate": "50/s", "request": "price")~", R"~(s.json:4:59: load.0.request: "price" is not a list)~"),
    refused(R"~("rate": "50/s", "reads": "price", "request": [{"reads": "price"}])~",
            R"~(s.json:4:57: load.0.reads: has no effect beside "request"; write it in the step that it concerns)~"),
    refused(R"~("rate": "50/s", "writes": "price", "request": [{"reads": "price"}])~",
            R"~(s.json:4:58: load.0.writes: has no effect beside "request"; make a load of its own for it)~"),
    refused(R"~("rate": "50/s", "key": 3, "request": [{"reads": "price"}])~",
            R"~(s.json:4:55: load.0.key: has no effect beside "request"; write it in the step that it concerns)~"),
    refused(R"~("trace": "gone.bin", "request": [{"reads": "price"}])~",
            R"~(s.json:4:41: load.0.trace: has no effect beside "request"; make a load of its own for it)~"),
    refused(R"~("request": [{"reads": "price"}])~",
            R"~(s.json:4:14: load.0: needs one of "rate", "at", "users", "trace")~"),
    refused_step(R"~({"keys": 2, "how": "serial"})~",
                 R"~(s.json:4:60: load.0.request.0.reads: is missing; add "reads": ... here)~"),
    refused_step(R"~({"reads": "prise"})~",
                 R"~(s.json:4:70: load.0.request.0.reads: "prise" is not defined under data; did you mean "price"?)~"),
    refused_step(R"~({"reads": "price", "keys": 0})~",
                 R"~(s.json:4:87: load.0.request.0.keys: 0 is not a whole number from 1 to 1000)~"),
    refused_step(R"~({"reads": "price", "keys": 20})~",
                 "s.json:4:60: load.0.request.0.how: is missing: it moves results several-fold; write \"serial\" (one "
                 "round trip after the other), \"parallel\" or \"multi-get\" (one message)"),
    refused_step(R"~({"reads": "price", "keys": 20, "how": "multiget"})~",
                 R"~(s.json:4:98: load.0.request.0.how: "multiget" is none of "serial", "parallel", "multi-get"; did )~"
                 R"~(you mean "multi-get"?)~"),
    refused_step(R"~({"reads": "price", "keys": 20, "how": "serial", "key": 3})~",
                 R"~(s.json:4:115: load.0.request.0.key: is one key, but the step has 20)~"),
    refused_step(R"~({"reads": "price", "key": 50000})~",
                 R"~(s.json:4:86: load.0.request.0.key: is none of the 50000 keys; they are numbered 0 to 49999)~"),
    refused_step(R"~({"reads": "price", "key": 3, "keys_like": "uniform"})~",
                 R"~(s.json:4:102: load.0.request.0.keys_like: has no effect beside "key")~"),
    refused_step(R"~({"reads": "price", "kees": 3})~",
                 R"~(s.json:4:79: load.0.request.0.kees: "kees" is not known here; did you mean "keys"?)~"),
    refused_step(R"~({"reads": "price", "writes": "price"})~",
                 R"~(s.json:4:89: load.0.request.0.writes: stands beside "reads"; make two steps of them)~"),
    refused_step(R"~({"writes": "price", "keys": 2, "how": "multi-get", "keys_like": "reads"})~",
                 "s.json:4:98: load.0.request.0.how: reads: each write is a message of its own; write \"serial\" or "
                 "\"parallel\""),
    refused_step(R"~([{"reads": "price"}])~",
                 "s.json:4:60: load.0.request.0: lists fewer than two steps; steps in a list of their own begin "
                 "together"),
    refused_step(R"~({"reads": "price"}, [{"reads": "price"}, "stock"])~",
                 R"~(s.json:4:101: load.0.request.1.1: "stock" is not an object)~"),
    refused_step(R"~({"writes": "price", "keys_of": "price"})~",
                 R"~(s.json:4:91: load.0.request.0.keys_of: no step before this one asks for "price"; name the class )~"
                 "of one that does"),
    refused_step(R"~({"reads": "price"}, {"writes": "price", "keys_of": "price", "key": 3})~",
                 R"~(s.json:4:127: load.0.request.1.key: has no effect beside "keys_of")~"),
};

Scenario page(const std::string& more) {
  ReadContext context;
  context.sets = {R"~(data.stock={"keys":100,"popularity":{"zipf":1}})~",
                  R"~(load.0={"from":"shop","name":"page","request":[{"reads":"price","key":3},
                      {"reads":"price","keys":20,"how":"multi-get"},{"reads":"stock","keys":4,"how":"parallel"}],)~" +
                      more + "}"};
  return sound(smallest, context);
}

}  // namespace

TEST_CASE("a full scenario: a request of several steps", "[scenario]") {
  using How = models::Step::How;
  const models::Load load = sound(samples::full).system.loads.at(8);
  CHECK(load.reads.empty());
  CHECK(load.rate_per_s == 3);
  CHECK(load.timeout == sim::Duration{1'000'000'000});
  REQUIRE(load.request.size() == 7);
  CHECK(load.request[0].reads == "page");
  CHECK(load.request[0].keys == 1);
  CHECK(load.request[0].fixed_key == 7u);
  CHECK(load.request[1].keys == 8);
  CHECK(load.request[1].how == How::multi_get);
  CHECK(load.request[1].popularity.exponent == 0.9);
  CHECK(load.request[2].how == How::parallel);
  CHECK(load.request[2].popularity.law == models::Popularity::Law::uniform);
  CHECK(load.request[3].how == How::serial);
  CHECK(models::reads_a_request(load, "price") == 10);
  CHECK_FALSE(load.request[4].is_beside);
  CHECK(load.request[4].writes == "page");
  CHECK(load.request[5].is_beside);
  CHECK_FALSE(load.request[6].is_beside);
  CHECK(load.request[6].keys_of == std::size_t{4});
  CHECK(models::writes_a_request(load, "page") == 2);
}

TEST_CASE("a broken request is refused where it stands", "[scenario]") { check_all(broken_requests); }

TEST_CASE("a step asks for no more keys than there are", "[scenario]") {
  const std::string few = changed(smallest, "50000", "10");
  const std::string step = R"~({"reads": "price", "keys": 11, "how": "serial"})~";
  CHECK(refusal_of(changed(few, reads, R"~("rate": "5/s", "request": [)~" + step + "]")) ==
        "s.json:4:86: load.0.request.0.keys: is more than the 10 keys of price; the keys of a step are distinct\n");
}

TEST_CASE("a request is described step by step, with the reads that it comes to", "[describe]") {
  const std::string text = describe(page(R"~("rate":"50/s")~"));
  texts::check_line(text,
       "  page: shop requests key 3 of price, then 20 keys of price (uniform) in one multi-get, then 4 keys of stock "
       "(Zipf 1.00) all at once, 50/s, Poisson.");
  texts::check_line(text, "  page: 25 reads a request, 1250 reads/s.");
  texts::check_line(describe(page(R"~("users":10,"think":"2s")~")), "  page: 25 reads a request, at most 125 reads/s.");
}

TEST_CASE("steps that begin together, and those that write, are described so", "[describe]") {
  ReadContext context;
  context.sets = {R"~(data.stock={"keys":50000,"popularity":{"zipf":1}})~",
                  R"~(load.0={"from":"shop","name":"till","rate":"50/s",
                      "request":[{"reads":"price","keys":2,"how":"serial"},
                      [{"reads":"stock","keys_of":"price","how":"parallel"},{"reads":"price","key":3}],
                      {"writes":"stock","keys_of":"stock","how":"serial"}]})~"};
  const Scenario scenario = sound(smallest, context);
  const std::string text = describe(scenario);
  texts::check_line(text,
       "  till: shop requests 2 keys of price (uniform) one by one, then 2 keys of stock (as those of price) all at "
       "once, at the same time key 3 of price, then writes 2 keys of stock (as those of stock) one by one, 50/s, "
       "Poisson.");
  texts::check_line(text, "  till: 5 reads and 2 writes a request, 250 reads/s.");
  CHECK(utilisation_of(*find_node(scenario.system, "db"), scenario.system).writes_per_s == 50 * 2 + 20);
  CHECK(utilisation_of(*find_node(scenario.system, "db"), scenario.system).reads_per_s == 50 * 5);
}

TEST_CASE("a step does not write what is derived", "[scenario]") {
  ReadContext context;
  context.sets = {R"~(data.sum={"keys":10,"derived_from":["price"]})~",
                  R"~(load.0={"from":"shop","rate":"5/s",
                      "request":[{"reads":"price"},[{"reads":"sum"},{"writes":"sum"}]]})~"};
  CHECK(refusal_of(smallest, context).find("load.0.request.1.1.writes: \"sum\" is derived from others: nobody writes "
                                           "it; write what it is derived from") != std::string::npos);
}

TEST_CASE("keys that belong together by their numbers are as many", "[scenario]") {
  ReadContext context;
  context.sets = {R"~(data.stock={"keys":100,"popularity":{"zipf":1}})~",
                  R"~(load.0={"from":"shop","rate":"5/s",
                      "request":[{"reads":"price"},{"reads":"stock","keys_of":"price"}]})~"};
  CHECK(refusal_of(smallest, context).find(R"~("price" has 50000 keys, "stock" 100; they belong together by their )~"
                                           "numbers: give both as many") != std::string::npos);
}

TEST_CASE("a step that writes without saying which keys is an assumption as any other", "[describe]") {
  ReadContext context;
  context.sets = {R"~(load.0={"from":"shop","rate":"5/s","request":[{"reads":"price"},{"writes":"price"}]})~"};
  CHECK(describe(sound(smallest, context)).find("load.0.request.1.keys_like = reads") != std::string::npos);
}

TEST_CASE("every read of a request counts for the origin, and no formula for its hits is claimed", "[describe]") {
  const Scenario scenario = page(R"~("rate":"50/s")~");
  CHECK(utilisation_of(*find_node(scenario.system, "db"), scenario.system).reads_per_s == 50 * 25);
  const HitRatio ratio = hit_ratio_of(plan_of(scenario, "ttl only").blueprint, 0);
  CHECK_FALSE(ratio.value.has_value());
  CHECK(ratio.why_not == "a request asks for several keys");
}

TEST_CASE("the classes of a request's steps are on the map of who talks to whom", "[describe]") {
  texts::check_line(describe(page(R"~("rate":"50/s")~")), "  shop <-> redis   250us (assumed: no link joins them)");
}
