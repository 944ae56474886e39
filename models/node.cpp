#include "models/wire.hpp"
#include "sim/check.hpp"

namespace stalemate::models {

Node::Node(Wire& wire, NodeId node_id, sim::Place node_place, std::string node_name)
    : id(node_id), place(node_place), name(std::move(node_name)), scope(wire.simulation()), wire_(wire) {}

void Node::crash(bool keeps_content) {
  const bool was_up = held_down_++ == 0;
  if (was_up) {
    ++crashes;
    end_pause();
    wire_.emit(FactKind::node_down, {.node = index(id)});
    stop_work();
  }
  if (!keeps_content) lose_content();
  if (!was_up) return;
  for (Node* node : aboard) node->crash(false);
}

void Node::restart() {
  CHECK_INVARIANT(held_down_ > 0);
  if (--held_down_ > 0) return;
  wire_.emit(FactKind::node_up, {.node = index(id)});
  resume_work();
  for (Node* node : aboard) node->restart();
}

}  // namespace stalemate::models
