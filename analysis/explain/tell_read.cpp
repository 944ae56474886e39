// A read: from its invocation through caches and origins to what it stored, and to its answer.
#include <algorithm>
#include <utility>
#include "analysis/explain/read_words.hpp"
#include "analysis/explain/teller.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::explain {

using models::FactKind;
using models::kind_of;
using models::Lookup;
using models::Verb;

class Teller::OfRead {
 public:
  OfRead(Teller& teller, std::uint64_t operation, std::size_t actor)
      : teller_(teller), operation_(operation), actor_(actor) {}

  void tell(std::size_t index) {
    const sim::Fact& fact = teller_.fact(index);
    arrive_at(fact, index);
    switch (kind_of(fact)) {
      case FactKind::read_invoked: return invoked(fact, index);
      case FactKind::attempt: return attempted(fact, index);
      case FactKind::message_sent: return sent(fact, index);
      case FactKind::message_doubled: return doubled(fact);
      case FactKind::message_lost: return lost(fact, index);
      case FactKind::lookup: return looked_up(fact, index);
      case FactKind::generation_found: return told_generation(fact, index);
      case FactKind::joined: return joined(fact, index);
      case FactKind::leader_asked: return leader_asked(fact, index);
      case FactKind::origin_arrived: arrived(fact.node, index, "read"); return;
      case FactKind::origin_started: return taken(fact, index);
      case FactKind::origin_ended: return given(fact, index);
      case FactKind::stored: return stored(fact, index);
      case FactKind::preload: return preloaded(fact, index);
      case FactKind::given: return given_on(fact, index);
      case FactKind::stood_in: return stood_in(fact, index);
      case FactKind::error_kept: return error_kept(fact, index);
      case FactKind::store_refused: return refused(fact, index);
      case FactKind::call_failed: return failed(fact, index);
      case FactKind::shed: return shed(fact, index);
      case FactKind::circuit_turned: return circuit_turned(fact, index);
      default: return;
    }
  }

 private:
  void sent(const sim::Fact& fact, std::size_t index) {
    const auto receiver = static_cast<std::uint16_t>(fact.version);
    sent_[receiver] = index;
    answered_.erase(receiver);
    lost_from_.erase(receiver);
    copies_.erase(receiver);
    if (fact.outcome == static_cast<std::uint8_t>(Verb::read)) waited(fact.node, index);
  }
  void doubled(const sim::Fact& fact) {
    const auto doubled = models::Doubled::unpacked(fact.slot);
    if (!doubled.is_sent_alone) copies_[doubled.receiver] = 0;
  }
  /// Of what came to the node last: " (the second copy of one message)", or nothing.
  std::string copy_of_message(std::uint16_t node) {
    const auto copies = copies_.find(node);
    const bool is_second = copies != copies_.end() && ++copies->second > 1;
    return is_second ? " (the second copy of one message)" : "";
  }
  /// That a miss has waited, and asked again in vain, before its node asks the origin.
  void waited(std::uint16_t node, std::size_t index) {
    for (auto& [copy, times] : in_vain_) {
      if (times == 0) continue;
      teller_.note(index, node, "has waited",
                   teller_.names_.node(node) + " has asked " + teller_.names_.node(copy) + again_text(times) +
                       " in vain, while another fetch of " + key_ + " was to fill it; now it fetches " + key_ +
                       " itself.",
                   actor_);
      times = 0;
    }
  }
  static std::string again_text(std::int64_t times) {
    return times == 1 ? " once more" : " " + page::count_text(static_cast<double>(times)) + " times more";
  }

