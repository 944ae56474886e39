// Faults: what goes wrong, when, and which part it strikes.
#include <map>
#include "analysis/load/nearest.hpp"
#include "analysis/load/reading.hpp"
#include "models/options/quantity.hpp"

namespace stalemate::analysis::load {

using models::CacheNode;
using models::Fault;
using models::NodeSpec;
using sim::Duration;

namespace {

/// What a name in `on` may be: a node, or one of its parts.
struct Struck {
  const NodeSpec* node = nullptr;
  bool is_part = false;
};

std::optional<Struck> find_part(const models::Blueprint& blueprint, const std::string& name) {
  for (const NodeSpec& node : blueprint.nodes) {
    if (node.name == name) return Struck{&node, false};
  }
  for (const NodeSpec& node : blueprint.nodes) {
    const auto parts = parts_of(node, blueprint);
    if (std::find(parts.begin(), parts.end(), name) != parts.end()) return Struck{&node, true};
  }
  return std::nullopt;
}

std::vector<std::string> part_names(const models::Blueprint& blueprint) {
  std::vector<std::string> names = node_names(blueprint, any_kind);
  for (const NodeSpec& node : blueprint.nodes) {
    for (std::string& part : parts_of(node, blueprint)) {
      if (names.size() < 100 && part != node.name) names.push_back(std::move(part));
    }
  }
  return names;
}

class FaultReader {
 public:
  FaultReader(const Node& node, Draft& draft) : in_(node, draft.diagnostics, draft.notes), draft_(draft) {}

  std::optional<Fault> read(const std::string& usual_name) {
    fault_.name = in_.text("name", usual_name);
    const std::string kind = in_.word("kind", words::fault_kinds);
    if (kind.empty()) return std::nullopt;
    fault_.kind = enumerator<Fault::Kind>(words::fault_kinds, kind);
    const auto before = draft_.diagnostics.errors();
    read_strikes(in_, fault_, draft_);
    read_kind();
    in_.finish();
    return draft_.diagnostics.errors() == before ? std::optional(fault_) : std::nullopt;
  }

 private:
  void read_kind() {
    switch (fault_.kind) {
      case Fault::Kind::drop:
      case Fault::Kind::duplicate:
        fault_.share = in_.ratio("share", 1.0, above_to(0.0, 1.0));
        read_messages();
        return read_route();
      case Fault::Kind::reorder:
        fault_.share = in_.ratio("share", above_to(0.0, 1.0));
        fault_.by = in_.duration("by", above_to(Duration{0}, limits::longest_law));
        read_messages();
        return read_route();
      case Fault::Kind::hot_key: return read_hot_key();
      case Fault::Kind::delay:
        fault_.by = in_.duration("by", above_to(Duration{0}, limits::longest_law));
        read_messages();
        return read_route();
      case Fault::Kind::partition: return read_route();
      case Fault::Kind::crash:
      case Fault::Kind::restart: return read_crash();
      case Fault::Kind::lag: return read_lag();
      case Fault::Kind::flush: read_on({NodeSpec::Kind::cache}, "a cache"); return;
      case Fault::Kind::failover: return read_failover();
      case Fault::Kind::slow: return read_slow();
      case Fault::Kind::spike: return read_spike();
      case Fault::Kind::deploy: return read_deploy();
      case Fault::Kind::skew: return read_skew();
      case Fault::Kind::pause:
        read_on({NodeSpec::Kind::service, NodeSpec::Kind::cache, NodeSpec::Kind::origin, NodeSpec::Kind::bus},
                "a service, a cache, an origin or a bus");
        return;
      case Fault::Kind::remove_shard: return read_removed();
      case Fault::Kind::add_shard: return read_added();
    }
  }

  void read_messages() { fault_.invalidations_only = in_.word("messages", words::messages, "all") == "invalidations"; }

  void read_route() {
    const bool is_between = in_.has("between");
    const bool is_directed = in_.has("from") || in_.has("to");
    if (is_between == is_directed) {
      return in_.diagnostics().error(in_.node().place, in_.path(),
                                     R"(needs either "between": ["a", "b"], or "from" and "to")");
    }
    fault_.one_way = is_directed;
    if (is_directed) {
      const Node* from = in_.require("from");
      const Node* to = in_.require("to");
      if (from != nullptr && to != nullptr) set_route(*from, *to);
      return;
    }
    const auto names = in_.optional_array("between");
    if (names.size() != 2) {
      if (in_.node().get("between")->is(Kind::array)) in_.error("between", "needs the names of two nodes");
      return;
    }
    set_route(*names[0], *names[1]);
  }

