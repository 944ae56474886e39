// Tags of classes, and what the changes of a policy name besides the key that was written.
#include "analysis/load/reading.hpp"
#include "models/tags.hpp"

namespace stalemate::analysis::load {

using models::DataClass;
using models::Policy;
using models::Tag;
using models::options::Named;

namespace {

class TagCheck {
 public:
  TagCheck(const Node& tags, const DataClass& data_class, Draft& draft)
      : tags_(tags), class_(data_class), draft_(draft) {}

  void check(const Tag& tag) {
    const auto& classes = draft_.blueprint.classes;
    for (const DataClass* other = classes.data(); other != &class_; ++other)
      for (const Tag& before : other->tags)
        if (before.name == tag.name && before.count != tag.count)
          return error(tag, "is of " + std::to_string(before.count) + " tags at " + in_quotes(other->name),
                       "write " + std::to_string(before.count) + ", or give one of them another name");
    const std::uint32_t borne_by = models::keys_a_tag(tag, class_.keys);
    if (borne_by > limits::keys_a_tag)
      return error(tag, "would be borne by " + std::to_string(borne_by) + " keys of " + in_quotes(class_.name) +
                            " a tag, more than " + std::to_string(limits::keys_a_tag),
                   "write more tags");
    for (const std::string& name : class_.derived_from)
      if (const DataClass* source = find_class(draft_.blueprint, name)) check_source(tag, *source);
  }

 private:
  /// Key i of the one belongs to key i modulo the keys of the smaller one: do both bear the same tag?
  void check_source(const Tag& tag, const DataClass& source) {
    const auto is_it = [&](const Tag& each) { return each.name == tag.name; };
    if (std::none_of(source.tags.begin(), source.tags.end(), is_it)) return;
    const std::uint32_t smaller = std::min(source.keys, class_.keys);
    if (source.keys == class_.keys || smaller % tag.count == 0) return;
    const Node& at = *tags_.get(tag.name);
    draft_.diagnostics.warning(at.place, at.path,
                               "not every key of " + in_quotes(class_.name) + " bears the tag of what it is computed " +
                                   "from: " + std::to_string(smaller) + " keys are no multiple of " +
                                   std::to_string(tag.count));
  }
  void error(const Tag& tag, const std::string& what, const std::string& mend) {
    const Node& at = *tags_.get(tag.name);
    draft_.diagnostics.error(at.place, at.path, what, mend);
  }

  const Node& tags_;
  const DataClass& class_;
  Draft& draft_;
};

bool is_versioned(const Policy& policy) {
  const auto& values = policy.write.values.all();
  return std::any_of(values.begin(), values.end(), [](const auto& each) {
    return each.first == "versioned" && std::get<bool>(each.second);
  });
}

}  // namespace

std::vector<Tag> read_tags(Reader& in) {
  std::vector<Tag> tags;
  auto object = in.optional_object("tags");
  if (!object) return tags;
  for (const Member* member : object->named()) {
    const auto count = object->count_of(member->value, between(std::int64_t{1}, limits::keys));
    if (count) tags.push_back({member->key, static_cast<std::uint32_t>(*count)});
  }
  if (object->node().members.empty())
    in.error("tags", "names no kind of tags", R"(write {"category": 200}, or leave it out)");
  return tags;
}

void check_tags(Reader& root, Draft& draft) {
  const auto members = root.named("data");
  for (std::size_t i = 0; i < draft.blueprint.classes.size() && i < members.size(); ++i) {
    const Node* tags = members[i]->value.get("tags");
    if (tags == nullptr) continue;
    const DataClass& data_class = draft.blueprint.classes[i];
    TagCheck checking(*tags, data_class, draft);
    for (const Tag& tag : data_class.tags) checking.check(tag);
  }
}

void check_names(Reader& in, const Policy& policy, const DataClass& data_class, Draft& draft) {
  const Named named = named_by(policy);
  if (named == Named::key || !announces(policy) || is_derived(draft.blueprint, data_class.name)) return;
  if (named == Named::tags && data_class.tags.empty())
    in.error("names", in_quotes(data_class.name) + " has no tags",
             R"(write "tags": {"category": 200} where it is defined)");
  const std::string& write = policy.write.name;
  const bool by_generation = named == Named::generation;
  if (models::options::find_option("write", write)->word != "delete")
    in.error("names",
             in_quotes(write) + (by_generation ? " sets a value: it cannot move a generation on"
                                               : " sets one value: it cannot name other keys"),
             "write a \"write\" that deletes, as \"invalidate\"");
  if (is_versioned(policy))
    in.error("names",
             by_generation ? "cannot be versioned: a generation is moved on whatever it was"
                           : "cannot be versioned: it names other keys, whose versions do not compare with this one's",
             "leave \"versioned\" out");
  if (by_generation && models::guard_terms(policy).hold_off.ns > 0)
    in.error("guard", in_quotes(policy.guard.name) + " has no effect: with \"version-key\" nobody finds a late fill",
             "leave it out");
}

namespace {

/// Who reads by a generation of others that nobody moves on, or is deleted by its tags, which do not find it.
class GenerationCheck {
 public:
  GenerationCheck(const models::Blueprint& blueprint, const models::Strategy& strategy) : blueprint_(blueprint) {
    blueprint_.strategy = strategy;
  }

