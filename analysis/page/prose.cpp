#include "analysis/page/prose.hpp"
#include <algorithm>
#include <cstddef>
#include "analysis/load/describe_words.hpp"
#include "analysis/load/path.hpp"
#include "analysis/measure/number.hpp"
#include "analysis/page/figures.hpp"
#include "analysis/page/harm.hpp"
#include "analysis/page/not_judged.hpp"
#include "analysis/page/over_seeds.hpp"
#include "analysis/page/standing.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::page {
namespace {

using measure::Verdict;

std::vector<const StrategyReport*> cached(const Report& report, Verdict verdict) {
  std::vector<const StrategyReport*> chosen;
  for (const StrategyReport& each : report.strategies)
    if (!each.is_baseline && each.verdict == verdict) chosen.push_back(&each);
  return chosen;
}

std::string names(const std::vector<const StrategyReport*>& strategies) {
  std::vector<std::string> quoted;
  for (const StrategyReport* each : strategies) quoted.push_back(in_quotes(each->name));
  return joined(quoted, ", ");
}

/// "keeps the 5 s promise", "meets every expectation".
std::string does_what_counts(const Report& report, bool many) {
  const std::string s = many ? "" : "s";
  const auto is_changed = [](const PromiseFact& promise) { return !promise.changed_by.empty(); };
  if (std::any_of(report.promises.begin(), report.promises.end(), is_changed))
    return "keep" + s + (many ? " what each of them promises" : " what it promises");
  if (!report.session_promises.empty()) return "keep" + s + " every promise";
  if (report.promises.size() == 1 && report.promises.front().is_of_loss)
    return "keep" + s + (report.promises.front().share >= 1 ? " the data" : " as much of the data as is promised");
  if (report.promises.size() == 1)
    return "keep" + s + " the " + time_text(report.promises.front().max_age_s) + " promise";
  return report.promises.empty() ? "meet" + s + " every expectation" : "keep" + s + " every promise";
}

std::string through(const Report& report) {
  if (report.faults.empty()) return "";
  return report.faults.size() == 1 ? " through this fault" : " through these faults";
}

bool expects_something(const Report& report) {
  return std::any_of(report.strategies.begin(), report.strategies.end(),
                     [](const StrategyReport& each) { return !each.outcomes.empty(); });
}

bool has_cached_strategies(const Report& report) {
  return std::any_of(report.strategies.begin(), report.strategies.end(),
                     [](const StrategyReport& each) { return !each.is_baseline; });
}

/// Nothing where there is no origin.
std::string least_load(const Report& report, const StrategyReport& best, const std::string& lead) {
  const std::string origin = main_origin(report);
  if (origin.empty()) return "";
  const auto peak = mean(best, origin_path(origin, "reads_per_s.peak"));
  std::string text = lead + rate_text(origin_load(best)) + " origin reads/s";
  if (peak) text += " (" + visible(origin) + " peaks at " + rate_text(*peak) + ")";
  const StrategyReport* uncached = baseline_of(report);
  if (uncached != nullptr && origin_load(*uncached) > 0)
    text += ", " + percent_text(origin_load(best) / origin_load(*uncached)) + " of those without a cache";
  return text;
}

/// Those that keep what is promised and miss what is expected.
std::vector<const StrategyReport*> unmet_keepers(const Report& report) {
  auto chosen = cached(report, Verdict::broken);
  std::erase_if(chosen, [](const StrategyReport* each) { return !keeps_promises(*each); });
  return report.promises_anything() ? chosen : std::vector<const StrategyReport*>{};
}

std::string none_kept_sentence(const Report& report) {
  const auto keepers = unmet_keepers(report);
  if (!keepers.empty())
    return names(keepers) + " " + does_what_counts(report, keepers.size() > 1) + through(report) +
           ", but not every expectation (UNMET)" + least_load(report, *keepers.front(), ": ") + ".";
  const bool undecided = !cached(report, Verdict::undecided).empty();
  return std::string("No cached strategy ") + (undecided ? "is shown to " : "here ") +
         does_what_counts(report, undecided) + through(report) + ".";
}

std::string others_sentence(const Report& report) {
  auto kept = cached(report, Verdict::held);
  if (kept.size() < 2 || !expects_something(report)) return "";
  kept.erase(kept.begin());
  const std::string verb = report.promises_anything() ? " keep" : " meet";
  return names(kept) + verb + (kept.size() == 1 ? "s it too." : " it too.");
}

std::string unmet_sentence(const Report& report) {
  const auto keepers = unmet_keepers(report);
  if (keepers.empty() || cached(report, Verdict::held).empty()) return "";
  return names(keepers) + (keepers.size() == 1 ? " keeps it too" : " keep it too") +
         ", but not every expectation (UNMET).";
}

std::string expectations_sentence(const Report& report) {
  std::string text = expectations_text(report);
  if (!text.empty()) text += ".";
  if (report.not_judged == 0) return text;
  return text + (text.empty() ? "" : " ") + plural(report.not_judged, "expectation") +
         (report.not_judged == 1 ? " was" : " were") + " not judged: no strategy that " +
         (report.not_judged == 1 ? "it concerns" : "they concern") + " was run.";
}

std::string undecided_sentence(const Report& report) {
  const auto undecided = cached(report, Verdict::undecided);
  return undecided.empty() ? "" : "Undecided (?), as WHY says: " + names(undecided) + ".";
}

/// Who turned requests away, where anybody did; else how busy the main origin was.
std::string what_was_full(const Report& report, const StrategyReport& uncached, std::optional<double> load) {
  std::string refusals;
  for (const auto& [origin, unused] : uncached.runs.front().at("load").at("origin").items()) {
    const double refused = sum(uncached, origin_path(origin, "refused"));
    if (refused > 0)
      refusals += (refusals.empty() ? ": " : ", ") + visible(origin) + " refused " +
                  plural(static_cast<std::int64_t>(refused), "request");
  }
  if (!refusals.empty()) return refusals;
  return load ? ", with " + visible(main_origin(report)) + " " + whole_percent_text(*load) + " busy" : "";
}

bool leaves_unanswered(const StrategyReport& uncached) {
  return sum(uncached, "reads.failed") > 0 || answers_too_few(uncached);
}

/// What no origin has, and no cache any more.
std::string loss_sentence(const Report& report) {
  std::vector<std::string> lost, kept;
  for (const StrategyReport& each : report.strategies) {
    const double reads = sum(each, "reads.data_lost.count"), writes = sum(each, "writes.lost.all");
    const std::string name = in_quotes(each.name);
    if (reads + writes == 0) {
      kept.push_back(name);
    } else {
      lost.push_back(name + " " + plural(static_cast<std::int64_t>(writes), "write") + " of the measured time, and " +
                     plural(static_cast<std::int64_t>(reads), "read") + " missed what is lost");
    }
  }
  if (report.sole.empty() || lost.empty()) return "";
  const std::string together = together_text(static_cast<std::size_t>(seeds_of(report)));
  return "DATA IS LOST" + together + ": " + joined(lost, "; ") +
         (kept.empty() ? "." : ". Nothing under " + joined(kept, ", ") + ".");
}

std::string sole_sentence(const Report& report) {
  if (!report.is_sole) return "";
  std::vector<std::string> sole;
  for (const std::string& each : report.sole) sole.push_back(visible(each));
  return "There is no row without a cache: no origin has " + joined(sole, ", ") + ".";
}

void add(std::vector<std::string>& sentences, std::string sentence) {
  if (!sentence.empty()) sentences.push_back(std::move(sentence));
}

std::string calibration_sentence(const Report& report) {
  if (!report.calibration) return "Not calibrated: no \"observed\" block.";
  const measure::Calibration& of = *report.calibration;
  if (of.strategy.empty())
    return "Not calibrated: which strategy production runs is not said (\"current\"), or it was not run.";
  if (of.held())
    return "Calibrated: " + in_quotes(of.strategy) + " meets " +
           plural(static_cast<std::int64_t>(of.figures.size()), "observed figure") + ".";
  std::string text = "NOT CALIBRATED: " + in_quotes(of.strategy) + " misses";
  for (const auto& figure : of.figures) {
    if (figure.held) continue;
    text += " " + visible(figure.observed.path) + " (" + (figure.actual ? short_number(*figure.actual) : "no figure") +
            ", observed " + short_number(figure.observed.low) + " to " + short_number(figure.observed.high) + ")";
  }
  return text + ".";
}

/// Reads that were judged of the class that promises and has the fewest.
double reads_behind(const Report& report, const StrategyReport& strategy) {
  double fewest = sum(strategy, "reads.answered");
  const auto look_at = [&](const std::string& data_class) {
    const std::string of = load::join("classes", data_class);
    fewest = std::min(fewest, sum(strategy, of + ".reads.answered") - sum(strategy, of + ".staleness.excused"));
  };
  for (const PromiseFact& promise : report.promises) look_at(promise.data_class);
  for (const SessionPromise& promise : report.session_promises) look_at(promise.data_class);
  return fewest;
}

/// Zero seen of n is not zero. Of those that kept all and in which none was seen, by the weakest such evidence.
std::string never_seen_sentence(const Report& report) {
  std::vector<const StrategyReport*> saw_none = cached(report, Verdict::held);
  std::erase_if(saw_none, [&](const StrategyReport* each) {
    return broken_share(report, *each).value_or(1) != 0 || reads_behind(report, *each) == 0;
  });
  if (saw_none.empty()) return "";
  double fewest = reads_behind(report, *saw_none.front());
  for (const StrategyReport* each : saw_none) fewest = std::min(fewest, reads_behind(report, *each));
  constexpr double fewest_that_tell = 30;  // 3/n is a tenth then
  const char* const are = fewest == 1 ? " read is" : " reads are";
  if (fewest < fewest_that_tell) return names(saw_none) + ": " + count_text(fewest) + are + " too few to tell.";
  const std::string what = report.promises_anything() ? "broken promise" : "stale read";
  return names(saw_none) + ": no " + what + " in " + (saw_none.size() > 1 ? "at least " : "") + count_text(fewest) +
         " reads means below " + short_number(100 * 3 / fewest) + " % (3/n, were reads independent), not never.";
}

bool is_about_written_keys(const std::string& assumed) { return assumed.ends_with("keys_like = reads"); }

/// What writes hit decides how stale reads are, so it has a sentence of its own.
void add_assumed(const Report& report, std::vector<std::string>& paragraphs) {
  std::vector<std::string> loads;
  std::vector<std::string> rest;
  for (const std::string& each : report.assumed) {
    if (is_about_written_keys(each)) {
      loads.push_back(visible(each.substr(0, each.find(".keys_like"))));
    } else {
      rest.push_back(visible(each));
    }
  }
  if (!loads.empty()) paragraphs.push_back("Assumed: writes hit keys as reads do (" + joined(loads, ", ") + ").");
  if (!rest.empty()) paragraphs.push_back((loads.empty() ? "Assumed: " : "Assumed too: ") + joined(rest, ", ") + ".");
}

std::string list_paragraph(const std::string& heading, const std::vector<std::string>& items) {
  std::vector<std::string> shown;
  for (const std::string& item : items) shown.push_back(visible(item));
  return shown.empty() ? "" : heading + joined(shown, ", ") + ".";
}

std::string unless_under_faults(bool promised_there) { return promised_there ? "" : ", except under faults"; }

std::string class_promise(const PromiseFact& promise) {
  const std::string age = time_text(promise.max_age_s);
  std::vector<std::string> others;
  for (const std::string& each : promise.changed_by) others.push_back(in_quotes(each));
  const std::string changed = unless_under_faults(promise.under_faults) +
                              (others.empty() ? "" : " (another under " + joined(others, ", ") + ")");
  const std::string share = measure::number_text(100 * promise.share) + " % of reads ";
  if (promise.is_of_loss)
    return visible(promise.data_class) + ": " +
           (promise.share >= 1 ? "no read misses" : share + "do not miss") + " what was lost" + changed;
  if (promise.share >= 1) return visible(promise.data_class) + ": no read older than " + age + changed;
  return visible(promise.data_class) + ": " + share + "no older than " + age + changed;
}

std::string seed_numbers(const Report& report) {
  std::vector<std::uint64_t> seeds;
  for (const StrategyReport& each : report.strategies)
    for (const Json& run : each.runs) seeds.push_back(run.at("seed").get<std::uint64_t>());
  if (seeds.empty()) return "no run";
  const auto [least, most] = std::minmax_element(seeds.begin(), seeds.end());
  if (*least == *most) return "seed " + std::to_string(*least);
  return "seeds " + std::to_string(*least) + "-" + std::to_string(*most);
}

}  // namespace

