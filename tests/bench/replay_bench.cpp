// Times the replay of a trace: usage: replay_bench TRACE POLICY CAPACITY_IN_OBJECTS [REPEATS].
// Promise: user time of this process over requests, the trace read from the file each time; the median is printed.
// Source: the goal "replay, hit ratio only" of the performance plan.
#include <sys/resource.h>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include "analysis/traces/oracle_general.hpp"
#include "analysis/traces/replay.hpp"

namespace {

using namespace stalemate::analysis::traces;

struct Spent {
  double cpu_s;
  long resident_kib;
};

Spent spent() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
  };
  return {seconds(usage.ru_utime) + seconds(usage.ru_stime), usage.ru_maxrss};
}

int complain(const TraceError& error) {
  std::fprintf(stderr, "replay_bench: %s\n", error.message.c_str());
  return 1;
}

}  // namespace

int main(int count, char** words) {
  if (count < 4) return std::fprintf(stderr, "usage: replay_bench TRACE POLICY CAPACITY_IN_OBJECTS [REPEATS]\n"), 2;
  const std::int64_t objects = std::atoll(words[3]);
  const EvictionSetup setup{words[2], {}, stalemate::models::eviction::Capacity::objects(objects)};
  std::vector<double> ns_per_request;
  ReplayResult result;
  const long before_kib = spent().resident_kib;
  for (int i = count > 4 ? std::atoi(words[4]) : 1; i > 0; --i) {
    auto opened = open_oracle_general(words[1]);
    if (const auto* error = std::get_if<TraceError>(&opened)) return complain(*error);
    const double begin_s = spent().cpu_s;
    auto replayed = replay(*std::get<0>(opened), setup);
    const double end_s = spent().cpu_s;
    if (const auto* error = std::get_if<TraceError>(&replayed)) return complain(*error);
    result = std::get<ReplayResult>(replayed);
    ns_per_request.push_back((end_s - begin_s) / static_cast<double>(result.requests) * 1e9);
  }
  std::sort(ns_per_request.begin(), ns_per_request.end());
  std::printf("%s %lld objects: %.1f ns of CPU a request, miss ratio %.4f, %.1f bytes resident an object held\n",
              words[2], static_cast<long long>(objects), ns_per_request[ns_per_request.size() / 2],
              static_cast<double>(result.misses) / static_cast<double>(result.requests),
              static_cast<double>(spent().resident_kib - before_kib) * 1024 / static_cast<double>(result.objects_held));
  return 0;
}
