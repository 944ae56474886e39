#include "models/wire.hpp"
#include <algorithm>
#include "sim/check.hpp"

namespace stalemate::models {
namespace {

/// Of the class of a published change: which of its tiers is told.
std::uint8_t tier_of(const Message& message) {
  return message.verb == Verb::publish ? Channel::unpacked(message.channel).tier : std::uint8_t{0};
}

// The copy of a message draws as a message of its own.
constexpr std::uint32_t copy_bit = std::uint32_t{1} << 31;

bool is_back(std::uint32_t hop) { return (hop & 1u) != 0; }
}  // namespace

Calling::~Calling() {
  if (call_ == nullptr) return;
  disarm();
  call_->caller_ = nullptr;
}

void Calling::disarm() {
  if (timer_pending_) call_->wire_->simulation_.cancel(timer_);
  timer_pending_ = false;
}

void Calling::await_suspend(std::coroutine_handle<> caller) {
  waiter_ = caller;
  call_->caller_ = this;
  call_->was_awaited_ = true;
  call_->wire_->send(*call_);
}

Answer Calling::await_resume() {
  Call& call = *call_;
  call_ = nullptr;
  const Answer answer = call.answer;
  const bool timed_out = call.caller_ == nullptr;
  if (timed_out) {
    call.wire_->emit_failure(call, Status::timeout);
    return Answer{.status = Status::timeout};
  }
  if (!answer.ok()) call.wire_->emit_failure(call, answer.status);
  call.wire_->release(call);
  return answer;
}

// The far side goes on; its answer will find nobody.
void Calling::on_event() {
  if (call_->wire_->knows_pauses_ && waits()) [[unlikely]]
    return;
  timer_pending_ = false;
  call_->caller_ = nullptr;
  waiter_.resume();
}

inline void Wire::arrive(Call& call) {
  call.stage_ = Call::Stage::at_node;
  call.arrived = now();
  if (call.letter_ != 0) [[unlikely]]
    letters_.at(call.letter_).has_arrived = true;
  if (!call.to_->is_up()) return refuse(call, Status::refused);
  call.to_->receive(call);
  // Answered in line, it is on its way back or free again; the deadline concerns one that stays.
  if (call.stage_ == Call::Stage::at_node || call.stage_ == Call::Stage::serving) watch_deadline(call);
}

inline void Wire::deliver(Call& call) {
  Calling* caller = call.caller_;
  if (caller == nullptr) return release(call);
  caller->disarm();
  caller->waiter_.resume();
}

void Call::on_event() {
  if (wire_->knows_pauses_ && wire_->waits(*this)) [[unlikely]]
    return;
  switch (stage_) {
    case Stage::arriving: return wire_->arrive(*this);
    case Stage::serving: stage_ = Stage::at_node; return to_->served(*this);
    case Stage::returning: return wire_->deliver(*this);
    case Stage::idle:
    case Stage::at_node: break;
  }
  CHECK_INVARIANT(false);
}

Call& Wire::prepare(Node& from, Node& to, Verb verb, const Read& read) {
  Call& call = make_call(from, to);
  Message& message = call.message;
  message.verb = verb;
  message.attempt = read.attempt;
  message.data_class = read.data_class;
  message.key = read.key;
  message.session = read.session;
  message.floor = read.floor, message.to_leader = read.to_leader;
  message.operation = read.operation;
  message.generation = read.generation;
  call.batch = read.batch;
  return call;
}

Call& Wire::prepare(Node& from, Node& to, Verb verb, const Write& write) {
  const Read as_read{write.operation, write.key, write.data_class, write.attempt, write.session, write.request};
  Call& call = prepare(from, to, verb, as_read);
  call.message.writer = write.writer, call.message.marked = write.marked;
  call.message.deletes = write.deletes;
  return call;
}

Calling Wire::start(Call& call) { return start(call, call.to_->timeout); }

Calling Wire::start(Call& call, std::optional<Duration> timeout) {
  if (timeout) call.deadline_ = now() + *timeout;
  return Calling(call);
}

Call& Wire::make_call(Node& from, Node& to) {
  if (free_ == nullptr) {
    free_ = &calls_.emplace_back();
    free_->id = static_cast<std::uint32_t>(calls_.size() - 1);
    free_->wire_ = this;
  }
  Call& call = *free_;
  free_ = call.next;
  call.next = nullptr;
  call.message = Message{};
  call.answer = Answer{};
  call.from_ = &from;
  call.to_ = &to;
  call.caller_ = nullptr;
  call.was_awaited_ = false;
  call.sent_ = now();
  call.deadline_ = Instant::never();
  return call;
}

void Wire::release(Call& call) {
  call.stage_ = Call::Stage::idle;
  call.next = free_;
  free_ = &call;
}

// Draws what happens to the request, or to the answer, on its way. False: it is lost.
[[gnu::always_inline]] inline bool Wire::cross(const Call& call, bool back, Duration& delay) {
  const Message& message = call.message;
  const sim::Place from = (back ? call.to_ : call.from_)->place;
  const sim::Place to = (back ? call.from_ : call.to_)->place;
  const auto verb = static_cast<std::uint32_t>(message.verb);
  const std::uint32_t hop = ((message.attempt * 1024u + message.round) * 16u + verb) * 2u + (back ? 1u : 0u);
  const bool crosses = network_.cross_plainly(from, to, number(message.operation), hop, delay) ||
                       cross_at_length(call, from, to, hop, delay);
  if (knows_pauses_) [[unlikely]]
    delay = delay + held(back ? *call.to_ : *call.from_);
  return crosses;
}

bool Wire::cross_at_length(const Call& call, sim::Place from, sim::Place to, std::uint32_t hop, Duration& delay) {
  const Message& message = call.message;
  const std::uint32_t category = is_change(message.verb) ? invalidation_messages : ordinary_messages;
  const bool back = is_back(hop);
  const Node &sender = back ? *call.to_ : *call.from_, &receiver = back ? *call.from_ : *call.to_;
  const sim::Parcel parcel{
      .operation = number(message.operation),
      .hop = hop,
      .category = category,
      .bytes = bytes_carried(call, back),
      .at = now(),
      .is_spared = is_spared(message.operation, receiver.id, {message.verb, back, tier_of(message)}),
      .sender = index(sender.process->id),
      .receiver = index(receiver.process->id)};
  sim::Crossing crossing = network_.cross(from, to, parcel);
  const bool doubled = crossing.twice && !back;
  if (doubled) emit_doubled(call);
  if (crossing.lost) emit_lost(call, crossing.link, hop);
  if (doubled) crossing = cross_again(call, from, to, parcel, crossing);
  delay = crossing.delay;
  return !crossing.lost;
}

bool Wire::is_spared(OperationId operation, NodeId receiver, LostMessage what) const {
  if (spared_.empty()) [[likely]]
    return false;
  const SparedLoss loss{now(), number(operation), index(receiver), what.packed()};
  return std::find(spared_.begin(), spared_.end(), loss) != spared_.end();
}

// Told before what becomes of either: one that is lost is not the last.
void Wire::emit_doubled(const Call& call) {
  const Message& message = call.message;
  const Doubled doubled{index(call.to_->id), message.verb == Verb::publish && carries_value(message)};
  emit(FactKind::message_doubled, {.operation = number(message.operation),
                                   .key = index(message.key),
                                   .slot = doubled.packed(),
                                   .version = static_cast<std::uint32_t>(message.value.version),
                                   .node = index(call.from_->id),
                                   .outcome = LostMessage{message.verb, false, tier_of(message)}.packed()});
}

// Of two the first to arrive is the call; the other is served as well, and nobody awaits its answer.
sim::Crossing Wire::cross_again(const Call& call, sim::Place from, sim::Place to, sim::Parcel copy,
                                const sim::Crossing& original) {
  copy.hop |= copy_bit;
  copy.is_copy = true;
  const sim::Crossing second = network_.cross(from, to, copy);
  if (second.lost) emit_lost(call, second.link, copy.hop);
  if (original.lost || second.lost) return original.lost ? second : original;
  Call& other = make_call(*call.from_, *call.to_);
  other.message = call.message;
  schedule(other, Call::Stage::arriving, now() + std::max(original.delay, second.delay));
  return original.delay <= second.delay ? original : second;
}

std::int64_t Wire::bytes_carried(const Call& call, bool back) const {
  const Message& message = call.message;
  if (message.verb == Verb::copy) return back ? message.bytes : 0;
  const bool carries = back ? carries_value(message, call.answer) : carries_value(message);
  const std::size_t of = index(message.data_class);
  return carries && of < value_bytes_.size() ? value_bytes_[of] : 0;
}

void Wire::emit_lost(const Call& call, sim::LinkId link, std::uint32_t hop) {
  const bool back = is_back(hop);
  const LostOn where{LostOn::name_of(link), index((back ? call.from_ : call.to_)->id)};
  const LostMessage what{call.message.verb, back, tier_of(call.message)};
  emit(FactKind::message_lost, {.operation = number(call.message.operation),
                                .key = index(call.message.key),
                                .slot = where.packed(),
                                .version = static_cast<std::uint32_t>(call.message.value.version),
                                .node = index((back ? call.to_ : call.from_)->id),
                                .outcome = what.packed()});
}

void Wire::emit_missed(const Call& call, Miss why) {
  if (!is_change(call.message.verb)) return;
  emit(FactKind::change_failed, {.operation = number(call.message.operation),
                                 .key = index(call.message.key),
                                 .slot = tier_of(call.message),
                                 .version = static_cast<std::uint32_t>(call.message.value.version),
                                 .node = index(call.to_->id),
                                 .outcome = static_cast<std::uint8_t>(why)});
}

[[gnu::always_inline]] inline void Wire::emit_sent(const Call& call, std::uint32_t answers_due) {
  if (call.from_->process == call.to_->process) return;
  const bool publishes = call.message.verb == Verb::publish && carries_value(call.message);
  emit(FactKind::message_sent, {.operation = number(call.message.operation),
                                .key = index(call.message.key),
                                .slot = answers_due + (publishes ? published_value : 0),
                                .version = index(call.to_->id),
                                .node = index(call.from_->id),
                                .outcome = static_cast<std::uint8_t>(call.message.verb)});
}

void Wire::send(Call& call) {
  const bool is_awaited = call.caller_ != nullptr;
  if (call.batch != 0 && is_awaited) [[unlikely]]
    return send_together(call);
  emit_sent(call, is_awaited);
  Duration delay;
  if (!cross(call, false, delay)) return lose(call);
  call.to_->expect(call.message.key);
  schedule(call, Call::Stage::arriving, now() + delay);
  if (now() + delay > call.deadline_) watch_deadline(call);
}

// The first to leave writes the letter; what befalls it befalls them all.
void Wire::send_together(Call& call) {
  std::uint32_t id = letters_.leaving(call, now());
  const bool is_first = id == 0;
  emit_sent(call, is_first ? 1 : in_another_message);
  if (is_first) {
    id = letters_.open(call);
    Duration delay;
    letters_.at(id).lost = !cross(call, false, delay);
    letters_.at(id).arrives = now() + delay;
  }
  Letters::Letter& letter = letters_.at(id);
  if (letter.lost) return lose(call);
  ++letter.calls;
  call.letter_ = id;
  call.to_->expect(call.message.key);
  schedule(call, Call::Stage::arriving, letter.arrives);
  if (letter.arrives > call.deadline_) watch_deadline(call);
}

// Held until all are answered; of a letter whose reader has died no answer comes.
void Wire::answer_together(Call& call) {
  const std::uint32_t id = call.letter_;
  Letters::Letter& letter = letters_.at(id);
  call.stage_ = Call::Stage::at_node;
  call.next = nullptr;
  (letter.last == nullptr ? letter.first : letter.last->next) = &call;
  letter.last = &call;
  if (--letter.calls == 0 || letter.is_broken) send_back(id);
}

void Wire::send_back(std::uint32_t id) {
  Letters::Letter& letter = letters_.at(id);
  const bool is_broken = letter.is_broken;
  Call* next = letter.first;
  letter.first = letter.last = nullptr;
  if (letter.calls == 0) letters_.close(id);
  std::optional<bool> comes;  // drawn for the first who still waits
  Duration delay;
  while (next != nullptr) {
    Call& call = *next;
    next = call.next;
    call.letter_ = 0;
    if (call.caller_ == nullptr) {
      release(call);
      continue;
    }
    if (!comes) comes = !is_broken && cross(call, true, delay);
    if (*comes) {
      return_after(call, delay);
    } else {
      lose(call);
    }
  }
}

void Wire::watch_deadline(Call& call) {
  Calling* caller = call.caller_;
  if (caller == nullptr || caller->timer_pending_ || call.deadline_ == Instant::never()) return;
  caller->timer_ = simulation_.schedule(std::max(now(), call.deadline_), sim::Wake::call(caller));
  caller->timer_pending_ = true;
}

void Wire::serve(Call& call, Duration duration) {
  if (knows_pauses_) [[unlikely]]
    call.stood_before_ = call.to_->process->stood;
  schedule(call, Call::Stage::serving, now() + duration);
}

void Wire::answer(Call& call) {
  if (call.stage_ == Call::Stage::serving) simulation_.cancel(call.event_);
  if (call.letter_ != 0) [[unlikely]]
    return answer_together(call);
  if (call.caller_ == nullptr) return release(call);
  Duration delay;
  if (!cross(call, true, delay)) return lose(call);
  return_after(call, delay);
}

[[gnu::always_inline]] inline void Wire::return_after(Call& call, Duration delay) {
  // An answer that comes after the deadline leaves the caller to its timer; one that comes at it is in time.
  if (now() + delay > call.deadline_) {
    watch_deadline(call);
  } else {
    call.caller_->disarm();
  }
  schedule(call, Call::Stage::returning, now() + delay);
}

void Wire::refuse(Call& call, Status status) {
  emit_missed(call, call.to_->is_up() ? Miss::turned_away : Miss::down);
  call.answer.status = status;
  answer(call);
}

void Wire::abandon(Call& call) {
  if (call.stage_ == Call::Stage::serving) simulation_.cancel(call.event_);
  if (running_) emit_missed(call, Miss::down);
  if (call.letter_ == 0) return lose(call);
  letters_.at(call.letter_).is_broken = true;
  answer_together(call);
}

// Nothing will come back: the caller learns it when it gives up.
void Wire::lose(Call& call) {
  if (call.caller_ == nullptr) return release(call);
  const Instant gives_up = std::max(now(), std::min(call.sent_ + give_up_, call.deadline_));
  call.answer = Answer{.status = gives_up == call.deadline_ ? Status::timeout : Status::unreachable};
  schedule(call, Call::Stage::returning, gives_up);
}

void Wire::emit_failure(const Call& call, Status status) {
  emit(FactKind::call_failed, {.operation = number(call.message.operation),
                               .key = index(call.message.key),
                               .version = static_cast<std::uint32_t>(call.message.verb),
                               .node = index(call.to_->id),
                               .outcome = static_cast<std::uint8_t>(status)});
}

}  // namespace stalemate::models
