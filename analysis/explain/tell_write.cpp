// A write: its commit, and what became of the word of it on its way to one copy.
#include <algorithm>
#include <utility>
#include "analysis/explain/because.hpp"
#include "analysis/explain/read_words.hpp"
#include "analysis/explain/teller.hpp"
#include "analysis/load/reading.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::explain {

using models::FactKind;
using models::kind_of;
using models::Verb;

namespace {

bool is_to_caches(Verb verb) { return verb == Verb::drop || verb == Verb::update || verb == Verb::publish; }

}  // namespace

// The request, then the commit; of several attempts the one that made this version.
void Teller::commit(std::size_t committed, const std::string& after) {
  if (!told_commits_.insert(committed).second) return;
  const sim::Fact& commit = fact(committed);
  const auto writer = static_cast<std::uint16_t>(commit.slot);
  const std::size_t who = actor(Actor::Kind::write, commit.operation);
  const auto as = models::CommittedAs::unpacked(commit.outcome);
  // What arrives at a shard is no fact.
  const std::optional<std::size_t> arrival = as.is_buffered ? committed : arrival_of(committed);
  std::optional<std::size_t> request;
  std::uint16_t from = writer;
  for (const std::size_t i : cone_.of(commit.operation)) {
    if (i > arrival.value_or(committed)) break;
    const sim::Fact& each = fact(i);
    if (kind_of(each) == FactKind::message_sent && each.version == commit.node) request = i, from = each.node;
  }
  if (request && from != writer) handed_over(writer, from, *request);
  writer_lane(from);
  if (request && arrival)
    message(2 * *arrival - (as.is_buffered ? 1 : 0), from, commit.node, fact(*request).at, fact(*arrival).at, "write")
        .actor = who;
  const std::string version = std::to_string(commit.version);
  note(committed, commit.node, "commits v" + version,
       names_.node(commit.node) + " commits version " + version + of_source(committed) + words_for(as) +
           ", written by " + names_.node(writer) + after + ".",
       who);
  heard_of(committed, from);
}

// " of page 3 with a write of product 17", of a derived key.
std::string Teller::of_source(std::size_t committed) const {
  const auto source = cone_.source_of(committed);
  if (!source) return "";
  return " of " + names_.key(fact(committed).key) + " with a write of " + names_.key(fact(*source).key);
}

// When the writer first shows that it knows of its commit.
void Teller::heard_of(std::size_t committed, std::uint16_t writer) {
  const sim::Fact& commit = fact(committed);
  for (const std::size_t i : cone_.of(commit.operation)) {
    const sim::Fact& each = fact(i);
    const bool knows = kind_of(each) == FactKind::change_sent || kind_of(each) == FactKind::stored;
    if (i < committed || !knows || each.node != writer || each.version != commit.version) continue;
    return order(commit.node, writer, commit.at, each.at, "word of v" + std::to_string(commit.version));
  }
}

// What arrives at a shard is no fact: it goes on at once.
void Teller::handed_over(std::uint16_t writer, std::uint16_t shard, std::size_t request) {
  std::optional<std::size_t> sent;
  for (const std::size_t i : cone_.of(fact(request).operation))
    if (i < request && kind_of(fact(i)) == FactKind::message_sent && fact(i).node == writer && fact(i).version == shard)
      sent = i;
  if (!sent) return;
  writer_lane(writer);
  message(2 * *sent, writer, shard, fact(*sent).at, fact(request).at, "write").actor =
      actor(Actor::Kind::write, fact(request).operation);
}

/// Walks the facts of the write, and tells those that concern one copy.
class Teller::OfWord {
 public:
  OfWord(Teller& teller, std::size_t committed, std::uint16_t copy, std::size_t then)
      : teller_(teller),
        commit_(teller.fact(committed)),
        committed_(committed),
        copy_(copy),
        told_by_(teller.cone_.told_by_word_of(committed, copy)),
        tier_(tier_of(teller.world_, told_by_, copy)),
        then_(then),
        actor_(teller.actor(Actor::Kind::write, commit_.operation)),
        by_origin_(load::is_told_by_origin(policy_of(teller.world_, told_by_, copy))),
        what_(word_for(policy_of(teller.world_, told_by_, copy))),
        version_(std::to_string(commit_.version)) {}