std::string verdict_sentence(const Report& report) {
  const auto kept = cached(report, Verdict::held);
  if (!has_cached_strategies(report)) return "No cached strategy was run.";
  if (kept.empty()) return none_kept_sentence(report);
  const StrategyReport& best = *kept.front();
  std::string text =
      expects_something(report)
          ? in_quotes(best.name) + " " + does_what_counts(report, false) + through(report)
          : "Nothing is promised or expected, so nothing can be broken; " + in_quotes(best.name) + " runs";
  return text + least_load(report, best, kept.size() > 1 ? " with the least load: " : ": ") + ".";
}

std::string uncached_sentence(const Report& report) {
  const StrategyReport* uncached = baseline_of(report);
  const std::string origin = main_origin(report);
  if (uncached == nullptr || origin.empty()) return "";
  const std::string name = visible(origin);
  const auto load = busy(*uncached, origin);
  if (leaves_unanswered(*uncached)) {
    const double reads = sum(*uncached, "reads.invoked");
    return "Uncached, " + count_text(reads - sum(*uncached, "reads.answered")) + " of " + count_text(reads) +
           " reads were not answered" + what_was_full(report, *uncached, load) + ".";
  }
  if (!load) return name + " has no limit of servers, so whether it could serve everything uncached is not shown.";
  const std::string at = whole_percent_text(*load) + " busy" + (has_nodes(report, origin) ? " (its busiest node)" : "");
  if (*load > busy_limit) return name + " could not serve everything uncached for long: " + at + ".";
  return name + " could serve everything uncached at " + at +
         (*load > roomy_limit ? ": little room, but possible." : ".");
}