  /// Who sent the last message to the node; of an in-process copy its home, of a node that asks itself the node.
  std::uint16_t sender_to(std::uint16_t node) const {
    if (const auto sent = sent_.find(node); sent != sent_.end()) return teller_.fact(sent->second).node;
    return teller_.names_.info(node).home.value_or(node);
  }
  Step& arrived(std::uint16_t node, std::size_t index, std::string label) {
    const auto sent = sent_.find(node);
    const sim::Instant at = teller_.fact(sent == sent_.end() ? index : sent->second).at;
    Step& step = teller_.message(2 * index, sender_to(node), node, at, teller_.fact(index).at, std::move(label));
    step.actor = actor_;
    return step;
  }
  void answer(std::uint16_t node, std::size_t index, std::string label) {
    const sim::Instant at = teller_.fact(index).at;
    Step& step = teller_.message(2 * index + 1, node, sender_to(node), at, teller_.came_back(operation_, index),
                                 std::move(label));
    step.is_answer = true;
    step.actor = actor_;
  }

  /// The age of what is told counts from here, so that it has to be seen.
  void invoked(const sim::Fact& fact, std::size_t index) {
    caller_ = fact.node;
    key_ = teller_.names_.key(fact.key);
    if (teller_.story_.actors[actor_].kind != Actor::Kind::the_read) return;
    const measure::StaleRead& read = teller_.story_.read;
    teller_.note(index, fact.node, "wants " + key_,
                 teller_.names_.node(fact.node) + " begins a read of " + key_ + ": " +
                     (is_loss(read.next) ? "it was lost " : version_text(read.next) + " was committed ") +
                     span_text(read.age()) + " ago.",
                 actor_);
  }

  /// Whether a version is that the only copy of the key has ended.
  bool is_loss(std::uint32_t version) const {
    const auto& facts = teller_.cone_.facts();
    return std::any_of(facts.begin(), facts.end(), [&](const sim::Fact& each) {
      return kind_of(each) == FactKind::sole_ended && each.version == version;
    });
  }
  /// No read began it.
  void preloaded(const sim::Fact& fact, std::size_t index) {
    key_ = teller_.names_.key(fact.key);
    teller_.note(index, fact.node, "preloads",
                 teller_.names_.node(fact.node) + " has come up empty: it fetches " + key_ +
                     ", which is among the keys that are asked for most.",
                 actor_);
  }
  void given_on(const sim::Fact& fact, std::size_t index) {
    key_ = teller_.names_.key(fact.key);
    teller_.note(index, fact.node, "gives v" + std::to_string(fact.version),
                 teller_.names_.node(fact.node) + " gives what it holds to a copy that has come up empty: of " + key_ +
                     " it holds " + version_text(fact.version) + ".",
                 actor_);
  }

  /// A retry follows a failure, which is told; a hedge has no other sign.
  void attempted(const sim::Fact& fact, std::size_t index) {
    if (fact.outcome != static_cast<std::uint8_t>(models::AttemptAs::hedge)) return void(attempted_ = fact.at);
    teller_.note(index, caller_, "asks again",
                 teller_.names_.node(caller_) + " has had no answer for " + span_text(fact.at - attempted_) +
                     ", and asks for " + key_ + " a second time.",
                 actor_);
  }

  /// A request to a service is no fact when it arrives: what the service does next shows it.
  void arrive_at(const sim::Fact& fact, std::size_t index) {
    if (fact.kind != static_cast<std::uint8_t>(FactKind::message_sent) &&
        fact.kind != static_cast<std::uint8_t>(FactKind::lookup))
      return;
    const std::uint16_t here = fact.kind == static_cast<std::uint8_t>(FactKind::message_sent)
                                   ? fact.node
                                   : teller_.names_.info(fact.node).home.value_or(fact.node);
    const auto sent = sent_.find(here);
    if (sent == sent_.end() || teller_.fact(sent->second).outcome != static_cast<std::uint8_t>(Verb::request_read))
      return;
    const std::uint16_t from = teller_.fact(sent->second).node;
    arrived(here, index, "read").order = 2 * sent->second;
    teller_.story_.steps.back().sentence = "A request from " + teller_.names_.node(from) + " reaches " +
                                           teller_.names_.node(here) + ": it wants " + key_ + ".";
    sent_.erase(here);
  }