  void set_route(const Node& from, const Node& to) {
    const NodeSpec* sender = node_of(from);
    const NodeSpec* receiver = node_of(to);
    if (sender == nullptr || receiver == nullptr || refuse_in_process(in_, {sender, receiver})) return;
    fault_.from = from.text;
    fault_.to = to.text;
    if (sender != receiver) return;
    in_.diagnostics().error(in_.node().place, in_.path(),
                            "strikes messages from " + in_quotes(sender->name) + " to itself, which cross no link");
  }

  // The node that is named, or of which a part is.
  const NodeSpec* node_of(const Node& name) {
    const bool is_certain =
        name.is(Kind::text) && !draft_.blueprint.nodes.empty() && !draft_.doubtful_nodes.contains(name.text);
    if (!is_certain) return node_named(name, any_kind, draft_);
    if (const auto part = find_part(draft_.blueprint, name.text)) return part->node;
    draft_.diagnostics.error(name.place, name.path, in_quotes(name.text) + " is not defined under nodes",
                             mend_for(name.text, part_names(draft_.blueprint)));
    return nullptr;
  }

  Struck read_on(const std::vector<NodeSpec::Kind>& kinds, const std::string& wanted) {
    const std::string name = in_.text("on");
    const Node* on = in_.node().get("on");
    if (on == nullptr || !on->is(Kind::text)) return {};
    if (draft_.blueprint.nodes.empty() || draft_.doubtful_nodes.contains(name)) return {};
    const auto struck = find_part(draft_.blueprint, name);
    if (!struck) {
      in_.error("on", in_quotes(name) + " is not defined under nodes", mend_for(name, part_names(draft_.blueprint)));
      return {};
    }
    fault_.node = name;
    if (std::find(kinds.begin(), kinds.end(), struck->node->kind) != kinds.end()) return *struck;
    const std::string& word = words::fault_kinds[static_cast<std::size_t>(fault_.kind)];
    in_.error("on", in_quotes(name) + " is not " + wanted + ", which is what \"" + word + "\" strikes");
    return {};
  }

  void read_crash() {
    const Struck struck =
        read_on({NodeSpec::Kind::service, NodeSpec::Kind::cache, NodeSpec::Kind::origin, NodeSpec::Kind::bus},
                "a service, a cache, an origin or a bus");
    read_keeps(struck);
  }

  void read_keeps(const Struck& struck) {
    fault_.keeps_content = in_.word("keeps", words::keeps, "nothing") == "content";
    const bool has_content = struck.node == nullptr || struck.node->kind == NodeSpec::Kind::cache;
    if (in_.has("keeps") && !has_content) {
      in_.error("keeps", "has no effect on " + in_quotes(fault_.node) + ": only caches lose their content");
    }
  }

  void read_deploy() {
    const Struck struck = read_on({NodeSpec::Kind::service, NodeSpec::Kind::cache}, "a service or a cache");
    fault_.down = in_.duration("down", some_duration());
    fault_.pause = in_.duration("pause", Duration{}, any_duration());
    read_keeps(struck);
    if (in_.has("until") && !fault_.every)
      in_.error("until", "has no effect: a deploy ends when its last node is back");
    if (struck.node == nullptr) return;
    const auto parts = std::int64_t(struck.is_part ? 1 : parts_of(*struck.node, draft_.blueprint).size());
    const Duration longest = limits::longest_run;
    if (fault_.down + fault_.pause > Duration{longest.ns / parts})
      return in_.error("down", "makes the deploy of " + std::to_string(parts) + " last longer than any run");
    const Duration takes{parts * fault_.down.ns + (parts - 1) * fault_.pause.ns};
    fault_.lasts = sim::Distribution::constant(takes);
    if (!fault_.every && !fault_.when) fault_.until = fault_.at + takes;
  }

  void read_removed() {
    const Struck struck = read_on({NodeSpec::Kind::cache}, "a shard");
    read_keeps(struck);
    if (struck.node == nullptr) return;
    const CacheNode& cache = struck.node->cache;
    if (cache.in_process || cache.shards < 2)
      return in_.error("on", in_quotes(fault_.node) + " is not one of several shards");
    if (!struck.is_part)
      in_.error("on", in_quotes(fault_.node) + " is the whole cache", "name one shard, as \"" + fault_.node + "-1\"");
  }

