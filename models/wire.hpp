// The wire: nodes, and calls between them over the network.
// Promise: what a caller started on the far side goes on when the caller gives up; a lost message or a dead node is
// noticed after `give_up`, a slow answer only by a timeout; every wake goes through the event queue.
// Source: remote procedure calls (Birrell & Nelson 1984). Departs: no retransmission below the caller's own retries.
#pragma once
#include <coroutine>
#include <deque>
#include <optional>
#include <string>
#include <vector>
#include "models/blueprint.hpp"
#include "models/dense_numbers.hpp"
#include "models/fact_kinds.hpp"
#include "models/letters.hpp"
#include "models/priority.hpp"
#include "models/slowed.hpp"
#include "models/trigger.hpp"
#include "models/types.hpp"
#include "sim/facts.hpp"
#include "sim/network.hpp"
#include "sim/scope.hpp"
#include "sim/simulation.hpp"

namespace stalemate::models {

class Node;
class Wire;
class Calling;

/// What a message asks for.
enum class Verb : std::uint8_t {
  get,            ///< look a key up in a cache
  put,            ///< store what a fill brought
  drop,           ///< invalidate
  update,         ///< store what a writer wrote
  fetch,          ///< read through a cache
  write_through,  ///< write through a cache
  read,           ///< read at the origin
  write,          ///< write at the origin
  request_read,   ///< ask a service
  request_write,
  replicate,
  publish,  ///< hand a change to a bus
  flush,    ///< bring the origin a commit that was in a write buffer
  put_error,  ///< remember that a fetch has failed
  mark,       ///< keep a remote marker of a key; from a follower: it has applied a write of it
  copy,       ///< give all that you hold of a class
};
std::string_view name_of(Verb verb);
/// Whether it tells caches of a write.
constexpr bool is_change(Verb verb) { return verb == Verb::drop || verb == Verb::update || verb == Verb::publish; }
/// Whether a request brings a value with it; of published changes the updates do.
constexpr bool brings_value(Verb verb, bool publishes_update) {
  switch (verb) {
    case Verb::put:
    case Verb::update:
    case Verb::write_through:
    case Verb::write:
    case Verb::request_write:
    case Verb::replicate:
    case Verb::flush: return true;
    case Verb::publish: return publishes_update;
    case Verb::get:
    case Verb::drop:
    case Verb::fetch:
    case Verb::read:
    case Verb::request_read:
    case Verb::put_error:
    case Verb::mark:
    case Verb::copy: break;
  }
  return false;
}
/// Whether its answer, if one comes, is a value. That of `get` is one only on a hit.
constexpr bool asks_for_value(Verb verb) {
  return verb == Verb::fetch || verb == Verb::read || verb == Verb::request_read;
}

/// What was lost, in one byte of a fact.
struct LostMessage {
  Verb verb = Verb::get;
  bool is_answer = false;
  std::uint8_t tier = 0;  ///< publish: whom it concerns, among the tiers of the class.
  constexpr std::uint8_t packed() const {
    const unsigned what = static_cast<unsigned>(verb) * 2U + (is_answer ? 1U : 0U);
    return static_cast<std::uint8_t>(what + tier * 32U);
  }
  static constexpr LostMessage unpacked(std::uint8_t outcome) {
    const unsigned what = outcome & 31U;
    return {static_cast<Verb>(what / 2U), what % 2U == 1, static_cast<std::uint8_t>(outcome / 32U)};
  }
};

/// Message categories, for faults that strike only some messages.
constexpr std::uint32_t ordinary_messages = 1;
constexpr std::uint32_t invalidation_messages = 2;

/// How long an entry may be served.
struct Life {
  Duration lasts = Duration::max();    ///< From its store at the cache; max: until it is removed.
  Duration fresh = Duration::max();    ///< Of that; what is left of it is served as stale.
  Duration at_most = Duration::max();  ///< From its store, however often it slides.
  Duration ahead = Duration::max();    ///< Of its time; a hit after that has it fetched anew.
  Duration stands_in{};                ///< For so long after it was fresh it answers where the fetch fails.
  bool slides = false;                 ///< Each hit begins it anew.
  bool keeps_instants = false;         ///< What the origin said of its value is kept with it.
  Duration outlives_delete{};          ///< For so long after a delete it is given, as stale, while another fetches.
};

struct Message {
  OperationId operation{};
  KeyId key{};
  SessionId session{};
  ClassId data_class{};
  NodeId writer{};
  std::uint16_t attempt = 0;
  std::uint16_t round = 0;  ///< The same verb again within one attempt.
  Verb verb = Verb::get;
  bool versioned = false;    ///< drop: only what is older than `value.stamp` goes. update: only a newer stamp replaces.
  bool wants_lease = false;  ///< get: a miss asks for a token. put: a token is needed.
  bool is_lock = false;      ///< With it: the token is a lock, which a delete does not void.
  std::uint8_t channel = 0;  ///< publish: whom it concerns, see Channel.
  WhyLeader to_leader = WhyLeader::none;  ///< Of reads.
  std::uint16_t followers = 0;            ///< mark: so many are to lift it; 0: one of them does.
  options::Named names = options::Named::key;  ///< drop, publish: what goes with the key.
  bool asks_generation = false;                ///< get: for the generation to look under, and nothing else.
  bool deletes = false;                        ///< Of writes: after it the key is not there.
  bool is_sole = false;  ///< get, write_through: the shard has the only copy, and answers for what is not there.
  std::uint32_t generation = 0;                ///< Of entries: that their key has in it; 0: none.
  Value value{};
  Stamp floor{};  ///< Of reads: their session takes nothing older.
  Token token{};
  Life life;                  ///< put, update, put_error, mark
  Duration cost{};            ///< put: how long the fetch took.
  double early = 0;           ///< get: how eagerly an entry is fetched anew before its time is over; 0: not.
  Duration hold_off{};        ///< drop: fills of the key are refused for so long.
  Duration lease_interval{};  ///< get: at most one token a key in this time.
  std::int64_t bytes = 0;     ///< Size of the value, for caches of byte capacity; copy: of all that is given.
  Node* marked = nullptr;     ///< Of writes: the shard that keeps a remote marker of it.

