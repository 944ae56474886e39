#include "analysis/review/findings.hpp"
#include <algorithm>
#include "analysis/load/path.hpp"
#include "analysis/page/figures.hpp"
#include "analysis/page/words.hpp"
#include "analysis/review/blame.hpp"

namespace stalemate::analysis::review {
namespace {

using measure::Cause;
using page::in_quotes;

/// Findings of one class under one strategy.
class ClassFindings {
 public:
  ClassFindings(const Evidence& evidence, const Subject& subject, std::vector<Finding>& found)
      : evidence_(evidence), subject_(subject), blames_(blames_of(evidence, subject)), found_(found) {}

  void add_all() {
    if (subject_.data_class().has_origin) {
      add_second_writer();
      add_untold();
      add_untold_copies();
      add_lost_word();
      add_races();
      add_replica_fill();
      add_broken_sessions();
      add_others();
    }
    add_lost_writes();
    add_unseen(evidence_, subject_, found_);
  }

 private:
  void add(Topic topic, const char* kind, const std::string& text, const Blame* blame) {
    found_.push_back({topic, kind, subject_.data_class().name, subject_.plan.name,
                      text + (blame == nullptr ? "" : " " + blame->text()),
                      blame == nullptr ? evidence_.commands.describe : blame->command});
  }

  /// Whether a change that no word tells of may be seen for longer than is promised.
  bool outlives_promise() const {
    const auto life = subject_.longest_life();
    const auto& promised = subject_.data_class().promise.max_age;
    return !life || (promised && *life > *promised);
  }

  std::string life_text() const {
    const auto life = subject_.longest_life();
    return life ? "entries may be served for " + time_of(*life) : std::string("entries do not end by themselves");
  }

  void add_second_writer() {
    const auto unheard = subject_.unheard_writers();
    if (unheard.empty() || !outlives_promise()) return;
    add(Topic::source_of_truth, "second-writer",
        list_of(unheard) + (unheard.size() == 1 ? " writes it too, and tells" : " write it too, and tell") +
            " no copy of that, while others do; " + life_text() + ".",
        blame_on(blames_, Cause::unowned_write));
  }

  void add_untold() {
    const auto life = subject_.longest_life();
    if (subject_.writers().empty() || subject_.has_teller() || !outlives_promise()) return;
    const std::string nobody = "Nobody tells a copy of changes, and " + life_text();
    const Blame* blame = blame_on(blames_, Cause::ttl_window);
    if (!life) return add(Topic::invalidation, "never-ends", nobody + ".", blame);
    add(Topic::invalidation, "ttl-beyond-promise",
        nobody + ", longer than the " + time_of(*subject_.data_class().promise.max_age) + " that are promised.", blame);
  }

  /// Copies that are left out where another is told, or that only the writer's own process hears of.
  std::vector<std::string> untold_copies() const {
    std::vector<std::string> copies;
    for (const load::Owed& each : subject_.owed) {
      const bool is_left_out = each.told_by == "nobody" && subject_.has_teller();
      if ((is_left_out || each.own_copy_only) && std::find(copies.begin(), copies.end(), each.copy) == copies.end())
        copies.push_back(each.copy);
    }
    return copies;
  }

  void add_untold_copies() {
    const auto copies = untold_copies();
    if (copies.empty() || !outlives_promise()) return;
    const Blame* blame = nullptr;
    for (const Cause cause : {Cause::tier_not_invalidated, Cause::dependency_missed, Cause::ttl_window})
      if (blame == nullptr) blame = blame_on(blames_, cause);
    if (blame == nullptr) return;
    add(Topic::distributed, "untold-copy",
        "Changes do not reach every copy in " + list_of(copies) + ", while others are told; " + life_text() + ".",
        blame);
  }

  /// A tier that is told by something that may be lost, and tries no second time.
  const models::Policy* told_once() const {
    for (const models::Policy* tier : subject_.copies()) {
      const std::string& carry = tier->carry.name;
      const bool is_tried_once = carry == "inline" && tier->carry.values.integer("retries") == 0;
      if (load::announces(*tier) && (is_tried_once || carry == "pub-sub")) return tier;
    }
    return nullptr;
  }

  void add_lost_word() {
    const Blame* blame = blame_on(blames_, Cause::invalidation_lost);
    const models::Policy* once = told_once();
    if (once != nullptr && !subject_.writers().empty() && !load::entry_life(*once).ends())
      return add(Topic::invalidation, "no-net",
                 "Word of a change comes to " + in_quotes(once->cache) + " at most once (" + once->carry.name +
                     "), and entries do not end by themselves: what one lost message leaves wrong stays wrong.",
                 blame);
    if (blame != nullptr)
      add(Topic::invalidation, "lost-word", "Where word of a change is lost, " + life_text() + ".", blame);
  }