  void tell() {
    for (const std::size_t index : teller_.cone_.of(commit_.operation)) {
      const sim::Fact& fact = teller_.fact(index);
      if (kind_of(fact) == FactKind::change_sent) goes_ahead_ = fact.version == 0;
      if (index < committed_ && !is_word_ahead(fact)) continue;
      if (settled_ && !(comes_again(fact) && index <= then_)) continue;
      switch (kind_of(fact)) {
        case FactKind::change_sent: owe(fact); break;
        case FactKind::message_sent: leaves(fact, index); break;
        case FactKind::message_doubled: is_doubled_ = true; break;
        case FactKind::message_lost: lost(fact, index); break;
        case FactKind::change_failed: missed(fact, index); break;
        case FactKind::change_arrived: arrives(fact, index); break;
        case FactKind::stored: stores_itself(fact, index); break;
        case FactKind::call_failed: gives_up(fact, index); break;
        case FactKind::committed: commits_unheard(fact, index); break;
        default: break;
      }
    }
    if (!settled_) at_last();
    more_lost();
  }

 private:
  std::string copy() const { return teller_.names_.node(copy_); }
  std::string node(std::uint16_t each) const { return teller_.names_.node(each); }
  std::string label() const { return what_ + " v" + version_; }
  std::string the_word() const { return "the " + what_ + " for version " + version_; }

  /// Word that its writer sends before it commits names no version.
  bool is_word_ahead(const sim::Fact& fact) const {
    switch (kind_of(fact)) {
      case FactKind::change_sent:
      case FactKind::change_arrived:
      case FactKind::change_failed: return fact.version == 0;
      case FactKind::message_sent: return goes_ahead_ && is_to_caches(static_cast<Verb>(fact.outcome));
      case FactKind::message_lost: return fact.version == 0;
      default: return false;
    }
  }
  /// Of a delete that is made twice the second one, when the first has come.
  bool comes_again(const sim::Fact& fact) const {
    return arrived_ && (kind_of(fact) == FactKind::message_sent || kind_of(fact) == FactKind::change_arrived);
  }
  bool is_ours(const sim::Fact& fact) const { return fact.version == commit_.version || fact.version == 0; }

  void name_by(Verb verb) {
    if (verb == Verb::update) what_ = "update";
  }

  /// Before each message of it stands to whom it is owed: a publication is for the copies of one tier.
  void owe(const sim::Fact& fact) {
    if (fact.slot == copy_) sent_ = is_next_ours_ = true;
  }

  void leaves(const sim::Fact& fact, std::size_t index) {
    const auto verb = static_cast<Verb>(fact.outcome);
    if (!is_to_caches(verb)) return;
    if (verb == Verb::publish && !std::exchange(is_next_ours_, false)) return;
    const auto to = static_cast<std::uint16_t>(fact.version);
    if (verb != Verb::publish && to != copy_) return;
    name_by(verb);
    if (verb == Verb::publish) bus_ = index;
    if (verb != Verb::publish && bus_) publishes();
    if (!first_) first_ = index;
    hop_ = index;
    is_doubled_ = false;
    copies_lost_ = 0;
  }
  /// Its arrival at the bus is no fact, and the bus may hold it for long: it stands where it left.
  void publishes() {
    if (!bus_) return;
    const sim::Fact& sent = teller_.fact(*bus_);
    const auto bus = static_cast<std::uint16_t>(sent.version);
    published_ = bus_;
    bus_.reset();
    if (!teller_.told_publications_.insert(*published_).second) return;
    Step& step = teller_.message(2 * *published_, sent.node, bus, sent.at, sent.at, "publish " + label());
    step.actor = actor_;
    step.sentence = node(sent.node) + " publishes " + the_word() + " on " + node(bus) + ".";
  }

