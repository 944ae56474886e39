// Flights: the fetch of a missed value, and the table of those under way that others may join.
// Promise: Flight is the only place that fills a cache; a joiner awaits the real flight and gets what it brings.
// Source: Go's singleflight. Departs: a flight that dies with its node takes its joiners, who live there too, along.
#pragma once
#include <coroutine>
#include <unordered_map>
#include "models/behind.hpp"
#include "models/tier.hpp"

namespace stalemate::models {

/// The innermost filler: reads what lies behind the tier, stores what it brought, answers.
class Flight final : public Filler {
 public:
  explicit Flight(const Parts& parts) : wire_(parts.wire), home_(parts.home), behind_(parts), tier_(parts.tier) {}
  sim::Task<Reply> fill(Read read, Answer missed) override {
    return behind_.is_origin() ? fill_from_origin(read, missed) : fill_from_tier(read, missed);
  }

 private:
  sim::Task<Reply> fill_from_origin(Read read, Answer missed);
  sim::Task<Reply> fill_from_tier(Read read, Answer missed);
  NodeId entry_at(const Read& read) const { return tier_ == nullptr ? home_.id : tier_->shard_of(read.key); }
  void store(const Read& read, const Answer& missed, const Reply& brought, Instant began) const;
  Wire& wire_;
  Node& home_;
  Behind behind_;
  const Tier* tier_;
};

/// The flights under way at one node for one class.
class FlightTable {
 public:
  explicit FlightTable(const Parts& parts) : wire_(parts.wire), home_(parts.home), tier_(parts.place_in_class) {}
  FlightTable(const FlightTable&) = delete;
  FlightTable& operator=(const FlightTable&) = delete;

  class [[nodiscard]] Joining {
   public:
    Joining(FlightTable& table, std::uint64_t entry)
        : table_(table), simulation_(table.wire_.simulation()), entry_(entry) {}
    Joining(const Joining&) = delete;
    Joining& operator=(const Joining&) = delete;
    ~Joining();
    bool await_ready() const { return false; }
    void await_suspend(std::coroutine_handle<> waiter);
    Reply await_resume() {
      state_ = State::idle;
      return reply_;
    }

   private:
    friend class FlightTable;
    enum class State : std::uint8_t { idle, joined, landed };
    FlightTable& table_;
    sim::Simulation& simulation_;
    std::uint64_t entry_;
    std::coroutine_handle<> waiter_;
    Reply reply_;
    Joining* next_ = nullptr;
    sim::Simulation::Handle wake_ = 0;
    State state_ = State::idle;
  };

  /// One flight from take-off to landing; the table forgets it when this object ends.
  class Taken {
   public:
    Taken(FlightTable& table, const Read& read) : table_(table), entry_(entry_of(read)) {
      table_.flights_.try_emplace(entry_, Joined{.operation = read.operation});
    }
    Taken(const Taken&) = delete;
    Taken& operator=(const Taken&) = delete;
    ~Taken();
    void land(const Reply& reply);

   private:
    FlightTable& table_;
    std::uint64_t entry_;
  };

  bool is_flying(const Read& read) const { return flights_.contains(entry_of(read)); }
  /// `missed`: what its lookup had found.
  Joining join(const Read& read, const Answer& missed);

 private:
  struct Joined {
    Joining* first = nullptr;
    Joining* last = nullptr;
    std::uint32_t count = 0;
    OperationId operation{};   ///< Whose fetch it is.
    std::uint32_t number = 0;  ///< Among the shared flights under way; of one that nobody joined, none.
  };
  void share(Joined& flight, KeyId key);
  Wire& wire_;
  Node& home_;
  std::uint8_t tier_;
  std::unordered_map<std::uint64_t, Joined> flights_;  // never iterated
};

}  // namespace stalemate::models
