// Scenarios that are broken by one change in the run, the data or the nodes: the exact lines that say so.
// Promise: each line of each refusal is compared whole: file, line, column, path, message and mend.
// Source: the scenario format of this project.
#include "tests/unit/scenario_broken.hpp"

using namespace samples;

namespace {

const std::vector<Broken> broken_run = {
    {R"~("title": "Price cache",)~", R"~()~", "s.json:1:1: title: is missing; add \"title\": ... here"},
    {R"~("title")~", R"~("titel": "x", "title")~",
     "s.json:1:3: titel: \"titel\" is not known here; did you mean \"title\"?"},
    {R"~("title": "Price cache")~", R"~("title": 7)~", "s.json:1:12: title: 7 is not a text in quotes"},
    {R"~("title")~", R"~("duration": "0s", "title")~",
     "s.json:1:15: duration: \"0s\" is not a duration above 0s and up to 3650d"},
    {R"~("title")~", R"~("duration": "5", "title")~",
     "s.json:1:15: duration: \"5\" is not a duration above 0s and up to 3650d; write it with its "
     "unit, as \"5s\" or \"300us\""},
    {R"~("title")~", R"~("duration": "100000d", "title")~",
     "s.json:1:15: duration: \"100000d\" is not a duration above 0s and up to 3650d"},
    {R"~("title")~", R"~("duration": 1e999, "title")~", "s.json:1:15: \"1e999\" is too large a number"},
    {R"~("title")~", R"~("warm_up": "10m", "title")~",
     "s.json:1:14: warm_up: leaves nothing to measure: the run lasts 10m"},
    {R"~("title")~", R"~("stop": {"requests": 0}, "title")~",
     "s.json:1:24: stop.requests: 0 is not a whole number of at least 1"},
    {R"~("title")~", R"~("stop": {"requests": 9}, "duration": "5m", "title")~",
     "s.json:1:40: duration: stands beside \"stop\"; keep one of them"},
    {R"~("title")~", R"~("seed": -1, "title")~", "s.json:1:11: seed: -1 is not a whole number of at least 0"},
    {R"~("title")~", R"~("network": {"latency": "250"}, "title")~",
     "s.json:1:26: network.latency: \"250\" is not a duration from 0s to 1d; write it with its "
     "unit, as \"5s\" or \"300us\""},
    {R"~("title")~", R"~("network": {"latency": {"zipf": 1}}, "title")~",
     "s.json:1:26: network.latency: names no law of durations; known here: \"constant\", "
     "\"uniform\", \"normal\", \"log_normal\", \"exponential\", \"pareto\", \"percentiles\""},
    {R"~("title")~", R"~("network": {"latency": {"p50": "5ms", "p99": "1ms"}}, "title")~",
     "s.json:1:48: network.latency.p99: lies below p50"},
    {R"~("title")~", R"~("network": {"latency": {"uniform": ["3ms", "1ms"]}}, "title")~",
     "s.json:1:38: network.latency.uniform: ends below its beginning; write the smaller "
     "duration first"},
    {R"~("title")~", R"~("network": {"latency": {"uniform": ["3ms"]}}, "title")~",
     "s.json:1:38: network.latency.uniform: needs two durations, the least and the most"},
    {R"~("title")~", R"~("network": {"latency": {"exponential": "1ms", "constant": "1ms"}}, "title")~",
     "s.json:1:42: network.latency.exponential: is a second law beside constant; keep one of "
     "them"},
    {R"~("title")~", R"~("network": {"latency": {"pareto": {"min": "1ms", "alpha": 0, "cap": "1s"}}}, "title")~",
     "s.json:1:61: network.latency.pareto.alpha: 0 is not a number above 0 and up to 1000"},
    {R"~("title")~", R"~("network": {"latency": {"percentiles": {"p50": "2ms", "p99": "1ms"}}}, "title")~",
     "s.json:1:42: network.latency.percentiles: falls: a higher percentile has a lower duration"},
    {R"~("title")~", R"~("network": {"latency": {"percentiles": {"p101": "2ms"}}}, "title")~",
     "s.json:1:51: network.latency.percentiles.p101: is no percentile; write p0 to p100, as "
     "\"p99.9\""},
    {R"~("title")~", R"~("network": {"latency": "2d"}, "title")~",
     "s.json:1:26: network.latency: \"2d\" is not a duration from 0s to 1d"},
    {R"~("title")~", R"~("links": [{"between": ["shop", "reddis"], "latency": "1ms"}], "title")~",
     "s.json:1:34: links.0.between.1: \"reddis\" is not defined under nodes; did you mean \"redis\"?"},
    {R"~("title")~", R"~("links": [{"between": ["shop", "shop"], "latency": "1ms"}], "title")~",
     "s.json:1:13: links.0: joins \"shop\" with itself"},
    {R"~("title")~",
     R"~("links": [{"between": ["shop", "db"], "latency": "1ms"}, {"from": "db", "to": "shop", )~"
     R"~("latency": "1ms"}], "title")~",
     "s.json:1:60: links.1: is a second link between \"db\" and \"shop\""},
    {R"~("title")~", R"~("links": [{"between": ["shop", "db"]}], "title")~",
     "s.json:1:13: links.0.latency: is missing; add \"latency\": ... here"},
    {R"~("title")~", R"~("links": [{"from": "shop", "latency": "1ms"}], "title")~",
     "s.json:1:13: links.0.to: is missing; add \"to\": ... here"},
    {R"~("title")~", R"~("links": [{"between": ["shop"], "latency": "1ms"}], "title")~",
     "s.json:1:25: links.0.between: needs the names of two nodes"},
    {R"~("title")~", R"~("sources": ["a", 3], "title")~", "s.json:1:20: sources.1: 3 is not a text in quotes"},
};

const std::vector<Broken> broken_data = {
    {R"~("keys": 50000)~", R"~("keys": 0)~",
     "s.json:2:33: data.price.keys: 0 is not a whole number from 1 to 4294967295"},
    {R"~("keys": 50000)~", R"~("keys": 4294967296)~",
     "s.json:2:33: data.price.keys: 4294967296 is not a whole number from 1 to 4294967295"},
    {R"~("keys": 50000,)~", R"~()~", "s.json:2:23: data.price.keys: is missing; add \"keys\": ... here"},
    {R"~("keys": 50000)~", R"~("keys": 4000000000, "size": "1KiB" }, "other": { "keys": 4000000000)~",
     "s.json:2:12: data: has 8000000000 keys, more than 4294967295"},
    {R"~("keys": 50000)~", R"~("keys": 5, "size": 1024)~",
     "s.json:2:44: data.price.size: 1024 is not a size from 1B to 1GiB; write it with its unit, "
     "as \"64MiB\""},
    {R"~("keys": 50000)~", R"~("keys": 5, "popularity": {"zipf": -1})~",
     "s.json:2:59: data.price.popularity.zipf: -1 is not a number above 0"},
    {R"~("keys": 50000)~", R"~("keys": 5, "popularity": "zipf")~",
     "s.json:2:50: data.price.popularity: \"zipf\" is not a popularity; write \"uniform\", {\"zipf\": "
     "1.0}, {\"hot_set\": {\"keys\": \"1%\", \"traffic\": \"90%\"}} or {\"top\": {\"1\": \"3%\", \"100\": "
     "\"22%\"}}"},
    {R"~("keys": 50000)~", R"~("keys": 5, "popularity": {"hot_set": {"keys": "0%", "traffic": "90%"}})~",
     "s.json:2:71: data.price.popularity.hot_set.keys: \"0%\" is not a share above 0 and up to 1"},
    {R"~("keys": 50000)~", R"~("keys": 5, "owner": "shopp")~",
     "s.json:2:45: data.price.owner: \"shopp\" is not defined under nodes; did you mean \"shop\"?"},
    {R"~("keys": 50000)~", R"~("keys": 5, "owner": "redis")~",
     "s.json:2:45: data.price.owner: \"redis\" is a cache, not a service; known here: \"shop\""},
    {R"~("keys": 50000)~", R"~("keys": 5, "origin": "redis")~",
     "s.json:2:46: data.price.origin: \"redis\" is a cache, not an origin; known here: \"db\""},
    {R"~("max_age": "5s")~", R"~("share": "99%")~",
     "s.json:2:51: data.price.promise.max_age: is missing beside \"share\""},
    {R"~("max_age": "5s")~", R"~("max_age": "5s", "share": "101%")~",
     "s.json:2:79: data.price.promise.share: \"101%\" is not a share above 0 and up to 1"},
    {R"~({ "price": { "keys": 50000, "promise": { "max_age": "5s" } } })~", R"~({})~",
     "s.json:2:12: data: defines no class of data"},
    {R"~("data":  { "price": { "keys": 50000, "promise": { "max_age": "5s" } } },)~", R"~()~",
     "s.json:1:1: data: is missing; add \"data\": ... here"},
    {R"~("db": "origin")~", R"~("db": "origin", "db2": "origin")~",
     "s.json:2:23: data.price.origin: is missing: there are several origins; known here: \"db\", "
     "\"db2\""},
};

const std::vector<Broken> broken_node = {
    {R"~({ "shop": "service", "redis": "cache", "db": "origin" })~", R"~({})~", "s.json:3:12: nodes: defines no node"},
    {R"~("shop": "service")~", R"~("shop": "servise")~",
     "s.json:3:22: nodes.shop: \"servise\" is none of \"client\", \"service\", \"cache\", \"origin\", \"bus\"; did "
     "you mean \"service\"?"},
    {R"~("shop": "service")~", R"~("shop": 3)~",
     "s.json:3:22: nodes.shop: 3 is no node; write \"service\", or {\"kind\": \"service\", ...}"},
    {R"~("shop": "service")~", R"~("shop": {"instances": 2})~",
     "s.json:3:22: nodes.shop.kind: is missing; add \"kind\": ... here"},
    {R"~("shop": "service")~", R"~("shop": {"kind": "service", "instances": 1e9})~",
     "s.json:3:55: nodes.shop.instances: 1e9 is not a whole number from 1 to 10000"},
    {R"~("shop": "service")~", R"~("shop": {"kind": "service", "instance": 2})~",
     "s.json:3:42: nodes.shop.instance: \"instance\" is not known here; did you mean \"instances\"?"},
    {R"~("shop": "service")~", R"~("shop": {"kind": "service", "balancer": "roundrobin"})~",
     "s.json:3:54: nodes.shop.balancer: \"roundrobin\" is none of \"round-robin\", \"random\", "
     "\"sticky\", \"least-connections\"; did you mean \"round-robin\"?"},
    {R"~("redis": "cache")~", R"~("redis": {"kind": "cache", "shards": 2}, "redis-1": "cache")~",
     "s.json:3:12: nodes: \"redis-1\" would be a part of \"redis\" and of \"redis-1\"\n"
     "s.json:7:28: strategies.delete.price.cache: is missing: there are several caches; known "
     "here: \"redis\", \"redis-1\"\n"
     "s.json:8:28: strategies.\"ttl only\".price.cache: is missing: there are several caches; "
     "known here: \"redis\", \"redis-1\""},
    {R"~("redis": "cache")~", R"~("redis": {"kind": "cache", "shards": 0})~",
     "s.json:3:70: nodes.redis.shards: 0 is not a whole number from 1 to 10000"},
    {R"~("redis": "cache")~", R"~("redis": {"kind": "cache", "failover": "5s"})~",
     "s.json:3:72: nodes.redis.failover: has no effect without \"replicas\""},
    {R"~("redis": "cache")~", R"~("redis": {"kind": "cache", "replica_lag": "5s"})~",
     "s.json:3:75: nodes.redis.replica_lag: has no effect without \"replicas\""},
    {R"~("redis": "cache")~", R"~("redis": {"kind": "cache", "in_process": true, "replicas": 1})~",
     "s.json:3:92: nodes.redis.replicas: has no effect: an in-process cache has no shards; leave it out"},
    {R"~("redis": "cache")~", R"~("redis": {"kind": "cache", "capacity": {"entries": 5, "bytes": "1KiB"}})~",
     "s.json:3:72: nodes.redis.capacity: needs one of \"entries\" and \"bytes\""},
    {R"~("redis": "cache")~", R"~("redis": {"kind": "cache", "capacity": {"entries": 0}})~",
     "s.json:3:84: nodes.redis.capacity.entries: 0 is not a whole number of at least 1"},
    {R"~("redis": "cache")~", R"~("redis": {"kind": "cache", "capacity": {"entries": 5}, "eviction": "lur"})~",
     "s.json:3:100: nodes.redis.eviction: \"lur\" is no option of \"eviction\"; did you mean \"lru\"?"},
    {R"~("redis": "cache")~",
     R"~("redis": {"kind": "cache", "capacity": {"entries": 5}, "eviction": {"use": "clock", "bits": 9}})~",
     "s.json:3:100: nodes.redis.eviction: has a parameter out of its range; bits: Bits of the "
     "use counter of an object, 1 to 8."},
    {R"~(, "db": "origin")~", R"~()~", "s.json:3:12: nodes: defines no origin: the data has nowhere to be"},
    {R"~("db": "origin")~", R"~("db": {"kind": "origin", "read_from": "follower"})~",
     "s.json:3:89: nodes.db.read_from: asks for a follower, but there is none"},
    {R"~("keys": 50000,)~", R"~("keys": 50000, "read_from": "follower",)~",
     "s.json:2:53: data.price.read_from: asks for a follower, but \"db\" has none"},
    {R"~("db": "origin")~", R"~("db": {"kind": "origin", "rate_limit": {"burst": 5}})~",
     "s.json:3:90: nodes.db.rate_limit.rate: is missing; add \"rate\": ... here"},
    {R"~("db": "origin")~", R"~("db": {"kind": "origin", "rate_limit": "0/s"})~",
     "s.json:3:90: nodes.db.rate_limit: \"0/s\" is not a rate above 0/s"},
    {R"~("db": "origin")~", R"~("db": {"kind": "origin", "read": "1 ms"})~",
     "s.json:3:84: nodes.db.read: \"1 ms\" is not a duration from 0s to 1d; write it with its "
     "unit, as \"5s\" or \"300us\""},
};

}  // namespace

