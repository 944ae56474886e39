// Requests of several steps: each step reads or writes one or several keys of a class, one after the other, all at
// once, or, where it reads, as one multi-get.
// Promise: which keys a request asks for is a function of (seed, load, request number, step, place in the step) and,
// where popularity drifts, of its beginning; a step begins when the one before it is answered, or with it; the first
// operation that fails for good fails the request, and what was begun beside it goes on. Source: N+1 queries; multi-get
// (Nishtala et al. 2013, 3.1). Departs: a client asks the service for each key itself; a service that makes its
// requests holds one worker for each of them.
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
    Instant begun{};
    Node* home = nullptr;                 ///< Where its frames live.
    ServiceInstance* instance = nullptr;  ///< That makes the request itself; null: a client asks.
  };
  static constexpr std::uint32_t alone = ~0u;  ///< No group of steps: the step is the only one under way.
  /// What was begun together, operations of a step or steps, and the request that waits for all of it.
  struct Gathering {
    explicit Gathering(sim::Simulation& simulation) : ended(simulation) {}
    sim::Signal ended;
    std::size_t under_way = 0;
    Status status = Status::ok;
    bool is_awaited = false;
  };
  class Request;
  class Gathered;
  class Awaited;

  sim::Process run(Asking asking);
  std::size_t end_of_group(std::size_t step) const;
  sim::Task<Status> steps_at_once(Asking asking, std::size_t step);
  sim::Process perform_beside(Asking asking, std::size_t step, std::uint32_t gathering);
  sim::Task<Status> perform(Asking asking, std::size_t step, std::uint32_t group);
  sim::Task<Status> one_by_one(Asking asking, std::size_t step, std::uint32_t group);
  sim::Task<Status> at_once(Asking asking, std::size_t step);
  sim::Process ask_beside(Asking asking, Read read, bool writes, std::uint32_t gathering);
  sim::Task<Status> ask(Asking asking, Read read, bool writes);
  sim::Task<Status> ask_read(Asking asking, Read read);
  sim::Task<Status> ask_write(Asking asking, Write write);
  void tell(FactKind kind, const Asking& asking, const Read& of) const;
  bool writes(std::size_t step) const { return !load_.request[step].writes.empty(); }
  std::vector<Read> operations_of(const Asking& asking, std::size_t step) const;
  std::vector<KeyId> keys_of(const Asking& asking, std::size_t step) const;
  KeyId draw_key(const Class& from, std::uint64_t operation, Instant begun,
                  const std::vector<KeyId>& before) const;
  Reader& path_of(const Asking& asking, ClassId id) const;
  Writer& write_path_of(const Asking& asking, ClassId id) const;
  std::uint32_t open_gathering(std::size_t parts);
  void forget_if_over(std::uint32_t gathering);
  bool is_given_up(std::uint32_t group) const { return group != alone && !gatherings_[group].is_awaited; }

  LoadSource& source_;
  const Load& load_;
  const LoadPorts& ports_;
  Attempts* attempts_;
  sim::StreamKey key_draws_;
  std::uint64_t stride_ = 1;         ///< Operations a request: itself and those of its steps.
  std::vector<Class> classes_;       ///< By step.
  std::vector<std::uint64_t> first_;  ///< Of each step: its first operation, counted from the request's own.
  std::deque<Gathering> gatherings_;
  std::vector<std::uint32_t> free_gatherings_;
};

}  // namespace stalemate::models
