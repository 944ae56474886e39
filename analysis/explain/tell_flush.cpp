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
    return flush_arrives(i, commit, "Only now ");
  }
  note(asked, origin, "lacks v" + std::to_string(commit.version),
       names_.node(origin) + " does not get " + what + " before the run ends: it stays in " + buffer + ".", who);
}

void Teller::flush_arrives(std::size_t index, const sim::Fact& commit, const std::string& when) {
  const sim::Fact& flushed = fact(index);
  const bool is_later = flushed.version > commit.version;
  Instant sent = flushed.at;
  for (const std::size_t i : cone_.of(flushed.operation)) {
    const bool is_it = kind_of(fact(i)) == FactKind::message_sent &&
                       fact(i).outcome == static_cast<std::uint8_t>(models::Verb::flush) && i < index;
    if (is_it) sent = fact(i).at;
  }
  Step& step = message(2 * index, commit.node, flushed.node, sent, flushed.at,
                       "flush v" + std::to_string(flushed.version));
  step.sentence = when + possessive(names_.node(commit.node)) + " write buffer brings " + names_.node(flushed.node) +
                  " " + version_text(flushed.version) +
                  (is_later ? ", which had replaced " + version_text(commit.version) + " there" : "") + ", " +
                  span_text(flushed.at - commit.at) + " after the commit" +
                  (is_later ? " of " + version_text(commit.version) : "") + ".";
  step.actor = actor(Actor::Kind::write, flushed.operation);
}

std::optional<std::size_t> Teller::flush_of(std::size_t committed) const {
  const auto& facts = cone_.facts();
  for (std::size_t i = committed; i < facts.size(); ++i)
    if (kind_of(facts[i]) == FactKind::flushed && facts[i].version >= fact(committed).version) return i;
  return std::nullopt;
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
