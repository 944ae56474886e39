// Facts as lines that a person reads: when, at which node, what happened, and the version and the outcome in words.
// Promise: every kind has its own words; a field that a kind does not use is not shown; no line depends on the locale.
// Source: the meanings of the fields in models/fact_kinds.hpp.
#pragma once
#include <array>
#include <string>
#include <vector>
#include "models/world.hpp"

namespace stalemate::tests {

/// "12.500000": milliseconds, exact to the nanosecond.
inline std::string milliseconds_text(models::Instant at) {
  std::string digits = std::to_string(at.ns);
  if (digits.size() < 7) digits.insert(0, 7 - digits.size(), '0');
  return digits.substr(0, digits.size() - 6) + "." + digits.substr(digits.size() - 6);
}

class FactText final : public sim::FactReader {
 public:
  explicit FactText(models::World& world) : nodes_(world.nodes()) { world.facts().add_reader(this); }
  void read(std::span<const sim::Fact> facts) override {
    for (const sim::Fact& fact : facts) text_ += line_of(fact);
  }
  const std::string& text() const { return text_; }

 private:
  using Kind = models::FactKind;

  std::string line_of(const sim::Fact& fact) const {
    const std::string at = milliseconds_text(fact.at), name = node(fact.node);
    return std::string(at.size() < 11 ? 11 - at.size() : 0, ' ') + at + "  " + name +
           std::string(name.size() < 8 ? 8 - name.size() : 0, ' ') + story_of(fact) + '\n';
  }

  std::string story_of(const sim::Fact& fact) const {
    const std::string version = " v" + std::to_string(fact.version);
    switch (static_cast<Kind>(fact.kind)) {
      case Kind::read_invoked: return "read invoked";
      case Kind::read_answered: return "read answered" + version + " " + how(fact);
      case Kind::read_failed: return "read failed: " + status(fact);
      case Kind::write_invoked: return "write invoked";
      case Kind::write_answered: return "write answered" + version;
      case Kind::based_on: return "write goes back to" + version;
      case Kind::write_failed: return "write failed: " + status(fact);
      case Kind::attempt: return attempted(fact);
      case Kind::call_failed: return "call " + verb(fact.version) + " failed: " + status(fact);
      default: return where_data_lives(fact, version);
    }
  }

  std::string where_data_lives(const sim::Fact& fact, const std::string& version) const {
    switch (static_cast<Kind>(fact.kind)) {
      case Kind::lookup: return looked_up(fact, version);
      case Kind::joined: return "read joins the fetch, waiter" + number(fact.version);
      case Kind::stored: return std::string("stores") + version + " from " + stored_as(fact);
      case Kind::stood_in: return "lapsed" + version + " stands in";
      case Kind::error_kept: return "keeps an error";
      case Kind::appended: return "has word of" + version;
      case Kind::store_refused: return "refuses to store" + version + ": " + refusal(fact);
      case Kind::removed: return "removes" + version + ": " + removal(fact);
      case Kind::outlived: return "keeps" + version + ", deleted";
      case Kind::change_sent: return "sends word of" + version;
      case Kind::acknowledged: return "will not send word of" + version + " again";
      case Kind::change_arrived: return "hears of" + version;
      case Kind::change_failed: return "does not take word of" + version + (fact.outcome == 0 ? "" : ": it is down");
      case Kind::kept: return "holds" + version + " at the end";
      case Kind::flight_shared: return "its fetch is joined";
      case Kind::leader_asked: return "turns to the leader: " + why_leader(fact);
      case Kind::generation_set: return "begins generation" + version;
      case Kind::generation_found: return "tells generation" + version;
      case Kind::stored_under: return "stores under generation" + version;
      case Kind::preload: return "is to be warm";
      case Kind::given: return "gives" + version + " to another copy";
      case Kind::marker: return fact.outcome == 1 ? "keeps a marker" : "lifts its marker";
      case Kind::fetch_begun: return "fetch begun";
      case Kind::fetch_ended: return "fetch ended";
      case Kind::committed: return "commits" + version + committed_as(models::CommittedAs::unpacked(fact.outcome));
      case Kind::replicated: return "applies" + version;
      case Kind::flushed: return "is brought" + version;
      case Kind::sole_ended: return "ends the only copy, v" + std::to_string(fact.slot) + ": " + ended(fact);
      case Kind::voided: return "loses" + version + ", back to v" + number(fact.slot);
      default: return machinery(fact, version);
    }
  }

