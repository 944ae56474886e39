// Classes that no origin has: what may be said of them, and how their only copies are kept.
#include "analysis/load/reading.hpp"

namespace stalemate::analysis::load {

using models::DataClass;
using models::NodeSpec;
using models::Policy;
using models::options::Option;

namespace {

const Option& option_of(const char* axis, const models::Choice& choice) {
  return *models::options::find_option(axis, choice.name);
}

class SoleCheck {
 public:
  SoleCheck(Reader& in, const Policy& policy, const DataClass& data_class, Draft& draft)
      : in_(in), policy_(policy), name_(in_quotes(data_class.name)), draft_(draft) {}

  void check() {
    check_use("read", policy_.read);
    check_use("write", policy_.write);
    if (const std::string why = why_no_expiry(); !why.empty())
      in_.error("expiry", why, R"(write "none", a time to live, or {"use": "sliding", "idle": "30m"})");
    for (const char* key : {"carry", "names", "stampede", "guard", "owed_by", "bus", "warm_up"}) refuse(key);
    for (const models::Choice& choice : policy_.fallback)
      if (choice.name != "fail-fast")
        in_.error("fallback", in_quotes(choice.name) + " has no effect: " + name_ + " has no origin",
                  "leave it out, which means \"fail-fast\"");
    const NodeSpec* cache = find_node(draft_.blueprint, policy_.cache);
    if (cache != nullptr && cache->cache.in_process)
      in_.error("cache", in_quotes(cache->name) + " is in-process: each instance would have an only copy of its own",
                "name a cache that is shared");
  }

 private:
  void check_use(const char* axis, const models::Choice& choice) {
    if (option_of(axis, choice).is_sole) return;
    in_.error(axis, in_quotes(choice.name) + " asks an origin, and " + name_ + " has none",
              "write \"" + std::string(axis) + "\": \"cache-only\"");
  }
  std::string why_no_expiry() const {
    const std::string& name = policy_.expiry.name;
    const EntryLife life = entry_life(policy_);
    if (life.negative.ns > 0) return "\"negative\" has no effect: what the cache has not is not there";
    if (life.idle && policy_.expiry.values.ratio("jitter") > 0)
      return "\"jitter\" spreads fetches, and " + name_ + " has no origin to fetch from";
    if (life.inherits_age) return "\"age\" is counted from the store: " + name_ + " has no origin";
    const bool asks = option_of("expiry", policy_.expiry).revalidates || models::needs_instants(policy_);
    return asks ? in_quotes(name) + " asks an origin, and " + name_ + " has none" : "";
  }
  void refuse(const char* key) {
    const Node* node = in_.node().get(key);
    const bool is_none = node != nullptr && node->is(Kind::text) && (node->text == "none" || node->text == "cold");
    if (node != nullptr && !is_none)
      in_.error(key, "has no effect: " + name_ + " has no origin, and no other copy", "leave it out");
    in_.knows(key);
  }

  Reader& in_;
  const Policy& policy_;
  std::string name_;
  Draft& draft_;
};

}  // namespace

void check_sole_class(Reader& in, const DataClass& data_class) {
  const Node* promise = in.node().get("promise");
  const bool is_kept_said = promise != nullptr && promise->get("kept") != nullptr;
  if (data_class.has_origin) {
    if (is_kept_said)
      in.error("promise", "\"kept\" has no effect: an origin has what a cache loses",
               "leave it out, or write \"origin\": \"none\"");
    return;
  }
  for (const char* key : {"absent", "read_from", "derived_from", "origin_read", "origin_write"})
    if (in.has(key)) in.error(key, "has no effect: \"origin\" is \"none\"", "leave it out");
  if (!is_kept_said) in.note_assumed("promise.kept", "100%");
}

void check_sole(Reader& in, const Policy& policy, const DataClass& data_class, Draft& draft) {
  if (!data_class.has_origin) return SoleCheck(in, policy, data_class, draft).check();
  for (const auto& [axis, choice] : {std::pair("read", &policy.read), std::pair("write", &policy.write)}) {
    if (!option_of(axis, *choice).is_sole) continue;
    return in.error(axis, in_quotes(choice->name) + " is for what no origin has",
                    "write \"origin\": \"none\" where " + in_quotes(data_class.name) + " is defined, or another \"" +
                        axis + "\"");
  }
}

void check_kept(const std::vector<const Node*>& written, const Node& strategy, Draft& draft) {
  for (std::size_t i = 0; i < written.size(); ++i) {
    const DataClass& data_class = draft.blueprint.classes[i];
    if (data_class.has_origin) continue;
    const std::string name = in_quotes(data_class.name);
    if (written[i] == nullptr) {
      draft.diagnostics.error(strategy.place, strategy.path, "does not say where " + name + " is: it has no origin",
                              "write " + name + R"(: {"read": "cache-only"})");
    } else if (written[i]->is(Kind::array) && written[i]->items.size() > 1) {
      const Node& second = written[i]->items[1];
      draft.diagnostics.error(second.place, second.path, "is a second tier: of " + name + " there is one copy",
                              "write one tier");
    }
  }
}

bool is_sole(const models::Blueprint& blueprint) {
  return std::none_of(blueprint.classes.begin(), blueprint.classes.end(),
                      [](const DataClass& each) { return each.has_origin; });
}

bool keep_as(models::Blueprint& baseline, const models::Blueprint& other) {
  const auto has_origin = [](const DataClass& each) { return each.has_origin; };
  for (std::size_t i = 0; i < baseline.classes.size(); ++i) {
    if (has_origin(baseline.classes[i])) continue;
    const bool is_same = i < other.classes.size() && other.classes[i].name == baseline.classes[i].name;
    if (!is_same || has_origin(other.classes[i])) return false;
    baseline.strategy.policies[i] = other.strategy.policies[i];
    if (find_node(baseline, baseline.strategy.policies[i].cache) == nullptr) return false;
  }
  return true;
}

}  // namespace stalemate::analysis::load
