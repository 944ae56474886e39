#include "models/client.hpp"
#include <algorithm>
#include <utility>
#include "models/steps.hpp"
#include "sim/check.hpp"

namespace stalemate::models {
namespace {

constexpr std::uint32_t nobody = ~0u;
// A closed loop whose request failed in no time at all pauses, or it would spin at one instant.
constexpr Duration shortest_pause{1'000'000};

OperationId operation_of(std::uint64_t source, std::uint64_t number) {
  return OperationId{(source << operation_bits) | number};
}

}  // namespace

KeyChooser::KeyChooser(const Load& load, const DataClass& data_class, std::uint32_t first_key, std::uint64_t seed)
    : popularity_(load.popularity),
      fixed_(load.fixed_key),
      first_key_(first_key),
      keys_(data_class.keys),
      hot_keys_(std::max<std::uint64_t>(1, static_cast<std::uint64_t>(popularity_.hot_keys * data_class.keys))),
      zipf_(keys_, popularity_.law == Popularity::Law::zipf ? popularity_.exponent : 0),
      bands_(keys_, popularity_.top),
      permutation_(keys_, sim::derive_key(seed, data_class.name, "ranks")) {
  if (popularity_.turnover)
    drift_.emplace(keys_, *popularity_.turnover, sim::derive_key(seed, data_class.name, "drift"));
}

KeyId KeyChooser::scanned(std::uint64_t request, std::uint64_t user, std::uint64_t users) const {
  const std::uint64_t ahead = keys_ * user / users;
  return at(static_cast<std::uint32_t>((popularity_.scan_from + ahead + request) % keys_));
}

std::uint64_t KeyChooser::rank(sim::OperationDraw& draw) const {
  if (popularity_.law == Popularity::Law::empirical) return bands_.sample(draw);
  if (popularity_.law != Popularity::Law::hot_set || hot_keys_ == keys_) return zipf_.sample(draw);
  const bool hot = sim::unit(draw()) < popularity_.hot_traffic;
  return hot ? sim::below(draw, hot_keys_) : hot_keys_ + sim::below(draw, keys_ - hot_keys_);
}

/// One user of a closed loop.
class LoadSource::User final : public sim::Handler {
 public:
  User(LoadSource& load, std::uint32_t number) : number_(number), load_(&load) {}
  void on_event() override { load_->invoke(*this); }
  std::uint32_t number() const { return number_; }
  std::uint64_t asked = 0;
  bool goes_on = false;  ///< With the key it has read or written, before it asks anything else.

 private:
  std::uint32_t number_;
  LoadSource* load_;
};

/// A session of an open loop before what it does next with a key.
class LoadSource::Pause final : public sim::Handler {
 public:
  explicit Pause(LoadSource& load) : load_(load) {}
  void on_event() override {
    load_.free_pauses_.push_back(this);
    load_.go_on(next, nobody);
  }
  FollowUp next;

 private:
  LoadSource& load_;
};

/// A request for one key, from its invocation to its end.
class LoadSource::Request {
 public:
  Request(LoadSource& load, const Read& read, Invocation::Does does, std::uint32_t user, NodeId at)
      : load_(load),
        user_(user),
        began_(load.ports_.wire.now()),
        invocation_(load.ports_.wire, load.ports_.book, read, does, at) {}
  Request(const Request&) = delete;
  Request& operator=(const Request&) = delete;
  ~Request() {
    if (!load_.ports_.wire.is_running()) return;
    invocation_.end();
    load_.ended(user_, began_);
  }
  void done(const Reply& reply) { invocation_.done(reply); }
  void done(const Ack& ack) { invocation_.done(ack); }
  std::uint32_t slot() const { return invocation_.slot(); }