  std::string machinery(const sim::Fact& fact, const std::string& version) const {
    const std::string work = fact.outcome == 1 ? "a write" : "a read";
    switch (static_cast<Kind>(fact.kind)) {
      case Kind::origin_arrived: return work + " arrives";
      case Kind::origin_started: return work + " begins" + (fact.outcome == 1 ? "" : " and takes" + version);
      case Kind::origin_ended: return work + " ends";
      case Kind::origin_refused: return work + " is refused";
      case Kind::message_sent: return verb(fact.outcome) + " -> " + node(fact.version);
      case Kind::message_doubled: return doubled(fact);
      case Kind::message_lost: return lost(fact);
      case Kind::fault_begun: return "fault" + number(fact.slot) + " begins";
      case Kind::fault_ended: return "fault" + number(fact.slot) + " ends";
      case Kind::node_down: return "down";
      case Kind::node_up: return "up";
      case Kind::taken_over: return "a replica takes over without changes of" + number(fact.slot) + " keys";
      case Kind::off_ring: return "off the ring";
      case Kind::on_ring: return "on the ring";
      case Kind::abandoned: return "drops what nobody awaits: " + verb(fact.outcome);
      case Kind::shed: return shed(models::ShedAs::unpacked(fact.outcome));
      case Kind::circuit_turned: return "its circuit is " + word<3>({"closed", "open", "half open"}, fact.outcome);
      case Kind::request_begun: return "request begun";
      case Kind::read_of_request: return "read is of request" + number(fact.version);
      case Kind::write_of_request: return "write is of request" + number(fact.version);
      case Kind::request_ended: return "request ended: " + status(fact);
      default: return "fact of unknown kind" + number(fact.kind);
    }
  }

  static std::string shed(models::ShedAs as) {
    return std::string("lets a request of priority ") +
           word<3>({"sheddable", "normal", "critical"}, static_cast<std::size_t>(as.priority)) + " go" +
           (as.was_displaced ? ", for one of a higher" : "");
  }

  std::string doubled(const sim::Fact& fact) const {
    const auto what = models::LostMessage::unpacked(fact.outcome);
    return verb(static_cast<std::size_t>(what.verb)) + " -> " + node(models::Doubled::unpacked(fact.slot).receiver) +
           ", twice";
  }

  std::string node(std::size_t number) const {
    return number < nodes_.size() ? nodes_[number].name : "node " + std::to_string(number);
  }
  static std::string number(std::uint32_t value) { return " " + std::to_string(value); }
  template <std::size_t n>
  static std::string word(const std::array<const char*, n>& words, std::size_t place) {
    return place < n ? words[place] : "unknown " + std::to_string(place);
  }
  static std::string lost(const sim::Fact& fact) {
    const auto what = models::LostMessage::unpacked(fact.outcome);
    return (what.is_answer ? "answer lost: " : "message lost: ") + std::string(name_of(what.verb));
  }
  static std::string committed_as(models::CommittedAs as) {
    return std::string(as.is_repeated ? " again" : "") + (as.is_unheard ? ", and nobody awaits it" : "") +
           (as.is_buffered ? " in its buffer" : "") + (as.is_delete ? ", a delete" : "");
  }
  static std::string how(const sim::Fact& fact) {
    return word<4>({"from the origin", "from the cache", "after a miss", "with another's fetch"}, fact.outcome);
  }
  static std::string attempted(const sim::Fact& fact) {
    return "attempt" + number(fact.version) + " to " + word<3>({"read", "write", "read, hedged"}, fact.outcome);
  }
  static std::string status(const sim::Fact& fact) {
    return word<8>({"ok", "timeout", "refused", "unreachable", "origin error", "rate limited", "shed", "circuit open"},
                   fact.outcome);
  }
  static std::string looked_up(const sim::Fact& fact, const std::string& version) {
    if (models::is(fact, models::Lookup::known_error)) return "lookup finds that the fetch has failed";
    if (models::is(fact, models::Lookup::negative)) return "lookup finds" + version + ", that it is not there";
    if (models::is(fact, models::Lookup::below_floor)) return "lookup finds" + version + ", below its floor";
    if (!models::has_found(fact)) return "lookup finds nothing";
    return "lookup finds" + version +
           word<12>({"", "", ", stale", ", early", ", overdue", ", overdue and early", ", lapsed", "", ", ahead",
                     "", "", ", deleted"},
                    fact.outcome);
  }
  static std::string stored_as(const sim::Fact& fact) {
    return word<5>({"a fill", "an update", "a write-through", "another copy", "what a replica has"}, fact.outcome);
  }
  static std::string refusal(const sim::Fact& fact) {
    return word<5>({"the lease is void", "too large", "fills are held off", "too old", "not there"}, fact.outcome);
  }
  static std::string why_leader(const sim::Fact& fact) {
    return word<4>({"for nothing", "what it got is below the floor", "its session has just written", "a marker stands"},
                   fact.outcome);
  }
  static std::string removal(const sim::Fact& fact) {
    return word<8>({"deleted", "expired", "evicted", "flushed", "crashed", "replaced", "purged", "not replicated"},
                   fact.outcome);
  }
  static std::string ended(const sim::Fact& fact) {
    return word<6>({"expired", "evicted", "crashed", "flushed", "moved", "by its clock"}, fact.outcome);
  }
  static std::string verb(std::size_t number) {
    return word<16>({"get", "put", "drop", "update", "fetch", "write through", "read", "write", "request to read",
                     "request to write", "replicate", "publish", "flush", "put error", "mark", "copy"},
                    number);
  }

  const std::vector<models::NodeInfo>& nodes_;
  std::string text_;
};

}  // namespace stalemate::tests