  /// An entry whose time is over goes when somebody asks for it.
  bool has_expired(const sim::Fact& miss, std::size_t index) const {
    if (index == 0) return false;
    const sim::Fact& before = teller_.fact(index - 1);
    return before.kind == static_cast<std::uint8_t>(FactKind::removed) && before.node == miss.node &&
           before.at == miss.at && before.outcome == static_cast<std::uint8_t>(models::Removal::expired);
  }

  /// What became of the entry that was there last, if it was neither deleted nor over.
  std::string why_gone(const sim::Fact& miss, std::size_t index) const {
    for (std::size_t i = index; i-- > 0;) {
      const sim::Fact& fact = teller_.fact(i);
      if (fact.node != miss.node || kind_of(fact) != FactKind::removed) continue;
      const std::string why = how_gone(static_cast<models::Removal>(fact.outcome));
      return why.empty() ? "" : ", as " + version_text(fact.version) + " was " + why + " at " + moment_text(fact.at, 6);
    }
    return "";
  }

  std::string nothing_held(const sim::Fact& miss, std::size_t index) const {
    if (models::is(miss, Lookup::known_error)) return "it remembers that a fetch has failed";
    if (models::is(miss, Lookup::below_floor)) return it_holds(miss);
    if (has_expired(miss, index)) return "its entry has expired";
    std::string held = held_deleted(teller_.cone_.facts(), index, miss.node);
    if (!held.empty()) return held;
    if (looks_under_ > 0) return "it holds nothing under generation " + std::to_string(looks_under_);
    return "it holds nothing" + why_gone(miss, index);
  }

  static std::string it_holds(const sim::Fact& found) {
    return "it holds " + version_text(found.version) + served_how(static_cast<Lookup>(found.outcome));
  }

  void looked_up(const sim::Fact& fact, std::size_t index) {
    const bool hit = models::has_found(fact);
    const std::string copy = copy_of_message(fact.node);
    if (!hit && !missed_.insert(fact.node).second) return void(in_vain_[fact.node] += copy.empty());  // nothing new
    const std::int64_t in_vain = std::exchange(in_vain_[fact.node], 0);
    const std::uint16_t from = sender_to(fact.node);
    const std::string held = hit ? it_holds(fact) : nothing_held(fact, index);
    const std::string who =
        from == fact.node ? teller_.names_.node(fact.node) + " looks for " + key_
                          : teller_.names_.node(from) + " asks " + teller_.names_.node(fact.node) + " for " + key_;
    if (from != fact.node) arrived(fact.node, index, "get");
    const std::string label = hit ? "v" + std::to_string(fact.version) : "miss";
    if (from != fact.node && (hit || !is_read_through(fact.node))) {
      answered_.insert(fact.node);
      answer(fact.node, index, label);
      Step& given = teller_.story_.steps.back();
      given.until = fact.at;  // what counts is when the copy was looked at
      given.received = seen_by(from, index);
    } else {
      teller_.note(index, fact.node, label, "", actor_);
    }
    const std::string after =
        in_vain > 0 ? ", having asked" + again_text(in_vain) + " in vain while another read was to fill it" : "";
    teller_.story_.steps.back().sentence = who + after + copy + ": " + held + ".";
  }

  /// Whether the node was asked to fetch: then it answers when it has the value, not when it misses it.
  bool is_read_through(std::uint16_t node) const {
    const auto sent = sent_.find(node);
    return sent != sent_.end() && teller_.fact(sent->second).outcome == static_cast<std::uint8_t>(Verb::fetch);
  }

