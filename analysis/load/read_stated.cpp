// "policy" of a data class: what its team has written of how it is cached. No strategy behaves by it.
#include "analysis/load/nearest.hpp"
#include "analysis/load/reading.hpp"
#include "models/options/quantity.hpp"

namespace stalemate::analysis::load {

using models::NodeSpec;
using models::StatedPolicy;

namespace {

void read_ttl(Reader& in, StatedPolicy& stated) {
  const Node* node = in.get("ttl");
  if (node == nullptr) return;
  stated.has_ttl = true;
  if (node->is(Kind::text) && node->text == words::never) return;
  stated.ttl = in.optional_duration("ttl", some_duration());
}

}  // namespace

std::optional<StatedPolicy> read_stated_policy(Reader& in) {
  auto object = in.optional_object("policy");
  if (!object) return std::nullopt;
  StatedPolicy stated;
  if (object->has("told_by")) stated.told_by = texts_of(*object, "told_by");
  read_ttl(*object, stated);
  stated.fallback = object->optional_word("fallback", option_names("fallback")).value_or("");
  stated.watched_by = texts_of(*object, "watched_by");
  stated.exit = object->text("exit", "");
  object->finish();
  const bool says_nothing = stated == StatedPolicy{};
  if (says_nothing && object->node().members.empty())
    in.error("policy", "says nothing", R"(write {"ttl": "60s"}, or leave it out)");
  return stated;
}

// Alerts are no nodes, and a strategy may have its own: whether they are there is for `review` to say.
void check_stated_policy(Reader& in, Draft& draft) {
  const Node* policy = in.get("policy");
  const Node* told_by = policy == nullptr ? nullptr : policy->get("told_by");
  if (told_by == nullptr || !told_by->is(Kind::array)) return;
  for (const Node& each : told_by->items)
    if (each.is(Kind::text)) node_named(each, {NodeSpec::Kind::service, NodeSpec::Kind::origin}, draft);
}

}  // namespace stalemate::analysis::load
