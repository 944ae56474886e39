#include "models/steps.hpp"
#include <algorithm>

namespace stalemate::models {
namespace {

constexpr int redraws = 16;  // of a key that the step has already; then the next one that it has not

bool has_key(const std::vector<KeyId>& keys, KeyId key) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

}  // namespace

/// From its begin to its end; one that dies with its node has failed.
class Steps::Request {
 public:
  Request(Steps& steps, const Asking& asking)
      : steps_(steps), wire_(steps.ports_.wire), user_(asking.user), began_(wire_.now()) {
    fact_ = {.operation = asking.first, .slot = steps.ports_.book.open(), .node = index(asking.home->id)};
    sim::Fact begun = fact_;
    begun.version = static_cast<std::uint32_t>(asking.session);
    wire_.emit(FactKind::request_begun, begun);
  }
  Request(const Request&) = delete;
  Request& operator=(const Request&) = delete;
  ~Request() {
    if (!wire_.is_running()) return;
    fact_.outcome = static_cast<std::uint8_t>(status_);
    wire_.emit(FactKind::request_ended, fact_);
    steps_.ports_.book.close(fact_.slot);
    steps_.source_.ended(user_, began_);
  }
  void done(Status status) { status_ = status; }
  std::uint32_t slot() const { return fact_.slot; }

 private:
  Steps& steps_;
  Wire& wire_;
  std::uint32_t user_;
  Instant began_;
  Status status_ = Status::unreachable;
  sim::Fact fact_;
};

/// One part of a gathering.
class Steps::Gathered {
 public:
  Gathered(Steps& steps, std::uint32_t gathering) : steps_(steps), id_(gathering) {}
  Gathered(const Gathered&) = delete;
  Gathered& operator=(const Gathered&) = delete;
  ~Gathered() {
    Gathering& gathering = steps_.gatherings_[id_];
    --gathering.under_way;
    if (status_ != Status::ok && gathering.status == Status::ok) gathering.status = status_;
    const bool is_decided = gathering.under_way == 0 || gathering.status != Status::ok;
    if (is_decided && gathering.ended.has_waiters()) gathering.ended.wake_one();
    steps_.forget_if_over(id_);
  }
  void done(Status status) { status_ = status; }

 private:
  Steps& steps_;
  std::uint32_t id_;
  Status status_ = Status::unreachable;
};

/// The request that waits for a gathering.
class Steps::Awaited {
 public:
  Awaited(Steps& steps, std::uint32_t gathering) : steps_(steps), id_(gathering) {
    steps_.gatherings_[id_].is_awaited = true;
  }
  Awaited(const Awaited&) = delete;
  Awaited& operator=(const Awaited&) = delete;
  ~Awaited() {
    steps_.gatherings_[id_].is_awaited = false;
    steps_.forget_if_over(id_);
  }

