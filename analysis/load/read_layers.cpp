// What stands around a tier's reads: stampede controls and fallbacks.
#include <algorithm>
#include <functional>
#include "analysis/load/reading.hpp"

namespace stalemate::analysis::load {

using models::Choice;
using models::Policy;
using models::options::Option;

namespace {

const Option& option_of(const char* axis, const Choice& choice) {
  return *models::options::find_option(axis, choice.name);
}

/// One use of an option, or a list of them; "none" alone is an empty one.
std::vector<const Node*> items_of(const Node& node) {
  std::vector<const Node*> items;
  if (!node.is(Kind::array)) {
    if (!node.is(Kind::text) || node.text != "none") items.push_back(&node);
    return items;
  }
  for (const Node& item : node.items) items.push_back(&item);
  const bool is_none = items.size() == 1 && items.front()->is(Kind::text) && items.front()->text == "none";
  return is_none ? std::vector<const Node*>{} : items;
}

class ListReader {
 public:
  ListReader(const char* axis, std::vector<Choice>& list, const Policy& policy, Draft& draft)
      : axis_(axis), list_(list), policy_(policy), draft_(draft) {}

  /// `clash`: why an option cannot stand beside an earlier one; empty: it can.
  void read(const Node& node, const std::function<std::string(const Option& earlier, const Option& later)>& clash) {
    for (const Node* item : items_of(node)) {
      const auto choice = choice_of(*item, axis_, draft_);
      if (!choice) continue;
      const Option& option = option_of(axis_, *choice);
      check_alone(*item, option);
      for (const Choice& earlier : list_) check_beside(*item, option_of(axis_, earlier), option, clash);
      list_.push_back(*choice);
    }
  }

 private:
  void error(const Node& item, const std::string& what, const std::string& mend = "") {
    draft_.diagnostics.error(item.place, item.path, what, mend);
  }
  void check_alone(const Node& item, const Option& option) {
    if (option.needs_expiry && policy_.expiry.name == "none")
      error(item, in_quotes(option.name) + " has no effect: entries do not expire", "write an \"expiry\", as \"60s\"");
    if (option.name == "stale-while-revalidate" && option_of("expiry", policy_.expiry).revalidates)
      error(item, in_quotes(option.name) + " has no effect: " + in_quotes(policy_.expiry.name) + " does so already",
            "leave it out");
  }
  void check_beside(const Node& item, const Option& earlier, const Option& option,
                    const std::function<std::string(const Option&, const Option&)>& clash) {
    if (&earlier == &option) return error(item, in_quotes(option.name) + " stands here twice");
    const std::string why = clash(earlier, option);
    if (!why.empty())
      error(item, in_quotes(option.name) + " cannot stand beside " + in_quotes(earlier.name) + ": " + why,
            "keep one of them");
  }

