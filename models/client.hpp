// The load: streams of requests in open or closed loop, with the client's own timeout and retries.
// Promise: when and for what an open loop asks is a function of (seed, load, request number) alone, whatever the
// strategy; every request ends as answered or failed, or is under way at the end.
// Source: open and closed loops (Schroeder et al. 2006); retries and jitter (Brooker 2015).
#pragma once
#include <algorithm>
#include <memory>
#include <vector>
#include "models/attempts.hpp"
#include "models/blueprint.hpp"
#include "models/drift.hpp"
#include "models/invocation.hpp"
#include "models/pace.hpp"
#include "models/service.hpp"
#include "models/session.hpp"
#include "models/trigger.hpp"
#include "sim/permutation.hpp"
#include "sim/zipf.hpp"

namespace stalemate::models {

class Steps;

/// Chooses keys of one class: draws them by a popularity, or goes through them.
class KeyChooser {
 public:
  KeyChooser(const Load& load, const DataClass& data_class, std::uint32_t first_key, std::uint64_t seed);
  [[gnu::always_inline]] KeyId choose(sim::OperationDraw& draw, Instant now) const {
    if (fixed_) return KeyId{first_key_ + *fixed_};
    return of_rank(rank(draw), now);
  }
  /// The key that has this rank then: 0 is asked for most. What goes through the keys has no ranks.
  [[gnu::always_inline]] KeyId of_rank(std::uint64_t place, Instant now) const {
    if (drift_) [[unlikely]]
      place = drift_->at_first(place, now);
    return KeyId{first_key_ + static_cast<std::uint32_t>(permutation_(place))};
  }
  bool scans() const { return popularity_.law == Popularity::Law::scan; }
  /// Of one of so many users, who begin spread over the keys: together they go over all of them.
  KeyId scanned(std::uint64_t request, std::uint64_t user, std::uint64_t users) const;
  KeyId at(std::uint32_t index_in_class) const { return KeyId{first_key_ + index_in_class}; }

 private:
  std::uint64_t rank(sim::OperationDraw& draw) const;
  Popularity popularity_;
  std::optional<std::uint32_t> fixed_;
  std::uint32_t first_key_;
  std::uint64_t keys_;
  std::uint64_t hot_keys_;
  sim::Zipf zipf_;
  sim::Bands bands_;
  sim::Permutation permutation_;
  std::optional<Drift> drift_;
};

/// Where a load meets the rest of the world.
struct LoadPorts {
  Wire& wire;
  Node* client =
      nullptr;  ///< Who calls the service, with timeout and retries; null: the service makes the load itself.
  Service& service;
  RequestBook& book;
  Sessions& sessions;
  std::int64_t stop_requests = 0;
  const std::vector<std::uint64_t>& skipped;  ///< Sorted.
  const Edges& edges;                         ///< That its client asks; empty: none.
  bool skips(OperationId operation) const {
    return !skipped.empty() && std::binary_search(skipped.begin(), skipped.end(), number(operation));
  }
};

class LoadSource final : public sim::Handler, public Trigger {
 public:
  /// `source` numbers the first of its operation sources: one, or one a user.
  LoadSource(const Load& load, LoadPorts ports, Pace pace, std::uint64_t source, std::uint64_t seed);
  ~LoadSource();
  void read_class(ClassId id, const KeyChooser* keys) { read_class_ = id, read_keys_ = keys; }
  void write_class(ClassId id, const KeyChooser* keys) { write_class_ = id, write_keys_ = keys; }
  /// One more step of its requests.
  void step_class(ClassId id, const KeyChooser& keys, std::uint32_t keys_of_class);
  /// While this lasts, its share of the requests asks for one key.
  void has_hot_key(const Fault& fault, std::uint64_t seed) {
    hot_keys_.push_back({&fault, sim::derive_key(seed, fault.name, "hot-key")});
  }
  void start();
  void on_event() override;  ///< The next arrival of an open loop is due.
  void pull() override;      ///< A spike is to come that was not known of.
  /// One of its requests has ended.
  void ended(std::uint32_t user, Instant began);
  /// Operation sources that a load uses.
  static std::uint64_t sources_of(const Load& load) {
    return load.shape == Load::Shape::closed ? static_cast<std::uint64_t>(load.users) : 1;
  }