  /// When an answer that left with this fact is seen to have come to a node: by what the node does next. None: another
  /// one acts next, so that nothing shows it.
  std::optional<sim::Instant> seen_by(std::uint16_t node, std::size_t index) const {
    const auto& all = teller_.cone_.of(operation_);
    const auto next = std::upper_bound(all.begin(), all.end(), index);
    if (next == all.end()) return std::nullopt;
    const sim::Fact& fact = teller_.fact(*next);
    const auto kind = kind_of(fact);
    const bool acts = kind == FactKind::message_sent && fact.node == node;
    const bool ends = kind == FactKind::read_answered && caller_ == node;
    return acts || ends ? std::optional(fact.at) : std::nullopt;
  }

  void told_generation(const sim::Fact& fact, std::size_t index) {
    const std::uint16_t from = sender_to(fact.node);
    const std::string holder = teller_.names_.node(fact.node), number = std::to_string(fact.version);
    if (from != fact.node) {
      arrived(fact.node, index, "generation?");
      answer(fact.node, index, "generation " + number);
      teller_.story_.steps.back().until = fact.at;  // what counts is when it was chosen
    } else {
      teller_.note(index, fact.node, "generation " + number, "", actor_);
    }
    const std::string who = from == fact.node ? holder + " looks" : teller_.names_.node(from) + " asks " + holder;
    teller_.story_.steps.back().sentence = who + " for the generation of " + key_ + ": it is " + number + ".";
    looks_under_ = fact.version;
  }

  void joined(const sim::Fact& fact, std::size_t index) {
    const std::string node = teller_.names_.node(fact.node);
    teller_.note(index, fact.node, "waits",
                 node + " is fetching " + key_ + " for another read already; this one waits for it.", actor_);
  }

  std::string why_leader(const sim::Fact& fact) const {
    switch (static_cast<models::WhyLeader>(fact.outcome)) {
      case models::WhyLeader::below_floor:
        return version_text(fact.version) + " of " + teller_.names_.node(static_cast<std::uint16_t>(fact.slot)) +
               " is older than what its session has had";
      case models::WhyLeader::recent_write: return "its session has written a moment ago";
      case models::WhyLeader::marker: return "it has missed beside a remote marker";
      case models::WhyLeader::none: break;
    }
    return "";
  }

  void leader_asked(const sim::Fact& fact, std::size_t index) {
    teller_.note(index, fact.node, "to the leader",
                 teller_.names_.node(fact.node) + " turns to the leader for " + key_ + ": " + why_leader(fact) + ".",
                 actor_);
  }

  void taken(const sim::Fact& fact, std::size_t index) {
    teller_.note(index, fact.node, "has v" + std::to_string(fact.version),
                 teller_.names_.node(sender_to(fact.node)) + " asks " + teller_.names_.node(fact.node) + " for " +
                     key_ + ": it is at " + version_text(fact.version) + " there.",
                 actor_);
  }

  void given(const sim::Fact& fact, std::size_t index) { answer(fact.node, index, "answer"); }

  void stored(const sim::Fact& fact, std::size_t index) {
    const std::string version = std::to_string(fact.version);
    const std::string copy = teller_.names_.node(fact.node);
    const auto sent = sent_.find(fact.node);
    const bool is_put =
        sent != sent_.end() && teller_.fact(sent->second).outcome == static_cast<std::uint8_t>(Verb::put);
    if (!is_put) {  // a copy in the process of whoever fills it, or a cache that fills itself
      teller_.note(index, fact.node, "stores v" + version, copy + " stores version " + version + ".", actor_);
      const bool is_awaited = is_read_through(fact.node) && !answered_.contains(fact.node);  // else it fetched beside
      if (is_awaited) answer(fact.node, index, "v" + version);
      return;
    }
    arrived(fact.node, index, "set v" + version).sentence =
        teller_.names_.node(teller_.fact(sent->second).node) + " sets version " + version + " in " + copy +
        copy_of_message(fact.node) + ".";
  }

  void stood_in(const sim::Fact& fact, std::size_t index) {
    teller_.note(index, sender_to(fact.node), "v" + std::to_string(fact.version) + " stands in",
                 "There is no newer value to be had: " + version_text(fact.version) + " of " +
                     teller_.names_.node(fact.node) + ", whose time is over, stands in.",
                 actor_);
  }

