#include "analysis/review/points.hpp"
#include <algorithm>
#include "analysis/load/describe_figures.hpp"
#include "analysis/load/describe_words.hpp"
#include "analysis/load/unobserved.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::review {
namespace {

using page::in_quotes;

std::string only_by_strategy(const std::string& what) { return what + " (by the strategy alone)"; }

/// Reasons against what is stated; none: it stands.
Point judged(const std::string& stated, const std::vector<std::string>& against) {
  if (against.empty()) return {State::stated, stated};
  return {State::contradicted, stated + ", but " + page::joined(against, "; and ")};
}

bool is_among(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

class PointsOf {
 public:
  explicit PointsOf(const Subject& subject)
      : subject_(subject), class_(subject.data_class()), copies_(subject.copies()) {}

  Points all() const {
    return {ownership(), invalidation(), time_to_live(), consistency(), fallback(), observability()};
  }

 private:
  const models::StatedPolicy* stated() const { return class_.stated ? &*class_.stated : nullptr; }

  Point ownership() const {
    if (class_.owner.empty()) return {State::missing, "nobody is named as its owner"};
    const auto writers = subject_.writers();
    std::vector<std::string> against;
    const bool is_written_here = class_.derived_from.empty() && !writers.empty();
    if (is_written_here && !is_among(writers, class_.owner))
      against.push_back(list_of(writers) + (writers.size() == 1 ? " writes" : " write") +
                        " it, and the owner never does");
    for (const std::string& writer : subject_.unheard_writers())
      against.push_back(in_quotes(writer) +
                        (writer == class_.owner ? ", the owner, tells" : " writes it too, and tells") + " no copy");
    return judged("owned by " + in_quotes(class_.owner), against);
  }

  /// Services and origins that tell some copy.
  std::vector<std::string> tellers() const {
    std::vector<std::string> names;
    for (const load::Owed& each : subject_.owed)
      if (!each.teller.empty() && !is_among(names, each.teller)) names.push_back(each.teller);
    return names;
  }

  std::vector<std::string> untold_copies() const {
    std::vector<std::string> names;
    for (const load::Owed& each : subject_.owed)
      if (each.told_by != "-" && each.teller.empty() && !is_among(names, each.copy)) names.push_back(each.copy);
    return names;
  }

  std::vector<std::string> against_tellers(const std::vector<std::string>& meant) const {
    std::vector<std::string> against;
    const auto telling = tellers();
    for (const std::string& name : meant)
      if (!is_among(telling, name)) against.push_back(in_quotes(name) + " tells no copy");
    for (const std::string& name : telling)
      if (!is_among(meant, name)) against.push_back(in_quotes(name) + " tells copies, and is not named");
    const auto untold = untold_copies();
    if (!meant.empty() && !untold.empty() && !telling.empty())
      against.push_back("of some changes nobody tells " + list_of(untold));
    return against;
  }

  Point invalidation() const {
    if (!class_.has_origin) return {State::stated, "the only copy: nobody has to be told"};
    const auto telling = tellers();
    if (stated() != nullptr && stated()->told_by) {
      const auto& meant = *stated()->told_by;
      return judged(meant.empty() ? "to be told by nobody" : "to be told by " + list_of(meant), against_tellers(meant));
    }
    if (subject_.writers().empty()) return {State::stated, "there is nothing to tell: nobody writes it"};
    if (telling.empty()) return {State::missing, "nobody tells a copy of changes, and nothing says that this is meant"};
    const auto untold = untold_copies();
    const std::string text = only_by_strategy("told by " + list_of(telling));
    return {State::stated, text + (untold.empty() ? "" : "; of some changes nobody tells " + list_of(untold))};
  }

  static std::string life_of(const models::Policy& tier) {
    const load::EntryLife life = load::entry_life(tier);
    const std::string where = "entries of " + in_quotes(tier.cache) + " ";
    return where + (life.ends() ? load::life_text(life, time_of) : "do not end by themselves");
  }

  std::vector<std::string> against_life(const models::StatedPolicy& policy) const {
    std::vector<std::string> against;
    bool has_it = false;
    for (const models::Policy* tier : copies_) {
      const load::EntryLife life = load::entry_life(*tier);
      has_it |= life.ttl == policy.ttl;
      const bool is_longer = policy.ttl && (!life.ends() || life.ttl.value_or(*policy.ttl) > *policy.ttl);
      if (is_longer || (!policy.ttl && life.ends())) against.push_back(life_of(*tier));
    }
    if (policy.ttl && !has_it && against.empty()) against.push_back(life_of(*copies_.front()));
    return against;
  }

  Point time_to_live() const {
    if (stated() != nullptr && stated()->has_ttl)
      return judged(stated()->ttl ? "no entry is to live longer than " + time_of(*stated()->ttl)
                                  : "entries are not to end by themselves",
                    against_life(*stated()));
    std::vector<std::string> lives;
    bool all_end = true;
    for (const models::Policy* tier : copies_) {
      lives.push_back(life_of(*tier));
      all_end &= load::entry_life(*tier).ends();
    }
    if (all_end) return {State::stated, only_by_strategy(page::joined(lives, "; "))};
    return {State::missing, page::joined(lives, "; ") + ", and nothing says that this is meant"};
  }

  Point consistency() const {
    if (!class_.has_origin) return {State::stated, load::words_for_kept(class_.promise)};
    if (!class_.promise.max_age && !class_.promise.is_of_sessions())
      return {State::missing, "nothing is promised to its readers"};
    const std::string promise = load::words_for(class_.promise);
    std::vector<std::string> against;
    const auto life = subject_.longest_life();
    const bool nobody_tells = tellers().empty() && !subject_.writers().empty();
    if (class_.promise.max_age && nobody_tells && (!life || *life > *class_.promise.max_age))
      against.push_back("nobody tells a copy of changes, and entries may be served " +
                        (life ? "for " + time_of(*life) : std::string("for ever")));
    return judged(promise.substr(0, promise.size() - 1), against);
  }

  static std::string words_of(const Refuge& refuge) {
    return refuge.option + (refuge.limit > 0 ? ", at most " + std::to_string(refuge.limit) + " at once" : "");
  }

  std::vector<std::string> against_refuge(const std::string& meant) const {
    std::vector<std::string> against, names = {refuge_of(subject_.policy()).option};
    for (const models::Choice& each : subject_.policy().fallback) names.push_back(each.name);
    if (!is_among(names, meant)) against.push_back("it is " + words_of(refuge_of(subject_.policy())));
    if (meant == "origin" && refuge_of(subject_.policy()).is_unlimited_origin() && is_part_of_too_much(subject_))
      against.push_back(in_quotes(subject_.origin()->name) +
                        " cannot serve all that is asked for uncached, and no limit holds it back");
    return against;
  }

  Point fallback() const {
    if (stated() != nullptr && !stated()->fallback.empty())
      return judged("without the cache: " + stated()->fallback, against_refuge(stated()->fallback));
    const Refuge refuge = refuge_of(subject_.policy());
    if (refuge.is_written) return {State::stated, only_by_strategy("without the cache: " + words_of(refuge))};
    return {State::missing, "what a read comes to without the cache is not said; it is " + words_of(refuge)};
  }

  std::vector<std::string> watching() const {
    std::vector<std::string> names;
    for (const models::Alert& alert : subject_.blueprint().alerts)
      if (load::looks_at(alert, subject_.blueprint(), subject_.number)) names.push_back(alert.name);
    return names;
  }

  std::vector<std::string> against_watch(const std::vector<std::string>& meant) const {
    std::vector<std::string> against;
    const auto watching_it = watching();
    const auto& alerts = subject_.blueprint().alerts;
    for (const std::string& name : meant) {
      const bool is_there =
          std::any_of(alerts.begin(), alerts.end(), [&](const models::Alert& each) { return each.name == name; });
      if (!is_there) against.push_back("no alert is called " + in_quotes(name));
      if (is_there && !is_among(watching_it, name)) against.push_back(in_quotes(name) + " does not look at it");
    }
    return against;
  }

  Point observability() const {
    if (stated() != nullptr && !stated()->watched_by.empty())
      return judged("to be watched by " + list_of(stated()->watched_by), against_watch(stated()->watched_by));
    const auto names = watching();
    if (names.empty()) return {State::missing, "no alert looks at it"};
    return {State::stated, "looked at by " + list_of(names) + " (by the alerts alone)"};
  }

  const Subject& subject_;
  const models::DataClass& class_;
  const std::vector<const models::Policy*> copies_;
};

}  // namespace

Points points_of(const Subject& subject) { return PointsOf(subject).all(); }

}  // namespace stalemate::analysis::review