  Step& hop(std::size_t index, std::uint16_t from, std::uint16_t to) {
    const sim::Instant at = hop_ ? teller_.fact(*hop_).at : teller_.fact(index).at;
    Step& step = teller_.message(2 * index, from, to, at, teller_.fact(index).at, label());
    step.actor = actor_;
    return step;
  }
  std::uint16_t last_sender() const {
    return hop_ ? teller_.fact(*hop_).node : static_cast<std::uint16_t>(commit_.slot);
  }

  // An arrival after the moment that counts is told all the same: it says how late it was.
  void arrives(const sim::Fact& fact, std::size_t index) {
    if (fact.node != copy_ || !is_ours(fact)) return;
    const bool again = std::exchange(arrived_, true);
    settled_ = true;
    const bool late = index > then_;
    const std::uint16_t from =
        teller_.names_.info(copy_).home && !hop_ ? *teller_.names_.info(copy_).home : last_sender();
    const auto left = hop_ ? *hop_ : index;
    if (late && left < then_)
      teller_.note(left, from, "sends " + label(), node(from) + " sends " + the_word() + " to " + copy() + ".", actor_);
    Step& step = hop(index, from, copy_);
    step.sentence =
        late ? "Only now " + the_word() + " reaches " + copy() + (hop_ ? how_late(fact.at, left) : "") + "."
             : possessive(node(from)) + (again ? " second " : " ") + what_ + " for version " + version_ + " reaches " +
                   copy() + ".";
  }
  /// Since it was published, or sent for the first time.
  std::string how_late(sim::Instant at, std::size_t left) const {
    const auto since = [&](std::size_t index) { return span_text(at - teller_.fact(index).at); };
    if (published_)
      return ", " + since(*published_) + " after " + node(teller_.fact(*published_).node) + " published it and " +
             since(left) + " after it left " + node(teller_.fact(left).node);
    const std::string who = node(teller_.fact(left).node);
    if (losses_ > 0 && first_ && *first_ != left) return ", " + since(*first_) + " after " + who + " first sent it";
    return ", " + since(left) + " after " + who + " sent it";
  }

  void lost(const sim::Fact& fact, std::size_t index) {
    const auto [verb, is_answer, tier] = models::LostMessage::unpacked(fact.outcome);
    const std::uint16_t to = models::LostOn::unpacked(fact.slot).receiver;
    if (is_answer && verb == Verb::write) return unheard(fact, index, teller_.why_lost(fact), teller_.loss_actor(fact));
    if (is_answer || !is_to_caches(verb) || (verb == Verb::publish ? tier != tier_ : to != copy_)) return;
    name_by(verb);
    if (verb != Verb::publish) publishes();
    if (is_one_too_many(index, fact.node, to)) return;
    const std::string why = teller_.why_lost(fact);
    Step& step = teller_.message(2 * index, fact.node, to, fact.at, fact.at, label());
    step.lost = true;
    step.actor = teller_.loss_actor(fact).value_or(actor_);
    step.sentence = is_second_copy() ? second_copy() + " is lost too; " + why + "."
                                     : node(fact.node) + " sends " + the_word() + " to " + node(to) +
                                           (losses_ > 1 ? " again; " : "; ") + why + ".";
  }

  void missed(const sim::Fact& fact, std::size_t index) {
    const bool at_bus = teller_.names_.info(fact.node).kind == models::NodeInfo::Kind::bus;
    const bool is_for_copy = at_bus ? fact.slot == tier_ : fact.node == copy_;
    if (!is_for_copy || !is_ours(fact)) return;
    if (fact.node == copy_) publishes();
    if (is_one_too_many(index, last_sender(), fact.node)) return;
    const bool down = fact.outcome == static_cast<std::uint8_t>(models::Miss::down);
    if (down) teller_.felled(fact.node, index);
    Step& step = hop(index, last_sender(), fact.node);
    step.lost = true;
    const std::string sends = is_second_copy() ? second_copy() + " comes to " + node(fact.node)
                                               : node(last_sender()) + " sends " + the_word() + " to " +
                                                     node(fact.node) + (losses_ > 1 ? " again" : "");
    step.sentence = sends + (down ? ", which is down." : why_turned_away(teller_.fact(index - 1)));
  }
  /// Of one message that became two on its way both are lost.
  bool is_second_copy() { return ++copies_lost_ > 1 && is_doubled_; }
  std::string second_copy() const { return "A second copy of it, made on the way,"; }

