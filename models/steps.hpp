// Requests of several steps: each step reads one or several keys of a class, one after the other, all at once, or as
// one multi-get.
// Promise: which keys a request asks for is a function of (seed, load, request number, step, place in the step); a step
// begins when the one before it is answered; the first read that fails for good fails the request, and what was begun
// beside it goes on. Source: N+1 queries; multi-get (Nishtala et al. 2013, 3.1). Departs: a client asks the service for
// each key itself; a service that makes its requests holds one worker for each of them.
#pragma once
#include <deque>
#include <vector>
#include "models/client.hpp"
#include "models/invocation.hpp"
#include "models/worker.hpp"

namespace stalemate::models {

class Steps {
 public:
  Steps(LoadSource& source, const Load& load, const LoadPorts& ports, Attempts* attempts, sim::StreamKey key_draws);
  void add(ClassId id, const KeyChooser& keys, std::uint32_t keys_of_class);
  /// A request begins.
  void begin(OperationId operation, SessionId session, std::uint32_t user);

 private:
  struct Class {
    ClassId id;
    const KeyChooser* keys;
    std::uint32_t count;
  };
  /// A request under way, as its reads know it.
  struct Asking {
    std::uint64_t first = 0;  ///< Its own operation; those of its reads follow it.
    SessionId session{};
    std::uint32_t user = 0;
    std::uint32_t slot = 0;
    Node* home = nullptr;                 ///< Where its frames live.
    ServiceInstance* instance = nullptr;  ///< That makes the request itself; null: a client asks.
  };
  /// Reads that were begun together, and the request that waits for them.
  struct Gathering {
    explicit Gathering(sim::Simulation& simulation) : ended(simulation) {}
    sim::Signal ended;
    std::int64_t reads = 0;
    Status status = Status::ok;
    bool is_awaited = false;
  };
  class Request;
  class Gathered;
  class Awaited;

  sim::Process run(Asking asking);
  sim::Task<Status> one_by_one(Asking asking, std::size_t step);
  sim::Task<Status> at_once(Asking asking, std::size_t step);
  sim::Task<Status> ask(Asking asking, Read read);
  sim::Process ask_beside(Asking asking, Read read, std::uint32_t gathering);
  std::vector<Read> reads_of(const Asking& asking, std::size_t step) const;
  KeyId draw_key(const Class& from, std::uint64_t operation, const std::vector<Read>& before) const;
  Reader& path_of(const Asking& asking, ClassId id) const;
  std::uint32_t open_gathering(std::size_t reads);
  void forget_if_over(std::uint32_t gathering);

  LoadSource& source_;
  const Load& load_;
  const LoadPorts& ports_;
  Attempts* attempts_;
  sim::StreamKey key_draws_;
  std::uint64_t stride_ = 1;  ///< Operations a request: itself and its reads.
  std::vector<Class> classes_;              ///< By step.
  std::vector<std::uint64_t> first_reads_;  ///< Of each step: reads of the steps before it.
  std::deque<Gathering> gatherings_;
  std::vector<std::uint32_t> free_gatherings_;
};

}  // namespace stalemate::models
