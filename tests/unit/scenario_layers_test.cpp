// Scenarios whose fallbacks or carriers are refused: the exact lines that say so.
// Promise: each line of each refusal is compared whole: file, line, column, path, message and mend.
// Source: the scenario format of this project.
#include "tests/unit/scenario_broken.hpp"

using namespace samples;

namespace {

const std::vector<Broken> broken_fallbacks = {
    {R"~("expiry": "60s")~",
     R"~("fallback": { "use": "stale-if-error", "age": "1h" })~",
     "s.json:8:65: strategies.\"ttl only\".price.fallback: \"stale-if-error\" has no effect: entries do not expire; "
     "write an \"expiry\", as \"60s\""},
    {R"~("expiry": "60s")~",
     R"~("expiry": "60s", "fallback": ["origin", "error-entries", "fail-fast"])~",
     "s.json:8:110: strategies.\"ttl only\".price.fallback.2: \"fail-fast\" cannot stand beside \"origin\": both say "
     "what becomes of a read that the cache does not answer; keep one of them"},
    {R"~({ "read": "cache-aside", "expiry": "60s" })~",
     R"~({ "read": "cache-aside", "fallback": [] })~",
     "s.json:8:65: strategies.\"ttl only\".price.fallback: is empty; leave it out, which means \"origin\""},
    {R"~({ "read": "cache-aside", "expiry": "60s" })~",
     R"~({ "read": { "use": "refresh-ahead", "factor": "100%" }, "expiry": "60s" })~",
     "s.json:8:38: strategies.\"ttl only\".price.read: has no effect as \"refresh-ahead\": at 100% of its time an "
     "entry is gone; write a smaller \"factor\""},
    {R"~({ "read": "cache-aside", "expiry": "60s" })~",
     R"~({ "read": "refresh-ahead" })~",
     "s.json:8:38: strategies.\"ttl only\".price.read: \"refresh-ahead\" has no effect: entries have no time to live; "
     "write an \"expiry\", as \"60s\""},
    {R"~({ "read": "cache-aside", "expiry": "60s" })~",
     R"~({ "read": "none", "fallback": "fail-fast" })~",
     "s.json:8:58: strategies.\"ttl only\".price.fallback: has no effect: \"read\" is \"none\"; write a \"read\" that "
     "uses the cache, as \"cache-aside\""},
    {R"~("expiry": "60s")~",
     R"~("expiry": "60s", "stampede": {"use": "stale-while-revalidate", "window": "1m"},
         "fallback": {"use": "stale-if-error", "age": "1m"})~",
     "s.json:9:22: strategies.\"ttl only\".price.fallback: \"stale-if-error\" has no effect: entries are served as "
     "stale for as long in any case; write a greater \"age\""}};

const std::vector<Broken> broken_absences = {
    {R"~("expiry": "60s")~",
     R"~("expiry": { "use": "ttl", "ttl": "60s", "negative": "5s" })~",
     "s.json:8:63: strategies.\"ttl only\".price.expiry: \"negative\" has no effect: every key of \"price\" is there; "
     "give the class \"absent\", or a load that writes it \"deletes\""},
    {R"~("reads":  "price", "rate": "2000/s" })~",
     R"~("reads":  "price", "rate": "2000/s", "deletes": "5%" })~",
     "s.json:4:80: load.0.deletes: is a share of writes: the load has none"},
    {R"~("price": { "keys": 50000,)~",
     R"~("page": { "keys": 10, "derived_from": ["price"], "absent": "5%" }, "price": { "keys": 50000,)~",
     "s.json:2:73: data.page.absent: is for what is written: a derived key is always there; leave it out"}};

const std::vector<Broken> broken_expiries = {
    {R"~("expiry": "60s")~",
     R"~("expiry": { "use": "adaptive", "min": "1m", "max": "60s" })~",
     "s.json:8:63: strategies.\"ttl only\".price.expiry: \"min\" is no less than \"max\": every entry would live as "
     "long; write \"use\": \"ttl\""},
    {R"~("expiry": "60s")~",
     R"~("expiry": { "use": "adaptive", "share": "0%" })~",
     "s.json:8:63: strategies.\"ttl only\".price.expiry: \"share\" is none: every entry would live as long; write "
     "\"use\": \"ttl\""},
    {R"~("expiry": "60s")~",
     R"~("expiry": { "use": "soft-hard", "soft": "1m", "hard": "60s" })~",
     "s.json:8:63: strategies.\"ttl only\".price.expiry: \"soft\" is no less than \"hard\": nothing would be served "
     "after its soft end; write a smaller \"soft\", or \"use\": \"ttl\""},
    {R"~("expiry": "60s")~",
     R"~("expiry": { "use": "soft-hard", "soft": "1m", "hard": "5m" },
         "stampede": ["coalesce", { "use": "stale-while-revalidate", "window": "1m" }])~",
     "s.json:9:35: strategies.\"ttl only\".price.stampede.1: \"stale-while-revalidate\" has no effect: \"soft-hard\" "
     "does so already; leave it out"},
    {R"~("expiry": "60s")~",
     R"~("expiry": { "use": "soft-hard", "soft": "1m", "hard": "5m" },
         "fallback": { "use": "stale-if-error", "age": "4m" })~",
     "s.json:9:22: strategies.\"ttl only\".price.fallback: \"stale-if-error\" has no effect: entries are served as "
     "stale for as long in any case; write a greater \"age\""}};

const std::vector<Broken> broken_carriers = {
    {R"~("db": "origin" })~",
     R"~("db": "origin", "bus": "bus", "log": { "kind": "bus", "loss": "1%", "log": {} } })~",
     "s.json:3:113: nodes.log.loss: has no effect: a log repeats what is not acknowledged, in order; leave it out"},
    {R"~("expiry": "60s")~",
     R"~("write": "invalidate", "bus": "shop")~",
     "s.json:8:83: strategies.\"ttl only\".price.bus: has no effect: \"carry\" publishes nothing"},
    {R"~("expiry": "60s")~",
     R"~("write": "invalidate", "carry": "outbox")~",
     "s.json:8:28: strategies.\"ttl only\".price.bus: no log is defined under nodes: \"outbox\" needs one; add a node "
     "{\"kind\": \"bus\", \"log\": {}}, or \"log\": {} to a bus"},
    {R"~("expiry": "60s")~",
     R"~("write": "double-delete", "carry": {"use": "change-capture"}, "owed_by": ["shop"])~",
     "s.json:8:28: strategies.\"ttl only\".price.bus: no log is defined under nodes: \"change-capture\" needs one; add "
     "a node {\"kind\": \"bus\", \"log\": {}}, or \"log\": {} to a bus\n"
     "s.json:8:62: strategies.\"ttl only\".price.write: \"double-delete\" cannot be carried by \"change-capture\": the "
     "origin tells of a commit once, when it is made; write \"invalidate\" or \"update\"\n"
     "s.json:8:126: strategies.\"ttl only\".price.owed_by: has no effect: \"change-capture\" tells of every commit, "
     "whoever has written it; leave it out"}};

}  // namespace

TEST_CASE("a fallback that could do nothing, or contradicts another, is refused", "[scenario]") {
  check_all(broken_fallbacks);
}

TEST_CASE("an expiry that contradicts itself, or what does again what it does, is refused", "[scenario]") {
  check_all(broken_expiries);
}

TEST_CASE("what is said of keys that are not there is refused where all of them are", "[scenario]") {
  check_all(broken_absences);
}

TEST_CASE("a carrier without its kind of bus, and what a log cannot do, are refused", "[scenario]") {
  check_all(broken_carriers);
}
