// Who would see an incident, and what to ask next.
#include <algorithm>
#include "analysis/load/unobserved.hpp"
#include "analysis/page/sightings.hpp"
#include "analysis/page/words.hpp"
#include "analysis/review/chapters.hpp"

namespace stalemate::analysis::review {
namespace {

using page::in_quotes;
using page::visible;

void add_sightings(const Evidence& evidence, std::vector<Claim>& claims) {
  for (const World& world : evidence.worlds)
    for (const page::Reason& seen : page::sightings(world.report))
      for (const std::string& sentence : seen.sentences)
        claims.push_back({title_of(world) + ", " + in_quotes(seen.strategy) + ": " + sentence,
                          reproduce_of(*row_named(world.report, seen.strategy))});
}

void add_unobserved(const Evidence& evidence, std::vector<Claim>& claims) {
  for (const load::StrategyPlan* plan : evidence.reviewed()) {
    const auto names = load::unobserved(plan->blueprint);
    if (!names.empty())
      claims.push_back({"No signal shows " + list_of(names) + " under " + in_quotes(plan->name) + ".",
                        evidence.commands.describe});
    if (plan->blueprint.alerts.empty())
      claims.push_back({"No alert is declared under " + in_quotes(plan->name) +
                            ": what happens here would be heard of from users.", evidence.commands.describe});
  }
}

/// Of points that are missing: who is to be asked.
std::string question_of(std::size_t point, const std::string& data_class) {
  const std::string of = in_quotes(data_class);
  switch (point) {
    case 0: return "Who owns " + of + ", and is told when it is wrong?";
    case 1: return "Who is to tell copies of " + of + " of a change? If nobody, is that meant?";
    case 2: return "How long may an entry of " + of + " live if no word comes?";
    case 3: return "How old may " + of + " be when it is read, and what does an older one cost?";
    case 4: return "What should a read of " + of + " come to when the cache is silent?";
    default: break;
  }
  return "Who would notice that " + of + " is stale, and by what?";
}

void add_missing(const Evidence& evidence, const std::vector<Subject>& subjects, std::vector<Claim>& claims) {
  std::vector<std::string> asked;
  for (const Subject& subject : subjects) {
    if (!subject.is_cached()) continue;
    const Points points = points_of(subject);
    for (std::size_t i = 0; i < points.size(); ++i) {
      if (points[i].state != State::missing) continue;
      const std::string question = question_of(i, subject.data_class().name);
      if (std::find(asked.begin(), asked.end(), question) != asked.end()) continue;
      asked.push_back(question);
      claims.push_back({question, evidence.commands.describe});
    }
  }
}

void add_doubts(const Evidence& evidence, std::vector<Claim>& claims) {
  const load::Scenario& scenario = evidence.scenario;
  for (const std::string& note : scenario.assumed)
    claims.push_back({"Is it true that " + visible(note) + "? Nobody wrote it; it was assumed.",
                      evidence.commands.describe});
  for (const std::string& path : scenario.guesses)
    claims.push_back({"What is " + visible(path) + " really? It is marked as a guess.", evidence.commands.sensitivity});
  if (scenario.observed.empty())
    claims.push_back({"What does production show? Nothing is \"observed\" in the file, so none of this is calibrated.",
                      evidence.commands.run});
  for (const std::string& note : scenario.leaves_out)
    claims.push_back({"What would change with what the file leaves out: " + visible(note) + "?",
                      evidence.commands.describe});
  claims.push_back({"Do these figures hold over more seeds? Each is of one run.",
                    evidence.commands.run + " --seeds 20"});
}

}  // namespace

Chapter alerts_chapter(const Evidence& evidence, const std::vector<Finding>& findings) {
  Chapter chapter{"alerts", "Who would see it?"};
  std::vector<Claim> claims;
  for (const Finding& each : findings)
    if (each.topic == Topic::observability)
      claims.push_back({visible(each.data_class) + ", " + in_quotes(each.strategy) + ": " + each.text, each.command});
  add_unobserved(evidence, claims);
  add_sightings(evidence, claims);
  if (claims.empty()) claims.push_back({"Nothing happened that an alert could see.", evidence.commands.run});
  chapter.parts.push_back(std::move(claims));
  return chapter;
}

Chapter questions_chapter(const Evidence& evidence, const std::vector<Subject>& subjects) {
  Chapter chapter{"questions", "What to ask next"};
  std::vector<Claim> claims;
  add_missing(evidence, subjects, claims);
  add_doubts(evidence, claims);
  chapter.parts.push_back(std::move(claims));
  return chapter;
}

}  // namespace stalemate::analysis::review
