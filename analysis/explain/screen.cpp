#include <algorithm>
#include "analysis/explain/diagram_text.hpp"
#include "analysis/explain/explanation.hpp"
#include "analysis/explain/marks.hpp"
#include "analysis/explain/names.hpp"
#include "analysis/explain/wording.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::explain {
namespace {

using page::columns;
using page::count_text;
using page::visible;

/// A narrower screen than this is filled as if it were as wide.
constexpr std::int64_t narrowest = 40;
/// Columns that a text wants beside what stands to its left.
constexpr std::int64_t least_room = 24;

class Screen {
 public:
  Screen(const Explanation& of, const View& view)
      : of_(of), view_{std::max<std::int64_t>(narrowest, view.width), view.colour} {}

  std::string text() const {
    std::string all = head() + causes();
    if (of_.story) all += read() + chain() + legend() + picture();
    if (of_.life) all += life();
    return all + foot();
  }

 private:
  std::string heading(const std::string& word) const { return view_.colour ? "\x1b[1m" + word + "\x1b[0m" : word; }
  std::string filled(const std::string& text) const { return beside("", text); }
  /// The text to the right of what stands there; where that leaves little room, beneath it.
  std::string beside(const std::string& left, const std::string& text) const {
    const std::int64_t taken = columns(left);
    const bool fits = view_.width - taken >= least_room;
    const std::int64_t indent = fits ? taken : 4;
    std::string all = left;
    if (!fits) all = all.substr(0, all.find_last_not_of(' ') + 1) + "\n";
    bool is_first = fits;
    for (const std::string& line : page::wrapped(text, view_.width - indent)) {
      all += std::string(is_first ? 0 : static_cast<std::size_t>(indent), ' ') + line + "\n";
      is_first = false;
    }
    return all;
  }

  std::string head() const {
    std::string all = heading(page::shortened(visible(of_.title), view_.width)) + "\n";
    for (const std::string& paragraph : how_many(of_)) all += filled(paragraph);
    return all;
  }

  std::string causes() const {
    if (of_.stale == 0) return "";
    std::string all = "\n" + heading("WHY") + "\n";
    for (const std::size_t i : causes_by_count(of_)) {
      const auto cause = static_cast<measure::Cause>(i);
      const double share = static_cast<double>(of_.causes[i]) / static_cast<double>(of_.stale);
      const std::string left = page::right(count_text(static_cast<double>(of_.causes[i])), 9) +
                               page::right(page::percent_text(share), 10) + "  " +
                               page::left(std::string(measure::name_of(cause)), 24);
      all += beside(left, std::string(measure::meaning_of(cause)));
    }
    return all;
  }

  std::string read() const { return "\n" + heading(which(of_)) + "  " + among(of_) + "\n" + filled(the_read(of_)); }

  std::string chain() const {
    const Story& story = *of_.story;
    const int decimals = decimals_of(story);
    std::string all = "\n";
    for (const Step& step : story.steps) {
      if (step.number == 0) continue;
      std::string left = page::right(std::to_string(step.number), 2) + "  " + moment_text(step.until, decimals) + "  ";
      if (of_.tried) left += page::left(mark_beside(story, step), 9);
      all += beside(left, step.sentence);
    }
    return all + filled(story.because);
  }

  std::string legend() const {
    const std::vector<std::string> lines = legend_of(*of_.story);
    std::string all = lines.empty() ? "" : "\n";
    for (const std::string& line : lines) all += filled(line);
    return all;
  }

  std::string picture() const {
    const std::string names = filled(lanes_shortened(*of_.story, view_.width));
    return "\n" + diagram_text(*of_.story, view_.width) + (names.empty() ? "" : "\n" + names);
  }

  std::string life() const {
    const LifeView view{view_.width, 30, of_.around, of_.story ? "the read" : of_.first_from ? "--at" : ""};
    return "\n" + heading("THE LIFE OF " + of_.life->key) + "\n" + life_text(*of_.life, view);
  }

  /// A long one goes on in further lines, as a shell takes it.
  std::string command(const std::string& left, const Explanation::Command& of) const {
    std::string all, line = left;
    const std::string words = visible(of.line);
    for (std::size_t at = 0; at < words.size();) {
      const std::size_t end = std::min(words.find(" -", at + 1), words.size());
      const std::string word = words.substr(at, end - at);
      if (columns(line) + columns(word) + 2 > view_.width && columns(line) > columns(left)) {
        all += line + " \\\n";
        line = std::string(left.size() + 1, ' ');
      }
      line += word;
      at = end;
    }
    const std::string comment = of.what.empty() ? "" : "  # " + of.what;
    return all + line + (columns(line) + columns(comment) > view_.width ? "" : comment) + "\n";
  }

  std::string foot() const {
    std::string all = "\n";
    for (const std::string& line : the_others(of_)) all += page::shortened(line, view_.width) + "\n";
    for (const Explanation::Command& next : of_.next)
      all += command(&next == &of_.next.front() ? "NEXT   " : "       ", next);
    all += command("AGAIN  ", {of_.again});
    return all + "digest " + of_.digest + " \xC2\xB7 seed " + std::to_string(of_.seed) + "\n";
  }

  const Explanation& of_;
  View view_;
};

}  // namespace

std::string screen(const Explanation& explanation, const View& view) { return Screen(explanation, view).text(); }

}  // namespace stalemate::analysis::explain
