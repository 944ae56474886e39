// What a leader awaits of its followers before a write counts.
// Promise: a follower receives in the order of the log; what is down or stands still receives nothing, and all it
// missed when it is back. Writes are released in the order of the log, each when enough followers have received it;
// what waits too long fails, or nobody waits any longer.
// Source: semi-synchronous replication of MySQL (AFTER_COMMIT), synchronous_commit of PostgreSQL. Departs: a follower
// acknowledges at no cost; semi-synchronous replication that has been given up begins again once enough have all.
#pragma once
#include <cstdint>
#include <deque>
#include "models/wire.hpp"

namespace stalemate::models {

class Receipts final : private sim::Handler {
 public:
  /// Whose writes they are.
  class Waiting {
   public:
    /// Enough followers have received it, or nobody waits for them any longer.
    virtual void released(Call& call, std::uint64_t number) = 0;
    /// Too few have received it in time.
    virtual void failed(Call& call) = 0;

   protected:
    ~Waiting() = default;
  };

  Receipts(Wire& wire, Waiting& waiting, const Replication& plan, sim::StreamKey draws);
  ~Receipts();
  Receipts(const Receipts&) = delete;
  Receipts& operator=(const Receipts&) = delete;

  void add_follower(Node& follower);
  /// Sends the next entry of the log to all followers; its number.
  std::uint64_t send(OperationId operation);
  /// Releases the call when enough have received what was sent last; now, if nobody waits for them.
  void await(Call& call);
  /// How much of the log the follower has received.
  std::uint64_t received(const Node& follower) const;
  /// When it will have received all that was sent.
  Instant due_at(const Node& follower) const;
  /// It is up again.
  void resume(const Node& follower);
  /// The leader has crashed: what waits dies with it.
  void clear();

 private:
  struct Copy final : sim::Handler {
    Receipts* all = nullptr;
    Node* at = nullptr;
    std::uint32_t number = 0;
    std::uint64_t received = 0;
    Instant last;
    std::deque<Instant> due;
    bool is_awake = false;
    void on_event() override;
    void wake(Instant when);
  };
  struct Held {
    Call* call;
    std::uint64_t number;
    Instant since;
  };
  const Copy& copy_at(const Node& follower) const;
  bool have_enough(std::uint64_t number) const;
  void release_due();
  Call& pop_first();
  void on_event() override;  ///< The first that waits has waited long enough.
  void watch_first();

  Wire& wire_;
  Waiting& waiting_;
  const Replication& plan_;
  sim::StreamKey draws_;
  std::deque<Copy> copies_;  // stable addresses
  std::deque<Held> held_;
  std::uint64_t sent_ = 0;
  bool given_up_ = false;  ///< semi_sync: nobody waits until enough have caught up.
  sim::Simulation::Handle clock_ = 0;
  bool clock_runs_ = false;
};

}  // namespace stalemate::models
