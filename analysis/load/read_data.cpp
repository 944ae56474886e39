// Data classes: how many keys, how large, how popular, what is promised of them, who owns and who holds them.
#include "analysis/load/nearest.hpp"
#include "analysis/load/reading.hpp"

namespace stalemate::analysis::load {

using models::DataClass;
using models::NodeSpec;

namespace {

constexpr std::int64_t usual_size = 1024;

models::Popularity read_popularity(Reader& in, std::int64_t keys, Draft& draft) {
  if (const Node* node = in.get("popularity")) return popularity_of(*node, keys, draft).value_or(models::Popularity{});
  in.note_assumed("popularity", "uniform");
  return {};
}

models::Promise read_promise(Reader& in) {
  models::Promise promise;
  auto object = in.optional_object("promise");
  if (!object) return promise;
  promise.max_age = object->optional_duration("max_age", any_duration());
  if (object->has("share") && !object->has("max_age")) object->error("max_age", "is missing beside \"share\"");
  promise.share = object->ratio("share", 1.0, above_to(0.0, 1.0));
  promise.kept = object->ratio("kept", 1.0, above_to(0.0, 1.0));
  promise.read_your_writes = object->flag("read_your_writes", false);
  promise.monotonic_reads = object->flag("monotonic_reads", false);
  promise.under_faults = object->flag("under_faults", true);
  const bool is_of_reads = promise.max_age.has_value() || promise.is_of_sessions();
  if (object->has("under_faults") && !is_of_reads)
    object->error("under_faults", "has no effect without \"max_age\", \"read_your_writes\" or \"monotonic_reads\"",
                  "leave it out");
  object->finish();
  return promise;
}

DataClass read_class(const Member& member, Draft& draft) {
  DataClass data_class;
  data_class.name = member.key;
  if (!member.value.is(Kind::object)) {
    draft.diagnostics.error(member.value.place, member.value.path, excerpt(member.value) + " is not an object",
                            R"(write {"keys": 1000})");
    return data_class;
  }
  Reader in(member.value, draft.diagnostics, draft.notes);
  const std::int64_t keys = in.count("keys", between(std::int64_t{1}, limits::keys));
  data_class.keys = static_cast<std::uint32_t>(std::max<std::int64_t>(1, keys));
  data_class.value_bytes = in.bytes("size", assume(usual_size), between(std::int64_t{1}, limits::value_bytes));
  data_class.popularity = read_popularity(in, keys, draft);
  data_class.promise = read_promise(in);
  data_class.absent = in.ratio("absent", 0.0);
  data_class.owner = in.text("owner", "");
  data_class.stated = read_stated_policy(in);
  data_class.origin = in.text("origin", "");
  data_class.has_origin = data_class.origin != no_origin;
  if (!data_class.has_origin) data_class.origin.clear();
  const auto from = in.optional_word("read_from", words::read_from);
  data_class.derived_from = texts_of(in, "derived_from");
  if (from) data_class.read_from = enumerator<models::ReadFrom>(words::read_from, *from);
  if (!data_class.derived_from.empty() && in.has("absent"))
    in.error("absent", "is for what is written: a derived key is always there", "leave it out");
  data_class.act = read_act(in);
  if (in.has("origin_read")) data_class.origin_read = read_law(in, "origin_read", "0s", draft);
  if (in.has("origin_write")) data_class.origin_write = read_law(in, "origin_write", "0s", draft);
  if (in.has("origin_write") && !data_class.derived_from.empty())
    in.error("origin_write", "has no effect: it is derived, and nobody writes it");
  data_class.tags = read_tags(in);
  check_sole_class(in, data_class);
  in.finish();
  return data_class;
}

void check_name(const Member& member, Draft& draft) {
  const bool is_reserved = member.key == "set" || member.key == "observe";
  if (!member.key.empty() && !is_reserved) return;
  draft.diagnostics.error(member.place, member.value.path,
                          is_reserved ? in_quotes(member.key) + " cannot name a class: a strategy uses the word"
                                      : "a name is empty");
}

void check_origin(DataClass& data_class, Reader& in, Draft& draft) {
  if (!data_class.has_origin) return;
  const auto origins = node_names(draft.blueprint, {NodeSpec::Kind::origin});
  if (in.has("origin")) {
    node_at(in, "origin", {NodeSpec::Kind::origin}, draft);
  } else if (origins.size() == 1) {
    data_class.origin = origins.front();
  } else if (origins.size() > 1) {
    in.error("origin", "is missing: there are several origins", "known here: " + quoted_list(origins));
  }
}

void check_read_from(const DataClass& data_class, Reader& in, Draft& draft) {
  const NodeSpec* origin = find_node(draft.blueprint, data_class.origin);
  const bool has_none = origin != nullptr && origin->kind == NodeSpec::Kind::origin && origin->origin.followers == 0;
  if (has_none && data_class.read_from.value_or(models::ReadFrom::leader) != models::ReadFrom::leader)
    in.error("read_from", "asks for a follower, but " + in_quotes(origin->name) + " has none");
}

void check_total(Reader& root, Draft& draft) {
  std::int64_t keys = 0;
  for (const DataClass& data_class : draft.blueprint.classes) keys += data_class.keys;
  if (keys > limits::keys) {
    root.error("data", "has " + std::to_string(keys) + " keys, more than " + std::to_string(limits::keys));
  }
  for (const NodeSpec& node : draft.blueprint.nodes) {
    if (node.kind != NodeSpec::Kind::origin || keys <= limits::key_tables / (1 + node.origin.followers)) continue;
    root.error("data", "has more keys than " + std::to_string(node.origin.followers) + " followers of " +
                           in_quotes(node.name) + " can hold");
  }
}

}  // namespace

void read_data(Reader& root, Draft& draft) {
  if (root.require("data") == nullptr) return;
  const auto members = root.named("data");
  const bool is_empty_object = members.empty() && root.get("data")->is(Kind::object);
  if (is_empty_object) root.error("data", "defines no class of data");
  if (std::int64_t(members.size()) > limits::classes) return root.error("data", "has more than 10000 classes");
  for (const Member* member : members) {
    check_name(*member, draft);
    draft.blueprint.classes.push_back(read_class(*member, draft));
  }
}

void check_data(Reader& root, Draft& draft) {
  const auto members = root.named("data");
  const bool has_origin = !node_names(draft.blueprint, {NodeSpec::Kind::origin}).empty();
  if (!has_origin && !is_sole(draft.blueprint) && !draft.blueprint.nodes.empty() && draft.doubtful_nodes.empty()) {
    root.error("nodes", "defines no origin: the data has nowhere to be");
  }
  for (std::size_t i = 0; i < draft.blueprint.classes.size(); ++i) {
    if (!members[i]->value.is(Kind::object)) continue;
    Reader in(members[i]->value, draft.diagnostics, draft.notes);
    if (in.has("owner")) node_at(in, "owner", {NodeSpec::Kind::service}, draft);
    check_stated_policy(in, draft);
    check_origin(draft.blueprint.classes[i], in, draft);
    check_read_from(draft.blueprint.classes[i], in, draft);
  }
  check_total(root, draft);
}

void check_promises(Reader& root, Draft& draft) {
  const auto members = root.named("data");
  const auto& loads = draft.blueprint.loads;
  if (has_doubtful_load(root, draft.blueprint)) return;
  for (std::size_t i = 0; i < draft.blueprint.classes.size() && i < members.size(); ++i) {
    const DataClass& data_class = draft.blueprint.classes[i];
    if (!data_class.promise.is_of_sessions()) continue;
    const auto tells_apart = [&](const models::Load& load) {
      return models::tells_sessions(load) && models::reads_class(load, data_class.name);
    };
    if (std::any_of(loads.begin(), loads.end(), tells_apart)) continue;
    const Node& node = *members[i]->value.get("promise");
    draft.diagnostics.error(node.place, node.path,
                            "promises something to sessions, and no load that reads " + in_quotes(data_class.name) +
                                " tells its sessions apart",
                            R"(write "sessions": 100 at such a load)");
  }
}

}  // namespace stalemate::analysis::load
