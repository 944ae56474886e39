// Policies: how a strategy caches each class.
#include "analysis/load/nearest.hpp"
#include "analysis/load/reading.hpp"
#include "models/options/quantity.hpp"

namespace stalemate::analysis::load {

using models::Choice;
using models::NodeSpec;
using models::Policy;
using models::options::Named;

namespace {

Choice usual(const std::string& axis, const std::string& name) {
  const auto* option = models::options::find_option(axis, name);
  return {name, option == nullptr ? models::options::Values{} : models::options::defaults_of(*option)};
}

Policy uncached() {
  Policy policy;
  policy.read = usual("read", "none");
  policy.write = usual("write", "write-around");
  policy.carry = usual("carry", "inline");
  policy.names = usual("names", "key");
  policy.expiry = usual("expiry", "none");
  policy.guard = usual("guard", "none");
  policy.warm_up = usual("warm_up", "cold");
  return policy;
}

/// A time to live that lacks its unit or has a wrong one, rather than an option's name.
bool begins_as_number(const Node& node) {
  const bool is_written = node.is(Kind::text) || node.is(Kind::integer) || node.is(Kind::number);
  return is_written && !node.text.empty() && std::string_view("0123456789.-+").find(node.text[0]) != std::string::npos;
}

class PolicyReader {
 public:
  PolicyReader(const Node& node, const models::DataClass& data_class, Draft& draft)
      : in_(node, draft.diagnostics, draft.notes), class_(data_class), draft_(draft) {}

  Policy read() {
    read_choice("read", policy_.read, in_.require("read"));
    read_choice("write", policy_.write, in_.get("write"));
    if (!class_.has_origin) return read_sole();
    check_sole(in_, policy_, class_, draft_);
    read_choice("carry", policy_.carry, in_.get("carry"));
    check_telling();
    read_choice("names", policy_.names, in_.get("names"));
    read_expiry();
    check_read(in_, policy_);
    read_guard(in_, policy_, class_, draft_);
    check_names(in_, policy_, class_, draft_);
    read_stampede(in_, policy_, class_, draft_);
    read_fallback(in_, policy_, class_, draft_);
    for (const char* key : {"cache", "owed_by", "bus", "warm_up"}) in_.knows(key);
    const bool is_read = in_.node().get("read") != nullptr && is_read_;
    if (is_cached(policy_)) {
      read_cache();
      read_warm_up(in_, policy_, class_, draft_);
    } else if (is_read && names_derived(policy_)) {
      refuse_without_cache({"expiry", "stampede", "guard", "fallback", "warm_up", "cache"});
    } else if (is_read) {
      refuse_without_cache({"write", "carry", "names", "expiry", "stampede", "guard", "fallback", "warm_up", "cache",
                            "owed_by", "bus"});
    }
    if (is_cached(policy_) || names_derived(policy_)) {
      read_owed_by();
      read_bus();
      check_derived_classes();
    }
    read_observe();
    in_.finish();
    return is_cached(policy_) || tells_derived(policy_) ? policy_ : uncached();
  }

 private:
  /// Of what no origin has.
  Policy read_sole() {
    if (in_.get("write") == nullptr) policy_.write = usual("write", "cache-only");
    read_expiry();
    read_fallback(in_, policy_, class_, draft_);
    in_.knows("cache");
    if (is_cached(policy_)) read_cache();
    if (is_read_ && !has_unknown_write_) check_sole(in_, policy_, class_, draft_);
    for (const char* key : {"carry", "names", "stampede", "guard", "owed_by", "bus", "warm_up"}) in_.knows(key);
    read_observe();
    in_.finish();
    return policy_;
  }

  void read_observe() {
    const Watched watched{&class_, policy_.cache};
    load::read_observe(in_, &watched, draft_);
  }

  /// What has no effect on tries that are not made, or not paused for so.
  void check_telling() {
    const Node* carry = in_.get("carry");
    const auto& parameters = models::options::find_option("carry", policy_.carry.name)->parameters;
    const bool tries_again = std::any_of(parameters.begin(), parameters.end(),
                                         [](const models::options::Parameter& each) { return each.key == "backoff"; });
    if (carry == nullptr || !carry->is(Kind::object) || !tries_again) return;
    const models::options::Values& values = policy_.carry.values;
    const auto refuse = [&](const char* key, bool is_idle, const char* why) {
      const Node* node = carry->get(key);
      if (node != nullptr && is_idle) draft_.diagnostics.error(node->place, node->path, why);
    };
    const bool none_follow = values.integer("retries") == 0;
    for (const char* key : {"backoff", "budget"})
      refuse(key, none_follow, "has no effect: no try follows the first");
    refuse("cap", values.word("backoff") == "fixed", "has no effect on a fixed pause");
    refuse("cap", values.integer("cap") < values.integer("pause"), "lies below pause");
    refuse("budget", values.ratio("budget") == 0, "is no share above 0; leave it out for any number");
    refuse("reserve", carry->get("budget") == nullptr, "has no effect without \"budget\"");
  }

