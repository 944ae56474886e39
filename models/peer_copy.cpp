#include "models/peer_copy.hpp"
#include <algorithm>
#include <iterator>

namespace stalemate::models {

// When the run begins nobody holds anything.
void PeerCopy::begin(Comes comes) {
  if (comes == Comes::back) copy_.scope.spawn(&PeerCopy::take_over, this);
}

std::int64_t PeerCopy::reach(CacheShard& peer) {
  aboard_ = peer.give(plan_.first, plan_.past, numbers_);
  return std::ssize(aboard_) * plan_.value_bytes;
}

sim::Process PeerCopy::take_over() {
  aboard_.clear();
  const auto peer = std::find_if(peers_.begin(), peers_.end(), [](const CacheShard* each) { return each->is_up(); });
  if (peer == peers_.end()) co_return;
  const Read all{.operation = numbers_.next(), .key = plan_.first, .data_class = plan_.data_class};
  const Answer answer = co_await wire_.start(wire_.prepare(copy_, **peer, Verb::copy, all));
  if (!answer.ok()) co_return;
  for (std::size_t i = 0; i < aboard_.size(); ++i) {
    if (plan_.each.ns > 0) co_await wire_.simulation().sleep(plan_.each);
    if (!numbers_.skips(aboard_[i].operation)) copy_.take(aboard_[i], plan_.value_bytes);
  }
  aboard_.clear();
}

}  // namespace stalemate::models