  /// Two that fail are told one by one, the others together at the last of them.
  bool is_one_too_many(std::size_t index, std::uint16_t from, std::uint16_t to) {
    if (++losses_ <= 2) return false;
    last_lost_ = {index, from, to};
    return true;
  }
  void more_lost() {
    if (losses_ <= 2) return;
    const int more = losses_ - 2;
    const sim::Instant at = teller_.fact(last_lost_.index).at;
    Step& step = teller_.message(2 * last_lost_.index, last_lost_.from, last_lost_.to, at, at,
                                 label() + (more > 1 ? ", " + std::to_string(more) + " times" : ""));
    step.lost = true;
    step.actor = actor_;
    step.sentence = more > 1 ? std::to_string(more) + " more tries fail, the last of them now." : "One more try fails.";
  }

  /// What the shard stores of a write through it is the word.
  void stores_itself(const sim::Fact& fact, std::size_t index) {
    const bool through = fact.outcome == static_cast<std::uint8_t>(models::StoredAs::write_through);
    if (!through || fact.node != copy_ || fact.version != commit_.version) return;
    settled_ = true;
    teller_.note(
        index, copy_, "stores v" + version_,
        (index > then_ ? "Only now " : "") + copy() + " stores version " + version_ + ", which was written through it.",
        actor_);
  }

  void gives_up(const sim::Fact& fact, std::size_t index) {
    if (static_cast<Verb>(fact.version) == Verb::write) unheard(fact, index, "its patience is over", std::nullopt);
  }

  // Nobody awaits its acknowledgement any more: a copy of the write, or one whose writer has given up or died.
  void commits_unheard(const sim::Fact& fact, std::size_t index) {
    const bool is_unheard = models::CommittedAs::unpacked(fact.outcome).is_unheard;
    if (index != committed_ || by_origin_ || sent_ || settled_ || !is_unheard) return;
    settled_ = true;
    const auto writer = static_cast<std::uint16_t>(commit_.slot);
    const std::string why = why_unheard(writer);
    teller_.note(index, writer, "tells nobody", why + ", so that nobody is told of version " + version_ + ".", actor_);
    teller_.story_.steps.back().order += 1;  // after the commit
  }
  std::string why_unheard(std::uint16_t writer) {
    const auto& all = teller_.cone_.of(commit_.operation);
    const auto has = [&](FactKind kind, auto is) {
      return std::any_of(all.begin(), all.end(), [&](std::size_t i) {
        const sim::Fact& fact = teller_.fact(i);
        return i < committed_ && kind_of(fact) == kind && is(fact);
      });
    };
    const auto fails = [](const sim::Fact& fact) { return static_cast<Verb>(fact.version) == Verb::write; };
    const auto is_copied = [](const sim::Fact& fact) {
      return models::LostMessage::unpacked(fact.outcome).verb == Verb::write;
    };
    if (has(FactKind::call_failed, fails)) return node(writer) + " had given up waiting for this commit";
    if (has(FactKind::message_doubled, is_copied))
      return "This commit is that of a second copy of the write, which the link had made";
    teller_.felled(writer, committed_);
    return node(writer) + " had gone down before this commit";
  }

  // The writer does not know that it has committed, and tells nobody.
  void unheard(const sim::Fact& fact, std::size_t index, const std::string& why, std::optional<std::size_t> whose) {
    if (by_origin_ || sent_ || settled_ || index < committed_) return;
    settled_ = true;
    const auto writer = static_cast<std::uint16_t>(commit_.slot);
    teller_.note(index, writer, "never told",
                 node(writer) + " gets no answer from " + node(fact.node == writer ? commit_.node : fact.node) +
                     " to its write (" + why + "), so that it tells nobody of version " + version_ + ".",
                 whose.value_or(actor_));
  }

