// Names in a scenario: what they refer to, and what is said when they refer to nothing.
#include "analysis/load/nearest.hpp"
#include "analysis/load/path.hpp"
#include "analysis/load/reading.hpp"

namespace stalemate::analysis::load {

using models::NodeSpec;

const NodeSpec* find_node(const models::Blueprint& blueprint, std::string_view name) {
  for (const NodeSpec& node : blueprint.nodes) {
    if (node.name == name) return &node;
  }
  return nullptr;
}

const models::DataClass* find_class(const models::Blueprint& blueprint, std::string_view name) {
  for (const models::DataClass& data_class : blueprint.classes) {
    if (data_class.name == name) return &data_class;
  }
  return nullptr;
}

const std::vector<NodeSpec::Kind> any_kind = {NodeSpec::Kind::client, NodeSpec::Kind::service, NodeSpec::Kind::cache,
                                              NodeSpec::Kind::origin, NodeSpec::Kind::bus};

const std::string& word_of(NodeSpec::Kind kind) { return words::node_kinds[static_cast<std::size_t>(kind)]; }

std::string quoted_list(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) text += (i > 0 ? ", " : "") + in_quotes(names[i]);
  return text;
}

std::vector<std::string> node_names(const models::Blueprint& blueprint, const std::vector<NodeSpec::Kind>& kinds) {
  std::vector<std::string> names;
  for (const NodeSpec& node : blueprint.nodes) {
    if (std::find(kinds.begin(), kinds.end(), node.kind) != kinds.end()) names.push_back(node.name);
  }
  return names;
}

std::vector<std::string> class_names(const models::Blueprint& blueprint) {
  std::vector<std::string> names;
  for (const models::DataClass& data_class : blueprint.classes) names.push_back(data_class.name);
  return names;
}

namespace {

std::string kinds_wanted(const std::vector<NodeSpec::Kind>& kinds) {
  std::string text;
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    const std::string& word = word_of(kinds[i]);
    const std::string separator = i == 0 ? "" : i + 1 == kinds.size() ? " or " : ", ";
    text += separator + (word == "origin" ? "an " : "a ") + word;
  }
  return text;
}

}  // namespace

const NodeSpec* node_named(const Node& name, const std::vector<NodeSpec::Kind>& kinds, Draft& draft) {
  if (!name.is(Kind::text)) {
    draft.diagnostics.error(name.place, name.path, excerpt(name) + " is not the name of a node");
    return nullptr;
  }
  // Without any node one error has been reported already.
  if (draft.blueprint.nodes.empty() || draft.doubtful_nodes.contains(name.text)) return nullptr;
  const NodeSpec* node = find_node(draft.blueprint, name.text);
  const auto candidates = node_names(draft.blueprint, kinds);
  if (node == nullptr) {
    draft.diagnostics.error(name.place, name.path, in_quotes(name.text) + " is not defined under nodes",
                            mend_for(name.text, candidates));
    return nullptr;
  }
  if (std::find(kinds.begin(), kinds.end(), node->kind) != kinds.end()) return node;
  const std::string is = node->kind == NodeSpec::Kind::origin ? " is an " : " is a ";
  draft.diagnostics.error(name.place, name.path,
                          in_quotes(name.text) + is + word_of(node->kind) + ", not " + kinds_wanted(kinds),
                          candidates.empty() ? "" : "known here: " + quoted_list(candidates));
  return nullptr;
}

const NodeSpec* node_at(Reader& in, std::string_view key, const std::vector<NodeSpec::Kind>& kinds, Draft& draft) {
  const Node* name = in.require(key);
  return name == nullptr ? nullptr : node_named(*name, kinds, draft);
}

const models::DataClass* class_at(Reader& in, std::string_view key, Draft& draft) {
  const auto name = in.optional_text(key);
  if (!name || draft.blueprint.classes.empty()) return nullptr;
  const models::DataClass* found = find_class(draft.blueprint, *name);
  if (found == nullptr) {
    in.error(key, in_quotes(*name) + " is not defined under data", mend_for(*name, class_names(draft.blueprint)));
  }
  return found;
}

namespace {

std::vector<std::string> copies_of(const NodeSpec& cache, const models::Blueprint& blueprint) {
  std::vector<std::string> copies;
  for (const NodeSpec& node : blueprint.nodes) {
    if (node.kind != NodeSpec::Kind::service) continue;
    for (const std::string& instance : parts_of(node, blueprint)) copies.push_back(cache.name + "@" + instance);
  }
  return copies;
}

}  // namespace

std::vector<std::string> parts_of(const NodeSpec& node, const models::Blueprint& blueprint) {
  if (node.kind == NodeSpec::Kind::cache && node.cache.in_process) return copies_of(node, blueprint);
  const bool is_cache = node.kind == NodeSpec::Kind::cache;
  const bool is_service = node.kind == NodeSpec::Kind::service;
  const std::int64_t count = is_cache ? node.cache.shards : is_service ? node.service.instances : 1;
  std::vector<std::string> parts;
  if (count == 1) parts.push_back(node.name);
  for (std::int64_t i = 1; count > 1 && i <= count; ++i) parts.push_back(node.name + "-" + std::to_string(i));
  if (node.kind != NodeSpec::Kind::origin) return parts;
  for (std::int64_t i = 1; i <= node.origin.followers; ++i) {
    parts.push_back(node.name + "-follower-" + std::to_string(i));
  }
  return parts;
}

std::vector<std::string> texts_of(Reader& in, std::string_view key) {
  std::vector<std::string> texts;
  for (const Node* item : in.optional_array(key)) {
    if (item->is(Kind::text)) {
      texts.push_back(item->text);
    } else {
      in.diagnostics().error(item->place, item->path, excerpt(*item) + " is not a text in quotes");
    }
  }
  return texts;
}

bool refuse_in_process(Reader& in, const std::vector<const NodeSpec*>& ends) {
  for (const NodeSpec* node : ends) {
    if (node->kind != NodeSpec::Kind::cache || !node->cache.in_process) continue;
    in.diagnostics().error(in.node().place, in.path(),
                           in_quotes(node->name) + " is in the process of its service: no link leads to it",
                           "name the service, or the bus that tells it of changes");
    return true;
  }
  return false;
}

}  // namespace stalemate::analysis::load
