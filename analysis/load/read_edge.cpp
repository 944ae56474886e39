// Edge caches: which service they stand before, and what of a policy makes sense at one.
#include "analysis/load/reading.hpp"

namespace stalemate::analysis::load {

using models::NodeSpec;
using models::Policy;
using models::options::Failed;
using models::options::find_option;

namespace {

class EdgeCheck {
 public:
  EdgeCheck(const Policy& tier, const NodeSpec& edge, const Node& node, Draft& draft)
      : tier_(tier), edge_(edge), node_(node), draft_(draft) {}

  void check(const models::DataClass& data_class) {
    if (!find_option("read", tier_.read.name)->is_through)
      error("read", in_quotes(edge_.name) + " stands before a service: its clients ask it, and it asks the service",
            "write \"read-through\"");
    if (find_option("write", tier_.write.name)->is_through)
      error("write", "writes pass " + in_quotes(edge_.name) + " by, on their way to " + in_quotes(edge_.cache.edge_of),
            "write \"invalidate\", which purges, or \"write-around\"");
    const models::GuardTerms guard = models::guard_terms(tier_);
    if (guard.leader_for.ns > 0 || guard.marker.ns > 0 || guard.floor_of != models::FloorOf::nothing)
      error("guard", in_quotes(tier_.guard.name) + " asks the origin, which " + in_quotes(edge_.name) + " cannot reach",
            "write it in a tier behind it");
    const std::string usual = models::usual_fallback(tier_);
    for (const models::Choice& choice : tier_.fallback)
      if (find_option("fallback", choice.name)->answers_for == Failed::cache && choice.name != usual)
        error("fallback", "clients of " + in_quotes(edge_.name) + " know no other way: " + in_quotes(choice.name) +
                              " has no meaning there",
              "leave it out, which means \"fail-fast\"");
    if (!data_class.has_origin)
      error("cache", in_quotes(edge_.name) + " cannot have the only copy: it asks " + in_quotes(edge_.cache.edge_of));
    check_clients(data_class);
  }

 private:
  void error(const char* key, const std::string& what, const std::string& mend = "") {
    const Node* at = node_.get(key);
    draft_.diagnostics.error(at != nullptr ? at->place : node_.place, node_.path + "." + key, what, mend);
  }

  void check_clients(const models::DataClass& data_class) {
    const auto& loads = draft_.blueprint.loads;
    if (find_node(draft_.blueprint, edge_.cache.edge_of) == nullptr) return;  // said at the node
    const auto comes_by = [&](const models::Load& load) {
      const NodeSpec* from = find_node(draft_.blueprint, load.from);
      return from != nullptr && from->kind == NodeSpec::Kind::client && load.to == edge_.cache.edge_of &&
             reads_class(load, data_class.name);
    };
    if (loads.empty() || std::any_of(loads.begin(), loads.end(), comes_by)) return;
    error("cache", "has no effect: no client asks " + in_quotes(edge_.cache.edge_of) + " for " + data_class.name +
                       ", so that nobody passes " + in_quotes(edge_.name),
          "give it a load from a node of \"kind\": \"client\"");
  }

  const Policy& tier_;
  const NodeSpec& edge_;
  const Node& node_;
  Draft& draft_;
};

}  // namespace

void check_edge(const Policy& tier, bool is_outermost, const Node& node, const models::DataClass& data_class,
                Draft& draft) {
  const NodeSpec* cache = find_node(draft.blueprint, tier.cache);
  if (cache == nullptr || cache->cache.edge_of.empty() || !node.is(Kind::object)) return;
  if (is_outermost) return EdgeCheck(tier, *cache, node, draft).check(data_class);
  draft.diagnostics.error(node.place, node.path,
                          in_quotes(tier.cache) + " stands before " + in_quotes(cache->cache.edge_of) +
                              ", and so before the other tiers",
                          "write it as the first tier");
}

void check_edges(Reader& root, Draft& draft) {
  for (const NodeSpec& node : draft.blueprint.nodes) {
    const Node* written = root.get("nodes")->get(node.name);
    if (node.kind != NodeSpec::Kind::cache || !written->is(Kind::object) || written->get("edge") == nullptr) continue;
    const Node& edge = *written->get("edge");
    const auto error = [&](const std::string& what, const std::string& mend) {
      draft.diagnostics.error(edge.place, edge.path, what, mend);
    };
    const auto services = node_names(draft.blueprint, {NodeSpec::Kind::service});
    const bool is_one = std::find(services.begin(), services.end(), node.cache.edge_of) != services.end();
    if (!is_one && !draft.doubtful_nodes.contains(node.cache.edge_of))
      error(in_quotes(node.cache.edge_of) + " is no service",
            "name the one that it stands before: " + quoted_list(services));
    if (node.cache.in_process)
      error("has no effect: an in-process cache stands before nothing", "leave one of them out");
  }
}

}  // namespace stalemate::analysis::load