 private:
  Steps& steps_;
  std::uint32_t id_;
};

Steps::Steps(LoadSource& source, const Load& load, const LoadPorts& ports, Attempts* attempts,
             sim::StreamKey key_draws)
    : source_(source), load_(load), ports_(ports), attempts_(attempts), key_draws_(key_draws) {
  for (const Step& step : load.request) {
    first_.push_back(stride_);
    stride_ += static_cast<std::uint64_t>(step.keys);
  }
}

void Steps::add(ClassId id, const KeyChooser& keys, std::uint32_t keys_of_class) {
  classes_.push_back({id, &keys, keys_of_class});
}

void Steps::begin(OperationId operation, SessionId session, std::uint32_t user) {
  const std::uint64_t source = number(operation) >> operation_bits << operation_bits;
  Asking asking{.first = source | (number(operation) - source) * stride_, .session = session, .user = user};
  asking.begun = ports_.wire.now();
  if (attempts_ == nullptr) asking.instance = ports_.service.choose(OperationId{asking.first}, 0, session);
  asking.home = attempts_ != nullptr ? ports_.client : asking.instance;
  if (asking.home != nullptr) return asking.home->scope.start(&Steps::run, this, asking);
  asking.home = ports_.service.instances().front();  // no instance is up to take it
  Request request(*this, asking);
  request.done(Status::refused);
}

sim::Process Steps::run(Asking asking) {
  Request request(*this, asking);
  asking.slot = request.slot();
  Connection connection(asking.instance);
  Worker worker(asking.instance, Worker::Task{.operation = OperationId{asking.first}});
  const Status admitted = co_await worker.arrive();
  if (admitted != Status::ok) {
    request.done(admitted);
    co_return;
  }
  Status status = Status::ok;
  for (std::size_t step = 0; step < load_.request.size() && status == Status::ok; step = end_of_group(step)) {
    if (end_of_group(step) > step + 1) {
      status = co_await steps_at_once(asking, step);
    } else {
      status = co_await perform(asking, step, alone);
    }
  }
  request.done(status);
}

std::size_t Steps::end_of_group(std::size_t step) const {
  do ++step;
  while (step < load_.request.size() && load_.request[step].is_beside);
  return step;
}

sim::Task<Status> Steps::steps_at_once(Asking asking, std::size_t step) {
  const std::size_t end = end_of_group(step);
  const std::uint32_t id = open_gathering(end - step);
  Awaited awaited(*this, id);
  for (; step < end; ++step) asking.home->scope.spawn(&Steps::perform_beside, this, asking, step, id);
  co_await gatherings_[id].ended.wait();
  co_return gatherings_[id].status;
}

sim::Process Steps::perform_beside(Asking asking, std::size_t step, std::uint32_t gathering) {
  Gathered gathered(*this, gathering);
  const Status status = co_await perform(asking, step, gathering);
  gathered.done(status);
}

sim::Task<Status> Steps::perform(Asking asking, std::size_t step, std::uint32_t group) {
  if (load_.request[step].how == Step::How::serial) return one_by_one(asking, step, group);
  return at_once(asking, step);
}

// Where a step beside it has failed, the request is over, and asks for nothing more.
sim::Task<Status> Steps::one_by_one(Asking asking, std::size_t step, std::uint32_t group) {
  const std::vector<Read> all = operations_of(asking, step);
  Status status = Status::ok;
  for (std::size_t i = 0; i < all.size() && status == Status::ok && !is_given_up(group); ++i) {
    status = co_await ask(asking, all[i], writes(step));
  }
  co_return status;
}

sim::Task<Status> Steps::at_once(Asking asking, std::size_t step) {
  std::vector<Read> all = operations_of(asking, step);
  const std::uint32_t id = open_gathering(all.size());
  Awaited awaited(*this, id);
  const bool is_one_message = load_.request[step].how == Step::How::multi_get;
  const std::uint32_t batch = is_one_message ? ports_.wire.next_batch() : 0;
  for (Read& each : all) {
    each.batch = batch;
    asking.home->scope.spawn(&Steps::ask_beside, this, asking, each, writes(step), id);
  }
  co_await gatherings_[id].ended.wait();
  co_return gatherings_[id].status;
}

sim::Process Steps::ask_beside(Asking asking, Read read, bool writes, std::uint32_t gathering) {
  Gathered gathered(*this, gathering);
  const Status status = co_await ask(asking, read, writes);
  gathered.done(status);
}

sim::Task<Status> Steps::ask(Asking asking, Read read, bool writes) {
  if (!writes) return ask_read(asking, read);
  return ask_write(asking, {read.operation, read.key, read.data_class, 0, read.session, 0, asking.home->id});
}

sim::Task<Status> Steps::ask_read(Asking asking, Read read) {
  if (ports_.skips(read.operation)) co_return Status::ok;
  Invocation invocation(ports_.wire, ports_.book, read, Invocation::Does::read, asking.home->id);
  read.request = invocation.slot();
  tell(FactKind::read_of_request, asking, read);
  Reader& path = path_of(asking, read.data_class);
  ports_.sessions.send(read, ports_.wire.now());
  const Reply reply = co_await path.fetch(read);
  invocation.done(reply);
  ports_.sessions.has_read(read, reply);
  co_return reply.status;
}

sim::Task<Status> Steps::ask_write(Asking asking, Write write) {
  if (ports_.skips(write.operation)) co_return Status::ok;
  Read as_read{write.operation, write.key, write.data_class, 0, write.session};
  Invocation invocation(ports_.wire, ports_.book, as_read, Invocation::Does::write, asking.home->id);
  write.request = as_read.request = invocation.slot();
  tell(FactKind::write_of_request, asking, as_read);
  Writer& path = write_path_of(asking, write.data_class);
  const Ack ack = co_await path.write(write);
  invocation.done(ack);
  ports_.sessions.has_written(write, ack, ports_.wire.now());
  co_return ack.status;
}

void Steps::tell(FactKind kind, const Asking& asking, const Read& of) const {
  ports_.wire.emit(kind, {.operation = number(of.operation),
                          .key = index(of.key),
                          .slot = of.request,
                          .version = asking.slot,
                          .node = index(asking.home->id)});
}

// A service that makes its requests has taken its worker already.
Reader& Steps::path_of(const Asking& asking, ClassId id) const {
  if (attempts_ != nullptr) return *attempts_;
  return asking.instance->seats.reader(id);
}

Writer& Steps::write_path_of(const Asking& asking, ClassId id) const {
  if (attempts_ != nullptr) return *attempts_;
  return asking.instance->seats.writer(id);
}

std::vector<Read> Steps::operations_of(const Asking& asking, std::size_t step) const {
  std::vector<Read> all;
  for (const KeyId key : keys_of(asking, step)) {
    const std::uint64_t operation = asking.first + first_[step] + all.size();
    all.push_back({OperationId{operation}, key, classes_[step].id, 0, asking.session});
  }
  return all;
}

std::vector<KeyId> Steps::keys_of(const Asking& asking, std::size_t step) const {
  std::vector<KeyId> keys;
  const Class& from = classes_[step];
  if (const auto other = load_.request[step].keys_of) {
    const std::uint32_t first_there = index(classes_[*other].keys->at(0));
    for (const KeyId key : keys_of(asking, *other)) keys.push_back(from.keys->at(index(key) - first_there));
    return keys;
  }
  for (std::int64_t i = 0; i < load_.request[step].keys; ++i) {
    const std::uint64_t operation = asking.first + first_[step] + static_cast<std::uint64_t>(i);
    keys.push_back(draw_key(from, operation, asking.begun, keys));
  }
  return keys;
}

KeyId Steps::draw_key(const Class& from, std::uint64_t operation, Instant begun,
                      const std::vector<KeyId>& before) const {
  sim::OperationDraw draw(key_draws_, operation, 0);
  KeyId key = from.keys->choose(draw, begun);
  for (int again = 0; again < redraws && has_key(before, key); ++again) key = from.keys->choose(draw, begun);
  const std::uint32_t first = index(from.keys->at(0));
  while (has_key(before, key)) key = from.keys->at((index(key) - first + 1) % from.count);
  return key;
}

std::uint32_t Steps::open_gathering(std::size_t parts) {
  if (free_gatherings_.empty()) {
    free_gatherings_.push_back(static_cast<std::uint32_t>(gatherings_.size()));
    gatherings_.emplace_back(ports_.wire.simulation());
  }
  const std::uint32_t id = free_gatherings_.back();
  free_gatherings_.pop_back();
  gatherings_[id].under_way = parts;
  gatherings_[id].status = Status::ok;
  return id;
}

void Steps::forget_if_over(std::uint32_t gathering) {
  const Gathering& of = gatherings_[gathering];
  if (of.under_way == 0 && !of.is_awaited) free_gatherings_.push_back(gathering);
}

}  // namespace stalemate::models
