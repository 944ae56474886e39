// Warm-ups: what is done when a copy comes up empty.
#include "analysis/load/path.hpp"
#include "analysis/load/reading.hpp"

namespace stalemate::analysis::load {

using models::Fault;
using models::Load;
using models::NodeSpec;
using models::Policy;
using models::options::Option;

namespace {

class WarmUpReader {
 public:
  WarmUpReader(Reader& in, Policy& policy, const models::DataClass& data_class, Draft& draft)
      : in_(in), policy_(policy), class_(data_class), draft_(draft) {}

  void read(const Node& node) {
    const auto choice = choice_of(node, "warm_up", draft_);
    if (!choice) return;
    policy_.warm_up = *choice;
    const models::WarmUpTerms terms = models::warm_up_terms(policy_);
    if (terms.top > 0) check_top(terms.top);
    const Option& option = *models::options::find_option("warm_up", policy_.warm_up.name);
    const NodeSpec* cache = find_node(draft_.blueprint, policy_.cache);
    if (cache == nullptr || !(option.needs_instances ? check_instances(*cache) : true)) return;
    if (option.needs_return) check_return(*cache, terms.ramp.ns > 0);
    if (terms.copies_peer && named_by(policy_) == models::options::Named::generation)
      has_no_effect("the generations of one copy are not those of another", "choose another \"names\"");
  }

 private:
  bool has_no_effect(const std::string& why, const std::string& mend) {
    in_.error("warm_up", in_quotes(policy_.warm_up.name) + " has no effect: " + why, mend);
    return false;
  }

  void check_top(std::int64_t top) {
    if (top > class_.keys)
      in_.error("warm_up", "\"top\" is more than the " + std::to_string(class_.keys) + " keys of " + class_.name,
                "write so many at most");
    const auto is_asked = [&](const Load& load) { return reads_a_request(load, class_.name) > 0; };
    const auto is_recorded = [&](const Load& load) { return is_asked(load) && load.shape == Load::Shape::recorded; };
    const auto& loads = draft_.blueprint.loads;
    if (std::any_of(loads.begin(), loads.end(), is_recorded) &&
        std::count_if(loads.begin(), loads.end(), is_asked) == std::count_if(loads.begin(), loads.end(), is_recorded))
      in_.error("warm_up", "\"preload\" cannot know which keys a trace asks for most", "leave it out");
  }

  bool is_read_through(const NodeSpec& service) const {
    const auto& loads = draft_.blueprint.loads;
    return std::any_of(loads.begin(), loads.end(), [&](const Load& load) {
      return service_of(load) == service.name && reads_a_request(load, class_.name) > 0;
    });
  }
  /// Of services that read the class, each with a copy an instance.
  std::vector<const NodeSpec*> sharers() const {
    std::vector<const NodeSpec*> found;
    for (const NodeSpec& node : draft_.blueprint.nodes)
      if (node.kind == NodeSpec::Kind::service && node.service.instances > 1 && is_read_through(node))
        found.push_back(&node);
    return found;
  }

  bool check_instances(const NodeSpec& cache) {
    if (!cache.cache.in_process)
      return has_no_effect(in_quotes(cache.name) + " is shared: " +
                               (models::warm_up_terms(policy_).ramp.ns > 0
                                    ? "the key chooses the shard, and no balancer does"
                                    : "each of its shards has keys of its own"),
                           "write \"preload\", or make the cache \"in_process\"");
    if (draft_.blueprint.loads.empty() || !draft_.doubtful_nodes.empty() || !sharers().empty()) return true;
    return has_no_effect("no service that reads " + class_.name + " has another instance",
                         "give one \"instances\", as 2");
  }

  /// A ramp is about the instance; a copy may also go alone.
  void check_return(const NodeSpec& cache, bool of_instance) {
    const auto names = [&](const Fault& fault, const NodeSpec& node) {
      const auto parts = parts_of(node, draft_.blueprint);
      return fault.node == node.name || std::find(parts.begin(), parts.end(), fault.node) != parts.end();
    };
    const auto all = sharers();
    const auto takes_away = [&](const Fault& fault) {
      using Kind = Fault::Kind;
      const bool is_over = fault.until != sim::Instant::never() || fault.every || fault.when;
      const bool is_crash = fault.kind == Kind::crash && is_over;
      if (!is_crash && fault.kind != Kind::restart && fault.kind != Kind::deploy) return false;
      return (!of_instance && names(fault, cache)) ||
             std::any_of(all.begin(), all.end(), [&](const NodeSpec* service) { return names(fault, *service); });
    };
    const auto& faults = draft_.blueprint.faults;
    if (draft_.blueprint.loads.empty() || std::any_of(faults.begin(), faults.end(), takes_away)) return;
    has_no_effect("no fault takes an instance away that comes back", "add one, as a \"deploy\"");
  }

  Reader& in_;
  Policy& policy_;
  const models::DataClass& class_;
  Draft& draft_;
};

}  // namespace

void read_warm_up(Reader& in, Policy& policy, const models::DataClass& data_class, Draft& draft) {
  if (const Node* node = in.get("warm_up")) WarmUpReader(in, policy, data_class, draft).read(*node);
}

}  // namespace stalemate::analysis::load
