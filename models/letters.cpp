#include "models/letters.hpp"
#include "models/wire.hpp"

namespace stalemate::models {
namespace {

Letters::Address address_of(const Call& call) {
  return {&call.from(), &call.to(), call.batch, static_cast<std::uint8_t>(call.message.verb)};
}

}  // namespace

std::uint32_t Letters::leaving(const Call& call, sim::Instant now) {
  if (left_ != now) seal();
  left_ = now;
  for (const std::uint32_t id : leaving_)
    if (!at(id).has_arrived && at(id).address == address_of(call)) return id;
  return 0;
}

std::uint32_t Letters::open(const Call& call) {
  if (free_.empty()) {
    letters_.emplace_back();
    free_.push_back(static_cast<std::uint32_t>(letters_.size()));
  }
  const std::uint32_t id = free_.back();
  free_.pop_back();
  letters_[id - 1] = Slot{.letter = {.address = address_of(call)}, .is_leaving = true};
  leaving_.push_back(id);
  return id;
}

// Time has gone on: nothing can be put into them any more. One that was lost has nobody who would close it.
void Letters::seal() {
  for (const std::uint32_t id : leaving_) {
    Slot& slot = letters_[id - 1];
    slot.is_leaving = false;
    if (slot.is_closed || slot.letter.lost) free_.push_back(id);
  }
  leaving_.clear();
}

void Letters::close(std::uint32_t id) {
  Slot& slot = letters_[id - 1];
  slot.is_closed = true;
  if (!slot.is_leaving) free_.push_back(id);
}

}  // namespace stalemate::models