  void error_kept(const sim::Fact& fact, std::size_t index) {
    teller_.note(index, fact.node, "error",
                 teller_.names_.node(fact.node) + " remembers that " + key_ + " could not be fetched.", actor_);
  }

  void refused(const sim::Fact& fact, std::size_t index) {
    teller_.note(index, fact.node, "refuses v" + std::to_string(fact.version),
                 teller_.names_.node(fact.node) + " refuses to store " + version_text(fact.version) + ": " +
                     why_refused(static_cast<models::Refusal>(fact.outcome)) + ".",
                 actor_);
  }

  void lost(const sim::Fact& fact, std::size_t index) {
    const auto [verb, is_answer, tier] = models::LostMessage::unpacked(fact.outcome);
    const std::uint16_t to = models::LostOn::unpacked(fact.slot).receiver;
    const std::string why = teller_.why_lost(fact);
    Step& step = teller_.message(2 * index, fact.node, to, fact.at, fact.at, is_answer ? "answer" : label_of(verb));
    step.lost = true;
    step.is_answer = is_answer;
    step.actor = teller_.loss_actor(fact).value_or(actor_);
    step.sentence = teller_.names_.node(fact.node) + (is_answer ? " answers " : " asks ") + teller_.names_.node(to) +
                    "; " + why + ".";
    if (!is_answer) lost_from_[to] = fact.node;
    sent_.erase(to);
  }

  void failed(const sim::Fact& fact, std::size_t index) {
    const auto verb = static_cast<Verb>(fact.version);
    const auto lost = lost_from_.find(fact.node);
    const std::uint16_t from = lost != lost_from_.end() ? lost->second : sender_to(fact.node);
    teller_.note(index, from, "gives up",
                 teller_.names_.node(from) + " gets no " + label_of(verb) + " from " + teller_.names_.node(fact.node) +
                     ": " + status_text(fact.outcome) + ".",
                 actor_);
  }

  void shed(const sim::Fact& fact, std::size_t index) {
    const std::string why = why_shed(models::ShedAs::unpacked(fact.outcome));
    teller_.note(index, fact.node, "shed", teller_.names_.node(fact.node) + " lets this read go: " + why + ".", actor_);
  }

  void circuit_turned(const sim::Fact& fact, std::size_t index) {
    const models::Load& load = teller_.world_.blueprint().loads[teller_.world_.load_of(operation_)];
    const auto circuit = static_cast<models::Circuit>(fact.outcome);
    teller_.note(index, fact.node, circuit_label(circuit),
                 circuit_text(circuit, teller_.names_.node(fact.node), load.breaker->open), actor_);
  }

  Teller& teller_;
  std::uint64_t operation_;
  std::size_t actor_;
  std::uint16_t caller_ = 0;
  sim::Instant attempted_;
  std::string key_;
  std::map<std::uint16_t, std::size_t> sent_;  ///< By receiver: the last message to it.
  std::map<std::uint16_t, std::uint16_t> lost_from_;  ///< By receiver: who sent the message that was lost.
  std::set<std::uint16_t> missed_;
  std::set<std::uint16_t> answered_;  ///< With what they held.
  std::map<std::uint16_t, std::int64_t> in_vain_;  ///< By copy: how often it was asked again and still had nothing.
  std::uint32_t looks_under_ = 0;  ///< The generation that it was told last; 0: none.
  std::map<std::uint16_t, int> copies_;            ///< By receiver of a doubled message: how many of it have come.
};

void Teller::read(std::uint64_t operation, std::size_t upto, Actor::Kind kind) {
  if (!told_reads_.insert(operation).second) return;
  OfRead read(*this, operation, actor(kind, operation));
  for (const std::size_t index : cone_.of(operation)) {
    if (index > upto) break;
    read.tell(index);
  }
}

}  // namespace stalemate::analysis::explain
