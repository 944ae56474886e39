// Attempts: a client's calls to a service, again while they fail, with its timeout and backoff.
// Promise: an attempt that the client gave up goes on at the service; every attempt is a fact.
// Source: retries with backoff and full jitter (Brooker 2015).
#pragma once
#include "models/axes.hpp"
#include "models/blueprint.hpp"
#include "models/service.hpp"

namespace stalemate::models {

class Attempts final : public Reader, public Writer {
 public:
  Attempts(Wire& wire, Node& client, Service& service, const Load& load, sim::StreamKey draws)
      : wire_(wire), client_(client), service_(service), load_(load), draws_(draws) {}
  sim::Task<Reply> fetch(Read read) override;
  sim::Task<Ack> write(Write write) override;

 private:
  template <class Result, class Operation>
  sim::Task<Result> attempt(Verb verb, Operation operation);
  template <class Operation>
  void note(const Operation& operation, bool writes);
  bool gives_up(std::uint16_t attempt) const { return attempt >= load_.retries.max; }
  Duration backoff(OperationId operation, std::uint16_t attempt) const;
  ServiceInstance* choose(const Read& read);
  ServiceInstance* choose(const Write& write) {
    return service_.choose(write.operation, write.attempt, write.session);
  }

  Wire& wire_;
  Node& client_;
  Service& service_;
  const Load& load_;
  sim::StreamKey draws_;
  /// Who was chosen for the multi-get that left last.
  struct Chosen {
    std::uint32_t batch = 0;
    std::uint16_t attempt = 0;
    ServiceInstance* instance = nullptr;
  };
  Chosen chosen_;
};

}  // namespace stalemate::models