  Write as_write() const { return {operation, key, data_class, attempt, session, 0, writer, marked, deletes}; }
};

struct Answer {
  Status status = Status::ok;
  How how = How::origin;
  bool found = false;
  bool is_due = false;  ///< Found, and to be fetched anew: its time is over, or it is taken early.
  bool is_ahead = false;        ///< Found, fresh, and late enough in its time to be fetched anew beside.
  bool has_lapsed = false;      ///< Not found, but `value` may stand in for a fetch that fails.
  bool is_known_error = false;  ///< Not found, and the last fetch has failed.
  bool is_marked = false;       ///< Not found, and a remote marker stands there.
  bool is_passed_on = false;    ///< A failure of what lies behind the node that was asked.
  NodeId by{};
  Value value{};
  std::uint32_t generation = 0;  ///< Where it was asked for.
  Token token{};
  bool ok() const { return status == Status::ok; }
  explicit operator Reply() const { return {status, how, by, value}; }
  explicit operator Ack() const { return {status, value}; }
};

/// Whether the request, or the answer, has a value aboard.
bool carries_value(const Message& message);
bool carries_value(const Message& message, const Answer& answer);

/// One call under way: request, stay at the node, answer. Lives in the wire's pool, on cache lines of its own.
class alignas(64) Call final : public sim::Handler {
  // First, beside what makes it a handler: all that an event of it looks at is in its first two cache lines.
  friend class Wire;
  friend class Calling;
  enum class Stage : std::uint8_t { idle, arriving, at_node, serving, returning };
  Wire* wire_ = nullptr;
  Node* from_ = nullptr;
  Node* to_ = nullptr;
  Calling* caller_ = nullptr;  ///< Null: nobody waits.
  Stage stage_ = Stage::idle;
  bool was_awaited_ = false;
  bool is_held_up_ = false;  ///< It has come to a process that stands still.
  sim::Simulation::Handle event_ = 0;
  std::uint32_t letter_ = 0;  ///< That it travels in; 0: a message of its own.

 public:
  std::uint32_t id = 0;     ///< Dense; its facts are tied together by it.
  Instant arrived;       ///< At the node that serves it.
  Call* next = nullptr;  ///< For whoever queues it.

 private:
  Instant sent_;
  Instant deadline_ = Instant::never();
  Duration stood_before_{};  ///< Its node, when its service began; or until when that pause was reckoned in.