  void read_choice(const std::string& axis, Choice& choice, const Node* node) {
    if (node == nullptr) return;
    const auto read = choice_of(*node, axis, draft_);
    if (axis == "read") is_read_ = read.has_value();
    if (axis == "write") has_unknown_write_ = !read;
    if (read) choice = *read;
  }

  /// "60s" stands for {"use": "ttl", "ttl": "60s"}.
  void read_expiry() {
    const Node* node = in_.get("expiry");
    const bool is_text = node != nullptr && node->is(Kind::text);
    const auto ttl = is_text ? models::options::read_duration(node->text) : std::nullopt;
    if (node != nullptr && !ttl && begins_as_number(*node)) {
      in_.error("expiry", excerpt(*node) + " is not a time to live", "write it with its unit, as \"5s\" or \"300us\"");
      return;
    }
    if (!ttl) return read_expiry_by_name(node);
    const auto checked = in_.duration_of(*node, some_duration());
    policy_.expiry = usual("expiry", "ttl");
    policy_.expiry.values.set("ttl", checked.value_or(*ttl).ns);
  }

  void read_expiry_by_name(const Node* node) {
    const auto errors = draft_.diagnostics.errors();
    read_choice("expiry", policy_.expiry, node);
    if (draft_.diagnostics.errors() == errors) check_expiry(in_, policy_, class_, draft_);
  }

  void read_cache() {
    const auto caches = node_names(draft_.blueprint, {NodeSpec::Kind::cache});
    if (in_.has("cache")) {
      const NodeSpec* cache = node_at(in_, "cache", {NodeSpec::Kind::cache}, draft_);
      if (cache != nullptr) policy_.cache = cache->name;
    } else if (caches.size() == 1) {
      policy_.cache = caches.front();
    } else if (draft_.doubtful_nodes.empty() && !draft_.blueprint.nodes.empty()) {
      in_.error("cache", caches.empty() ? "no cache is defined under nodes" : "is missing: there are several caches",
                caches.empty() ? "" : "known here: " + quoted_list(caches));
    }
  }

  bool is_written_by(const std::string& service) const {
    return std::any_of(draft_.blueprint.loads.begin(), draft_.blueprint.loads.end(), [&](const models::Load& load) {
      return models::writes_class(load, class_.name) && service_of(load) == service;
    });
  }

  void read_owed_by() {
    for (const Node* item : in_.optional_array("owed_by")) {
      const NodeSpec* service = node_named(*item, {NodeSpec::Kind::service}, draft_);
      if (service == nullptr) continue;
      policy_.owed_by.push_back(service->name);
      if (is_written_by(service->name)) continue;
      draft_.diagnostics.warning(item->place, item->path, in_quotes(service->name) + " writes no " + class_.name);
    }
    const Node* owed_by = in_.node().get("owed_by");
    const bool is_empty = owed_by != nullptr && owed_by->is(Kind::array) && owed_by->items.empty();
    if (is_empty) in_.error("owed_by", "names nobody", "write \"write\": \"write-around\"");
    const std::string& write = policy_.write.name;
    for (const char* key : {"owed_by", "carry", "names"}) {
      const bool is_heard = announces(policy_) || (writes_through(policy_) && std::string_view(key) == "owed_by");
      if (!is_heard && !has_unknown_write_ && !is_misplaced(key) && in_.node().get(key) != nullptr) {
        in_.error(key, "has no effect: \"" + write + "\" announces nothing", "choose another \"write\"");
      }
    }
  }

  /// "names" stands with what is written.
  bool is_misplaced(std::string_view key) const { return key == "names" && !class_.derived_from.empty(); }

  std::vector<std::string> names_of_sources() const {
    const auto& classes = draft_.blueprint.classes;
    std::vector<std::string> names;
    for (const std::size_t each : written_sources(draft_.blueprint, static_cast<std::size_t>(&class_ - classes.data())))
      names.push_back(classes[each].name);
    return names;
  }

