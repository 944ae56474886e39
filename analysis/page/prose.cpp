#include "analysis/page/prose.hpp"
#include <algorithm>
#include <cstddef>
#include "analysis/page/figures.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::page {
namespace {

using measure::Verdict;

constexpr double busy_limit = 0.95;  ///< Above it a queue grows faster than a short run can show.
constexpr double roomy_limit = 0.7;

std::string in_quotes(const std::string& name) { return '"' + visible(name) + '"'; }

std::vector<const StrategyReport*> cached(const Report& report, Verdict verdict) {
  std::vector<const StrategyReport*> chosen;
  for (const StrategyReport& each : report.strategies)
    if (!each.is_baseline && each.verdict == verdict) chosen.push_back(&each);
  return chosen;
}

const StrategyReport* baseline(const Report& report) {
  const auto found = std::find_if(report.strategies.begin(), report.strategies.end(),
                                  [](const StrategyReport& each) { return each.is_baseline; });
  return found == report.strategies.end() ? nullptr : &*found;
}

std::string names(const std::vector<const StrategyReport*>& strategies) {
  std::vector<std::string> quoted;
  for (const StrategyReport* each : strategies) quoted.push_back(in_quotes(each->name));
  return joined(quoted, ", ");
}

/// "the 5 s promise", "every promise", "what is expected".
std::string what_counts(const Report& report) {
  if (report.promises.size() == 1) return "the " + time_text(report.promises.front().max_age_s) + " promise";
  return report.promises.empty() ? "every expectation" : "every promise";
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

std::string least_load(const Report& report, const StrategyReport& best) {
  const std::string origin = main_origin(report);
  const auto peak = mean(best, origin_path(origin, "reads_per_s.peak"));
  std::string text = rate_text(origin_load(best)) + " origin reads/s";
  if (peak) text += " (" + visible(origin) + " peaks at " + rate_text(*peak) + ")";
  const StrategyReport* uncached = baseline(report);
  if (uncached != nullptr && origin_load(*uncached) > 0)
    text += ", " + percent_text(origin_load(best) / origin_load(*uncached)) + " of those without a cache";
  return text;
}

std::string verdict_sentence(const Report& report) {
  const auto kept = cached(report, Verdict::held);
  const auto undecided = cached(report, Verdict::undecided);
  if (!has_cached_strategies(report)) return "No cached strategy was run.";
  if (kept.empty() && undecided.empty())
    return "No cached strategy here keeps " + what_counts(report) + through(report) + ".";
  if (kept.empty()) return "No cached strategy is shown to keep " + what_counts(report) + through(report) + ".";
  const StrategyReport& best = *kept.front();
  std::string text =
      expects_something(report)
          ? in_quotes(best.name) + " keeps " + what_counts(report) + through(report)
          : "Nothing is promised or expected, so nothing can be broken; " + in_quotes(best.name) + " runs";
  text += kept.size() > 1 ? " with the least load: " : ": ";
  return text + least_load(report, best) + ".";
}

std::string others_sentence(const Report& report) {
  auto kept = cached(report, Verdict::held);
  if (kept.size() < 2 || !expects_something(report)) return "";
  kept.erase(kept.begin());
  return names(kept) + (kept.size() == 1 ? " keeps it too." : " keep it too.");
}

std::string undecided_sentence(const Report& report) {
  const auto undecided = cached(report, Verdict::undecided);
  return undecided.empty() ? "" : "Undecided (?), for want of a figure: " + names(undecided) + ".";
}

std::string uncached_sentence(const Report& report) {
  const StrategyReport* uncached = baseline(report);
  const std::string origin = main_origin(report);
  if (uncached == nullptr || origin.empty()) return "";
  const std::string name = visible(origin);
  const auto busy = mean(*uncached, origin_path(origin, "utilisation"));
  const double failures = sum(*uncached, "reads.failed");
  const double reads = sum(*uncached, "reads.invoked");
  if (failures > 0) {
    return "Uncached, " + count_text(failures) + " of " + count_text(reads) + " reads failed" +
           (busy ? ", with " + name + " " + whole_percent_text(*busy) + " busy" : "") + ".";
  }
  if (!busy) return name + " has no limit of servers, so whether it could serve everything uncached is not shown.";
  const std::string at = whole_percent_text(*busy) + " busy";
  if (*busy > busy_limit) return name + " could not serve everything uncached for long: " + at + ".";
  return name + " could serve everything uncached at " + at +
         (*busy > roomy_limit ? ": little room, but possible." : ".");
}

void add(std::vector<std::string>& sentences, std::string sentence) {
  if (!sentence.empty()) sentences.push_back(std::move(sentence));
}

std::string expiry_text(const PolicyFact& policy) {
  return policy.ttl_s ? "entries live up to " + time_text(*policy.ttl_s) : "entries have no expiry";
}

std::string word_for_changes(const PolicyFact& policy) {
  return policy.write == "invalidate" ? "invalidations" : policy.write == "update" ? "updates" : "changes";
}

double arrived(const StrategyReport& strategy) {
  double total = 0;
  for (const auto& [name, unused] : strategy.runs.front().at("load").at("cache").items())
    total += sum(strategy, cache_path(name, "changes_arrived"));
  return total;
}

/// What became of the messages that tell caches of writes; counted over all classes.
std::string changes_text(const StrategyReport& strategy, const PolicyFact& policy) {
  const double sent = sum(strategy, "load.changes_sent");
  const double missing = sent - arrived(strategy);
  const std::string what = word_for_changes(policy);
  if (sent == 0) return "no " + what + " were sent";
  if (missing <= 0) return "all " + count_text(sent) + " " + what + " arrived";
  return count_text(missing) + " of " + count_text(sent) + " " + what + " did not arrive (" +
         count_text(sum(strategy, "load.messages_lost")) + " messages of all kinds lost)";
}

std::string promise_reason(const StrategyReport& strategy, const PolicyFact& policy) {
  const std::string lags =
      policy.lagging_origin.empty() ? "" : visible(policy.lagging_origin) + "'s followers, which lag";
  if (policy.cache.empty()) return lags.empty() ? "read without a cache." : "read from " + lags + ".";
  const std::string cache = visible(policy.cache);
  std::string text;
  if (policy.write == "write-around") {
    text = "nothing tells " + cache + " of a write";
  } else if (policy.write == "invalidate" || policy.write == "update") {
    text = changes_text(strategy, policy);
  } else {
    text = policy.write + " by " + cache;
  }
  return text + "; " + expiry_text(policy) + (lags.empty() ? "" : "; fills read " + lags) + ".";
}

std::string reason_for(const StrategyReport& strategy, const measure::Outcome& outcome) {
  if (!outcome.is_promise) {
    const std::string actual = outcome.actual ? "it was " + short_number(*outcome.actual) : "it never came back";
    return visible(outcome.text) + ": " + actual + ".";
  }
  const auto concerns = [&](const PolicyFact& policy) { return outcome.text.starts_with(policy.data_class + ": "); };
  const auto policy = std::find_if(strategy.policies.begin(), strategy.policies.end(), concerns);
  if (policy == strategy.policies.end()) return visible(outcome.text) + ".";
  const std::string which = strategy.policies.size() > 1 ? visible(policy->data_class) + ": " : "";
  return which + promise_reason(strategy, *policy);
}

std::string seeds_sentence(const Report& report) {
  std::size_t most = 0;
  for (const StrategyReport& each : report.strategies) most = std::max(most, each.runs.size());
  if (most <= 1) return "1 seed: no intervals (--seeds 20).";
  return plural(static_cast<std::int64_t>(most), "seed") +
         ": plain means, no intervals yet; the oldest read is the oldest of all.";
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

/// Zero seen of n is not zero. The weakest such evidence of all cached strategies.
std::string never_seen_sentence(const Report& report) {
  double fewest = 0;
  for (const StrategyReport* each : cached(report, Verdict::held)) {
    const double reads = sum(*each, "reads.answered");
    const bool saw_none = broken_share(report, *each).value_or(1) == 0 && reads > 0;
    if (saw_none && (fewest == 0 || reads < fewest)) fewest = reads;
  }
  if (fewest == 0) return "";
  return "None seen in " + count_text(fewest) + " reads means below " + short_number(100 * 3 / fewest) +
         " % (3/n), not never.";
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

std::string class_promise(const PromiseFact& promise) {
  const std::string age = time_text(promise.max_age_s);
  if (promise.share >= 1) return visible(promise.data_class) + ": no read older than " + age;
  return visible(promise.data_class) + ": " + short_number(100 * promise.share) + " % of reads no older than " + age;
}

std::string seeds_of(const Report& report) {
  std::vector<std::uint64_t> seeds;
  for (const StrategyReport& each : report.strategies)
    for (const Json& run : each.runs) seeds.push_back(run.at("seed").get<std::uint64_t>());
  if (seeds.empty()) return "no run";
  const auto [least, most] = std::minmax_element(seeds.begin(), seeds.end());
  if (*least == *most) return "seed " + std::to_string(*least);
  return "seeds " + std::to_string(*least) + "-" + std::to_string(*most);
}

}  // namespace

std::string promise_line(const Report& report) {
  std::vector<std::string> texts;
  for (const PromiseFact& promise : report.promises) texts.push_back(class_promise(promise));
  return texts.empty() ? "no data class promises anything" : joined(texts, "; ");
}

std::string fault_line(const Report& report) {
  std::vector<std::string> texts;
  for (const FaultFact& fault : report.faults) {
    std::string when = clock_text(fault.from_s);
    if (!fault.until_s) {
      when = "from " + when + " on";
    } else if (*fault.until_s > fault.from_s) {
      when += "-" + clock_text(*fault.until_s);
    }
    texts.push_back(when + " " + visible(fault.text));
  }
  return texts.empty() ? "none" : joined(texts, "; ");
}

std::vector<std::string> answer(const Report& report) {
  std::vector<std::string> sentences;
  const auto& calibration = report.calibration;
  if (calibration && !calibration->strategy.empty() && !calibration->held())
    add(sentences, "NOT CALIBRATED: production shows other figures; see TRUST.");
  add(sentences, verdict_sentence(report));
  add(sentences, others_sentence(report));
  add(sentences, undecided_sentence(report));
  add(sentences, uncached_sentence(report));
  add(sentences, list_paragraph("Not finished, so not in the table: ", report.unfinished));
  return sentences;
}

std::vector<Reason> reasons(const Report& report) {
  std::vector<Reason> all;
  for (const StrategyReport& strategy : report.strategies) {
    Reason reason{visible(strategy.name), {}};
    for (const measure::Outcome& outcome : strategy.outcomes)
      if (outcome.verdict == Verdict::broken) reason.sentences.push_back(reason_for(strategy, outcome));
    if (!reason.sentences.empty()) all.push_back(std::move(reason));
  }
  return all;
}

std::vector<std::string> trust(const Report& report) {
  std::vector<std::string> paragraphs;
  add(paragraphs, seeds_sentence(report) + " " + calibration_sentence(report));
  add_assumed(report, paragraphs);
  add(paragraphs, never_seen_sentence(report));
  add(paragraphs, list_paragraph("Guesses: ", report.guesses));
  add(paragraphs, list_paragraph("Left out: ", report.leaves_out));
  return paragraphs;
}

std::vector<Command> next_commands(const Report& report) {
  const std::string file = visible(shell_word(report.file));
  std::vector<Command> commands;
  commands.push_back({{"stalemate", "describe", file}, "the system in plain sentences"});
  const auto assumed = std::find_if(report.assumed.begin(), report.assumed.end(), is_about_written_keys);
  if (assumed != report.assumed.end()) {
    const std::string path = assumed->substr(0, assumed->find(" = "));
    commands.push_back(
        {{"stalemate", "run", file, "--set", visible(shell_word(path + "=uniform"))}, "if writes hit all keys alike"});
  }
  if (!report.faults.empty()) commands.push_back({{"stalemate", "run", file, "--no-faults"}, "the same on a calm day"});
  commands.push_back({{"stalemate", "run", file, "--seeds", "20", "-o", "report.json"}, "more seeds, kept as data"});
  return commands;
}

std::vector<std::string> signature(const Report& report) {
  return {"digest " + digest_of(report), seeds_of(report), "stalemate " + report.tool,
          "exit " + std::to_string(report.exit_status) + ": " + report.exit_reason};
}

}  // namespace stalemate::analysis::page
