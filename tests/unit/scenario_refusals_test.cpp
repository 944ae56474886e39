// Scenarios that are broken by one change in load, faults or strategies: the exact lines that say so.
// Promise: each line of each refusal is compared whole: file, line, column, path, message and mend.
// Source: the scenario format of this project.
#include "tests/unit/scenario_broken.hpp"

using namespace samples;

namespace {

const std::vector<Broken> broken_load = {
    {R"~("rate": "2000/s")~",
     R"~("rate": "2000")~",
     "s.json:4:59: load.0.rate: \"2000\" is not a rate above 0/s; write it with its unit, as "
     "\"2000/s\""},
    {R"~("rate": "2000/s")~",
     R"~("rate": "0/s")~",
     "s.json:4:59: load.0.rate: \"0/s\" is not a rate above 0/s"},
    {R"~("rate": "2000/s")~",
     R"~("rate": "1e30/s")~",
     "s.json:4:59: load.0.rate: is more than 100000000/s"},
    {R"~("rate": "2000/s")~",
     R"~("rate": "2000/s", "users": 4)~",
     "s.json:4:14: load.0: needs one of \"rate\", \"at\", \"users\", \"trace\", not several"},
    {R"~(, "rate": "2000/s")~",
     R"~()~",
     "s.json:4:14: load.0: needs one of \"rate\", \"at\", \"users\", \"trace\""},
    {R"~("rate": "2000/s")~",
     R"~("users": 4)~",
     "s.json:4:14: load.0.think: is missing; add \"think\": ... here"},
    {R"~("rate": "2000/s")~",
     R"~("rate": "5/s", "think": "1s")~",
     "s.json:4:75: load.0.think: belongs to \"users\""},
    {R"~("rate": "2000/s")~",
     R"~("users": 1e12, "think": "1s")~",
     "s.json:4:60: load.0.users: 1e12 is not a whole number from 1 to 10000000"},
    {R"~("rate": "2000/s")~",
     R"~("at": ["2s", "1s"])~",
     "s.json:4:64: load.0.at.1: \"1s\" lies before the instant above it"},
    {R"~("rate": "2000/s")~",
     R"~("at": ["2s", "10m"])~",
     "s.json:4:64: load.0.at.1: \"10m\" lies after the end: the run ends at 10m"},
    {R"~("rate": "2000/s")~",
     R"~("at": [])~",
     "s.json:4:57: load.0.at: lists no instant"},
    {R"~("rate": "2000/s")~",
     R"~("trace": "gone.bin")~",
     "s.json:4:60: load.0.trace: \"gone.bin\" cannot be read as a trace"},
    {R"~("rate": "2000/s")~",
     R"~("rate": "5/s", "key": 50000)~",
     "s.json:4:73: load.0.key: is none of the 50000 keys; they are numbered 0 to 49999"},
    {R"~("rate": "2000/s")~",
     R"~("rate": "5/s", "begins": "10m")~",
     "s.json:4:76: load.0.begins: lies after the end: the run ends at 10m"},
    {R"~("rate": "2000/s")~",
     R"~("rate": "5/s", "begins": "5m", "ends": "4m")~",
     "s.json:4:90: load.0.ends: does not lie after its beginning"},
    {R"~("rate": "2000/s")~",
     R"~("rate": "5/s", "timeout": "0s")~",
     "s.json:4:77: load.0.timeout: \"0s\" is not a duration above 0s and up to 3650d"},
    {R"~("rate": "2000/s")~",
     R"~("rate": "5/s", "retries": {"max": 3, "backoff": "exponential"})~",
     "s.json:4:77: load.0.retries.base: is missing; add \"base\": ... here"},
    {R"~("rate": "2000/s")~",
     R"~("rate": "5/s", "keys_like": "reads")~",
     "s.json:4:79: load.0.keys_like: \"reads\" answers which keys are written, but nothing is"},
    {R"~("rate": "2000/s")~",
     R"~("rate": "5/s", "write_share": "5%")~",
     "s.json:4:81: load.0.write_share: needs both \"reads\" and \"writes\""},
    {R"~("rate": "2000/s")~",
     R"~("rate": "5/s", "writes": "price")~",
     "s.json:4:14: load.0.write_share: is missing; add \"write_share\": ... here"},
    {R"~("reads":  "price")~",
     R"~("reads":  "prise")~",
     "s.json:4:42: load.0.reads: \"prise\" is not defined under data; did you mean \"price\"?"},
    {R"~("reads":  "price", )~",
     R"~()~",
     "s.json:4:14: load.0: neither reads nor writes any data"},
    {R"~("from": "shop", "reads")~",
     R"~("from": "db", "reads")~",
     "s.json:4:24: load.0.from: \"db\" is an origin, not a client or a service; known here: \"shop\""},
    {R"~("from": "shop", "reads")~",
     R"~("reads")~",
     "s.json:4:14: load.0.from: is missing; add \"from\": ... here"},
    {R"~("shop": "service")~",
     R"~("shop": "client")~",
     "s.json:4:14: load.0.to: is missing: a client needs a service to ask\n"
     "s.json:5:14: load.1.to: is missing: a client needs a service to ask"},
    {R"~("load":  [ { "from": "shop", "reads":  "price", "rate": "2000/s" },
             { "from": )~"
     R"~("shop", "writes": "price", "rate": "20/s", "keys_like": "reads" } ])~",
     R"~("load": [])~",
     "s.json:4:11: load: makes no request"},
    {R"~("keys_like": "reads")~",
     R"~("keys_like": "reads", "name": "shop reads price")~",
     "s.json:5:97: load.1.name: \"shop reads price\" is the name of another load"},
    {R"~("keys_like": "reads")~",
     R"~("keys_like": "hot")~",
     "s.json:5:80: load.1.keys_like: \"hot\" is not a popularity; write \"uniform\", {\"zipf\": 1.0}, "
     "{\"hot_set\": {\"keys\": \"1%\", \"traffic\": \"90%\"}} or {\"top\": {\"1\": \"3%\", \"100\": \"22%\"}}"},
};

const std::vector<Broken> broken_fault = {
    {R"~("title")~",
     R"~("faults": [{"kind": "drop", "at": "10m", "between": ["shop", "db"]}], "title")~",
     "s.json:1:37: faults.0.at: lies after the end: the run ends at 10m"},
    {R"~("title")~",
     R"~("faults": [{"kind": "drop", "at": "4m", "until": "3m", "between": ["shop", "db"]}], "title")~",
     "s.json:1:52: faults.0.until: does not lie after \"at\""},
    {R"~("title")~",
     R"~("faults": [{"kind": "drop", "at": "4m", "from": "shop", "to": "shop"}], "title")~",
     "s.json:1:14: faults.0: strikes messages from \"shop\" to itself, which cross no link"},
    {R"~("title")~",
     R"~("faults": [{"kind": "drop", "at": "4m", "from": "shop", "to": "redis-7"}], "title")~",
     "s.json:1:65: faults.0.to: \"redis-7\" is not defined under nodes; did you mean \"redis\"?"},
    {R"~("title")~",
     R"~("faults": [{"kind": "explode", "at": "4m"}], "title")~",
     "s.json:1:23: faults.0.kind: \"explode\" is none of \"drop\", \"delay\", \"partition\", \"crash\", "
     "\"restart\", \"lag\", \"flush\", \"failover\""},
    {R"~("title")~",
     R"~("faults": [{"kind": "crash", "at": "4m", "on": "redis-7"}], "title")~",
     "s.json:1:50: faults.0.on: \"redis-7\" is not defined under nodes; did you mean \"redis\"?"},
    {R"~("title")~",
     R"~("faults": [{"kind": "flush", "at": "4m", "on": "db"}], "title")~",
     "s.json:1:50: faults.0.on: \"db\" is not a cache, which is what \"flush\" strikes"},
    {R"~("title")~",
     R"~("faults": [{"kind": "flush", "at": "4m", "until": "5m", "on": "redis"}], "title")~",
     "s.json:1:44: faults.0.until: \"until\" is not known here; known here: \"name\", \"kind\", \"at\", "
     "\"on\""},
    {R"~("title")~",
     R"~("faults": [{"kind": "lag", "at": "4m", "on": "db", "by": "1s"}], "title")~",
     "s.json:1:48: faults.0.on: \"db\" has no followers that could lag"},
    {R"~("title")~",
     R"~("faults": [{"kind": "failover", "at": "4m", "until": "5m", "on": "db"}], "title")~",
     "s.json:1:68: faults.0.on: \"db\" has no follower that could take over"},
    {R"~("title")~",
     R"~("faults": [{"kind": "failover", "at": "4m", "until": "5m", "on": "redis"}], "title")~",
     "s.json:1:68: faults.0.on: \"redis\" is not an origin with followers, which is what \"failover\" strikes"},
    {R"~("db": "origin" })~",
     R"~("db": { "kind": "origin", "followers": 2 } }, "faults": [{ "kind": "failover", "at": "4m", "on": "db" }])~",
     "s.json:3:108: faults.0.until: is missing; add \"until\": ... here"},
    {R"~("db": "origin" })~",
     R"~("db": { "kind": "origin", "followers": 2 } }, "faults": [{ "kind": "failover", "at": "4m", )~"
     R"~("until": "5m", "on": "db-follower-1" }])~",
     "s.json:3:163: faults.0.on: \"db-follower-1\" is one node of \"db\": name that"},
    {R"~("title")~",
     R"~("faults": [{"kind": "crash", "at": "4m", "on": "shop", "keeps": "content"}], "title")~",
     "s.json:1:67: faults.0.keeps: has no effect on \"shop\": only caches lose their content"},
    {R"~("title")~",
     R"~("faults": [{"kind": "delay", "at": "4m", "between": ["shop", "db"], "by": "0s"}], "title")~",
     "s.json:1:77: faults.0.by: \"0s\" is not a duration above 0s and up to 1d"},
    {R"~("title")~",
     R"~("faults": [{"name": "a", "kind": "flush", "at": "4m", "on": "redis"}, {"name": "a", "kind": )~"
     R"~("flush", "at": "5m", "on": "redis"}], "title")~",
     "s.json:1:82: faults.1.name: \"a\" is the name of another fault"},
};

const std::vector<Broken> broken_strategy = {
    {R"~("redis": "cache")~",
     R"~("redis": "cache", "local": "cache")~",
     "s.json:7:28: strategies.delete.price.cache: is missing: there are several caches; known "
     "here: \"redis\", \"local\"\n"
     "s.json:8:28: strategies.\"ttl only\".price.cache: is missing: there are several caches; "
     "known here: \"redis\", \"local\""},
    {R"~("redis": "cache", )~",
     R"~()~",
     "s.json:7:28: strategies.delete.price.cache: no cache is defined under nodes\n"
     "s.json:8:28: strategies.\"ttl only\".price.cache: no cache is defined under nodes"},
    {R"~("delete":   { "price")~",
     R"~("delete":   { "prise")~",
     "s.json:7:19: strategies.delete.prise: \"prise\" is not defined under data; did you mean "
     "\"price\"?"},
    {R"~("delete":   { "price")~",
     R"~("no cache":   { "price")~",
     "s.json:7:5: strategies.\"no cache\": is the name of the baseline, which is always there; "
     "choose another name"},
    {R"~("read": "cache-aside", "write")~",
     R"~("read": "cash-aside", "write")~",
     "s.json:7:38: strategies.delete.price.read: \"cash-aside\" is no option of \"read\"; did you "
     "mean \"cache-aside\"?"},
    {R"~("read": "cache-aside", "write")~",
     R"~("write")~",
     "s.json:7:28: strategies.delete.price.read: is missing; add \"read\": ... here"},
    {R"~("read": "cache-aside", "write")~",
     R"~("read": "none", "write")~",
     "s.json:7:55: strategies.delete.price.write: has no effect: \"read\" is \"none\"; write a "
     "\"read\" that uses the cache, as \"cache-aside\""},
    {R"~("expiry": "60s")~",
     R"~("expiry": "ttl")~",
     "s.json:8:63: strategies.\"ttl only\".price.expiry: \"ttl\" needs \"ttl\"; write {\"use\": \"ttl\", "
     "\"ttl\": ...}"},
    {R"~("expiry": "60s")~",
     R"~("expiry": "0s")~",
     "s.json:8:63: strategies.\"ttl only\".price.expiry: \"0s\" is not a duration above 0s and up "
     "to 3650d"},
    {R"~("expiry": "60s")~",
     R"~("expiry": {"use": "ttl", "ttl": 60})~",
     "s.json:8:85: strategies.\"ttl only\".price.expiry.ttl: 60 is not a duration; write it with "
     "its unit, as \"5s\" or \"300us\""},
    {R"~("expiry": "60s")~",
     R"~("expiry": {"use": "ttl", "ttl": "60s", "jitter": "120%"})~",
     "s.json:8:102: strategies.\"ttl only\".price.expiry.jitter: \"120%\" is more than the whole"},
    {R"~("expiry": "60s")~",
     R"~("expiry": {"use": "ttl", "ttl": "60s", "jiter": "1%"})~",
     "s.json:8:92: strategies.\"ttl only\".price.expiry.jiter: \"jiter\" is not known here; did you "
     "mean \"jitter\"?"},
    {R"~("expiry": "60s")~",
     R"~("owed_by": ["shop"])~",
     "s.json:8:64: strategies.\"ttl only\".price.owed_by: has no effect: \"write-around\" announces "
     "nothing; choose another \"write\""},
    {R"~("expiry": "60s")~",
     R"~("cache": "db")~",
     "s.json:8:62: strategies.\"ttl only\".price.cache: \"db\" is an origin, not a cache; known "
     "here: \"redis\""},
    {R"~("expiry": "60s")~",
     R"~("stampede": ["coalesce", "coalesce"])~",
     "s.json:8:78: strategies.\"ttl only\".price.stampede.1: \"coalesce\" stands here twice"},
    {R"~("expiry": "60s")~",
     R"~("stampede": {"use": "lease", "wait": "0s"})~",
     "s.json:8:90: strategies.\"ttl only\".price.stampede.wait: \"0s\" is not a duration above 0s"},
    {R"~("delete":   {)~",
     R"~("delete":   { "set": {"nodes.bd.read": "1ms"}, )~",
     "s.json:7:27: nodes.bd.read: leads nowhere: there is no \"bd\"; did you mean nodes.db.read?"},
    {R"~("delete":   {)~",
     R"~("delete":   { "set": {"nodes.db": {"kind": "origin", "read": "1"}}, )~",
     "s.json:7:66: nodes.db.read: \"1\" is not a duration from 0s to 1d; write it with its unit, "
     "as \"5s\" or \"300us\""},
    {R"~("delete":   {)~",
     R"~("delete":   { "set": {"seed": 2}, )~",
     "s.json:7:27: strategies.delete.set.seed: \"seed\" is nothing a strategy can change; known "
     "here: \"data\", \"nodes\", \"links\", \"load\", \"faults\", \"network\""},
    {R"~("delete":   {)~",
     R"~("delete":   { "set": {"nodes..read": 2}, )~",
     "s.json:7:27: \"nodes..read\" is not a path: a part of the path is empty (character 7)"},
    {R"~("title")~",
     R"~("current": "deleet", "title")~",
     "s.json:1:14: current: \"deleet\" is not defined under strategies; did you mean \"delete\"?"},
    {R"~("title")~",
     R"~("observed": {"a.b": "fast"}, "title")~",
     "s.json:1:23: observed.\"a.b\": \"fast\" is neither a figure nor a range; write \"200/s\" or "
     "\"180/s..210/s\""},
    {R"~("title")~",
     R"~("observed": {"a.b": "9..3"}, "title")~",
     "s.json:1:23: observed.\"a.b\": ends below its beginning"},
    {R"~("title")~",
     R"~("expect": [{"path": "a"}], "title")~",
     "s.json:1:14: expect.0: needs \"min\", \"max\" or both, or \"equals\" alone"},
    {R"~("title")~",
     R"~("expect": [{"path": "a..b", "max": 1}], "title")~",
     "s.json:1:23: expect.0.path: \"a..b\" is not a path: a part of the path is empty"},
    {R"~("title")~",
     R"~("expect": [{"path": "a", "min": 2, "max": 1}], "title")~",
     "s.json:1:45: expect.0.max: lies below min"},
    {R"~("title")~",
     R"~("expect": [{"path": "a", "max": "much"}], "title")~",
     "s.json:1:35: expect.0.max: \"much\" is not a figure; write a number, or \"5s\", \"1%\", "
     "\"2000/s\", \"64MiB\""},
    {R"~("title")~",
     R"~("expect": [{"path": "a", "max": 1, "strategy": "deletes"}], "title")~",
     "s.json:1:50: expect.0.strategy: \"deletes\" is not defined under strategies; did you mean "
     "\"delete\"?"},
};

}  // namespace

TEST_CASE("a broken load is refused where it stands", "[scenario]") { check_all(broken_load); }

TEST_CASE("a broken fault is refused where it stands", "[scenario]") { check_all(broken_fault); }

TEST_CASE("a broken strategy, expectation or observation is refused where it stands", "[scenario]") {
  check_all(broken_strategy);
}
