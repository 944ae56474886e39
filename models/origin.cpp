#include "models/origin.hpp"
#include <algorithm>
#include "models/relay.hpp"
#include "sim/check.hpp"

namespace stalemate::models {
namespace {

constexpr bool is_write(Verb verb) { return verb == Verb::write || verb == Verb::flush; }

}  // namespace

OriginServer::OriginServer(Wire& wire, NodeId node_id, sim::Place node_place, std::string node_name,
                           const OriginNode& plan, OriginDraws draws, std::uint64_t keys)
    : Node(wire, node_id, node_place, std::move(node_name)),
      plan_(plan),
      draws_(draws),
      counter_(keys),
      keys_(keys),
      gate_(plan.rate_limit),
      station_(wire, *this,
               {plan.servers, plan.queue_limit, plan.queue_timeout, plan.sheds_lowest, plan.drops_abandoned}) {}

void OriginServer::emit(FactKind kind, const Call& call, Version version) {
  wire_.emit(kind, {.operation = number(call.message.operation),
                    .key = index(call.message.key),
                    .slot = call.id,
                    .version = static_cast<std::uint32_t>(version),
                    .node = index(id),
                    .outcome = is_write(call.message.verb)});
}

void OriginServer::receive(Call& call) {
  emit(FactKind::origin_arrived, call);
  const bool is_limited = call.message.verb == Verb::read || !plan_.rate_limit.of_reads_only;
  if (is_limited && !gate_.lets_pass(wire_.now())) return turn_away(call, Status::rate_limited);
  station_.enter(call);
}

void OriginServer::stop_work() {
  station_.clear();
  gate_.reset();
  Node::stop_work();
}

inline Duration OriginServer::service_of(const Call& call) const {
  const Message& message = call.message;
  const bool writes = is_write(message.verb);
  sim::OperationDraw draw(draws_.service, number(message.operation), message.attempt * 2u + (writes ? 1u : 0u));
  const DataClass* own = index(message.data_class) < classes_.size() ? classes_[index(message.data_class)] : nullptr;
  if (own == nullptr) [[likely]]
    return writes ? plan_.write.sample(draw) : plan_.read.sample(draw);
  return writes ? own->origin_write.value_or(plan_.write).sample(draw)
                : own->origin_read.value_or(plan_.read).sample(draw);
}

// A read takes its version here, at the start of its service.
Duration OriginServer::begin(Call& call) {
  const Message& message = call.message;
  const bool writes = is_write(message.verb);
  if (!writes) {
    const std::uint32_t counter = counter_[index(message.key)];
    const Particulars known = particulars(message.key);
    call.answer.value = {Version{counter}, {0, counter}, known.is_absent, wire_.now(), known.committed};
    call.answer.found = true;
  }
  emit(FactKind::origin_started, call, call.answer.value.version);
  return service_of(call);
}

void OriginServer::serve_class(ClassId id, const DataClass& data_class) {
  if (!data_class.origin_read && !data_class.origin_write) return;
  classes_.resize(std::max(classes_.size(), index(id) + 1));
  classes_[index(id)] = &data_class;
}

void OriginServer::finish(Call& call) {
  if (is_write(call.message.verb)) return finish_write(call);
  emit(FactKind::origin_ended, call);
  reply(call);
}

void OriginServer::reply(Call& call) {
  call.answer.by = id;
  wire_.answer(call);
}

void OriginServer::turn_away(Call& call, Status why) {
  emit(FactKind::origin_refused, call);
  wire_.refuse(call, why);
}

void Leader::add_follower(Follower* follower) {
  followers_.push_back(follower);
  if (!plan_.replication.tells_receipt) return;
  if (!receipts_) receipts_.emplace(wire_, static_cast<Receipts::Waiting&>(*this), plan_.replication, draws_.receipt);
  receipts_->add_follower(*follower);
  follower->follow(&*receipts_);
}

void Leader::send_on(OperationId operation) {
  if (receipts_) log_number_ = receipts_->send(operation);
}

// Synchronously: the followers have it before it is made.
void Leader::finish_write(Call& call) {
  using Mode = Replication::Mode;
  const Mode mode = plan_.replication.mode;
  send_on(call.message.operation);
  if (mode != Mode::sync) make(call);
  emit(FactKind::origin_ended, call);
  if (mode == Mode::async) return reply(call);
  receipts_->await(call);
}

void Leader::released(Call& call, std::uint64_t number) {
  if (plan_.replication.mode == Replication::Mode::sync) {
    log_number_ = number;
    make(call);
  }
  reply(call);
}

void Leader::make(Call& call) { call.message.verb == Verb::write ? commit(call) : take_flushed(call); }

void Leader::commit(Call& call) {
  watched_.count(call.message.data_class);
  call.answer.value = commit_key(call, call.message.key);
  if (!published_by_.empty()) [[unlikely]]
    tell(call);
  if (dependents_ != nullptr && dependents_->has(call.message.data_class)) [[unlikely]]
    commit_derived(call);
}

void Leader::publish_by(Relay& relay, ClassId data_class, std::vector<bool> owes) {
  published_by_.push_back({&relay, data_class, std::move(owes)});
}

void Leader::tell(const Call& call) const {
  for (const Publishing& each : published_by_)
    if (each.data_class == call.message.data_class && each.owes[index(call.message.writer)])
      each.relay->add(call.message.as_write(), call.answer.value);
}

void Leader::stop_work() {
  OriginServer::stop_work();
  for (const Publishing& each : published_by_) each.relay->stop();
  if (receipts_) receipts_->clear();
}

void Leader::resume_work() {
  for (const Publishing& each : published_by_) each.relay->resume();
}

void Leader::commit_derived(const Call& call) {
  std::vector<DerivedKey> derived = dependents_->of(call.message.data_class, call.message.key);
  for (DerivedKey& each : derived) each.value = commit_key(call, each.key);
  if (!hands_out_ || !call.is_awaited()) return;
  derived_[number(call.message.operation)][call.message.attempt] = std::move(derived);
}

std::vector<DerivedKey> Leader::derived_by(const Write& write, bool forget) {
  const auto found = derived_.find(number(write.operation));
  if (found == derived_.end()) return {};
  std::vector<DerivedKey> derived = found->second[write.attempt];
  if (forget) found->second.erase(write.attempt);
  if (found->second.empty()) derived_.erase(found);
  return derived;
}

Value Leader::commit_key(const Call& call, KeyId key) {
  const Message& message = call.message;
  std::uint32_t& counter = counter_[index(key)];
  counter = numbers_.next(key, counter);
  const Particulars particulars{wire_.now(), message.deletes && key == message.key};
  set(key, particulars);
  const CommittedAs as{message.attempt > 0, !call.is_awaited(), false, particulars.is_absent};
  wire_.emit(FactKind::committed, {.operation = number(message.operation),
                                   .key = index(key),
                                   .slot = index(message.writer),
                                   .version = counter,
                                   .node = index(id),
                                   .outcome = as.packed()});
  Node* const marked = key == message.key ? message.marked : nullptr;
  for (Follower* follower : followers_)
    follower->replicate({{}, message.operation, key, counter, particulars, marked, log_number_});
  return {Version{counter}, {0, counter}, particulars.is_absent, wire_.now(), wire_.now()};
}

Value Leader::commit_behind(const Write& write, const Node& buffer) {
  watched_.count(write.data_class);
  const std::uint32_t number = numbers_.next(write.key, counter_[index(write.key)]);
  numbers_.hold(write.key, number);
  wire_.emit(FactKind::committed, {.operation = models::number(write.operation),
                                   .key = index(write.key),
                                   .slot = index(write.writer),
                                   .version = number,
                                   .node = index(buffer.id),
                                   .outcome = CommittedAs{write.attempt > 0, false, true, write.deletes}.packed()});
  return {Version{number}, {0, number}, write.deletes, wire_.now(), wire_.now()};
}

void Leader::coalesce(KeyId key, const Value& earlier, const Value& later) {
  numbers_.fold(key, earlier.stamp.counter, later.stamp.counter);
}

void Leader::lose(const Write& write, const Value& committed) {
  const auto lost = numbers_.lose(write.key, committed.stamp.counter);
  const std::uint32_t current = numbers_.greatest(write.key, counter_[index(write.key)]);
  for (const std::uint32_t each : lost) annul(write.operation, write.key, each, current, Loss::write_behind);
}

// What came here after it was committed is replaced all the same: a flush does not compare.
void Leader::take_flushed(Call& call) {
  const Message& message = call.message;
  const std::uint32_t brought = message.value.stamp.counter;
  if (numbers_.is_void(message.key, brought)) return;
  std::uint32_t& counter = counter_[index(message.key)];
  const bool is_new = numbers_.release(message.key, brought);
  const auto replaced = numbers_.with_leader(message.key, brought, counter);
  if (!is_new && replaced.empty()) return;  // it was here, and its buffer did not hear of it
  numbers_.given(message.key, counter);
  for (const std::uint32_t each : replaced) numbers_.annul(message.key, each);
  counter = brought;
  const Particulars particulars{message.value.committed, message.value.is_absent};
  set(message.key, particulars);
  if (is_new)
    wire_.emit(FactKind::flushed, {.operation = number(message.operation),
                                   .key = index(message.key),
                                   .version = brought,
                                   .node = index(id)});
  const std::uint32_t current = numbers_.greatest(message.key, counter);
  for (const std::uint32_t each : replaced)
    annul(message.operation, message.key, each, current, Loss::flush_reorder);
  for (Follower* follower : followers_)
    follower->replicate({{}, message.operation, message.key, brought, particulars, nullptr, log_number_});
}

void Leader::annul(OperationId operation, KeyId key, std::uint32_t number, std::uint32_t current, Loss why) {
  wire_.emit(FactKind::voided, {.operation = models::number(operation),
                                .key = index(key),
                                .slot = current,
                                .version = number,
                                .node = index(id),
                                .outcome = static_cast<std::uint8_t>(why)});
}

void Leader::fall() {
  crash(true);
  if (has_fallen_) return;
  has_fallen_ = true;
  for (Follower* follower : followers_)
    if (follower->is_up() && (successor_ == nullptr || follower->not_received() < successor_->not_received()))
      successor_ = follower;
  if (successor_ == nullptr) return;
  const std::size_t tail = successor_->not_received();
  for (Follower* follower : followers_)  // what the successor has not got, the others will never hear of
    if (follower != successor_) follower->forget_after(follower->behind() - std::min(tail, follower->behind()));
  lost_ = successor_->forget_after(successor_->behind() - tail);
}

void Leader::succeed() {
  // An older flush may have replaced some of it before.
  std::erase_if(lost_, [this](const auto& entry) { return numbers_.is_void(entry.key, entry.counter); });
  for (const Follower::Entry& entry : lost_) {
    const auto [kept, particulars] = successor_->newest(entry.key);
    counter_[index(entry.key)] = kept;
    set(entry.key, particulars);
    for (Follower* follower : followers_) follower->roll_back(entry.key, kept, particulars);
    numbers_.annul(entry.key, entry.counter);
  }
  for (const Follower::Entry& entry : lost_)
    annul(entry.operation, entry.key, entry.counter, numbers_.greatest(entry.key, counter_[index(entry.key)]),
          Loss::failover);
  lost_.clear();
  successor_ = nullptr;
  has_fallen_ = false;
  restart();
}

void Origin::keep_particulars() const {
  if (leader->keeps_particulars()) return;
  leader->keep_particulars();
  for (Follower* follower : followers) follower->keep_particulars();
}

void Origin::begin_without(KeyId key) const {
  constexpr Particulars absent{.committed = {}, .is_absent = true};
  leader->set(key, absent);
  for (Follower* follower : followers) follower->set(key, absent);
}

Node& Origin::follower_for(const Read& read) const {
  sim::OperationDraw draw(draws.choice, number(read.operation), read.attempt);
  return *followers[sim::below(draw, followers.size())];
}

Node& Origin::nearest_to(sim::Place place, const sim::Network& network) const {
  Node* nearest = leader;
  const auto how_far = [&](const Node& node) { return network.mean_latency(place, node.place); };
  for (Follower* follower : followers)
    if (how_far(*follower) < how_far(*nearest)) nearest = follower;
  return *nearest;
}

Node* OriginPort::reader_of(Wire& wire, const Node& home, const Origin& origin, const DataClass& data_class) {
  if (!reads_followers(data_class, *origin.plan)) return origin.leader;
  const bool is_nearest = data_class.read_from.value_or(origin.plan->read_from) == ReadFrom::nearest;
  return is_nearest ? &origin.nearest_to(home.place, wire.network()) : nullptr;
}

Calling OriginPort::read(const Read& read) const {
  if (read.to_leader != WhyLeader::none) [[unlikely]]
    return read_leader(read, read.to_leader);
  Node& reader = reader_ != nullptr ? *reader_ : origin_->follower_for(read);
  return wire_.start(wire_.prepare(home_, reader, Verb::read, read));
}

// In its attempt it is a message of its own: a follower may have been asked before.
Calling OriginPort::read_leader(const Read& read, WhyLeader why, const Reply& too_old) const {
  wire_.emit(FactKind::leader_asked, {.operation = number(read.operation),
                                      .key = index(read.key),
                                      .slot = index(too_old.by),
                                      .version = static_cast<std::uint32_t>(too_old.value.version),
                                      .node = index(home_.id),
                                      .outcome = static_cast<std::uint8_t>(why)});
  Call& call = wire_.prepare(home_, *origin_->leader, Verb::read, read);
  call.message.round = 1;
  return wire_.start(call);
}

Calling OriginPort::flush(const Write& write, const Value& committed, std::uint32_t batch) const {
  Call& call = wire_.prepare(home_, *origin_->leader, Verb::flush, write);
  call.batch = batch;
  call.message.value = committed;
  return wire_.start(call);
}

Calling OriginPort::write(const Write& write) const {
  return wire_.start(wire_.prepare(home_, *origin_->leader, Verb::write, write));
}

}  // namespace stalemate::models