std::optional<bool> serves_uncached(const Report& report) {
  const StrategyReport* uncached = baseline_of(report);
  if (uncached == nullptr || report.is_sole) return std::nullopt;
  std::optional<bool> serves;
  for (const auto& [origin, unused] : uncached->runs.front().at("load").at("origin").items()) {
    if (sum(*uncached, origin_path(origin, "refused")) > 0) return false;
    if (const auto load = busy(*uncached, origin)) serves = serves.value_or(true) && *load <= busy_limit;
  }
  return serves == true && leaves_unanswered(*uncached) ? std::nullopt : serves;
}

std::string promise_line(const Report& report) {
  std::vector<std::string> texts;
  for (const PromiseFact& promise : report.promises) texts.push_back(class_promise(promise));
  for (const SessionPromise& promise : report.session_promises)
    texts.push_back(visible(promise.data_class) + ": " +
                    (promise.is_of_own_writes ? load::own_writes_words : load::no_return_words) +
                    unless_under_faults(promise.under_faults));
  return texts.empty() ? "no data class promises anything" : joined(texts, "; ");
}

std::string fault_line(const Report& report) {
  std::vector<std::string> texts;
  for (const FaultFact& fault : report.faults)
    texts.push_back(visible(fault.when) + (fault.is_timed ? " " : ": ") + visible(fault.text));
  return texts.empty() ? "none" : joined(texts, "; ");
}

