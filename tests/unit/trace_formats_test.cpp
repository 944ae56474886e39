// Each text format, field by field, and with lines that are broken.
#include <algorithm>
#include "analysis/load/reading.hpp"
#include "tests/unit/trace_bytes.hpp"

namespace stalemate::tests {
namespace {

using namespace analysis::traces;

constexpr std::int64_t s = 1'000'000'000;
const std::string no_time =
    "the time is neither a number of seconds in range nor an ISO 8601 date (milliseconds: unit=ms)";

TEST_CASE("a Twitter trace reads back, keys with commas included, and its broken lines are numbered") {
  const Heard all = heard(
      "0,nTe,3,100,7,get,0\n"
      "0,a,b,c,5,20,7,set,3600\r\n"
      "1,nTe,3,0,7,touch,0\n"
      "x,nTe,3,0,7,get,0\n"
      "2,nTe,3,0\n"
      "\n"
      "2,nTe,3,big,7,get,0\n"
      "2,nTe,3,100,7,gets,0");
  CHECK(all.error == "");
  REQUIRE(all.requests.size() == 3);
  CHECK(all.requests[0].time_ns == 0);
  CHECK(all.requests[0].object == object_of("nTe"));
  CHECK(all.requests[0].size == 103);
  CHECK_FALSE(all.requests[0].writes);
  CHECK(all.requests[0].whole_second);
  CHECK(all.requests[1].object == object_of("a,b,c"));
  CHECK(all.requests[1].writes);
  CHECK(all.requests[2].time_ns == 2 * s);
  CHECK(all.odd() ==
        "1x broken: a size or the time to live is no number: 7; 1x broken: fewer than 7 fields: 5; "
        "1x broken: the time is no number of seconds: 4; 1x neither a read nor a write: 3");
  CHECK(all.facts.tells_writes);
}

TEST_CASE("a CacheLib trace takes its columns from the header, and op_count repeats a row") {
  const Heard all = heard(
      "key,op,size,op_count,key_size,op_time\n"
      "k1,GET,100,3,10,5\nk2,SET_LEASE,50,1,10,6\nk3,GET,1,0,1,6\nk3,GET,1,1000001,1,6\nk4,INSPECT,1,1,1,7\nk5,GET\n",
      {"cachelib", {}});
  REQUIRE(all.requests.size() == 4);
  for (int i = 0; i < 3; ++i) CHECK(all.requests[std::size_t(i)].object == object_of("k1"));
  CHECK(all.requests[2].size == 110);
  CHECK(all.requests[2].time_ns == 5 * s);
  CHECK(all.requests[3].writes);
  CHECK(all.odd() ==
        "1x broken: fewer fields than columns: 7; 2x broken: op_count is no number from 1 to 1000000: 4 5; "
        "1x neither a read nor a write: 6");
  const Heard timeless = heard("key,op,size,op_count,key_size\nk1,GET,100,1,10\n");
  CHECK(timeless.requests.size() == 1);
  CHECK_FALSE(timeless.facts.has_times);
  CHECK(heard("9,k,1,GET,2,5,0,0\n", {"cachelib", {}}).requests.size() == 2);
}

TEST_CASE("what MONITOR prints reads back, a request a key, databases apart") {
  const Heard all = heard(
      "OK\n"
      "1795529388.855527 [0 127.0.0.1:57148] \"set\" \"user:1\" \"hel\\\"lo\" \"EX\" \"60\"\n"
      "1795529388.855600 [0 127.0.0.1:57148] \"MGET\" \"user:1\" \"a b\"\n"
      "1795529388.855700 [3 unix:/run/redis] \"get\" \"user:1\"\n"
      "1795529388.855800 [0 lua] \"mset\" \"x\" \"1\" \"y\" \"2\"\n"
      "1795529388.855900 [0 127.0.0.1:1] \"expire\" \"x\" \"1\"\n"
      "1795529388.856000 [0 127.0.0.1:1] \"get\" \"x\n"
      "1795529388.856100 [0 127.0.0.1:1] \"get\"\n"
      "noise\n");
  REQUIRE(all.requests.size() == 6);
  CHECK(all.requests[0].time_ns == 1'795'529'388'855'527'000);
  CHECK_FALSE(all.requests[0].whole_second);
  CHECK(all.requests[0].writes);
  CHECK(all.requests[1].object == all.requests[0].object);
  CHECK_FALSE(all.requests[1].writes);
  CHECK(all.requests[2].object == object_of("a b"));
  CHECK(all.requests[3].object == object_of("user:1", 3));
  CHECK(all.requests[3].object != all.requests[0].object);
  CHECK(all.requests[4].object == object_of("x"));
  CHECK(all.requests[5].object == object_of("y"));
  CHECK(all.odd() ==
        "1x broken: a command without its key: 8; 1x broken: a quote does not close: 7; "
        "1x broken: the time is no number of seconds: 9; 1x neither a read nor a write: 6");
  CHECK_FALSE(all.facts.has_sizes);
}

TEST_CASE("access logs read back in the formats common, combined, with $msec and with an ISO date") {
  const Heard all = heard(
      "1.2.3.4 - - [24/Nov/2026:12:00:01 +0100] \"GET /a?x=1 HTTP/1.1\" 200 512\n"
      "1.2.3.4 - joe [24/Nov/2026:11:00:02 +0000] \"PUT /a?x=1 HTTP/2.0\" 204 0 \"-\" \"agent \\x22x\\x22\"\n"
      "1795518003.250 1.2.3.4 - - [24/Nov/2026:11:00:03 +0000] \"HEAD /b HTTP/1.1\" 304 - \"-\" \"agent\"\n"
      "1.2.3.4 - - [2026-11-24T11:00:04+00:00] \"GET /c HTTP/1.1\" 200 9 \"-\" \"agent\" 1795518004.125\n"
      "1.2.3.4 - - [24/Nov/2026:11:00:05 +0000] \"OPTIONS /c HTTP/1.1\" 200 9\n"
      "1.2.3.4 - - [24/Nov/2026:11:00:05 +0000] \"\\x16\\x03\" 400 157\n"
      "1.2.3.4 - - [31/Foo/2026:11:00:05 +0000] \"GET /c HTTP/1.1\" 200 9\n");
  REQUIRE(all.requests.size() == 4);
  CHECK(all.requests[0].time_ns == 1'795'518'001 * s);
  CHECK(all.requests[0].whole_second);
  CHECK(all.requests[0].object == object_of("/a?x=1"));
  CHECK(all.requests[0].size == 512);
  CHECK(all.requests[1].writes);
  CHECK(all.requests[1].time_ns == 1'795'518'002 * s);
  CHECK(all.requests[2].time_ns == 1'795'518'003 * s + 250'000'000);
  CHECK_FALSE(all.requests[2].whole_second);
  CHECK_FALSE(all.requests[2].writes);
  CHECK(all.requests[3].time_ns == 1'795'518'004 * s + 125'000'000);
  CHECK(all.odd() ==
        "1x broken: no time that can be read: 7; 1x broken: the request is not METHOD TARGET HTTP/n: 6; "
        "1x neither a read nor a write: 5");
}

TEST_CASE("a CSV is read by the usual names, by given ones, with quotes, other separators and units") {
  const Heard usual = heard("# made by hand\nTime;Key;Op;Size\n1.5;a;get;10\n2;\"b;\"\"c\";SET;20\n3;\"d;get;1\n");
  REQUIRE(usual.requests.size() == 2);
  CHECK(usual.requests[0].time_ns == 1'500'000'000);
  CHECK_FALSE(usual.requests[0].whole_second);
  CHECK(usual.requests[1].whole_second);
  CHECK(usual.requests[1].object == object_of("b;\"c"));
  CHECK(usual.requests[1].writes);
  CHECK(usual.odd() == "1x broken: a quote does not close before a separator: 5");
  const TraceChoice named{"", {{"time", "when"}, {"key", "what"}, {"unit", "ms"}}};
  const Heard given = heard("what\twhen\nx\t1500\ny\t2026-11-24T11:00:04.5Z\nz\tnoon\n", named);
  REQUIRE(given.requests.size() == 2);
  CHECK(given.requests[0].time_ns == 1'500'000'000);
  CHECK(given.requests[1].time_ns == 1'795'518'004 * s + 500'000'000);
  CHECK_FALSE(given.facts.tells_writes);
  CHECK_FALSE(given.facts.has_sizes);
  CHECK(given.odd() == "1x broken: " + no_time + ": 4");
  CHECK(heard("a,b\n1,2\n", {"csv", {}}).error == "t: line 1: no column is called key; name it with key=COLUMN");
  CHECK(heard("key\nx\n", {"csv", {{"time", "when"}}}).error == "t: line 1: the header has no column when");
}

TEST_CASE("time that runs backwards is counted against the latest so far") {
  const Heard all = heard("time,key\n5,a\n4.5,b\n4.9,c\n5,d\n99999999999999,e\n-1,f\n");
  CHECK(all.requests.size() == 4);
  CHECK(all.odd() ==
        "2x broken: " + no_time + ": 6 7; 2x time runs backwards: 3 4");
}

TEST_CASE("a key of 10 kB is a key, and a line of more than 1 MiB is counted as broken") {
  const std::string key(10'000, 'k');
  const std::string monster(3'000'000, 'm');
  const Heard all = heard("time,key\n1," + key + "\n2," + monster + "\n3," + key + "\n4," + monster);
  REQUIRE(all.requests.size() == 2);
  CHECK(all.requests[0].object == object_of(key));
  CHECK(all.requests[1].object == all.requests[0].object);
  CHECK(all.odd() == "2x broken: longer than 1 MiB: 3 5");
}

TEST_CASE("a format is recognised, or refused with the names of all") {
  CHECK(heard("").error == "t: is empty");
  const std::string names = "oracle-general, twitter, cachelib, redis-monitor, nginx, csv";
  const std::string refusal = "t: its format cannot be told; name it with --trace-format: " + names +
                              ", or the columns of a CSV with --trace-columns time=...,key=...,op=...,unit=ms";
  CHECK(heard("once upon a time\nthere was a cache\n").error == refusal);
  CHECK(heard(std::string("\x89PNG\r\n\x1A\n\0\0\0\rIHDR\xFF\xEE\xDD\xCC\xBB\xAA\x99\x88\x77\x66\x55", 27)).error ==
        refusal);
  CHECK(heard("x", {"parquet", {}}).error == "there is no trace format 'parquet'; there are " + names);
  CHECK(heard("x", {"twitter", {{"key", "a"}}}).error.find("format csv only") != std::string::npos);
  CHECK(heard("key\nx\n", {"", {{"colour", "a"}}}).error.find("no column role 'colour'") != std::string::npos);
  CHECK(heard("key\nx\n", {"", {{"unit", "h"}}}).error.find("'h' is no unit") != std::string::npos);
  CHECK(heard("0,nTe,3,100,7,get,0\n", {"nginx", {}}).error ==
        "t: none of its 1 lines is a request, line 1: broken: no time that can be read");
}

TEST_CASE("the loader and the readers know the same formats") {
  std::vector<std::string> names;
  for (const FormatFact& fact : trace_formats()) names.push_back(fact.name);
  CHECK(names == analysis::load::words::trace_formats);
}

}  // namespace
}  // namespace stalemate::tests