  std::string what_is_wrong(std::size_t data_class, const Policy& tier) const {
    const DataClass& own = blueprint_.classes[data_class];
    for (std::size_t i = 0; i < blueprint_.classes.size(); ++i)
      for (const Policy* other : models::tiers_of(blueprint_.strategy.policies[i]))
        if (announces(*other) && named_by(*other) == Named::tags && other->cache == tier.cache &&
            share_tags(blueprint_.classes[i], own))
          return "hides it from " + in_quotes(blueprint_.classes[i].name) + ", which deletes it by its tags";
    if (own.derived_from.empty()) return "";
    const auto sources = written_sources(blueprint_, data_class);
    const bool is_told = std::any_of(sources.begin(), sources.end(), [&](std::size_t source) {
      return telling_derived(blueprint_, source, {data_class, tier.cache}) != nullptr;
    });
    return is_told ? "" : "has no effect: nobody moves on the generation of " + in_quotes(own.name);
  }

 private:
  models::Blueprint blueprint_;
};

/// Another shard would have other generations.
bool moves_shards_of(const models::Fault& fault, const std::string& cache) {
  const bool moves = fault.kind == models::Fault::Kind::remove_shard || fault.kind == models::Fault::Kind::add_shard;
  return moves && (fault.node == cache || fault.node.starts_with(cache + "-"));
}

}  // namespace

void check_names(const std::vector<const Node*>& written, Draft& draft, const models::Strategy& strategy) {
  const GenerationCheck checking(draft.blueprint, strategy);
  for (std::size_t i = 0; i < written.size(); ++i) {
    if (written[i] == nullptr || has_unknown_source(draft.blueprint)) continue;
    const auto tiers = models::tiers_of(strategy.policies[i]);
    for (std::size_t place = 0; place < tiers.size(); ++place) {
      if (!goes_by_generation(*tiers[place])) continue;
      const bool is_list = written[i]->is(Kind::array);
      const Node& node = is_list ? written[i]->items[std::min(place, written[i]->items.size() - 1)] : *written[i];
      for (const models::Fault& fault : draft.blueprint.faults)
        if (moves_shards_of(fault, tiers[place]->cache))
          draft.diagnostics.error(node.place, node.path + ".names",
                                  "is not modelled where shards come and go, as by " + in_quotes(fault.name),
                                  "leave that fault out, or name otherwise");
      const std::string wrong = checking.what_is_wrong(i, *tiers[place]);
      if (!wrong.empty())
        draft.diagnostics.error(node.place, node.path + ".names", wrong,
                                "write \"version-key\" where it is changed too, with the same \"tags\" first");
    }
  }
}

void check_names(const std::vector<Policy>& tiers, const Node& list, Draft& draft) {
  if (std::none_of(tiers.begin(), tiers.end(), tells_derived)) return;
  for (std::size_t i = 0; i < tiers.size(); ++i)
    if (announces(tiers[i]) && named_by(tiers[i]) != Named::key)
      draft.diagnostics.error(list.items[i].place, list.items[i].path + ".names",
                              "stands beside \"dependents\" of another tier: what is derived would be told twice",
                              "name the same way once");
}

bool names_derived(const Policy& policy) {
  return models::options::find_option("names", policy.names.name)->tells_derived;
}

Named named_by(const Policy& policy) { return models::options::find_option("names", policy.names.name)->named; }

bool goes_by_generation(const Policy& policy) { return is_cached(policy) && named_by(policy) == Named::generation; }

bool share_tags(const DataClass& one, const DataClass& other) {
  return std::any_of(one.tags.begin(), one.tags.end(), [&](const Tag& tag) {
    return std::any_of(other.tags.begin(), other.tags.end(), [&](const Tag& each) { return each.name == tag.name; });
  });
}

}  // namespace stalemate::analysis::load