// What waits for something may wait in vain; then nothing is known of it.
std::vector<std::string> idle_fault_sentences(const Report& report) {
  std::vector<std::string> sentences;
  for (const FaultFact& fault : report.faults) {
    if (fault.is_timed) continue;
    std::vector<std::string> without;
    for (const StrategyReport& each : report.strategies) {
      const Json& struck = each.runs.front().at("faults").at(fault.name);
      if (struck.at("strikes") == 0) without.push_back(in_quotes(each.name));
    }
    if (without.empty()) continue;
    const bool all = without.size() == report.strategies.size();
    sentences.push_back("The fault " + in_quotes(fault.name) + " never struck" +
                        (all ? "" : " under " + joined(without, ", ")) + ": the answer says nothing of it" +
                        (all ? "." : " there."));
  }
  return sentences;
}

std::vector<std::string> answer(const Report& report) {
  std::vector<std::string> sentences;
  const auto& calibration = report.calibration;
  if (calibration && !calibration->strategy.empty() && !calibration->held())
    add(sentences, "NOT CALIBRATED: production shows other figures; see TRUST.");
  add(sentences, verdict_sentence(report));
  add(sentences, loss_sentence(report));
  add(sentences, others_sentence(report));
  add(sentences, unmet_sentence(report));
  add(sentences, undecided_sentence(report));
  add(sentences, no_difference_sentence(report));
  for (std::string& each : idle_fault_sentences(report)) add(sentences, std::move(each));
  for (std::string& each : harm_sentences(report)) add(sentences, std::move(each));
  add(sentences, uncached_sentence(report));
  add(sentences, sole_sentence(report));
  add(sentences, expectations_sentence(report));
  add(sentences, list_paragraph("Not finished, so not in the table: ", report.unfinished));
  return sentences;
}

std::vector<std::string> assumptions(const Report& report) {
  std::vector<std::string> paragraphs;
  add(paragraphs, seeds_sentence(report) + " " + calibration_sentence(report));
  for (std::string& each : advice_sentences(report)) add(paragraphs, std::move(each));
  add_assumed(report, paragraphs);
  add(paragraphs, never_seen_sentence(report));
  for (std::string& sentence : not_judged_sentences(report)) add(paragraphs, std::move(sentence));
  add(paragraphs, list_paragraph("Guesses: ", report.guesses));
  return paragraphs;
}

std::vector<std::string> trust(const Report& report) {
  std::vector<std::string> paragraphs = assumptions(report);
  add(paragraphs, list_paragraph("Left out: ", report.leaves_out));
  return paragraphs;
}

std::vector<std::string> signature(const Report& report) {
  const std::string digest = report.is_part ? "digest of these runs " : "digest ";
  return {digest + digest_of(report), seed_numbers(report), "stalemate " + report.tool,
          "exit " + std::to_string(report.exit_status) + ": " + report.exit_reason};
}

}  // namespace stalemate::analysis::page