TEST_CASE("a broken run, network or link is refused where it stands", "[scenario]") { check_all(broken_run); }

TEST_CASE("broken data is refused where it stands", "[scenario]") { check_all(broken_data); }

TEST_CASE("a broken node is refused where it stands", "[scenario]") { check_all(broken_node); }

TEST_CASE("more nodes than routes can be kept for are refused") {
  std::string nodes = R"("nodes": { "shop": "service", "redis": "cache", "db": "origin")";
  for (int i = 0; i < 498; ++i) nodes += ", \"idle-" + std::to_string(i) + "\": \"service\"";
  const std::string plain = R"("nodes": { "shop": "service", "redis": "cache", "db": "origin")";
  std::string text = smallest;
  text.replace(text.find(plain), plain.size(), nodes);
  CHECK(refusal_of(text) ==
        "s.json:3:12: nodes: has 501 nodes, more than 500; equal ones can be one node with \"instances\"\n");
}

TEST_CASE("several mistakes are reported at once, in the order of the file", "[scenario]") {
  std::string text = samples::changed(samples::smallest, "50000", "-3");
  text = samples::changed(text, "\"5s\"", "\"5\"");
  text = samples::changed(text, "\"servic", "\"srvic");
  text = samples::changed(text, "60s", "60");
  CHECK(refusal_of(text) ==
        "s.json:2:33: data.price.keys: -3 is not a whole number from 1 to 4294967295\n"
        "s.json:2:61: data.price.promise.max_age: \"5\" is not a duration from 0s to 3650d; write it with its unit, as "
        "\"5s\" or \"300us\"\n"
        "s.json:3:22: nodes.shop: \"srvice\" is none of \"client\", \"service\", \"cache\", \"origin\", \"bus\"; did "
        "you mean "
        "\"service\"?\n"
        "s.json:8:63: strategies.\"ttl only\".price.expiry: \"60\" is not a time to live; write it with its "
        "unit, as \"5s\" or \"300us\"\n");
}

