// The faults of the design in one list, and what is stated and not done.
#include <algorithm>
#include "analysis/page/words.hpp"
#include "analysis/review/chapters.hpp"

namespace stalemate::analysis::review {
namespace {

using page::in_quotes;
using page::visible;

/// Of one kind and class the first strategy is told, and the others are named.
std::vector<Claim> claims_of(const std::vector<Finding>& findings) {
  std::vector<Claim> claims;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    const Finding& first = findings[i];
    const auto is_like = [&](const Finding& other) {
      return other.kind == first.kind && other.data_class == first.data_class;
    };
    if (std::any_of(findings.begin(), findings.begin() + std::ptrdiff_t(i), is_like)) continue;
    std::vector<std::string> others;
    for (const Finding& other : findings)
      if (is_like(other) && other.strategy != first.strategy) others.push_back(in_quotes(other.strategy));
    others.erase(std::unique(others.begin(), others.end()), others.end());
    claims.push_back({first.kind + ", " + visible(first.data_class) + ", under " + in_quotes(first.strategy) + ": " +
                          first.text + (others.empty() ? "" : " Also under " + page::joined(others, ", ") + "."),
                      first.command, true});
  }
  return claims;
}

std::vector<Claim> contradictions(const Evidence& evidence, const std::vector<Subject>& subjects) {
  std::vector<Claim> claims;
  for (const Subject& subject : subjects) {
    if (!subject.is_cached()) continue;
    const Points points = points_of(subject);
    for (std::size_t i = 0; i < points.size(); ++i)
      if (points[i].state == State::contradicted)
        claims.push_back({"Contradicted, " + visible(subject.data_class().name) + ", " + point_names[i] + ", under " +
                              in_quotes(subject.plan.name) + ": " + points[i].text + ".",
                          evidence.commands.describe});
  }
  return claims;
}

/// Of each point the classes that lack it.
std::vector<Claim> missing(const Evidence& evidence, const std::vector<Subject>& subjects) {
  std::vector<Claim> claims;
  for (std::size_t i = 0; i < point_names.size(); ++i) {
    std::vector<std::string> classes;
    for (const Subject& subject : subjects) {
      const std::string& name = subject.data_class().name;
      const bool is_known = std::find(classes.begin(), classes.end(), name) != classes.end();
      if (subject.is_cached() && !is_known && points_of(subject)[i].state == State::missing) classes.push_back(name);
    }
    if (!classes.empty())
      claims.push_back({"Missing, " + std::string(point_names[i]) + ": " + list_of(classes) + ".",
                        evidence.commands.describe});
  }
  return claims;
}

}  // namespace

Chapter faults_chapter(const Evidence& evidence, const std::vector<Finding>& findings,
                       const std::vector<Subject>& subjects) {
  Chapter chapter{"faults", "Faults of the design"};
  if (findings.empty())
    chapter.parts.push_back(
        Paragraph{"None of the faults that this review looks for is shown by the file or by its runs. What it did not "
                  "look for, what the file leaves out, and rarer chances than these runs had may hold others."});
  else
    chapter.parts.push_back(claims_of(findings));
  for (auto* const of : {&contradictions, &missing}) {
    auto claims = of(evidence, subjects);
    if (!claims.empty()) chapter.parts.push_back(std::move(claims));
  }
  return chapter;
}

}  // namespace stalemate::analysis::review