  const char* axis_;
  std::vector<Choice>& list_;
  const Policy& policy_;
  Draft& draft_;
};

/// The longest time for which entries are served as stale, whatever fails.
sim::Duration stale_anyway(const Policy& policy) { return entry_life(policy).stale_for; }

}  // namespace

EntryLife entry_life(const Policy& policy) {
  EntryLife life;
  for (const auto& [key, value] : policy.expiry.values.all()) {
    if (key == "negative") life.negative = {std::get<std::int64_t>(value)};
    if (key == "age") life.inherits_age = std::get<std::string>(value) == "inherited";
  }
  if (policy.expiry.name == "ttl") life.ttl = {policy.expiry.values.integer("ttl")};
  if (policy.expiry.name == "soft-hard") {
    life.ttl = {policy.expiry.values.integer("soft")};
    life.stale_for = {policy.expiry.values.integer("hard") - life.ttl->ns};
  }
  if (policy.expiry.name == "adaptive") {
    life.ttl = {policy.expiry.values.integer("max")};
    life.share = policy.expiry.values.ratio("share");
    life.least = {policy.expiry.values.integer("min")};
  }
  if (policy.expiry.name == "sliding") {
    life.idle = {policy.expiry.values.integer("idle")};
    if (const std::int64_t at_most = policy.expiry.values.integer("at_most"); at_most > 0) life.at_most = {at_most};
  }
  for (const Choice& choice : policy.stampede)
    if (choice.name == "stale-while-revalidate" && life.ends()) life.stale_for = {choice.values.integer("window")};
  for (const Choice& choice : policy.fallback)
    if (choice.name == "stale-if-error" && life.ends()) life.stands_in_for = {choice.values.integer("age")};
  return life;
}

void check_read(Reader& in, const Policy& policy) {
  if (policy.read.name == "refresh-ahead" && policy.read.values.ratio("factor") >= 1)
    return in.error("read", "has no effect as \"refresh-ahead\": at 100% of its time an entry is gone",
                    "write a smaller \"factor\"");
  if (!option_of("read", policy.read).needs_ttl || policy.expiry.name == "ttl") return;
  in.error("read", in_quotes(policy.read.name) + " has no effect: entries have no time to live",
           "write an \"expiry\", as \"60s\"");
}

void check_expiry(Reader& in, const Policy& policy, const models::DataClass& data_class, const Draft& draft) {
  const bool is_known = data_class.has_origin && !draft.blueprint.loads.empty();
  if (entry_life(policy).negative.ns > 0 && is_known && !has_absence(draft.blueprint, data_class))
    in.error("expiry", "\"negative\" has no effect: every key of " + in_quotes(data_class.name) + " is there",
             "give the class \"absent\", or a load that writes it \"deletes\"");
  const auto span = [&](const char* key) { return policy.expiry.values.integer(key); };
  if (policy.expiry.name == "soft-hard" && span("soft") >= span("hard"))
    in.error("expiry", "\"soft\" is no less than \"hard\": nothing would be served after its soft end",
             "write a smaller \"soft\", or \"use\": \"ttl\"");
  if (policy.expiry.name != "adaptive") return;
  const bool is_fixed = policy.expiry.values.ratio("share") <= 0;
  if (is_fixed || span("min") >= span("max"))
    in.error("expiry", std::string(is_fixed ? "\"share\" is none" : "\"min\" is no less than \"max\"") +
                           ": every entry would live as long", "write \"use\": \"ttl\"");
}

namespace {

/// Whether some delete may name an entry of the class.
bool is_deleted_from(const Policy& policy, const models::DataClass& data_class) {
  const auto named = named_by(policy);
  if (named == models::options::Named::generation) return false;
  const bool by_own = option_of("write", policy.write).word == "delete" && named != models::options::Named::everything;
  return by_own || !data_class.derived_from.empty() || !data_class.tags.empty();
}

void check_kept_deleted(Reader& in, const Policy& policy, const models::DataClass& data_class) {
  for (const Choice& choice : policy.stampede) {
    const auto& given = choice.values.all();
    const auto is_asked = [](const auto& each) {
      return each.first == "keep_deleted" && std::get<std::int64_t>(each.second) > 0;
    };
    if (!std::any_of(given.begin(), given.end(), is_asked) || is_deleted_from(policy, data_class)) continue;
    in.error("stampede", "\"keep_deleted\" has no effect: no delete names an entry of " + in_quotes(data_class.name),
             "write a \"write\" that does, as \"invalidate\"");
  }
}

}  // namespace

void read_stampede(Reader& in, Policy& policy, const models::DataClass& data_class, Draft& draft) {
  const Node* node = in.get("stampede");
  if (node == nullptr) return;
  // Both would ask the cache for a token with the same look-up.
  const auto clash = [](const Option& earlier, const Option& later) -> std::string {
    return earlier.asks_again && later.asks_again ? "both choose who fetches" : "";
  };
  ListReader("stampede", policy.stampede, policy, draft).read(*node, clash);
  check_kept_deleted(in, policy, data_class);
}

void read_fallback(Reader& in, Policy& policy, const models::DataClass& data_class, Draft& draft) {
  const Node* node = in.get("fallback");
  if (node == nullptr) return;
  if (node->is(Kind::array) && node->items.empty()) {
    in.error("fallback", "is empty", "leave it out, which means " + in_quotes(models::usual_fallback(policy)));
    return;
  }
  const auto clash = [](const Option& earlier, const Option& later) -> std::string {
    const bool both = earlier.answers_for == models::options::Failed::cache && later.answers_for == earlier.answers_for;
    return both ? "both say what becomes of a read that the cache does not answer" : "";
  };
  ListReader("fallback", policy.fallback, policy, draft).read(*node, clash);
  for (const Choice& choice : policy.fallback) {
    const bool is_idle = choice.name == "stale-if-error" && stale_anyway(policy).ns >= choice.values.integer("age");
    if (is_idle)
      in.error("fallback", "\"stale-if-error\" has no effect: entries are served as stale for as long in any case",
               "write a greater \"age\"");
    if (!option_of("fallback", choice).needs_priorities) continue;
    const models::Priority least = models::priority_named(choice.values.word("below"));
    const std::string why = none_below(draft.blueprint, data_class, least);
    if (!why.empty())
      in.error("fallback", in_quotes(choice.name) + " has no effect: " + why, "give a load a lower \"priority\"");
  }
}

}  // namespace stalemate::analysis::load