TEST_CASE("what the command line names must exist", "[scenario]") {
  ReadContext context;
  context.strategies = {"delet"};
  context.faults = {"*"};
  CHECK(refusal_of(samples::smallest, context) ==
        "--strategy: \"delet\" names nothing in this scenario; did you mean \"delete\"?\n"
        "--fault: \"*\" names nothing in this scenario\n");
  context = {};
  context.sets = {"data.prise.keys=3", "nonsense", "load.0.rate=5"};
  CHECK(refusal_of(samples::smallest, context) ==
        "--set: data.prise.keys: leads nowhere: there is no \"prise\"; did you mean data.price.keys?\n"
        "--set: \"nonsense\" has no \"=\"; write PATH=VALUE\n"
        "--set: load.0.rate: 5 is not a rate above 0/s; write it with its unit, as \"2000/s\"\n");
  context = {};
  context.no_baseline = true;
  CHECK(refusal_of(R"({"title": "t", "data": {"a": {"keys": 1}}, "nodes": {"s": "service", "db": "origin"},
                       "load": [{"from": "s", "reads": "a", "rate": "1/s"}]})",
                   context) == "--no-baseline: leaves no strategy to run\n");
}

TEST_CASE("what is no scenario at all is refused in one line", "[scenario]") {
  CHECK(refusal_of("[]") == "s.json:1:1: a list is not an object\n");
  CHECK(refusal_of("{") ==
        "s.json:1:2: the text ends before the object opened at line 1, column 1 is closed; add the missing }\n");
  CHECK(refusal_of(R"({"extends": "gone.json"})") == "s.json:1:13: extends: there is no file \"gone.json\"\n");
  CHECK(refusal_of("{}") ==
        "s.json:1:1: title: is missing; add \"title\": ... here\n"
        "s.json:1:1: data: is missing; add \"data\": ... here\n"
        "s.json:1:1: nodes: is missing; add \"nodes\": ... here\n"
        "s.json:1:1: load: is missing; add \"load\": ... here\n");
}