  /// Neither arrived nor settled when the run ended.
  void at_last() {
    if (losses_ == 0 && bus_) {
      const std::size_t published = *bus_;
      const auto bus = static_cast<std::uint16_t>(teller_.fact(published).version);
      publishes();
      teller_.note(published, bus, "has " + label(),
                   node(bus) + " has not handed " + the_word() + " on when the run ends.", actor_);
    } else if (losses_ == 0 && hop_) {
      teller_.note(*hop_, last_sender(), "sends " + label(),
                   node(last_sender()) + " sends " + the_word() + "; it is still under way when the run ends.", actor_);
    } else if (losses_ == 0 && by_origin_) {
      teller_.note(committed_, commit_.node, "has " + label(),
                   node(commit_.node) + " has not published " + the_word() + " when the run ends.", actor_);
      teller_.story_.steps.back().order += 1;  // after the commit
    } else if (losses_ == 0) {
      teller_.felled(static_cast<std::uint16_t>(commit_.slot), then_);
    }
  }

  Teller& teller_;
  const sim::Fact& commit_;
  std::size_t committed_;
  std::uint16_t copy_;
  std::uint32_t told_by_;  ///< The key whose word it is.
  std::size_t tier_;
  std::size_t then_;
  std::size_t actor_;
  bool by_origin_;  ///< It tells of the commit, whatever its writer knows.
  std::string what_;
  std::string version_;
  struct Lost {
    std::size_t index = 0;
    std::uint16_t from = 0;
    std::uint16_t to = 0;
  };
  std::optional<std::size_t> first_;      ///< The first message on its way to the copy, or to the bus.
  std::optional<std::size_t> hop_;        ///< The last one.
  std::optional<std::size_t> bus_;        ///< Published, and not handed on yet.
  std::optional<std::size_t> published_;  ///< Published, and handed on.
  Lost last_lost_;                        ///< Of those that are told together.
  bool sent_ = false;
  bool is_next_ours_ = false;  ///< The next publication is for this copy.
  bool goes_ahead_ = false;    ///< The next message is word of a commit that is still to come.
  bool settled_ = false;
  bool arrived_ = false;
  int losses_ = 0;
  bool is_doubled_ = false;  ///< The last message, on its way.
  int copies_lost_ = 0;      ///< Of that message.
};

void Teller::word(std::size_t committed, std::uint16_t node, std::size_t then) {
  if (!told_words_.insert({committed, node}).second || went_to_another(committed, node)) return;
  OfWord(*this, committed, node, then).tell();
}

// The last time before the fact that the node went down, and the first that it came up again.
void Teller::felled(std::uint16_t node, std::size_t before) {
  const auto& facts = cone_.facts();
  const auto is = [&](std::size_t i, FactKind kind) { return facts[i].node == node && kind_of(facts[i]) == kind; };
  std::size_t down = std::min(before, facts.size());
  while (down > 0 && !is(down - 1, FactKind::node_down)) --down;
  if (down == 0 || !told_falls_.insert({down, node}).second) return;
  const std::size_t fell = down - 1;
  const auto struck_by = faults_.that_felled(node, facts[fell].at);
  std::optional<std::size_t> whose;
  for (const std::size_t each : struck_by)
    fault(each, node, facts[fell].at), whose = actor(Actor::Kind::fault, 0, each);
  note(fell, node, "down", struck_by.empty() ? names_.node(node) + " goes down." : "", whose);
  std::size_t up = down;
  while (up < facts.size() && !is(up, FactKind::node_up)) ++up;
  if (up == facts.size()) return;
  note(up, node, "up", names_.node(node) + " is up again" + as_replica(cone_.missed_by_replica(up)) + ".", whose);
}

}  // namespace stalemate::analysis::explain
