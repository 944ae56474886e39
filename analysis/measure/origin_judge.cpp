#include "analysis/measure/origin_judge.hpp"
#include <algorithm>
#include <map>

namespace stalemate::analysis::measure {
namespace {

constexpr std::int64_t second_ns = 1'000'000'000;

}  // namespace

Rate rate_of(const std::vector<std::int64_t>& a_second, sim::Instant from, sim::Instant end) {
  const auto first = static_cast<std::size_t>((from.ns + second_ns - 1) / second_ns);
  const auto last = static_cast<std::size_t>(end.ns / second_ns);
  if (first >= last) return {};
  std::vector<std::int64_t> windows(a_second.begin() + static_cast<std::ptrdiff_t>(std::min(first, a_second.size())),
                                    a_second.begin() + static_cast<std::ptrdiff_t>(std::min(last, a_second.size())));
  windows.resize(last - first);
  std::sort(windows.begin(), windows.end());
  std::int64_t sum = 0;
  for (const std::int64_t n : windows) sum += n;
  const std::size_t rank = (windows.size() * 99 + 99) / 100;
  return {static_cast<double>(sum) / static_cast<double>(windows.size()), static_cast<double>(windows[rank - 1]),
          static_cast<double>(windows.back())};
}

OriginJudge::OriginJudge(const models::World& world)
    : world_(world),
      measured_from_(sim::Instant{} + world.blueprint().warm_up),
      servers_(world.nodes().size()),
      is_origin_(world.nodes().size()) {
  for (std::size_t i = 0; i < servers_.size(); ++i) {
    const models::NodeInfo& info = world.nodes()[i];
    is_origin_[i] = info.kind == models::NodeInfo::Kind::leader || info.kind == models::NodeInfo::Kind::follower;
    servers_[i].result.node = info.name;
    servers_[i].group = info.group;
    servers_[i].servers = info.servers;
    servers_[i].since = measured_from_;
    servers_[i].sampled_next = measured_from_ + sim::Duration{second_ns};
  }
}

// A call that begins at the instant of its arrival never waited, so the queue is read when time moves on.
void OriginJudge::advance(Server& server, sim::Instant to) {
  if (to <= server.since) return;
  server.result.queue_max = std::max(server.result.queue_max, server.waiting);
  const auto ns = static_cast<double>((to - server.since).ns);
  server.busy_ns += ns * static_cast<double>(server.busy);
  server.waiting_ns += ns * static_cast<double>(server.waiting);
  if (server.up) server.servers_up_ns += ns * static_cast<double>(server.servers);
  server.since = to;
  for (; server.sampled_next <= to; server.sampled_next = server.sampled_next + sim::Duration{second_ns})
    server.result.queue_series.push_back(static_cast<double>(server.waiting));
}

OriginJudge::Server& OriginJudge::advance(const sim::Fact& fact) {
  Server& server = servers_[fact.node];
  advance(server, fact.at);
  return server;
}

void OriginJudge::arrived(const sim::Fact& fact) {
  Server& server = advance(fact);
  if (arrived_.size() <= fact.slot) arrived_.resize(fact.slot + 1);
  arrived_[fact.slot] = fact.at;
  ++server.waiting;
  const bool writes = fact.outcome != 0;
  (writes ? server.writes_a_second : server.reads_a_second).count(fact.at);
  const std::int64_t at_once = writes ? 0 : reading_.add(fact.key);
  if (fact.at < measured_from_) return;
  stampede_max_ = std::max(stampede_max_, at_once);
  ++(writes ? server.result.writes : server.result.reads);
  if (writes) return;
  ++reads_;
  server.result.preload_reads += world_.warms_up(fact.operation);
}

void OriginJudge::started(const sim::Fact& fact) {
  Server& server = advance(fact);
  --server.waiting;
  ++server.busy;
  if (arrived_[fact.slot] >= measured_from_) server.result.wait.add((fact.at - arrived_[fact.slot]).ns);
}

void OriginJudge::ended(const sim::Fact& fact) {
  Server& server = advance(fact);
  --server.busy;
  if (fact.outcome == 0) reading_.subtract(fact.key);
}

void OriginJudge::refused(const sim::Fact& fact) {
  Server& server = advance(fact);
  --server.waiting;
  if (fact.outcome == 0) reading_.subtract(fact.key);
  if (fact.at >= measured_from_) ++server.result.refused;
}

void OriginJudge::node_down(const sim::Fact& fact) {
  Server& server = advance(fact);
  server.busy = server.waiting = 0;
  server.up = false;
  if (is_origin_[fact.node]) reading_.clear();
}

void OriginJudge::node_up(const sim::Fact& fact) { advance(fact).up = true; }

void OriginJudge::summarise(Server& server, sim::Instant end) {
  OriginResult& result = server.result;
  const auto span = static_cast<double>(std::max<std::int64_t>(1, (end - measured_from_).ns));
  result.busy_mean = server.busy_ns / span;
  result.queue_mean = server.waiting_ns / span;
  if (server.servers_up_ns > 0) result.utilisation = server.busy_ns / server.servers_up_ns;
  result.reads_per_s = rate_of(server.reads_a_second.counts(), measured_from_, end);
  result.writes_per_s = rate_of(server.writes_a_second.counts(), measured_from_, end);
  const auto reads = server.reads_a_second.until(end);
  result.reads_series.assign(reads.begin(), reads.end());
}

void OriginJudge::merge(Server& whole, const Server& part) {
  whole.busy_ns += part.busy_ns;
  whole.waiting_ns += part.waiting_ns;
  whole.servers_up_ns += part.servers_up_ns;
  whole.result.reads += part.result.reads;
  whole.result.writes += part.result.writes;
  whole.result.preload_reads += part.result.preload_reads;
  whole.result.refused += part.result.refused;
  whole.result.queue_max = std::max(whole.result.queue_max, part.result.queue_max);
  whole.result.wait.merge(part.result.wait);
  const std::vector<double>& queue = part.result.queue_series;
  whole.result.queue_series.resize(std::max(whole.result.queue_series.size(), queue.size()));
  for (std::size_t s = 0; s < queue.size(); ++s) whole.result.queue_series[s] += queue[s];
  whole.reads_a_second.add(part.reads_a_second);
  whole.writes_a_second.add(part.writes_a_second);
}

void OriginJudge::finish(sim::Instant end, LoadResult& load) {
  std::map<std::string, Server> wholes;
  std::map<std::string, std::vector<OriginResult>> parts;
  for (std::size_t i = 0; i < servers_.size(); ++i) {
    if (!is_origin_[i]) continue;
    advance(servers_[i], end);
    merge(wholes[servers_[i].group], servers_[i]);
    summarise(servers_[i], end);
    parts[servers_[i].group].push_back(std::move(servers_[i].result));
  }
  for (auto& [name, whole] : wholes) {
    summarise(whole, end);
    whole.result.node = name;
    if (parts[name].size() > 1) whole.result.nodes = std::move(parts[name]);
    load.origins.push_back(std::move(whole.result));
  }
  load.stampede_max = stampede_max_;
}

}  // namespace stalemate::analysis::measure