  void check_derived_classes() {
    const std::string& name = class_.name;
    if (is_misplaced("names") && in_.node().get("names") != nullptr && named_by(policy_) != Named::generation) {
      in_.error("names", "has no effect: " + in_quotes(name) + " is derived, and nobody writes it",
                "write it where its sources are written: " + quoted_list(names_of_sources()));
      return;
    }
    const models::options::Option& write = *models::options::find_option("write", policy_.write.name);
    if (is_derived(draft_.blueprint, name) && write.name != "write-around") {
      in_.error("write", "has no effect: " + in_quotes(name) + " is derived, and nobody writes it",
                R"(write "names": "dependents" where its sources are written)");
    } else if (is_source(draft_.blueprint, name) && write.is_last_tier) {
      in_.error("write", in_quotes(write.name) + " keeps writes from the origin, which computes others from " +
                             in_quotes(name) + ": this is not modelled");
    }
    if (!names_derived(policy_)) return;
    if (announces(policy_) && !is_source(draft_.blueprint, name) && !has_unknown_source(draft_.blueprint))
      in_.error("names", "has no effect: nothing is derived from " + in_quotes(name));
    if (write.is_ahead)
      in_.error("names", "has no effect: " + in_quotes(write.name) + " leaves before the origin says what has changed",
                "choose another \"write\"");
  }

  using NeedsBus = models::options::NeedsBus;
  static bool fits(const NodeSpec& bus, NeedsBus kind) { return bus.bus.log.has_value() == (kind == NeedsBus::log); }

  /// A carrier that publishes needs a bus to publish on, of its kind.
  void read_bus() {
    const models::options::Option& carry = *models::options::find_option("carry", policy_.carry.name);
    const bool publishes = announces(policy_) && carry.bus != NeedsBus::none;
    if (in_.has("bus") && !publishes) return in_.error("bus", "has no effect: \"carry\" publishes nothing");
    if (!publishes) return;
    check_told_by_origin(carry);
    if (in_.has("bus")) {
      const NodeSpec* bus = node_at(in_, "bus", {NodeSpec::Kind::bus}, draft_);
      if (bus == nullptr) return;
      if (fits(*bus, carry.bus)) return void(policy_.bus = bus->name);
      return carry.bus == NeedsBus::log
                 ? in_.error("bus", in_quotes(bus->name) + " is no log: " + in_quotes(carry.name) + " needs one",
                             "write \"log\": {} at " + in_quotes(bus->name))
                 : in_.error("bus", in_quotes(bus->name) + " is a log", "write \"carry\": \"log\"");
    }
    find_bus(carry);
  }

  void find_bus(const models::options::Option& carry) {
    std::vector<std::string> fitting;
    for (const NodeSpec& node : draft_.blueprint.nodes)
      if (node.kind == NodeSpec::Kind::bus && fits(node, carry.bus)) fitting.push_back(node.name);
    if (fitting.size() == 1) return void(policy_.bus = fitting.front());
    if (!draft_.doubtful_nodes.empty() || draft_.blueprint.nodes.empty()) return;
    const bool is_log = carry.bus == NeedsBus::log;
    const std::string kind = is_log ? "log" : "bus without a log";
    in_.error("bus",
              fitting.empty() ? "no " + kind + " is defined under nodes: " + in_quotes(carry.name) + " needs one"
                              : "is missing: there are several " + std::string(is_log ? "logs" : "buses"),
              !fitting.empty() ? "known here: " + quoted_list(fitting)
              : is_log         ? R"(add a node {"kind": "bus", "log": {}}, or "log": {} to a bus)"
                               : "add a node of \"kind\": \"bus\" without \"log\"");
  }

  /// The origin tells of each commit once, by its key.
  void check_told_by_origin(const models::options::Option& carry) {
    if (!carry.is_told_by_origin) return;
    const models::options::Option& write = *models::options::find_option("write", policy_.write.name);
    if (write.is_ahead || write.is_repeated)
      in_.error("write", in_quotes(write.name) + " cannot be carried by " + in_quotes(carry.name) +
                             ": the origin tells of a commit once, when it is made",
                "write \"invalidate\" or \"update\"");
    if (names_derived(policy_))
      in_.error("names",
                "cannot be carried by " + in_quotes(carry.name) + ": the origin tells of the key that it commits",
                "choose another \"carry\"");
    if (carry.tells_for_all && !policy_.owed_by.empty())
      in_.error("owed_by", "has no effect: " + in_quotes(carry.name) + " tells of every commit, whoever has written it",
                "leave it out");
  }

  void refuse_without_cache(std::initializer_list<const char*> keys) {
    for (const char* key : keys) {
      const Node* node = in_.node().get(key);
      const bool is_default = node != nullptr && node->is(Kind::text) &&
                              (node->text == "write-around" || node->text == "none" || node->text == "key" ||
                               node->text == "cold");
      if (node == nullptr || is_default) continue;
      in_.error(key, "has no effect: \"read\" is \"none\"", "write a \"read\" that uses the cache, as \"cache-aside\"");
    }
  }