 public:
  std::uint32_t batch = 0;  ///< The multi-get that it is part of; 0: none.
  Message message;
  Answer answer;

  Read as_read() const {
    return {message.operation, message.key, message.data_class, message.attempt,
            message.session,   0,           batch,              message.floor,  message.to_leader,
            message.generation};
  }
  Node& from() const { return *from_; }
  Node& to() const { return *to_; }
  bool is_awaited() const { return caller_ != nullptr; }
  /// Its caller has given up or died; what nobody ever awaited is not.
  bool is_abandoned() const { return was_awaited_ && caller_ == nullptr; }
  void on_event() override;
};

/// Awaits the answer of a call.
class [[nodiscard]] Calling final : public sim::Handler {
 public:
  explicit Calling(Call& call) : call_(&call) {}
  Calling(const Calling&) = delete;
  Calling& operator=(const Calling&) = delete;
  ~Calling();
  bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<> caller);
  Answer await_resume();
  void on_event() override;  ///< The timeout.

 private:
  friend class Wire;
  friend class Call;
  void disarm();
  bool waits();
  Call* call_;
  std::coroutine_handle<> waiter_;
  sim::Simulation::Handle timer_ = 0;
  bool timer_pending_ = false;
};

/// What a published change asks of its subscribers, in one byte: the tier of the class, and delete or set.
struct Channel {
  std::uint8_t tier = 0;
  Verb verb = Verb::drop;
  std::uint8_t packed() const { return static_cast<std::uint8_t>(tier * 2 + (verb == Verb::update ? 1 : 0)); }
  static Channel unpacked(std::uint8_t byte) {
    return {static_cast<std::uint8_t>(byte / 2), byte % 2 == 0 ? Verb::drop : Verb::update};
  }
};

/// One running node: an instance of a service, a shard, a leader, a follower, a client.
class Node {
 public:
  Node(Wire& wire, NodeId id, sim::Place place, std::string name);
  virtual ~Node() = default;
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;

  /// A call has arrived; the node answers it now or keeps it and answers later.
  virtual void receive(Call& call) = 0;
  /// A call for this key is on its way here: a hint to fetch what it will touch.
  virtual void expect(KeyId) const {}
  /// A call that `Wire::serve` put here has been served.
  virtual void served(Call&) {}

  /// Takes so many times as long while a fault lasts. Faults multiply.
  virtual void slow(const Slowness& /*slowness*/, bool /*begins*/) {}
  /// Told when so many calls wait here for the first time.
  virtual void watch_line(std::int64_t /*reach*/, Trigger& /*trigger*/) {}
  /// Its process stands still until then: what comes to it and what it sends waits, and what it serves takes longer.
  void pause(Instant until);
  void end_pause();
  void crash(bool keeps_content);
  /// Ends one crash.
  void restart();
  /// Ends what runs here, after a crash or with the world.
  virtual void stop_work() { scope.clear(); }
  /// It is up again.
  virtual void resume_work() {}

  const NodeId id;
  const sim::Place place;
  const std::string name;
  sim::Scope scope;
  std::optional<Duration> timeout;  ///< How long callers of this node wait.
  std::vector<Node*> aboard;        ///< Nodes within this one's process, which crash and restart with it.
  Node* process = this;             ///< Whose process this node is in; within one, calls are no messages.
  bool is_up() const { return is_up_; }
  std::uint32_t crashes = 0;        ///< So far: what its process knew before is forgotten.
  Instant stands_until{};           ///< Of its process: it stands still until then.
  Duration stood{};                 ///< So long in all, with what is to come of it.

 protected:
  virtual void lose_content() {}
  /// Its process has gone, and another one, of the `stand_ins_`, will take its place: it calls come_up() then.
  virtual void await_successor() {}
  /// It is back before that, with all it had, and goes on.
  virtual void need_no_successor() {}
  bool awaits_successor() const { return awaits_successor_; }
  void come_up();
  Wire& wire_;
  int stand_ins_ = 0;

 private:
  int held_down_ = 0;  // by so many faults: without stand-ins it is up again when the last of them ends
  bool is_up_ = true;
  bool awaits_successor_ = false;
  bool has_kept_ = false;  ///< The process that went last, what it had.
};

