// Attempts: a client's calls to a service, again while they fail, with its timeout, backoff and retry budget; none
// while its circuit is open; and, of reads, a second one beside a first that takes long.
// Promise: an attempt that the client gave up, or no longer needs, goes on at the service; every attempt is a fact; the
// budget and the breaker are those of one load in its caller's process, and begin anew with it.
// Source: retries with backoff and full jitter (Brooker 2015); hedged requests (Dean & Barroso 2013). Departs: the
// first answer that is no failure wins, and nobody cancels the other attempt.
#pragma once
#include <deque>
#include <vector>
#include "models/axes.hpp"
#include "models/blueprint.hpp"
#include "models/breaker.hpp"
#include "models/retry_budget.hpp"
#include "models/service.hpp"
#include "sim/sync.hpp"

namespace stalemate::models {

struct Cluster;
/// By class.
using Edges = std::vector<const Cluster*>;

class Attempts final : public Reader, public Writer {
 public:
  /// `edges`: by class, the edge cache that a read asks in place of the service, or null; empty: none does.
  Attempts(Wire& wire, Node& client, Service& service, const Load& load, const Edges& edges, sim::StreamKey draws)
      : wire_(wire),
        client_(client),
        service_(service),
        load_(load),
        edges_(edges),
        draws_(draws),
        budget_(load.retries),
        breaker_(load.breaker) {}
  sim::Task<Reply> fetch(Read read) override;
  sim::Task<Ack> write(Write write) override;

 private:
  template <class Result, class Operation>
  sim::Task<Result> attempt(Verb verb, Operation operation);
  template <class Operation>
  void begin_request(const Operation& operation);
  template <class Operation>
  Breaker::Pass ask_leave(const Operation& operation);
  template <class Operation>
  void ended(const Operation& operation, Breaker::Pass pass, bool succeeded);
  template <class Operation>
  void tell_turn(const Operation& operation);
  template <class Operation>
  void note(const Operation& operation, AttemptAs as);
  bool may_retry(std::uint16_t attempt) { return attempt < load_.retries.max && budget_.withdraw(); }
  Duration backoff(OperationId operation, std::uint16_t attempt) const;
  /// Who is asked: an instance of the service, or a shard of the edge before it; nobody: none is up.
  struct Asked {
    Node* node = nullptr;
    Verb verb = Verb::request_read;
    ServiceInstance* instance = nullptr;
  };
  Asked choose(const Read& read, const ServiceInstance* but = nullptr);
  Asked choose(const Write& write) const {
    ServiceInstance* instance = service_.choose(write.operation, write.attempt, write.session);
    return {instance, Verb::request_write, instance};
  }
  const Cluster* edge_for(const Read& read) const {
    return edges_.empty() ? nullptr : edges_[index(read.data_class)];
  }

  /// A first attempt at a read and, if that takes long, a second one beside it.
  struct Race {
    explicit Race(sim::Simulation& simulation) : decided(simulation) {}
    sim::Signal decided;
    Reply reply;
    ServiceInstance* asked = nullptr;  ///< By the first.
    int under_way = 0;
    int holders = 0;
    bool is_over = false;
  };
  class Hold;
  sim::Task<Reply> hedged(Read read);
  sim::Task<Reply> race(Read read, Breaker::Pass pass);
  sim::Process run_first(Read read, Breaker::Pass pass, std::uint32_t id);
  sim::Process run_second(Read read, std::uint32_t id);
  sim::Task<Reply> once(Read read, Asked asked, Breaker::Pass pass);
  void answered(std::uint32_t id, const Reply& reply);
  std::uint32_t open_race();

  Wire& wire_;
  Node& client_;
  Service& service_;
  const Load& load_;
  const Edges& edges_;
  sim::StreamKey draws_;
  RetryBudget budget_;
  Breaker breaker_;
  Circuit told_ = Circuit::closed;  ///< What the facts say of it.
  std::uint32_t crashes_ = 0;  ///< Of the client, when budget and breaker began.
  /// Who was chosen for the multi-get that left last.
  struct Chosen {
    std::uint32_t batch = 0;
    std::uint16_t attempt = 0;
    ServiceInstance* instance = nullptr;
  };
  Chosen chosen_;
  std::deque<Race> races_;
  std::vector<std::uint32_t> free_races_;
};

}  // namespace stalemate::models
