#include "models/flight.hpp"

namespace stalemate::models {
namespace {

/// A fetch for one entry, from the moment it leaves until its answer or its node's end.
class FetchSpan {
 public:
  FetchSpan(Wire& wire, NodeId entry_at, const Read& read) : wire_(wire) {
    fact_ = {.operation = number(read.operation),
             .key = index(read.key),
             .version = read.generation,
             .node = index(entry_at)};
    wire_.emit(FactKind::fetch_begun, fact_);
  }
  FetchSpan(const FetchSpan&) = delete;
  FetchSpan& operator=(const FetchSpan&) = delete;
  ~FetchSpan() {
    if (wire_.is_running()) wire_.emit(FactKind::fetch_ended, fact_);
  }

 private:
  Wire& wire_;
  sim::Fact fact_;
};

}  // namespace

sim::Task<Reply> Flight::fill_from_origin(Read read, Answer missed) {
  FetchSpan span(wire_, entry_at(read), read);
  const Instant began = wire_.now();
  Answer fetched = co_await behind_.read_origin(read);
  if (behind_.is_too_old(read, Reply(fetched))) [[unlikely]]
    fetched = co_await behind_.read_leader(read, Reply(fetched));
  fetched.how = How::miss;
  const Reply brought(fetched);
  store(read, missed, brought, began);
  co_return brought;
}

sim::Task<Reply> Flight::fill_from_tier(Read read, Answer missed) {
  FetchSpan span(wire_, entry_at(read), read);
  const Instant began = wire_.now();
  const Reply brought = co_await behind_.read(read);
  store(read, missed, brought, began);
  co_return brought;
}

void Flight::store(const Read& read, const Answer& missed, const Reply& brought, Instant began) const {
  if (brought.ok() && tier_ != nullptr) tier_->put(read, brought.value, missed, wire_.now() - began);
}

FlightTable::Joining FlightTable::join(const Read& read, const Answer& missed) {
  Joined& flight = flights_.at(entry_of(read));
  if (flight.count++ == 0) share(flight, read.key);
  wire_.emit(FactKind::joined, {.operation = number(read.operation),
                                .key = index(read.key),
                                .slot = flight.number,
                                .version = flight.count,
                                .node = index(home_.id),
                                .outcome = JoinedAt{tier_, missed.how == How::stale}.packed()});
  return Joining(*this, entry_of(read));
}

void FlightTable::share(Joined& flight, KeyId key) {
  flight.number = wire_.shared_flights.open();
  wire_.emit(FactKind::flight_shared, {.operation = number(flight.operation),
                                       .key = index(key),
                                       .slot = flight.number,
                                       .node = index(home_.id)});
}

void FlightTable::Joining::await_suspend(std::coroutine_handle<> waiter) {
  waiter_ = waiter;
  state_ = State::joined;
  Joined& flight = table_.flights_.at(entry_);
  (flight.last == nullptr ? flight.first : flight.last->next_) = this;
  flight.last = this;
}

// Joiners and the flight end together, with their node; one that has landed has a wake to take back.
FlightTable::Joining::~Joining() {
  if (state_ == State::landed) simulation_.cancel(wake_);
}

void FlightTable::Taken::land(const Reply& reply) {
  Joined& flight = table_.flights_.at(entry_);
  for (Joining* joining = flight.first; joining != nullptr; joining = joining->next_) {
    joining->reply_ = reply;
    joining->reply_.how = How::joined;
    joining->state_ = Joining::State::landed;
    joining->wake_ = joining->simulation_.schedule(joining->simulation_.now(), sim::Wake::resume(joining->waiter_));
  }
  flight.first = flight.last = nullptr;
}

FlightTable::Taken::~Taken() {
  const auto flight = table_.flights_.find(entry_);
  if (flight->second.count > 0) table_.wire_.shared_flights.close(flight->second.number);
  table_.flights_.erase(flight);
}

}  // namespace stalemate::models