 private:
  LoadSource& load_;
  std::uint32_t user_;
  Instant began_;
  Invocation invocation_;
};

LoadSource::LoadSource(const Load& load, LoadPorts ports, Pace pace, std::uint64_t source, std::uint64_t seed)
    : load_(load),
      ports_(ports),
      source_(source),
      stride_(1 + (load.after_read ? 1 : 0) + (load.read_back ? 1 : 0)),
      arrival_draws_(sim::derive_key(seed, load.name, "arrivals")),
      key_draws_(sim::derive_key(seed, load.name, "keys")),
      kind_draws_(sim::derive_key(seed, load.name, "kind")),
      session_draws_(sim::derive_key(seed, load.name, "sessions")),
      delete_draws_(sim::derive_key(seed, load.name, "deletes")),
      pace_(std::move(pace)) {
  if (ports.client != nullptr)
    attempts_.emplace(ports.wire, *ports.client, ports.service, load, ports_.edges,
                      sim::derive_key(seed, load.name, "retries"));
  if (!load.request.empty())
    steps_ = std::make_unique<Steps>(*this, load_, ports_, attempts_ ? &*attempts_ : nullptr, key_draws_);
}

LoadSource::~LoadSource() = default;

void LoadSource::step_class(ClassId id, const KeyChooser& keys, std::uint32_t keys_of_class) {
  steps_->add(id, keys, keys_of_class);
}

void LoadSource::start() {
  if (load_.shape != Load::Shape::closed) return schedule_next();
  users_.reserve(static_cast<std::size_t>(load_.users));
  if (stride_ > 1) next_of_users_.resize(static_cast<std::size_t>(load_.users));
  for (std::uint32_t number = 0; number < load_.users; ++number) think(users_.emplace_back(*this, number), true);
}

void LoadSource::schedule_next() {
  Instant at;
  if (next_arrival(at)) arrive_at(at);
}

void LoadSource::arrive_at(Instant at) {
  due_.reset();
  if (at < load_.ends) due_ = ports_.wire.simulation().schedule(std::max(at, ports_.wire.now()), sim::Wake::call(this));
}

// The same request comes, at the instant to which its own time has moved. While one arrives the next is not due yet.
void LoadSource::pull() {
  pace_.learn();
  if (is_arriving_) return;
  if (due_) ports_.wire.simulation().cancel(*due_);
  arrive_at(pace_.at(own_time_));
}

bool LoadSource::next_arrival(Instant& at) {
  switch (load_.shape) {
    case Load::Shape::poisson: {
      sim::OperationDraw draw(arrival_draws_, asked_, 0);
      const double gap_ns = 1e9 / load_.rate_per_s * sim::exponential(draw);
      own_time_ += Duration{static_cast<std::int64_t>(gap_ns + 0.5)};
      at = pace_.at(own_time_);
      return true;
    }
    case Load::Shape::constant:
      // Counted from the start, so that rounding does not add up.
      own_time_ = Duration{static_cast<std::int64_t>(static_cast<double>(asked_) * 1e9 / load_.rate_per_s + 0.5)};
      at = pace_.at(own_time_);
      return true;
    case Load::Shape::listed:
      if (asked_ >= load_.at.size()) return false;
      at = load_.at[asked_];
      return true;
    case Load::Shape::recorded:
      if (!next_recorded()) return false;
      at = load_.begins + (recorded_.at - Instant{});
      return true;
    case Load::Shape::closed: break;
  }
  CHECK_INVARIANT(false);
}

// A load that only reads passes over the writes of its record, and the other way round.
bool LoadSource::next_recorded() {
  while (load_.recorded->next(recorded_)) {
    if (recorded_.does == Arrivals::Does::either) return true;
    if ((recorded_.does == Arrivals::Does::write ? write_keys_ : read_keys_) != nullptr) return true;
  }
  return false;
}

void LoadSource::on_event() {
  const OperationId operation = operation_of(source_, numbered(asked_++));
  is_arriving_ = true;
  ask(operation, session_of(operation), nobody);
  is_arriving_ = false;
  schedule_next();
}

void LoadSource::think(User& user, bool took_time) {
  sim::OperationDraw draw(arrival_draws_, number(operation_of(user.number(), user.asked)), 0);
  Duration pause = user.goes_on ? pause_before(next_of_users_[user.number()]) : load_.think.sample(draw);
  if (!took_time && !user.goes_on) pause = std::max(pause, shortest_pause);
  const Instant at = std::max(ports_.wire.now(), load_.begins) + pause;
  if (at < load_.ends) ports_.wire.simulation().schedule(at, sim::Wake::call(&user));
}

void LoadSource::invoke(User& user) {
  if (std::exchange(user.goes_on, false)) return go_on(next_of_users_[user.number()], user.number());
  const OperationId operation = operation_of(source_ + user.number(), numbered(user.asked++));
  const auto session = SessionId{user.number() + 1};
  ask(operation, load_.sessions > 0 ? session_of(operation) : session, user.number());
}

SessionId LoadSource::session_of(OperationId operation) const {
  if (load_.sessions == 0) return SessionId{};
  sim::OperationDraw draw(session_draws_, number(operation), 0);
  return SessionId{1 + static_cast<std::uint32_t>(sim::below(draw, static_cast<std::uint64_t>(load_.sessions)))};
}

bool LoadSource::is_write(OperationId operation) const {
  if (read_keys_ == nullptr) return true;
  if (write_keys_ == nullptr || load_.after_read) return false;
  if (load_.shape == Load::Shape::recorded && recorded_.does != Arrivals::Does::either)
    return recorded_.does == Arrivals::Does::write;
  sim::OperationDraw draw(kind_draws_, number(operation), 0);
  return sim::unit(draw()) < load_.write_share;
}

bool LoadSource::is_delete(OperationId operation) const {
  if (load_.deletes <= 0) return false;
  sim::OperationDraw draw(delete_draws_, number(operation), 0);
  return sim::unit(draw()) < load_.deletes;
}

// Beside each request stand the numbers of what may follow it, whether or not it does; a read back is the last.
bool LoadSource::is_read_back(OperationId operation) const {
  const std::uint64_t number_in_source = number(operation) & ((std::uint64_t{1} << operation_bits) - 1);
  return load_.read_back && number_in_source % stride_ == stride_ - 1;
}

KeyId LoadSource::key_for(OperationId operation, const KeyChooser& keys) const {
  if (load_.shape == Load::Shape::recorded) return keys.at(recorded_.key);
  if (!hot_keys_.empty()) [[unlikely]]
    if (const auto hot = hot_key_for(operation, keys)) return *hot;
  if (keys.scans()) [[unlikely]]
    return scanned(operation, keys);
  sim::OperationDraw draw(key_draws_, number(operation), 0);
  return keys.choose(draw, ports_.wire.now());
}

std::optional<KeyId> LoadSource::hot_key_for(OperationId operation, const KeyChooser& keys) const {
  for (const HotKey& each : hot_keys_) {
    sim::OperationDraw draw(each.draws, number(operation), 0);
    if (is_in_force(*each.fault, ports_.wire.now()) && sim::unit(draw()) < each.fault->share)
      return keys.at(each.fault->key);
  }
  return std::nullopt;
}

// By the number of the request, so that the same ones ask for the same keys whatever has become of those before.
KeyId LoadSource::scanned(OperationId operation, const KeyChooser& keys) const {
  const std::uint64_t user = (number(operation) >> operation_bits) - source_;
  const std::uint64_t number_in_source = number(operation) & ((std::uint64_t{1} << operation_bits) - 1);
  return keys.scanned(number_in_source / stride_, user, sources_of(load_));
}

// It takes its turn at the balancer all the same, so that the others go where they went.
void LoadSource::skip(OperationId operation, SessionId session, std::uint32_t user) {
  ports_.service.choose(operation, 0, session);
  if (user != nobody) think(users_[user], false);
}

void LoadSource::ask(OperationId operation, SessionId session, std::uint32_t user) {
  if (steps_ != nullptr) [[unlikely]]
    return steps_->begin(operation, session, user);
  if (ports_.skips(operation)) [[unlikely]]
    return skip(operation, session, user);
  const bool writes = is_write(operation);
  const KeyId key = key_for(operation, writes ? *write_keys_ : *read_keys_);
  const Read read{operation, key, writes ? write_class_ : read_class_, 0, session};
  ServiceInstance* instance = attempts_ ? nullptr : ports_.service.choose(operation, 0, session);
  // Where the request's frame lives: with the client, or in the instance that makes the load itself.
  Node* home = attempts_ ? ports_.client : instance;
  if (home == nullptr) return refuse(read, writes, user);
  if (writes) {
    start_write({operation, key, write_class_, 0, session, 0, home->id}, std::nullopt, instance, user);
  } else {
    start_read(read, instance, user);
  }
}

void LoadSource::start_read(const Read& read, ServiceInstance* instance, std::uint32_t user) {
  home_of(instance).scope.start(&LoadSource::run_read, this, read, instance, user);
}

Reader& LoadSource::read_path(ServiceInstance* instance, ClassId id) {
  return instance != nullptr ? instance->reader(id) : *attempts_;
}

Writer& LoadSource::write_path(ServiceInstance* instance) {
  return instance != nullptr ? instance->writer(write_class_) : *attempts_;
}

// No instance is up to take it.
void LoadSource::refuse(const Read& read, bool writes, std::uint32_t user) {
  const auto does = writes ? Invocation::Does::write : Invocation::Does::read;
  Request request(*this, read, does, user, ports_.service.instances().front()->id);
  if (writes) return request.done(Ack{.status = Status::refused});
  request.done(Reply{.status = Status::refused});
}

sim::Process LoadSource::run_read(Read read, ServiceInstance* instance, std::uint32_t user) {
  Request request(*this, read, Invocation::Does::read, user, home_of(instance).id);
  Connection connection(instance);
  read.request = request.slot();
  ports_.sessions.send(read, ports_.wire.now());
  const Reply reply = co_await read_path(instance, read.data_class).fetch(read);
  request.done(reply);
  ports_.sessions.has_read(read, reply);
  if (load_.after_read) write_after(read, reply, user);
}

void LoadSource::start_write(const Write& write, std::optional<Version> read, ServiceInstance* instance,
                             std::uint32_t user) {
  home_of(instance).scope.start(&LoadSource::run_write, this, write, read, instance, user);
}

// `read`: the version that its session had read, for a write that goes back to it.
sim::Process LoadSource::run_write(Write write, std::optional<Version> read, ServiceInstance* instance,
                                   std::uint32_t user) {
  const Read as_read{write.operation, write.key, write.data_class, 0, write.session};
  Request request(*this, as_read, Invocation::Does::write, user, write.writer);
  Connection connection(instance);
  write.request = request.slot();
  write.deletes = is_delete(write.operation);
  if (read) {
    ports_.wire.emit(FactKind::based_on, {.operation = number(write.operation),
                                          .key = index(write.key),
                                          .slot = write.request,
                                          .version = static_cast<std::uint32_t>(*read),
                                          .node = index(write.writer)});
  }
  const Ack ack = co_await write_path(instance).write(write);
  request.done(ack);
  ports_.sessions.has_written(write, ack, ports_.wire.now());
  if (load_.read_back) read_after(write, ack, user);
}

void LoadSource::write_after(const Read& read, const Reply& reply, std::uint32_t user) {
  sim::OperationDraw draw(kind_draws_, number(read.operation), 0);
  if (!reply.ok() || is_read_back(read.operation) || sim::unit(draw()) >= *load_.after_read) return;
  follow({OperationId{number(read.operation) + 1}, read.key, read.session, true, reply.value.version}, user);
}

void LoadSource::read_after(const Write& write, const Ack& ack, std::uint32_t user) {
  sim::OperationDraw draw(kind_draws_, number(write.operation), 1);
  if (!ack.ok() || sim::unit(draw()) >= load_.read_back->share) return;
  follow({OperationId{number(write.operation) + 1}, write.key, write.session, false, {}}, user);
}

void LoadSource::follow(const FollowUp& next, std::uint32_t user) {
  if (user != nobody) {  // its next request, after its pause
    users_[user].goes_on = true;
    next_of_users_[user] = next;
    return;
  }
  const Instant at = ports_.wire.now() + pause_before(next);
  if (at >= load_.ends) return;
  if (free_pauses_.empty()) free_pauses_.push_back(pauses_.emplace_back(std::make_unique<Pause>(*this)).get());
  Pause* const pause = free_pauses_.back();
  free_pauses_.pop_back();
  pause->next = next;
  ports_.wire.simulation().schedule(at, sim::Wake::call(pause));
}

Duration LoadSource::pause_before(const FollowUp& next) const {
  sim::OperationDraw draw(arrival_draws_, number(next.operation), 1);
  return next.writes ? load_.think.sample(draw) : load_.read_back->after.sample(draw);
}

void LoadSource::go_on(const FollowUp& next, std::uint32_t user) {
  if (ports_.skips(next.operation)) [[unlikely]]
    return skip(next.operation, next.session, user);
  ServiceInstance* instance = attempts_ ? nullptr : ports_.service.choose(next.operation, 0, next.session);
  Node* home = attempts_ ? ports_.client : instance;
  const Read read{next.operation, next.key, write_class_, 0, next.session};
  if (home == nullptr) return refuse(read, next.writes, user);
  if (!next.writes) return start_read(read, instance, user);
  start_write({next.operation, next.key, write_class_, 0, next.session, 0, home->id}, next.read, instance, user);
}

void LoadSource::ended(std::uint32_t user, Instant began) {
  ports_.book.count_ended();
  if (ports_.stop_requests > 0 && ports_.book.ended() >= ports_.stop_requests) ports_.wire.simulation().stop();
  if (user != nobody) think(users_[user], began != ports_.wire.now());
}

}  // namespace stalemate::models
