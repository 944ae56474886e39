// The load: streams of requests in open or closed loop, with the client's own timeout and retries.
// Promise: when and for what an open loop asks is a function of (seed, load, request number) alone, whatever the
// strategy; every request ends as answered or failed, or is under way at the end.
// Source: open and closed loops (Schroeder et al. 2006); retries and jitter (Brooker 2015).
#pragma once
#include <memory>
#include <vector>
#include "models/attempts.hpp"
#include "models/blueprint.hpp"
#include "models/service.hpp"
#include "sim/permutation.hpp"
#include "sim/zipf.hpp"

namespace stalemate::models {

/// Dense numbers for requests under way, and how many have ended.
class RequestBook {
 public:
  std::uint32_t open();
  void close(std::uint32_t slot);
  std::int64_t ended() const { return ended_; }

 private:
  std::vector<std::uint32_t> free_;
  std::uint32_t top_ = 0;
  std::int64_t ended_ = 0;
};

/// Draws keys of one class by a popularity.
class KeyChooser {
 public:
  KeyChooser(const Load& load, const DataClass& data_class, std::uint32_t first_key, std::uint64_t seed);
  KeyId choose(sim::OperationDraw& draw) const;
  KeyId at(std::uint32_t index_in_class) const { return KeyId{first_key_ + index_in_class}; }

 private:
  std::uint64_t rank(sim::OperationDraw& draw) const;
  Popularity popularity_;
  std::optional<std::uint32_t> fixed_;
  std::uint32_t first_key_;
  std::uint64_t keys_;
  std::uint64_t hot_keys_;
  sim::Zipf zipf_;
  sim::Permutation permutation_;
};

/// Where a load meets the rest of the world.
struct LoadPorts {
  Wire& wire;
  Node* client =
      nullptr;  ///< Who calls the service, with timeout and retries; null: the service makes the load itself.
  Service& service;
  RequestBook& book;
  std::int64_t stop_requests = 0;
  const std::vector<std::uint64_t>& skipped;  ///< Sorted.
};

class LoadSource final : public sim::Handler {
 public:
  /// `source` numbers the first of its operation sources: one, or one a user.
  LoadSource(const Load& load, LoadPorts ports, std::uint64_t source, std::uint64_t seed);
  ~LoadSource();
  void read_class(ClassId id, const KeyChooser* keys) { read_class_ = id, read_keys_ = keys; }
  void write_class(ClassId id, const KeyChooser* keys) { write_class_ = id, write_keys_ = keys; }
  void start();
  void on_event() override;  ///< The next arrival of an open loop is due.
  /// Operation sources that a load uses.
  static std::uint64_t sources_of(const Load& load) {
    return load.shape == Load::Shape::closed ? static_cast<std::uint64_t>(load.users) : 1;
  }

 private:
  class Request;
  class User;

  // Open loop
  void schedule_next();
  bool next_arrival(Instant& at);
  bool next_recorded();
  // Closed loop
  void think(User& user, bool took_time);
  void invoke(User& user);
  // One request
  void ask(OperationId operation, SessionId session, std::uint32_t user);
  bool is_skipped(OperationId operation) const;
  void skip(OperationId operation, SessionId session, std::uint32_t user);
  SessionId session_of(OperationId operation) const;
  bool is_write(OperationId operation) const;
  KeyId key_for(OperationId operation, const KeyChooser& keys) const;
  void refuse(const Read& read, bool writes, std::uint32_t user);
  sim::Process run_read(Read read, Reader* path, NodeId at, std::uint32_t user);
  sim::Process run_write(Write write, Writer* path, std::uint32_t user);
  void ended(Request& request);

  const Load& load_;
  LoadPorts ports_;
  std::uint64_t source_;
  ClassId read_class_{};
  ClassId write_class_{};
  const KeyChooser* read_keys_ = nullptr;
  const KeyChooser* write_keys_ = nullptr;
  sim::StreamKey arrival_draws_;
  sim::StreamKey key_draws_;
  sim::StreamKey kind_draws_;
  sim::StreamKey session_draws_;
  std::optional<Attempts> attempts_;  ///< Requests cross to the service as calls.
  std::uint64_t asked_ = 0;
  Instant next_at_;
  Arrivals::Arrival recorded_{};
  std::vector<User> users_;
};

}  // namespace stalemate::models
