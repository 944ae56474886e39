#include <algorithm>
#include "analysis/explain/diagram_text.hpp"
#include "analysis/explain/explanation.hpp"
#include "analysis/explain/marks.hpp"
#include "analysis/explain/names.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::explain {
namespace {

using page::count_text;
using page::visible;

class Screen {
 public:
  Screen(const Explanation& of, const View& view) : of_(of), view_(view) {}

  std::string text() const {
    std::string all = head() + causes();
    if (of_.story) all += read() + chain() + legend() + picture();
    if (of_.life) all += life();
    return all + foot();
  }

 private:
  std::string heading(const std::string& word) const { return view_.colour ? "\x1b[1m" + word + "\x1b[0m" : word; }
  std::string filled(const std::string& text, std::int64_t indent = 0) const {
    std::string all;
    for (const std::string& line : page::wrapped(text, view_.width - indent))
      all += std::string(all.empty() ? 0 : static_cast<std::size_t>(indent), ' ') + line + "\n";
    return all;
  }

  std::string head() const {
    std::string all = heading(page::shortened(visible(of_.title), view_.width)) + "\n";
    const std::string name = "\"" + visible(of_.strategy) + "\"";
    if (of_.looked_at.size() > 1 && of_.stale > 0)
      all += filled("Of " + std::to_string(of_.looked_at.size()) + " strategies, " + name +
                    " has the most stale reads: it is told here.");
    if (of_.stale == 0) return all + filled(none(name));
    return all + filled("Under " + name + ", " + how_many() + ".") + asked();
  }
  std::string how_many() const {
    if (of_.answered < 0) return page::plural(of_.stale, "read") + " came back stale";
    const double share = of_.answered > 0 ? static_cast<double>(of_.stale) / static_cast<double>(of_.answered) : 0;
    return count_text(static_cast<double>(of_.stale)) + " of " + page::plural(of_.answered, "answered read") +
           " were stale (" + page::percent_text(share) + ")";
  }
  std::string asked() const {
    if (of_.asked.empty()) return "";
    const std::string found = of_.matching == 0 ? "none" : count_text(static_cast<double>(of_.matching));
    return filled("Asked for: " + visible(of_.asked) + ": " + found + " of them.");
  }
  std::string none(const std::string& name) const {
    return "No stale read " +
           (of_.looked_at.size() > 1 ? "under any of the " + std::to_string(of_.looked_at.size()) + " strategies"
                                     : "under " + name) +
           (of_.asked.empty() ? "" : " (asked for: " + visible(of_.asked) + ")") +
           (of_.answered < 0 ? "." : ": " + page::plural(of_.answered, "answered read") + " looked at.");
  }

  std::string causes() const {
    if (of_.stale == 0) return "";
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < of_.causes.size(); ++i)
      if (of_.causes[i] > 0) order.push_back(i);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return of_.causes[a] > of_.causes[b]; });
    std::string all = "\n" + heading("WHY") + "\n";
    for (const std::size_t i : order) {
      const auto cause = static_cast<measure::Cause>(i);
      const double share = static_cast<double>(of_.causes[i]) / static_cast<double>(of_.stale);
      const std::string left = page::right(count_text(static_cast<double>(of_.causes[i])), 9) +
                               page::right(page::percent_text(share), 10) + "  " +
                               page::left(std::string(measure::name_of(cause)), 24);
      all += left + filled(std::string(measure::meaning_of(cause)), page::columns(left));
    }
    return all;
  }

  std::string read() const {
    const measure::StaleRead& read = of_.story->read;
    const std::string which = of_.first_from ? "THE FIRST" : "THE OLDEST";
    const std::string reads = page::plural(of_.matching, of_.asked.empty() ? "stale read" : "such read");
    const std::string of = of_.matching == 1 ? "the only one" : "of " + reads;
    return "\n" + heading(which) + "  " + of + "\n" +
           filled("A read of " + of_.story->key + " got " + version_text(read.version) + ", " + span_text(read.age()) +
                  " after a newer one: " + std::string(measure::name_of(read.cause)) + ", " +
                  std::string(measure::meaning_of(read.cause)) + ".");
  }

  std::string chain() const {
    const Story& story = *of_.story;
    const int decimals = decimals_of(story);
    std::string all = "\n";
    for (const Step& step : story.steps) {
      if (step.number == 0) continue;
      std::string left = page::right(std::to_string(step.number), 2) + "  " + moment_text(step.until, decimals) + "  ";
      if (of_.tried) left += page::left(mark_of(story, step), 9);
      all += left + filled(step.sentence, page::columns(left));
    }
    return all + filled(story.because);
  }

  std::string legend() const {
    if (!of_.tried) return "";
    std::string all =
        "\n" + filled(
                   "cause: the same run without it has no such stale read. context: it has, for another reason. "
                   "Each was tried. A mark stands for the whole request, or the fault.");
    bool has_cause = false;
    for (const Actor& actor : of_.story->actors) {
      has_cause = has_cause || actor.role == Actor::Role::cause;
      if (actor.age_without && actor.kind == Actor::Kind::write)
        all += filled("Without the write of step " + step_of(actor) + " the read would be " +
                      span_text(*actor.age_without) + " old: a later write supersedes it too.");
    }
    if (!has_cause) all += filled("None of them is a cause alone: for each there is another that takes its place.");
    return all;
  }
  std::string step_of(const Actor& actor) const {
    for (const Step& step : of_.story->steps)
      if (step.number > 0 && of_.story->actor_of(step) == &actor) return std::to_string(step.number);
    return "";
  }

  std::string picture() const { return "\n" + diagram_text(*of_.story, view_.width); }

  std::string life() const {
    return "\n" + heading("THE LIFE OF " + of_.life->key) + "\n" + life_text(*of_.life, {view_.width, 30, of_.around});
  }

  std::string foot() const {
    std::string all = "\n";
    for (const Explanation::Row& row : of_.looked_at)
      if (row.strategy != of_.strategy)
        all += page::shortened(visible(row.strategy) + ": " + count_text(static_cast<double>(row.stale)) +
                                   " stale of " + count_text(static_cast<double>(row.answered)),
                               view_.width) +
               "\n";
    for (const std::string& next : of_.next)
      all += (&next == &of_.next.front() ? "NEXT   " : "       ") + visible(next) + "\n";
    all += "AGAIN  " + visible(of_.again) + "\n";
    return all + "digest " + of_.digest + " \xC2\xB7 seed " + std::to_string(of_.seed) + "\n";
  }

  const Explanation& of_;
  View view_;
};

}  // namespace

std::string screen(const Explanation& explanation, const View& view) { return Screen(explanation, view).text(); }

}  // namespace stalemate::analysis::explain
