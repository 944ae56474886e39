// A write buffer: when what it held came to the origin, and what was lost with it or under it.
#include <algorithm>
#include "analysis/explain/teller.hpp"

namespace stalemate::analysis::explain {

using models::FactKind;
using models::kind_of;

void Teller::flush(std::size_t committed, std::size_t asked) {
  const sim::Fact& commit = fact(committed);
  const std::uint16_t origin = fact(asked).node;
  const std::string what = version_text(commit.version);
  const std::string buffer = possessive(names_.node(commit.node)) + " write buffer";
  const std::size_t who = actor(Actor::Kind::write, commit.operation);
  for (std::size_t i = asked; i < cone_.facts().size(); ++i) {
    const sim::Fact& each = fact(i);
    if (kind_of(each) == FactKind::voided && each.version == commit.version) {
      felled(commit.node, i);
      return note(i, commit.node, "loses v" + std::to_string(commit.version),
                  buffer + " is lost, and " + what + " with it: nobody had flushed it.", who);
    }
    if (kind_of(each) != FactKind::flushed || each.version < commit.version) continue;
    order(commit.node, origin, commit.at, each.at, "flush of v" + std::to_string(each.version));
    const std::string as = each.version > commit.version ? ", which had replaced " + what + " there" : "";
    return note(i, origin, "has v" + std::to_string(each.version),
                "Only now " + buffer + " brings " + names_.node(origin) + " " + version_text(each.version) + as + ", " +
                    span_text(each.at - commit.at) + " after the commit.",
                who);
  }
  note(asked, origin, "lacks v" + std::to_string(commit.version),
       names_.node(origin) + " does not get " + what + " before the run ends: it stays in " + buffer + ".", who);
}

void Teller::replaced(std::size_t committed, std::size_t lost) {
  const auto& facts = cone_.facts();
  std::size_t flushed = lost;  // told just before what it replaced
  while (flushed > 0 && kind_of(facts[flushed]) != FactKind::flushed) --flushed;
  note(lost, facts[lost].node, "loses v" + std::to_string(facts[lost].version),
       version_text(facts[flushed].version) + ", older, is flushed over " + version_text(facts[lost].version) +
           ", which is void from now on.",
       actor(Actor::Kind::write, facts[committed].operation));
}

}  // namespace stalemate::analysis::explain