class Wire {
 public:
  Wire(sim::Simulation& simulation, sim::Network& network, sim::FactStream& facts, Duration give_up)
      : simulation_(simulation), network_(network), facts_(facts), give_up_(give_up) {}

  sim::Simulation& simulation() { return simulation_; }
  sim::Network& network() { return network_; }
  Instant now() const { return simulation_.now(); }

  /// A call whose message is written in place, then sent: copying one costs as much as a queue operation.
  Call& prepare(Node& from, Node& to, Verb verb, const Read& read);
  Call& prepare(Node& from, Node& to, Verb verb, const Write& write);
  /// Sends a prepared call and awaits its answer, for as long as callers of its node wait.
  Calling start(Call& call);
  Calling start(Call& call, std::optional<Duration> timeout);
  /// Sends a prepared call whose answer nobody awaits.
  void post(Call& call) { send(call); }

  /// Sends the call's answer back.
  void answer(Call& call);
  void refuse(Call& call, Status status);
  /// The node dies with the call: the caller learns it when it gives up.
  void abandon(Call& call);
  /// Keeps the call at its node for `duration`, then calls Node::served.
  void serve(Call& call, Duration duration);

  [[gnu::always_inline]] void emit(FactKind kind, sim::Fact fact) {
    fact.at = simulation_.now();
    fact.kind = static_cast<std::uint8_t>(kind);
    facts_.emit(fact);
  }
  Priorities priorities;  ///< Of operations.
  /// For flights that others share.
  DenseNumbers shared_flights;
  /// What the values of each class weigh on a link with a bandwidth.
  void set_value_bytes(std::vector<std::int64_t> by_class) { value_bytes_ = std::move(by_class); }
  /// Losses that do not happen.
  void spare(std::vector<SparedLoss> losses) { spared_ = std::move(losses); }
  bool is_spared(OperationId operation, NodeId receiver, LostMessage what) const;
  /// False once the run has ended: frames that end with the world have nothing more to say.
  bool is_running() const { return running_; }
  /// Some process stands still, or did.
  void has_paused() { knows_pauses_ = true; }
  /// What has come to a process that stood still finds it as it is now.
  void let_in(const Node& process);
  void end() { running_ = false; }
  /// A number for a multi-get: its calls that leave one node for another at one instant are one message.
  std::uint32_t next_batch() { return ++last_batch_ == 0 ? ++last_batch_ : last_batch_; }

 private:
  friend class Call;
  friend class Calling;
  Call& make_call(Node& from, Node& to);
  void send(Call& call);
  void send_together(Call& call);
  void answer_together(Call& call);
  void send_back(std::uint32_t letter);
  void return_after(Call& call, Duration delay);
  [[gnu::always_inline]] void arrive(Call& call);
  [[gnu::always_inline]] void deliver(Call& call);
  void lose(Call& call);
  void watch_deadline(Call& call);
  void release(Call& call);
  void emit_failure(const Call& call, Status status);
  bool waits(Call& call);
  Duration held(const Node& sender) const;
  bool cross(const Call& call, bool back, Duration& delay);
  bool cross_at_length(const Call& call, sim::Place from, sim::Place to, std::uint32_t hop, Duration& delay);
  void emit_sent(const Call& call, std::uint32_t answers_due);
  void emit_doubled(const Call& call);
  sim::Crossing cross_again(const Call& call, sim::Place from, sim::Place to, sim::Parcel copy,
                            const sim::Crossing& original);
  std::int64_t bytes_carried(const Call& call, bool back) const;
  void emit_lost(const Call& call, sim::LinkId link, std::uint32_t hop);
  void emit_missed(const Call& call, Miss why);
  [[gnu::always_inline]] void schedule(Call& call, Call::Stage stage, Instant at) {
    call.stage_ = stage;
    call.event_ = simulation_.schedule(at, sim::Wake::call(&call));
  }

  sim::Simulation& simulation_;
  sim::Network& network_;
  sim::FactStream& facts_;
  Duration give_up_;
  std::vector<std::int64_t> value_bytes_;
  std::vector<SparedLoss> spared_;
  std::deque<Call> calls_;  // stable addresses
  Call* free_ = nullptr;
  Letters letters_;
  std::uint32_t last_batch_ = 0;
  bool running_ = true;
  bool knows_pauses_ = false;
};

}  // namespace stalemate::models
