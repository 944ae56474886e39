// Priorities of loads, what queues do by them, and canaries.
#include "analysis/load/reading.hpp"

namespace stalemate::analysis::load {

using models::Load;
using models::NodeSpec;

void read_priority(Reader& in, Load& load) {
  load.priority = enumerator<models::Priority>(words::priorities, in.word("priority", words::priorities, "normal"));
  load.is_canary = in.flag("canary", false);
  if (load.is_canary && !load.read_back)
    in.error("canary", "needs \"read_back\": it compares what it reads with what it has written");
}

bool read_shed(Reader& in, bool is_limited) {
  const bool sheds_lowest = in.word("shed", words::sheds, "newcomer") == "lowest-first";
  if (in.has("shed") && !is_limited)
    in.error("shed", "has no effect: nothing limits the queue", R"(write a "queue" above 0)");
  return sheds_lowest;
}

namespace {

bool sheds_lowest(const NodeSpec& node) { return node.service.sheds_lowest || node.origin.sheds_lowest; }

void check_queues(Reader& root, Draft& draft) {
  const auto& loads = draft.blueprint.loads;
  const auto as_first = [&](const Load& load) { return load.priority == loads.front().priority; };
  if (loads.empty() || !std::all_of(loads.begin(), loads.end(), as_first)) return;
  for (const NodeSpec& node : draft.blueprint.nodes) {
    if (!sheds_lowest(node)) continue;
    const Node& shed = *root.get("nodes")->get(node.name)->get("shed");
    draft.diagnostics.warning(shed.place, shed.path, "has no effect: all loads have the same priority",
                              "give one of them a \"priority\"");
  }
}

// By what it reads a canary knows its own writes alone.
void check_canary(const Node& item, const Load& canary, Draft& draft) {
  for (const Load& other : draft.blueprint.loads) {
    if (other.name == canary.name || !models::writes_class(other, canary.writes)) continue;
    const Node& at = *item.get("canary");
    return draft.diagnostics.error(at.place, at.path,
                                   in_quotes(other.name) + " writes " + in_quotes(canary.writes) +
                                       " too: what it reads back might not be its own",
                                   "give it a class of its own");
  }
}

}  // namespace

void check_priorities(Reader& root, Draft& draft) {
  check_queues(root, draft);
  const Node* list = root.get("load");
  const auto& loads = draft.blueprint.loads;
  if (list == nullptr || list->items.size() != loads.size()) return;
  for (std::size_t i = 0; i < loads.size(); ++i)
    if (loads[i].is_canary) check_canary(list->items[i], loads[i], draft);
}

std::string none_below(const models::Blueprint& blueprint, const models::DataClass& data_class,
                       models::Priority priority) {
  const auto& loads = blueprint.loads;
  const auto is_below = [&](const Load& load) {
    return load.priority < priority && models::reads_class(load, data_class.name);
  };
  if (loads.empty() || std::any_of(loads.begin(), loads.end(), is_below)) return "";
  const std::string word(models::priority_names[static_cast<std::size_t>(priority)]);
  return "no load that reads " + in_quotes(data_class.name) + " has a priority below " + word;
}

}  // namespace stalemate::analysis::load