  /// What is promised to sessions holds in no entry's life alone: only a run shows whether it is kept.
  void add_broken_sessions() {
    const page::StrategyReport* row = row_named(evidence_.described(), subject_.plan.name);
    if (row == nullptr) return;
    const std::string of_class = load::join("classes", subject_.data_class().name);
    for (const char* path : {measure::own_writes_promised, measure::no_return_promised})
      for (const measure::Outcome& each : row->outcomes)
        if (each.verdict == measure::Verdict::broken && each.path == of_class + path)
          found_.push_back({Topic::distributed, "broken-session", subject_.data_class().name, subject_.plan.name,
                            "Sessions are promised more than they get: \"" + each.text +
                                "\" is broken as described, by " + page::share_text(each.actual.value_or(0)) +
                                " of its reads.",
                            evidence_.commands.run});
  }

  void add_races() {
    if (const Blame* blame = blame_on(blames_, Cause::write_reorder))
      add(Topic::concurrency, "write-race",
          "Writers that set the value they wrote may arrive in another order than they committed, and the cache keeps "
          "the older one; " + life_text() + ".", blame);
    for (const Cause cause : {Cause::fill_race, Cause::joined_flight})
      if (const Blame* blame = blame_on(blames_, cause))
        return add(Topic::concurrency, "fill-race",
                   "A reader may store what it fetched before a change of which word had come already; " + life_text() +
                       ".", blame);
  }

  void add_replica_fill() {
    const models::NodeSpec* origin = subject_.origin();
    const Blame* blame = blame_on(blames_, Cause::replica_lag);
    if (blame == nullptr || origin == nullptr) return;
    add(Topic::distributed, "replica-fill",
        "Fills read the followers of " + in_quotes(origin->name) + ", which lag: a cache stores what was superseded "
        "already; " + life_text() + ".", blame);
  }

  void add_others() {
    struct Other {
      Cause cause;
      const char* kind;
      const char* text;
    };
    constexpr Other others[] = {
        {Cause::resurrected_node, "returned-copy", "A copy that was away when word came is back with what it had"},
        {Cause::clock_skew, "wrong-clock", "An entry's time was over, but not by the clock of its cache"},
        {Cause::served_stale, "stale-by-policy", "What is known to be stale is served for longer than is promised"},
        {Cause::unflushed_write, "unflushed", "A write is in a write buffer alone, and reads go to the origin"},
        {Cause::invalidation_in_flight, "slow-word", "Word of a change is on its way for longer than is promised"}};
    for (const Other& each : others)
      if (const Blame* blame = blame_on(blames_, each.cause))
        add(each.cause == Cause::served_stale || each.cause == Cause::invalidation_in_flight ? Topic::invalidation
                                                                                             : Topic::distributed,
            each.kind, std::string(each.text) + "; " + life_text() + ".", blame);
  }

  /// Of what was acknowledged: by a write buffer in any world, of an only copy as described alone, where a cache that
  /// goes for good takes it along by its nature.
  void add_lost_writes() {
    const bool is_sole = !subject_.data_class().has_origin;
    for (const World& world : evidence_.worlds) {
      const page::StrategyReport* row = row_named(world.report, subject_.plan.name);
      if (row == nullptr || (is_sole && !world.is_described())) continue;
      const std::string path = load::join("classes", subject_.data_class().name);
      const double lost = page::sum(*row, path + ".writes.lost." + (is_sole ? "all" : "write-behind"));
      const double missed = page::mean(*row, path + ".reads.data_lost.ratio").value_or(0);
      if (lost == 0 || (is_sole && missed <= 1 - subject_.data_class().promise.kept)) continue;
      found_.push_back({Topic::source_of_truth, "lost-writes", subject_.data_class().name, subject_.plan.name,
                        "Acknowledged writes are lost, as the cache alone had them: " + page::count_text(lost) +
                            (world.is_described() ? " as described." : " under \"" + world.fact.title + "\"."),
                        reproduce_of(*row)});
      return;
    }
  }

  const Evidence& evidence_;
  const Subject& subject_;
  const std::vector<Blame> blames_;
  std::vector<Finding>& found_;
};

}  // namespace

std::vector<Finding> findings_of(const Evidence& evidence, const std::vector<Subject>& subjects) {
  std::vector<Finding> found;
  for (const Subject& subject : subjects)
    if (subject.is_cached()) ClassFindings(evidence, subject, found).add_all();
  add_load_findings(evidence, subjects, found);
  const auto is_before = [](const Finding& a, const Finding& b) {
    return std::pair(a.topic, a.data_class) < std::pair(b.topic, b.data_class);
  };
  std::stable_sort(found.begin(), found.end(), is_before);
  return found;
}

}  // namespace stalemate::analysis::review
