// The network: declared links, what joins nodes that no link joins, and when a sender gives a lost message up.
#include <tuple>
#include "analysis/load/reading.hpp"
#include "models/options/quantity.hpp"

namespace stalemate::analysis::load {

using models::LinkSpec;
using models::NodeSpec;

namespace {

struct Ends {
  std::string from;
  std::string to;
  bool one_way = false;
};

/// The origin that has a follower of this name.
const NodeSpec* leader_of(const std::string& follower, const models::Blueprint& blueprint) {
  for (const NodeSpec& node : blueprint.nodes)
    for (std::int64_t i = 1; i <= node.origin.followers; ++i)
      if (models::follower_name(node.name, i) == follower) return &node;
  return nullptr;
}

/// A node, or a follower, which then has a place of its own.
const NodeSpec* end_at(const Node& name, Draft& draft) {
  const NodeSpec* leader = name.is(Kind::text) ? leader_of(name.text, draft.blueprint) : nullptr;
  return leader != nullptr ? leader : node_named(name, any_kind, draft);
}

std::optional<Ends> both_ends(Reader& in, const Node& from, const Node& to, bool one_way, Draft& draft) {
  const NodeSpec* sender = end_at(from, draft);
  const NodeSpec* receiver = end_at(to, draft);
  if (sender == nullptr || receiver == nullptr) return std::nullopt;
  if (refuse_in_process(in, {sender, receiver})) return std::nullopt;
  if (sender == receiver && from.text != to.text) {
    in.diagnostics().error(in.node().place, in.path(), "joins nodes of one origin, whose commits cross no link",
                           R"(say how late by "lag" and "receipt")");
    return std::nullopt;
  }
  return Ends{from.text, to.text, one_way};
}

std::optional<Ends> read_ends(Reader& in, Draft& draft) {
  const bool is_between = in.has("between");
  const bool is_directed = in.has("from") || in.has("to");
  const Node& node = in.node();
  if (is_between == is_directed) {
    in.diagnostics().error(node.place, node.path, R"(needs either "between": ["a", "b"], or "from" and "to")");
    return std::nullopt;
  }
  if (is_directed) {
    const Node *from = in.require("from"), *to = in.require("to");
    return from == nullptr || to == nullptr ? std::nullopt : both_ends(in, *from, *to, true, draft);
  }
  const auto names = in.optional_array("between");
  if (names.size() != 2) {
    if (node.get("between")->is(Kind::array)) in.error("between", "needs the names of two nodes");
    return std::nullopt;
  }
  return both_ends(in, *names[0], *names[1], false, draft);
}

bool is_taken(const std::vector<LinkSpec>& links, const std::string& from, const std::string& to) {
  return std::any_of(links.begin(), links.end(), [&](const LinkSpec& link) {
    const bool is_same = link.from == from && link.to == to;
    return is_same || (!link.one_way && link.from == to && link.to == from);
  });
}

sim::LinkTraits read_traits(Reader& in, const sim::Distribution& latency) {
  sim::LinkTraits traits;
  traits.duplicates = in.ratio("duplicates", 0.0);
  traits.reorder = read_reordering(in, latency);
  const auto bandwidth = in.optional_bandwidth("bandwidth", above(0.0));
  const bool is_possible = !bandwidth || (*bandwidth >= limits::slowest_link && *bandwidth <= limits::fastest_link);
  if (!is_possible) in.error("bandwidth", "is not within 1B/s to 1000000GB/s");
  traits.bytes_per_s = is_possible ? bandwidth.value_or(0) : 0;
  return traits;
}

void read_link(const Node& node, Draft& draft) {
  Reader in(node, draft.diagnostics, draft.notes);
  if (!node.is(Kind::object)) return;
  const auto ends = read_ends(in, draft);
  LinkSpec link;
  if (in.require("latency") != nullptr) link.latency = read_law(in, "latency", "0s", draft);
  link.loss = in.ratio("loss", 0.0);
  link.traits = read_traits(in, link.latency);
  in.finish();
  if (!ends) return;
  std::tie(link.from, link.to, link.one_way) = std::tie(ends->from, ends->to, ends->one_way);
  auto& links = draft.blueprint.links;
  const auto refuse = [&](const std::string& why) { draft.diagnostics.error(node.place, node.path, why); };
  if (link.from == link.to) return refuse("joins " + in_quotes(link.from) + " with itself");
  const bool is_double = is_taken(links, link.from, link.to) || (!link.one_way && is_taken(links, link.to, link.from));
  if (is_double) return refuse("is a second link between " + in_quotes(link.from) + " and " + in_quotes(link.to));
  links.push_back(std::move(link));
}

}  // namespace

sim::Reordering read_reordering(Reader& in, const sim::Distribution& takes) {
  sim::Reordering reorder;
  const Node* node = in.get("reorder");
  if (node == nullptr) return reorder;
  const bool is_whole = node->is(Kind::object) && node->get("value") == nullptr;
  std::optional<sim::Duration> by;
  if (is_whole) {
    Reader whole(*node, in.diagnostics(), in.notes());
    reorder.share = whole.ratio("share");
    by = whole.optional_duration("by", above_to(sim::Duration{0}, limits::longest_law));
    if (!by && whole.has("by")) return reorder;
    whole.finish();
  } else {
    reorder.share = in.ratio("reorder", 0.0);
  }
  reorder.by = by.value_or(takes.mean());
  if (!by && reorder.share > 0 && reorder.by.ns == 0) {
    in.error("reorder", "does not say by how much: messages take no time here",
             R"(write {"share": "5%", "by": "20ms"})");
  } else if (!by && reorder.share > 0) {
    in.notes().assumed.push_back(node->path + ".by = " + models::options::write_duration(reorder.by));
  }
  return reorder;
}

void read_links(Reader& root, Draft& draft) {
  if (auto network = root.optional_object("network")) {
    draft.latency_is_declared = network->has("latency");
    draft.blueprint.default_latency = read_law(*network, "latency", "250us", draft);
    draft.blueprint.give_up = network->duration("give_up", draft.blueprint.give_up, some_duration());
    network->finish();
  }
  for (const Node* link : root.optional_array("links")) read_link(*link, draft);
}

}  // namespace stalemate::analysis::load
