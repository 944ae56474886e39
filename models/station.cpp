#include "models/station.hpp"
#include <algorithm>

namespace stalemate::models {

void Station::enter(Call& call) {
  if (limits_.servers == 0 || busy_ < limits_.servers) return take(call);
  const bool is_full = limits_.line >= 0 && waiting_ >= limits_.line;
  if (is_full && !make_room(call)) return desk_.turn_away(call, Status::refused);
  call.next = nullptr;
  (last_ == nullptr ? first_ : last_->next) = &call;
  last_ = &call;
  if (limits_.sheds_lowest) by_priority_.enter(priority_of(call));
  if (++waiting_ == 1) watch_first();
  if (watched_.are_any()) [[unlikely]]
    watched_.see(waiting_);
}

bool Station::make_room(const Call& newcomer) {
  if (!limits_.sheds_lowest || by_priority_.lowest() >= priority_of(newcomer)) return false;
  const Priority priority = by_priority_.lowest();
  Call& displaced = take_youngest(priority);
  wire_.emit(FactKind::shed, {.operation = number(displaced.message.operation),
                              .key = index(displaced.message.key),
                              .node = index(displaced.to().id),
                              .outcome = ShedAs{priority, true}.packed()});
  desk_.turn_away(displaced, Status::shed);
  return true;
}

Call& Station::take_youngest(Priority priority) {
  Call* found = nullptr;
  Call* before_found = nullptr;
  for (Call *call = first_, *before = nullptr; call != nullptr; before = call, call = call->next) {
    if (priority_of(*call) != priority) continue;
    found = call;
    before_found = before;
  }
  (before_found == nullptr ? first_ : before_found->next) = found->next;
  if (last_ == found) last_ = before_found;
  forget(*found);
  found->next = nullptr;
  if (before_found == nullptr) watch_first();
  return *found;
}

void Station::forget(const Call& waited) {
  --waiting_;
  if (limits_.sheds_lowest) by_priority_.leave(priority_of(waited));
}

void Station::take(Call& call) {
  if (!limits_.drops_abandoned || !call.is_abandoned()) return begin(call);
  wire_.emit(FactKind::abandoned, {.operation = number(call.message.operation),
                                   .key = index(call.message.key),
                                   .node = index(call.to().id),
                                   .outcome = static_cast<std::uint8_t>(call.message.verb)});
  desk_.turn_away(call, Status::refused);
}

void Station::begin(Call& call) {
  const Duration duration = slowed_(desk_.begin(call), call.message.data_class);
  ++busy_;
  if (duration == Duration{}) return end(call);  // a crossing of 0 ns completes in line
  in_service_.push_back(&call);
  wire_.serve(call, duration);
}

void Station::served(Call& call) {
  const auto place = std::find(in_service_.begin(), in_service_.end(), &call);
  *place = in_service_.back();
  in_service_.pop_back();
  end(call);
  begin_next();
}

void Station::end(Call& call) {
  --busy_;
  desk_.finish(call);
}

void Station::begin_next() {
  while (first_ != nullptr && busy_ < limits_.servers) {
    Call& call = *pop_front();
    take(call);
  }
  watch_first();
}

// Who waited exactly so long and has his turn at that instant is served: his turn was scheduled before.
void Station::on_event() {
  clock_runs_ = false;
  desk_.turn_away(*pop_front(), Status::refused);
  watch_first();
}

void Station::watch_first() {
  if (!limits_.patience) return;
  stop_clock();
  if (first_ == nullptr) return;
  clock_ = wire_.simulation().schedule(first_->arrived + *limits_.patience, sim::Wake::call(this));
  clock_runs_ = true;
}

void Station::stop_clock() {
  if (clock_runs_) wire_.simulation().cancel(clock_);
  clock_runs_ = false;
}

Call* Station::pop_front() {
  Call* call = first_;
  first_ = call->next;
  if (first_ == nullptr) last_ = nullptr;
  call->next = nullptr;
  forget(*call);
  return call;
}

void Station::clear() {
  for (Call* call : in_service_) wire_.abandon(*call);
  in_service_.clear();
  while (first_ != nullptr) wire_.abandon(*pop_front());
  stop_clock();
  busy_ = 0;
}

}  // namespace stalemate::models