 private:
  class Request;
  class User;
  class Pause;
  /// What a session does next with the key that it has read, or written.
  struct FollowUp {
    OperationId operation{};
    KeyId key{};
    SessionId session{};
    bool writes = false;
    Version read{};  ///< What it read before it writes.
  };

  // Open loop
  void schedule_next();
  bool next_arrival(Instant& at);
  void arrive_at(Instant at);
  bool next_recorded();
  // Closed loop
  void think(User& user, bool took_time);
  void invoke(User& user);
  // One request
  void ask(OperationId operation, SessionId session, std::uint32_t user);
  void skip(OperationId operation, SessionId session, std::uint32_t user);
  SessionId session_of(OperationId operation) const;
  bool is_write(OperationId operation) const;
  bool is_delete(OperationId operation) const;
  std::uint64_t numbered(std::uint64_t asked) const { return asked * stride_; }
  KeyId key_for(OperationId operation, const KeyChooser& keys) const;
  std::optional<KeyId> hot_key_for(OperationId operation, const KeyChooser& keys) const;
  KeyId scanned(OperationId operation, const KeyChooser& keys) const;
  /// Where the frame of a request lives: in the instance that makes it itself, else with the client.
  Node& home_of(ServiceInstance* instance) const { return instance != nullptr ? *instance : *ports_.client; }
  Reader& read_path(ServiceInstance* instance, ClassId id);
  Writer& write_path(ServiceInstance* instance);
  void refuse(const Read& read, bool writes, std::uint32_t user);
  void start_read(const Read& read, ServiceInstance* instance, std::uint32_t user);
  sim::Process run_read(Read read, ServiceInstance* instance, std::uint32_t user);
  void start_write(const Write& write, std::optional<Version> read, ServiceInstance* instance, std::uint32_t user);
  sim::Process run_write(Write write, std::optional<Version> read, ServiceInstance* instance, std::uint32_t user);
  // A session's write after its read, and its read after its write
  bool is_read_back(OperationId operation) const;
  void write_after(const Read& read, const Reply& reply, std::uint32_t user);
  void read_after(const Write& write, const Ack& ack, std::uint32_t user);
  void follow(const FollowUp& next, std::uint32_t user);
  Duration pause_before(const FollowUp& next) const;
  void go_on(const FollowUp& next, std::uint32_t user);

  const Load& load_;
  LoadPorts ports_;
  std::uint64_t source_;
  std::uint64_t stride_;  ///< Operations that a request may come to, with what its session does after it.
  ClassId read_class_{};
  ClassId write_class_{};
  struct HotKey {
    const Fault* fault;
    sim::StreamKey draws;
  };
  std::vector<HotKey> hot_keys_;
  const KeyChooser* read_keys_ = nullptr;
  const KeyChooser* write_keys_ = nullptr;
  sim::StreamKey arrival_draws_;
  sim::StreamKey key_draws_;
  sim::StreamKey kind_draws_;
  sim::StreamKey session_draws_;
  sim::StreamKey delete_draws_;
  std::optional<Attempts> attempts_;  ///< Requests cross to the service as calls.
  std::unique_ptr<Steps> steps_;      ///< Null: a request asks for one key.
  std::uint64_t asked_ = 0;
  Pace pace_;
  Duration own_time_;  ///< Of the next arrival, by the load's own time.
  std::optional<sim::Simulation::Handle> due_;  ///< That arrival, of an open loop.
  bool is_arriving_ = false;
  Arrivals::Arrival recorded_{};
  std::vector<User> users_;
  std::vector<FollowUp> next_of_users_;  ///< By user, for a load whose sessions go on with a key.
  std::vector<std::unique_ptr<Pause>> pauses_;
  std::vector<Pause*> free_pauses_;
};

}  // namespace stalemate::models
