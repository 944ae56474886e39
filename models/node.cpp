#include "models/wire.hpp"
#include <utility>
#include "sim/check.hpp"

namespace stalemate::models {

Node::Node(Wire& wire, NodeId node_id, sim::Place node_place, std::string node_name)
    : id(node_id), place(node_place), name(std::move(node_name)), scope(wire.simulation()), wire_(wire) {}

void Node::crash(bool keeps_content) {
  const bool was_up = std::exchange(is_up_, false);
  ++held_down_;
  if (was_up) {
    has_kept_ = keeps_content;
    ++crashes;
    end_pause();
    wire_.emit(FactKind::node_down, {.node = index(id)});
    stop_work();
  }
  const bool is_replaced = held_down_ <= stand_ins_;
  awaits_successor_ = is_replaced && (was_up || awaits_successor_);
  if (is_replaced && was_up) await_successor();
  if (!is_replaced && !keeps_content) lose_content();
  if (!was_up) return;
  for (Node* node : aboard) node->crash(false);
}

void Node::restart() {
  CHECK_INVARIANT(held_down_ > 0);
  --held_down_;
  if (is_up_ || held_down_ > stand_ins_) return;
  const bool is_itself = held_down_ == 0 && has_kept_;
  if (awaits_successor_ && !is_itself) return;
  if (awaits_successor_) need_no_successor();
  come_up();
}

void Node::come_up() {
  is_up_ = true;
  awaits_successor_ = false;
  wire_.emit(FactKind::node_up, {.node = index(id)});
  resume_work();
  for (Node* node : aboard) node->restart();
}

}  // namespace stalemate::models