  Reader in_;
  const models::DataClass& class_;
  Draft& draft_;
  Policy policy_ = uncached();
  bool is_read_ = false;
  bool has_unknown_write_ = false;  ///< What it would announce is not known.
};

Policy read_tier(const Node& node, const models::DataClass& data_class, Draft& draft) {
  PolicyReader reader(node, data_class, draft);
  return node.is(Kind::object) ? reader.read() : uncached();
}

/// One tier, written flat, or a list of them, the outermost first.
Policy read_tiers(const Node& node, const models::DataClass& data_class, Draft& draft) {
  if (!node.is(Kind::array)) {
    Policy tier = read_tier(node, data_class, draft);
    check_edge(tier, true, node, data_class, draft);
    return tier;
  }
  if (node.items.empty()) draft.diagnostics.error(node.place, node.path, "has no tier", "write {\"read\": \"none\"}");
  if (node.items.size() > limits::tiers) draft.diagnostics.error(node.place, node.path, "has more than 8 tiers");
  std::vector<Policy> tiers;
  for (const Node& item : node.items) {
    tiers.push_back(read_tier(item, data_class, draft));
    const Policy& tier = tiers.back();
    if (!item.is(Kind::object)) continue;
    if (!is_cached(tier) && node.items.size() > 1) {
      draft.diagnostics.error(item.place, item.path, "is no tier: \"read\" is \"none\"", "leave it out");
    }
    const auto* write = models::options::find_option("write", tier.write.name);
    if (write != nullptr && write->is_last_tier && &item != &node.items.back()) {
      draft.diagnostics.error(item.place, item.path + ".write",
                              in_quotes(write->name) + " brings its writes to the origin, past the tiers behind it",
                              "write it in the last tier");
    }
    if (tells_derived(tier) && std::count_if(tiers.begin(), tiers.end(), tells_derived) > 1) {
      draft.diagnostics.error(item.place, item.path + ".names", "stands in a tier before: what is derived is told once",
                              "leave it out");
    }
    check_edge(tier, &item == &node.items.front(), item, data_class, draft);
    const auto is_same = [&](const Policy& other) { return other.cache == tier.cache; };
    if (!tier.cache.empty() && std::count_if(tiers.begin(), tiers.end(), is_same) > 1) {
      draft.diagnostics.error(item.place, item.path, in_quotes(tier.cache) + " is a tier already");
    }
  }
  check_guards(tiers, node, draft);
  check_names(tiers, node, draft);
  Policy outermost = tiers.empty() ? uncached() : tiers.front();
  if (!tiers.empty()) outermost.behind.assign(tiers.begin() + 1, tiers.end());
  return outermost;
}

}  // namespace

bool is_cached(const Policy& policy) { return policy.read.name != "none"; }

bool announces(const Policy& policy) {
  return (is_cached(policy) || names_derived(policy)) &&
         !models::options::find_option("write", policy.write.name)->word.empty();
}

bool tells_derived(const Policy& policy) {
  return announces(policy) && names_derived(policy);
}

bool is_told_by_origin(const Policy& policy) {
  return models::options::find_option("carry", policy.carry.name)->is_told_by_origin;
}

bool writes_through(const Policy& policy) {
  return is_cached(policy) && models::options::find_option("write", policy.write.name)->is_through;
}

models::Strategy baseline_for(const models::Blueprint& blueprint) {
  return {baseline_name, std::vector<Policy>(blueprint.classes.size(), uncached())};
}

models::Strategy read_policies(const Member& member, Draft& draft) {
  models::Strategy strategy = baseline_for(draft.blueprint);
  strategy.name = member.key;
  Reader in(member.value, draft.diagnostics, draft.notes);
  std::vector<const Node*> written(draft.blueprint.classes.size(), nullptr);
  for (const Member* policy : in.named()) {
    const auto& classes = draft.blueprint.classes;
    if (policy->key == "set" || policy->key == "observe" || classes.empty()) continue;
    const auto* data_class = find_class(draft.blueprint, policy->key);
    if (data_class == nullptr) {
      auto known = class_names(draft.blueprint);
      known.emplace_back("set");
      known.emplace_back("observe");
      draft.diagnostics.error(policy->place, policy->value.path, in_quotes(policy->key) + " is not defined under data",
                              mend_for(policy->key, known));
      continue;
    }
    const auto number = static_cast<std::size_t>(data_class - classes.data());
    strategy.policies[number] = read_tiers(policy->value, *data_class, draft);
    written[number] = &policy->value;
  }
  read_observe(in, nullptr, draft);
  check_names(written, draft, strategy);
  check_kept(written, member.value, draft);
  return strategy;
}

}  // namespace stalemate::analysis::load
