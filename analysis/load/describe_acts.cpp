// What `describe` says of an act: what counts as harm, and what one costs.
#include <charconv>
#include "analysis/load/describe_words.hpp"

namespace stalemate::analysis::load {
namespace {

using models::Act;

std::string text_of_cost(double figure) {
  char buffer[64];
  return {buffer, std::to_chars(buffer, buffer + sizeof buffer, figure, std::chars_format::fixed).ptr};
}

std::string harm_of(const Act& act) {
  switch (act.kind) {
    case Act::Kind::view: return "what is read is shown; harm is each stale read";
    case Act::Kind::check_then_act:
      return "a session reads, decides and writes; harm is each write after a read that was stale, or that was "
             "overtaken before the write committed, which needs no cache";
    case Act::Kind::grant:
      return "what is read lets in or not, and " + percent(act.revokes) +
             " of the commits revoke; harm is each read that lets in after that";
    case Act::Kind::take:
      return "a key has " + std::to_string(act.stock) + (act.stock == 1 ? " unit" : " units") +
             ", and again after a write that follows no read; harm is each unit taken when none is left";
    case Act::Kind::once: break;
  }
  return "each write must take effect once; harm is each time that it does so again";
}

}  // namespace

std::string name_of_harm(const Act& act) {
  if (!act.called.empty()) return act.called;
  switch (act.kind) {
    case Act::Kind::view: return "stale view";
    case Act::Kind::check_then_act: return "act on what had been superseded";
    case Act::Kind::grant: return "access after revocation";
    case Act::Kind::take: return "unit oversold";
    case Act::Kind::once: break;
  }
  return "duplicate action";
}

std::string price_of_harm(const Act& act) {
  return text_of_cost(*act.costs) + " " + act.unit + " for each " + name_of_harm(act);
}

std::string words_for(const Act& act) {
  const std::string price = act.costs ? "Cost: " + price_of_harm(act) + ", the scenario's own number."
                                      : "No price is told for a harm (" + name_of_harm(act) + "): they are counted.";
  return harm_of(act) + ". " + price;
}

}  // namespace stalemate::analysis::load
