// The static half: the six points by class, the matrix of who owes what, and whether the cache could be removed.
#include <algorithm>
#include <map>
#include "analysis/load/describe_figures.hpp"
#include "analysis/load/describe_words.hpp"
#include "analysis/page/figures.hpp"
#include "analysis/page/html_sections.hpp"
#include "analysis/page/words.hpp"
#include "analysis/review/chapters.hpp"

namespace stalemate::analysis::review {
namespace {

using page::in_quotes;
using page::visible;

const char* word_of_state(State state) {
  return state == State::stated ? "stated" : state == State::missing ? "MISSING" : "CONTRADICTED";
}

/// One row for all strategies of which the same is to be said.
class PointRows {
 public:
  void add(const std::string& data_class, const std::string& point, const Point& found, const std::string& strategy) {
    const std::vector<std::string> key = {data_class, point, word_of_state(found.state), found.text};
    const auto [at, is_new] = known_.try_emplace(key, grid.rows.size());
    if (is_new) grid.rows.push_back(key), grid.rows.back().emplace_back();
    std::string& under = grid.rows[at->second].back();
    under += (under.empty() ? "" : ", ") + visible(strategy);
  }

  page::Grid grid{"Six points of a caching policy", {"class", "point", "state", "what", "under"}, {}, {1, 2, 3, 4}};

