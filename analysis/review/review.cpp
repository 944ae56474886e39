#include "analysis/review/review.hpp"
#include <set>
#include "analysis/page/words.hpp"
#include "analysis/review/chapters.hpp"

namespace stalemate::analysis::review {
namespace {

/// Points of a class in one state, under whatever strategy: each counts once.
std::int64_t count_of(const std::vector<Subject>& subjects, State state) {
  std::set<std::pair<std::string, std::size_t>> counted;
  for (const Subject& each : subjects) {
    if (!each.is_cached()) continue;
    const Points points = points_of(each);
    for (std::size_t i = 0; i < points.size(); ++i)
      if (points[i].state == state) counted.emplace(each.data_class().name, i);
  }
  return static_cast<std::int64_t>(counted.size());
}

std::int64_t count_of(const std::vector<Finding>& findings) {
  std::set<std::pair<std::string, std::string>> counted;
  for (const Finding& each : findings) counted.emplace(each.kind, each.data_class);
  return static_cast<std::int64_t>(counted.size());
}

std::string is_or_are(std::int64_t count) { return count == 1 ? " is " : " are "; }

std::string verdict_of(const std::vector<Finding>& findings, const std::vector<Subject>& subjects) {
  const std::int64_t faults = count_of(findings), contradicted = count_of(subjects, State::contradicted),
                     missing = count_of(subjects, State::missing);
  const std::string shown = faults == 0 ? "No fault" : page::plural(faults, "fault");
  return shown + " of the design" + (faults > 1 ? " are" : " is") + " shown; of the points of a caching policy " +
         std::to_string(contradicted) + is_or_are(contradicted) + "contradicted by what is done, and " +
         std::to_string(missing) + is_or_are(missing) + "missing. This advises; it vouches for nothing.";
}

std::string runs_text(const Evidence& evidence) {
  if (!evidence.no_what_ifs.empty()) return "as described alone, seed " + std::to_string(evidence.scenario.system.seed);
  return "as described, and under " + page::plural(std::int64_t(evidence.worlds.size()) - 1, "standard fault") +
         " from " + page::clock_text(evidence.strikes_at_s) + " on, one seed each";
}

}  // namespace

Sheet make_sheet(const Evidence& evidence) {
  const auto subjects = subjects_of(evidence.scenario, evidence.reviewed());
  const auto findings = findings_of(evidence, subjects);
  Sheet sheet{evidence.tool, evidence.scenario.title, evidence.scenario.question, verdict_of(findings, subjects),
              {}, {}, evidence.commands.again, ""};
  sheet.facts = {{"Reviewed", evidence.chosen_because}, {"Runs", runs_text(evidence)}};
  sheet.chapters = {faults_chapter(evidence, findings, subjects), policy_chapter(evidence, subjects),
                    owed_chapter(evidence), exit_chapter(evidence, subjects), promises_chapter(evidence)};
  for (Chapter& each : risk_chapters(evidence, findings)) sheet.chapters.push_back(std::move(each));
  sheet.chapters.push_back(callers_chapter(evidence));
  sheet.chapters.push_back(instead_chapter(evidence));
  sheet.chapters.push_back(alerts_chapter(evidence, findings));
  sheet.chapters.push_back(questions_chapter(evidence, subjects));
  sheet.signature = "stalemate " + evidence.tool;
  return sheet;
}

}  // namespace stalemate::analysis::review