  void read_added() {
    const Struck struck = read_on({NodeSpec::Kind::cache}, "a cache");
    if (struck.node == nullptr) return;
    if (struck.is_part && struck.node->name != fault_.node)
      return in_.error("on", in_quotes(fault_.node) + " is one shard of " + in_quotes(struck.node->name) +
                                 ": name that");
    if (struck.node->cache.in_process)
      in_.error("on", in_quotes(fault_.node) + " is in its services' processes, and has no shards");
  }

  void read_failover() {
    const Struck struck = read_on({NodeSpec::Kind::origin}, "an origin with followers");
    if (struck.node == nullptr) return;
    if (struck.is_part) {
      const std::string whole = in_quotes(struck.node->name);
      return in_.error("on", in_quotes(fault_.node) + " is one node of " + whole + ": name that");
    }
    if (struck.node->origin.followers == 0)
      in_.error("on", in_quotes(fault_.node) + " has no follower that could take over");
  }

  /// The load of a fault that loads know ahead; null: there is none, or it was refused.
  const models::Load* read_load_name() {
    if (in_.require("load") == nullptr) return nullptr;
    fault_.load = in_.text("load");
    std::vector<std::string> names;
    for (const models::Load& load : draft_.blueprint.loads) {
      names.push_back(load.name);
      if (load.name == fault_.load) return &load;
    }
    in_.error("load", in_quotes(fault_.load) + " is no load", mend_for(fault_.load, names));
    return nullptr;
  }

  void read_hot_key() {
    fault_.share = in_.ratio("share", 1.0, above_to(0.0, 1.0));
    const models::Load* const load = read_load_name();
    const std::int64_t key = in_.count("key", between(std::int64_t{0}, limits::keys - 1));
    fault_.key = static_cast<std::uint32_t>(key);
    if (load == nullptr) return;
    if (load->shape == models::Load::Shape::recorded || !load->request.empty())
      return in_.error("load", in_quotes(load->name) + (load->request.empty() ? " asks as its trace does"
                                                                             : " has requests of several steps"));
    for (const std::string& name : {load->reads, load->writes}) {
      const models::DataClass* const data_class = name.empty() ? nullptr : find_class(draft_.blueprint, name);
      if (data_class != nullptr && key >= data_class->keys)
        in_.error("key", "is none of the " + std::to_string(data_class->keys) + " keys of " + in_quotes(name) +
                             ", which go from 0");
    }
  }

  void read_slow() {
    const bool is_of_route = in_.has("between") || in_.has("from") || in_.has("to");
    if (is_of_route && !in_.has("on")) return read_slow_route();
    const Struck struck =
        read_on({NodeSpec::Kind::service, NodeSpec::Kind::cache, NodeSpec::Kind::origin, NodeSpec::Kind::bus},
                "a service, a cache, an origin or a bus");
    read_factor();
    read_slow_class(struck);
    if (struck.node != nullptr) check_takes_time(in_, *struck.node, in_quotes(fault_.node));
  }

  void read_slow_route() {
    read_factor();
    read_messages();
    const auto before = draft_.diagnostics.errors();
    read_route();
    if (draft_.diagnostics.errors() > before || takes_time(draft_.blueprint, fault_.from, fault_.to)) return;
    in_.error(in_.has("from") ? "from" : "between", "has no effect: messages take no time",
              "give a link a \"latency\", or the network");
  }

  /// Whose queries take longer.
  void read_slow_class(const Struck& struck) {
    if (!in_.has("class")) return;
    fault_.data_class = in_.text("class");
    const models::DataClass* const data_class = find_class(draft_.blueprint, fault_.data_class);
    if (data_class == nullptr)
      return in_.error("class", in_quotes(fault_.data_class) + " is not defined under data",
                       mend_for(fault_.data_class, class_names(draft_.blueprint)));
    if (struck.node == nullptr) return;
    if (struck.node->kind != NodeSpec::Kind::origin || data_class->origin != struck.node->name)
      in_.error("class", "has no effect: " + in_quotes(struck.node->name) + " is not the origin of " +
                             in_quotes(fault_.data_class));
  }

  void read_spike() {
    const models::Load* const load = read_load_name();
    read_factor();
    if (load == nullptr) return;
    const bool has_rate = load->shape == models::Load::Shape::poisson || load->shape == models::Load::Shape::constant;
    if (!has_rate) in_.error("load", in_quotes(load->name) + " has no \"rate\" that could rise");
  }

