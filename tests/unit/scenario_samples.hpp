// Scenarios for the tests of the loader: the smallest useful one, and one that uses every key.
// Promise: both are sound; the broken ones are made from the smallest by one change.
// Source: the scenario format of this project.
#pragma once
#include <string>

namespace samples {

inline const std::string smallest = R"({ "title": "Price cache",
  "data":  { "price": { "keys": 50000, "promise": { "max_age": "5s" } } },
  "nodes": { "shop": "service", "redis": "cache", "db": "origin" },
  "load":  [ { "from": "shop", "reads":  "price", "rate": "2000/s" },
             { "from": "shop", "writes": "price", "rate": "20/s", "keys_like": "reads" } ],
  "strategies": {
    "delete":   { "price": { "read": "cache-aside", "write": "invalidate" } },
    "ttl only": { "price": { "read": "cache-aside", "expiry": "60s" } } } })";

inline const std::string full = R"({
  "title": "Full", "question": "What if?", "story": "Once.",
  "sources": ["a paper", "a product"], "leaves_out": ["connection pools"],
  "duration": "20m", "warm_up": "30s", "seed": 7, "months_later": 2,
  "network": { "latency": { "exponential": "200us", "offset": "50us" }, "give_up": "2s" },
  "data": {
    "price": { "keys": "50k", "size": "2KiB", "popularity": { "zipf": 0.9 },
               "promise": { "max_age": "5s", "share": "99%" }, "owner": "catalogue", "origin": "db", "absent": "10%",
               "tags": { "category": 200, "brand": 50 },
               "act": { "kind": "grant", "revokes": "25%", "called": "late yes", "costs": 4.5, "unit": "EUR" } },
    "stock": { "keys": 1000, "size": "1KiB",
               "popularity": { "hot_set": { "keys": "1%", "traffic": "90%" }, "drift": "5%/h" },
               "origin": "archive" },
    "page":  { "keys": 100, "size": "10KB", "popularity": "uniform", "origin": "db",
               "read_from": "nearest", "origin_write": "3ms", "act": { "kind": "take", "stock": 3 } },
    "listing": { "keys": 500, "size": "1KiB", "popularity": "uniform", "origin": "db",
                 "derived_from": ["price", "page"], "origin_read": "80ms" },
    "probe": { "keys": 3, "size": "1KiB", "popularity": "uniform", "origin": "db" } },
  "nodes": {
    "app": "client",
    "shop": { "kind": "service", "instances": 4, "balancer": "sticky", "workers": 16, "queue_limit": 100,
              "shed": "lowest-first", "timeout": "1s" },
    "catalogue": "service",
    "redis": { "kind": "cache", "shards": 3, "virtual_nodes": 100, "capacity": { "bytes": "64MiB", "per": "shard" },
               "eviction": { "use": "s3-fifo", "small": "20%" }, "service": "20us", "servers": 2,
               "sharding": "ring", "connections": 100,
               "queue": { "limit": 50, "timeout": "10ms" },
               "replicas": 2, "replica_lag": { "exponential": "5ms" }, "failover": "10s" },
    "local": { "kind": "cache", "in_process": true, "capacity": { "entries": 1000 } },
    "changes": { "kind": "bus", "delay": "2ms",
                 "log": { "partitions": 4, "batch": 50, "retry": "200ms", "keeps": 1000 } },
    "backplane": { "kind": "bus", "delay": "1ms", "loss": "1%", "duplicates": "2%",
                   "reorder": { "share": "5%", "by": "20ms" } },
    "db": { "kind": "origin", "servers": 32, "queue": { "limit": 500, "timeout": "5s" }, "shed": "newcomer",
            "read": { "value": { "p50": "1ms", "p99": "20ms" }, "guess": true },
            "write": { "log_normal": { "p50": { "value": "2ms", "guess": true }, "p99": "30ms" }, "offset": "1ms" },
            "followers": 2, "lag": { "pareto": { "min": "10ms", "alpha": 1.5, "cap": "1s" } },
            "apply": "500us", "read_from": "follower",
            "replication": { "mode": "semi-sync", "receipt": { "exponential": "2ms" }, "needs": 1, "timeout": "3s" } },
    "archive": { "kind": "origin", "rate_limit": { "rate": "100/s", "burst": 20, "of": "reads" },
                 "read": { "percentiles": { "p0": "1ms", "p50": "2ms", "p100": "9ms" } },
                 "write": { "constant": "1ms" } } },
  "links": [ { "between": ["app", "shop"], "latency": { "uniform": ["1ms", "3ms"] }, "loss": "0.1%" },
             { "from": "shop", "to": "archive", "latency": { "normal": { "mean": "5ms", "sd": "1ms" } },
               "duplicates": "0.2%", "reorder": { "share": "3%", "by": "7ms" }, "bandwidth": "100MB/s" } ],
  "load": [
    { "from": "app", "to": "shop", "reads": "price", "rate": "2000/s", "arrivals": "poisson", "sessions": 500,
      "timeout": "2s", "hedge": { "after": "80ms" }, "breaker": { "failures": 50, "of": 100, "open": "30s" },
      "retries": { "max": 3, "backoff": "full-jitter", "base": "100ms", "cap": "10s",
                   "budget": "10%", "reserve": 20 } },
    { "from": "shop", "reads": "stock", "writes": "stock", "write_share": "5%", "rate": "10/s",
      "arrivals": "constant", "begins": "1m", "ends": "5:00", "retries": 2, "grows": "10%/month",
      "curve": [ { "for": "40s", "factor": 0.5 }, { "for": "20s", "factor": 3 } ] },
    { "from": "shop", "writes": "page", "at": ["0ms", "5ms", "5ms"], "key": 17 },
    { "from": "catalogue", "writes": "price", "users": 10, "think": { "exponential": "1s" }, "deletes": "2%" },
    { "name": "editors", "from": "catalogue", "writes": "page", "rate": "1/m", "keys_like": "uniform" },
    { "from": "shop", "reads": "page", "begins": "10s",
      "trace": { "file": "reads.bin", "format": "csv",
                 "columns": { "time": "when", "key": "what", "op": "does", "size": "bytes", "unit": "ms" } } },
    { "from": "app", "to": "shop", "reads": "page", "writes": "page", "rate": "1/s", "think": "2s",
      "sessions": 20, "read_back": { "share": "60%", "after": { "exponential": "300ms" } },
      "keys_like": { "after_read": "20%" } },
    { "from": "app", "to": "shop", "reads": "price", "rate": "5/s",
      "keys_like": { "top": { "1": "30%", "5": "80%" } } },
    { "from": "app", "to": "shop", "rate": "3/s", "timeout": "1s",
      "request": [ { "reads": "page", "key": 7 }, { "reads": "price", "keys": 8, "how": "multi-get" },
                   { "reads": "stock", "keys": 5, "how": "parallel", "keys_like": "uniform" },
                   { "reads": "price", "keys": 2, "how": "serial" } ] },
    { "name": "crawl", "from": "app", "to": "shop", "reads": "page", "rate": "2/s", "keys_like": "scan",
      "priority": "sheddable" },
    { "name": "import", "from": "catalogue", "writes": "price", "rate": "9/s",
      "keys_like": { "scan": { "from": 7 } } },
    { "name": "probe", "from": "catalogue", "writes": "probe", "rate": "1/s", "keys_like": "reads", "sessions": 1,
      "read_back": { "after": "1s" }, "canary": true } ],
  "faults": [
    { "name": "lost", "kind": "drop", "at": "4m", "until": "5m30s", "from": "catalogue", "to": "redis",
      "share": "50%", "messages": "invalidations" },
    { "kind": "delay", "at": "6:00", "until": "6:30", "between": ["shop", "redis"], "by": "2s", "messages": "all" },
    { "kind": "partition", "at": "19m", "between": ["shop", "db"] },
    { "kind": "crash", "at": "7m", "until": "8m", "on": "redis-2", "keeps": "content" },
    { "kind": "restart", "at": "9m", "on": "shop" },
    { "kind": "lag", "at": "10m", "until": "11m", "on": "db-follower-1", "by": "1s", "factor": 3 },
    { "kind": "flush", "at": "12m", "on": "redis" },
    { "kind": "failover", "at": "9m", "until": "9m10s", "on": "db" },
    { "kind": "slow", "at": "13m", "until": "14m", "on": "db", "factor": 10 },
    { "kind": "spike", "at": "15m", "until": "16m", "load": "editors", "factor": 5 },
    { "kind": "deploy", "at": "17m", "on": "shop", "down": "5s", "pause": "10s" },
    { "kind": "skew", "at": "18m", "until": "19m", "on": "redis-2", "by": "2m", "clock": "ahead" },
    { "name": "gc", "kind": "pause", "on": "shop-1", "at": "2m", "until": "18m", "every": "90s",
      "lasts": { "exponential": "2s" } },
    { "name": "shrink", "kind": "remove-shard", "on": "redis-3", "keeps": "content",
      "when": { "commits_of": "price", "reach": 500, "after": "3s" }, "lasts": "1m" },
    { "name": "grow", "kind": "add-shard", "on": "redis", "when": { "ends": "shrink" }, "lasts": "2m" },
    { "kind": "restart", "on": "catalogue", "when": { "waiting_at": "db", "reach": 9 } },
    { "kind": "crash", "on": "shop-2", "when": { "begins": "grow" }, "lasts": "5s" },
    { "kind": "duplicate", "at": "11m", "until": "12m", "from": "catalogue", "to": "redis", "share": "10%" },
    { "kind": "reorder", "at": "11m", "until": "12m", "between": ["shop", "db"], "share": "20%", "by": "30ms" },
    { "kind": "hot-key", "at": "12m", "until": "13m", "load": "editors", "key": 3, "share": "60%" },
    { "kind": "slow", "at": "14m", "until": "15m", "on": "db", "factor": 4, "class": "price" },
    { "kind": "lag", "at": "16m", "until": "17m", "on": "db", "stall": true } ],
  "strategies": {
    "all options": {
      "price": { "read": "cache-aside", "write": { "use": "invalidate", "versioned": true },
                 "carry": { "use": "inline", "retries": 2, "pause": "50ms" },
                 "expiry": { "use": "ttl", "ttl": "60s", "jitter": "10%", "age": "inherited",
                             "negative": "5s" },
                 "stampede": ["coalesce", { "use": "lease", "interval": "5s" }],
                 "guard": { "use": "hold-off", "time": "3s" }, "cache": "redis", "owed_by": ["catalogue"],
                 "fallback": [{ "use": "stale-if-error", "age": "1h" }, { "use": "origin", "limit": 20 }],
                 "names": "dependents",
                 "observe": [ { "name": "prices miss", "signal": "hit_ratio", "below": "70%", "over": "20s" } ] },
      "stock": { "read": "read-through", "write": "write-through", "cache": "redis", "stampede": "coalesce",
                 "warm_up": { "use": "preload", "top": 100, "at_a_time": 8 } },
      "page": { "read": "cache-aside", "write": "invalidate", "cache": "redis", "names": "purge-all",
                "fallback": { "use": "shed", "below": "critical", "limit": 30 } },
      "probe": { "read": "cache-aside", "write": "invalidate", "cache": "redis" } },
    "faster query": {
      "set": { "nodes.db.read": "100us", "data.price.keys": 10 },
      "observe": [ { "name": "errors", "signal": "error_ratio", "above": "5%", "over": "30s" } ],
      "page": { "read": "cache-aside", "write": "update", "cache": "local", "expiry": "none",
                "carry": "pub-sub", "bus": "backplane", "warm_up": { "use": "copy-from-peer", "each": "5us" },
                "guard": { "use": "version-floor", "of": "writes and reads" } },
      "stock": { "read": "cache-aside", "write": "invalidate", "cache": "redis",
                 "carry": { "use": "outbox", "interval": "1s", "pause": "2s" } } } },
  "alerts": [
    { "name": "hit ratio low", "signal": "hit_ratio", "of": "redis", "below": "90%", "over": "30s", "for": "10s" },
    { "name": "archive busy", "signal": "origin_reads_per_s", "of": "archive", "above": "90/s" },
    { "name": "errors", "signal": "error_ratio", "above": "1%", "over": "1m" },
    { "name": "changes late", "signal": "invalidation_lag", "above": "2s", "over": "5m", "for": "1m" },
    { "name": "deletes fail", "signal": "failed_changes_per_s", "above": "0/s", "over": "10s" },
    { "name": "slow", "signal": "latency_p99", "of": "crawl", "above": "200ms", "over": "10s" },
    { "name": "probe is stale", "signal": "canary_stale", "above": "10%", "over": "30s" } ],
  "current": "all options",
  "observed": { "load.origin.db.reads_per_s.mean": "180/s..210/s", "load.cache.redis.hit_ratio": "80%" },
  "expect": [
    { "text": "rarely too old", "path": "staleness.over_bound.ratio", "max": "1%" },
    { "path": "staleness.age_s.max", "strategy": "faster*", "min": "1ms", "max": "5s" },
    { "path": "staleness.stale", "strategy": "no cache", "equals": 0 } ]
})";

/// A class that no origin has, beside one that an origin has.
inline const char* const sole = R"({ "title": "Sessions",
  "duration": "2m", "warm_up": "10s",
  "data":  { "session": { "keys": 100, "size": "2KiB", "origin": "none", "promise": { "kept": "99%" } },
             "price": { "keys": 50 } },
  "nodes": { "api": "service", "redis": { "kind": "cache", "capacity": { "entries": 40 } }, "db": "origin" },
  "load":  [ { "from": "api", "reads": "session", "rate": "50/s" },
             { "from": "api", "writes": "session", "rate": "5/s", "keys_like": "reads" },
             { "from": "api", "reads": "price", "rate": "10/s" } ],
  "strategies": { "small": { "session": { "read": "cache-only", "expiry": { "use": "sliding", "idle": "30m" } },
                             "price": { "read": "cache-aside" } } } })";

inline std::string changed(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  return at == std::string::npos ? "nothing to change: " + from : text.replace(at, from.size(), to);
}

inline std::string without(const std::string& text, const std::string& part) { return changed(text, part, ""); }

}  // namespace samples