 private:
  std::map<std::vector<std::string>, std::size_t> known_;
};

/// Class by class, so that the strategies of one stand together.
page::Grid points_grid(const std::vector<Subject>& subjects) {
  PointRows rows;
  std::vector<std::string> classes;
  for (const Subject& each : subjects)
    if (std::find(classes.begin(), classes.end(), each.data_class().name) == classes.end())
      classes.push_back(each.data_class().name);
  for (const std::string& name : classes)
    for (std::size_t point = 0; point < point_names.size(); ++point)
      for (const Subject& each : subjects)
        if (each.data_class().name == name && each.is_cached())
          rows.add(visible(name), point_names[point], points_of(each)[point], each.plan.name);
  return std::move(rows.grid);
}

std::vector<std::string> never_cached(const std::vector<Subject>& subjects) {
  std::vector<std::string> names;
  for (const Subject& each : subjects) {
    const std::string& name = each.data_class().name;
    const bool is_cached = std::any_of(subjects.begin(), subjects.end(), [&](const Subject& other) {
      return other.data_class().name == name && other.is_cached();
    });
    if (!is_cached && std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  return names;
}

std::string unanswered_text(const page::StrategyReport& row) {
  const double share = unanswered_reads(row);
  return share > 0 ? page::share_text(share) + " of the reads have no answer by the end" : "all reads are answered";
}

std::string standing_text(const page::Report& report, const page::StrategyReport& row) {
  const std::string origin = page::main_origin(report);
  const auto busy = origin.empty() ? std::nullopt : page::busy(row, origin);
  const auto p99 = page::mean(row, "latency_s.reads.p99");
  return (busy ? visible(origin) + " is " + page::whole_percent_text(*busy) + " busy, " : std::string()) +
         (p99 ? "99 % of the reads take at most " + page::time_text(*p99) + ", " : std::string()) +
         unanswered_text(row);
}

/// By what is measured without a cache; "safe" is for nobody to say.
std::string exit_text(const page::StrategyReport& baseline) {
  const double busy = busiest_origin(baseline);
  if (unanswered_reads(baseline) > unanswered_few || busy > page::busy_limit)
    return "The cache cannot be removed as things stand: ";
  return busy > page::roomy_limit ? "The cache could hardly be removed, there is little room: "
                                  : "By these figures the cache could be removed, at this price: ";
}

void add_stated_exits(const std::vector<Subject>& subjects, const std::string& command, std::vector<Claim>& claims) {
  std::vector<std::string> said, unsaid;
  for (const Subject& each : subjects) {
    if (!each.is_cached() || !each.data_class().has_origin) continue;
    const std::string& name = each.data_class().name;
    auto& into = each.data_class().stated && !each.data_class().stated->exit.empty() ? said : unsaid;
    if (std::find(into.begin(), into.end(), name) != into.end()) continue;
    into.push_back(name);
    if (&into == &said)
      claims.push_back({"What would let the cache of " + in_quotes(name) + " be removed, as stated: " +
                            each.data_class().stated->exit + ".",
                        command});
  }
  if (!unsaid.empty())
    claims.push_back({"Nobody has written what would let the cache be removed: " + list_of(unsaid), command});
}

/// With the cache, and where all of it goes.
void add_measured_exits(const Evidence& evidence, const std::string& strategy, std::vector<Claim>& claims) {
  for (const World& world : evidence.worlds) {
    const page::StrategyReport* row = row_named(world.report, strategy);
    if (row == nullptr || !(world.is_described() || world.fact.name == "remove-cache")) continue;
    const std::string when = world.is_described() ? "With it, under "
                                                  : "Over a run in which every cache goes at " +
                                                        page::clock_text(evidence.strikes_at_s) + " for good, under ";
    claims.push_back({when + in_quotes(strategy) + ": " + standing_text(world.report, *row) + ".", reproduce_of(*row)});
  }
}

}  // namespace

Chapter policy_chapter(const Evidence& evidence, const std::vector<Subject>& subjects) {
  Chapter chapter{"policy", "The policy, class by class"};
  const page::Grid grid = points_grid(subjects);
  if (grid.rows.empty()) {
    chapter.parts.push_back(Paragraph{"Nothing is cached under what is reviewed: there is no policy to hold to."});
    return chapter;
  }
  chapter.parts.push_back(grid);
  const auto uncached = never_cached(subjects);
  if (!uncached.empty()) chapter.parts.push_back(Paragraph{"Not cached: " + list_of(uncached) + "."});
  chapter.parts.push_back(
      std::vector<Claim>{{"These follow from the file, before any run", evidence.commands.describe}});
  return chapter;
}

Chapter owed_chapter(const Evidence& evidence) {
  Chapter chapter{"owed", "Who owes what"};
  const page::Grid grid = page::owed_grid(evidence.scenario);
  if (grid.rows.empty()) {
    chapter.parts.push_back(Paragraph{"There is no copy: no reviewed strategy caches anything."});
  } else {
    chapter.parts.push_back(grid);
    chapter.parts.push_back(std::vector<Claim>{{"The same table stands in", evidence.commands.describe}});
  }
  return chapter;
}

Chapter exit_chapter(const Evidence& evidence, const std::vector<Subject>& subjects) {
  Chapter chapter{"exit", "Exit plan: could the cache be removed?"};
  std::vector<Claim> claims;
  for (const models::NodeSpec& node : evidence.scenario.system.nodes)
    if (node.kind == models::NodeSpec::Kind::origin)
      claims.push_back({"By its formula " + in_quotes(node.name) + " would bear without a cache " +
                            load::words_for(load::utilisation_of(node, evidence.scenario.system)),
                        evidence.commands.describe});
  const page::Report& described = evidence.described();
  if (const page::StrategyReport* baseline = baseline_of(described))
    claims.push_back({exit_text(*baseline) + standing_text(described, *baseline) + ".",
                      reproduce_of(*baseline)});
  for (const std::string& sole : described.sole)
    claims.push_back({"The cache is the only copy of " + in_quotes(sole) + ": of that it cannot be removed.",
                      evidence.commands.describe});
  for (const load::StrategyPlan* plan : evidence.reviewed()) add_measured_exits(evidence, plan->name, claims);
  add_stated_exits(subjects, evidence.commands.describe, claims);
  chapter.parts.push_back(std::move(claims));
  return chapter;
}

}  // namespace stalemate::analysis::review