  void read_skew() {
    read_on({NodeSpec::Kind::cache}, "a cache");
    in_.require("clock");
    fault_.ahead = in_.word("clock", words::clocks, "behind") == "ahead";
    fault_.by = in_.duration("by", some_duration());
  }

  void read_factor() {
    in_.require("factor");
    fault_.factor = in_.number("factor", 1.0, above_to(0.0, limits::fault_factor));
  }

  void read_lag() {
    const Struck struck = read_on({NodeSpec::Kind::origin}, "an origin with followers, or a follower");
    const bool is_leader = struck.is_part && struck.node->name == fault_.node;
    if (struck.node != nullptr && (struck.node->origin.followers == 0 || is_leader)) {
      in_.error("on", in_quotes(fault_.node) + " has no followers that could lag");
    }
    fault_.by = in_.duration("by", Duration{}, above_to(Duration{0}, limits::longest_law));
    fault_.factor = in_.number("factor", 1.0, above_to(0.0, limits::lag_factor));
    fault_.stalls = in_.flag("stall", false);
    if (in_.has("by") || in_.has("factor") || fault_.stalls) return;
    in_.diagnostics().error(in_.node().place, in_.path(), R"(needs "by", "factor" or "stall": true)");
  }

  Reader in_;
  Draft& draft_;
  Fault fault_;
};

/// How many times its rate a load has at most from this spike's beginning on, with the others that last then.
double together(const Fault& spike, const std::vector<Fault>& faults) {
  double factor = 1;
  for (const Fault& each : faults) {
    const bool is_beside = each.kind == Fault::Kind::spike && each.load == spike.load;
    if (is_beside && each.at <= spike.at && spike.at < each.until) factor *= each.factor;
  }
  return factor;
}

/// Whether they would take every shard off its cache.
bool leaves_none(const models::Blueprint& blueprint, const std::string& removed) {
  for (const NodeSpec& node : blueprint.nodes) {
    const auto parts = parts_of(node, blueprint);
    const auto is_removed = [&](const std::string& part) {
      return std::any_of(blueprint.faults.begin(), blueprint.faults.end(), [&](const Fault& fault) {
        return fault.kind == Fault::Kind::remove_shard && fault.node == part;
      });
    };
    const bool is_its = std::find(parts.begin(), parts.end(), removed) != parts.end();
    if (is_its) return std::all_of(parts.begin(), parts.end(), is_removed);
  }
  return false;
}

/// Whether this spike and those before it multiply beyond what one alone may.
bool is_too_much(const Fault& spike, const std::vector<Fault>& faults) {
  return std::any_of(faults.begin(), faults.end(), [&](const Fault& each) {
    const bool is_alike = each.kind == Fault::Kind::spike && each.load == spike.load;
    return is_alike && together(each, faults) > limits::fault_factor;
  });
}

}  // namespace

void read_faults(Reader& root, Draft& draft) {
  std::int64_t number = 0;
  std::map<std::string, std::int64_t> names;
  std::vector<std::pair<std::size_t, const Node*>> read;
  for (const Node* item : root.optional_array("faults")) {
    const std::string usual_name = "fault." + std::to_string(number++);
    FaultReader reader(*item, draft);
    if (!item->is(Kind::object)) continue;
    const auto fault = reader.read(usual_name);
    if (!fault) continue;
    if (++names[fault->name] > 1) {
      const Node* name = item->get("name");
      const Node& at = name == nullptr ? *item : *name;
      draft.diagnostics.error(at.place, at.path, in_quotes(fault->name) + " is the name of another fault");
    }
    draft.blueprint.faults.push_back(*fault);
    if (fault->kind == Fault::Kind::spike && is_too_much(*fault, draft.blueprint.faults)) {
      draft.diagnostics.error(item->place, item->path,
                              "with the spikes beside it the rate is more than 1000 times as high");
    }
    if (fault->kind == Fault::Kind::remove_shard && leaves_none(draft.blueprint, fault->node))
      draft.diagnostics.error(item->place, item->path, "with the other faults no shard is left");
    read.emplace_back(draft.blueprint.faults.size() - 1, item);
  }
  for (const auto& [number_read, item] : read) check_strikes(draft.blueprint.faults[number_read], *item, draft);
}

}  // namespace stalemate::analysis::load
