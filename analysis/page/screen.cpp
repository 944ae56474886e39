#include "analysis/page/screen.hpp"
#include <algorithm>
#include <cstddef>
#include "analysis/page/by_load.hpp"
#include "analysis/page/commands.hpp"
#include "analysis/page/legend.hpp"
#include "analysis/page/prose.hpp"
#include "analysis/page/reasons.hpp"
#include "analysis/page/sightings.hpp"
#include "analysis/page/table.hpp"
#include "analysis/page/timeline.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::page {
namespace {

constexpr std::int64_t least_width = 60;
constexpr std::int64_t roomy_width = 160;
constexpr std::int64_t label_width = 8;

enum class Paint : std::uint8_t { bold, green, red, yellow };

Paint paint_for(measure::Verdict verdict) {
  return verdict == measure::Verdict::held     ? Paint::green
         : verdict == measure::Verdict::broken ? Paint::red
                                               : Paint::yellow;
}

class Screen {
 public:
  Screen(const Report& report, ScreenOptions options)
      : report_(report), width_(std::max<std::int64_t>(least_width, options.width)), colour_(options.colour) {}

  std::string draw() {
    add_heading();
    blank();
    if (!report_.strategies.empty()) add_table();
    for (const std::string& line : timeline(report_, width_)) add(line);
    blank();
    add_paragraphs("ANSWER", answer(report_));
    add_by_strategy("WHY", reasons(report_));
    add_by_strategy("LOADS", by_load(report_));
    add_by_strategy("SEEN", sightings(report_));
    add_paragraphs("TRUST", trust(report_));
    add_next();
    add_again();
    add_signature();
    return std::move(text_);
  }

 private:
  void add(const std::string& line) { text_ += line + '\n'; }
  void add_wrapped(const std::string& text) {
    for (const std::string& line : wrapped(text, width_)) add(line);
  }
  void blank() {
    if (!text_.ends_with("\n\n")) text_ += '\n';
  }

  std::string painted(const std::string& text, Paint paint) const {
    if (!colour_ || text.empty()) return text;
    constexpr const char* codes[] = {"\x1b[1m", "\x1b[32m", "\x1b[1;31m", "\x1b[33m"};
    return codes[static_cast<std::size_t>(paint)] + text + "\x1b[0m";
  }

  std::string label(const std::string& word) const {
    return painted(word, Paint::bold) + std::string(static_cast<std::size_t>(label_width - columns(word)), ' ');
  }

  void add_labelled(const std::string& word, const std::string& text) {
    bool is_first = true;
    for (const std::string& line : wrapped(text, width_ - label_width)) {
      add((is_first ? label(word) : std::string(label_width, ' ')) + line);
      is_first = false;
    }
  }

  void add_heading() {
    for (const std::string& line : wrapped(visible(report_.title), width_)) add(painted(line, Paint::bold));
    for (const std::string& line : wrapped(visible(report_.question), width_)) add(line);
    add_labelled("Promise", promise_line(report_));
    add_labelled("Fault", fault_line(report_));
  }

  enum class Ends : std::uint8_t { in_figures, in_verdicts };

  std::string table_line(const std::vector<std::int64_t>& widths, const std::vector<std::string>& cells,
                         Ends ends) const {
    std::string line = left(cells.front(), widths.front());
    for (std::size_t c = 1; c < cells.size(); ++c) {
      const bool is_verdict = ends == Ends::in_verdicts && c + 1 == cells.size();
      line += std::string(gap, ' ') + (is_verdict ? cells[c] : right(cells[c], widths[c]));
    }
    line.erase(line.find_last_not_of(' ') + 1);
    return line;
  }

  void add_rows(Table& table, Ends ends) {
    fit(table, width_);
    const auto widths = widths_of(table);
    std::vector<std::string> above;
    std::vector<std::string> below;
    for (const Column& column : table.columns) {
      above.push_back(column.above);
      below.push_back(column.below);
    }
    add(table_line(widths, above, ends));
    add(table_line(widths, below, ends));
    for (std::size_t i = 0; i < table.cells.size(); ++i) {
      std::vector<std::string> cells = table.cells[i];
      if (ends == Ends::in_verdicts) cells.back() = painted(cells.back(), paint_for(report_.strategies[i].verdict));
      add(table_line(widths, cells, ends));
    }
    if (table.dropped.empty()) return;
    const std::string more = width_ < roomy_width ? "; COLUMNS=" + std::to_string(roomy_width) + " makes some" : "";
    add_wrapped("no room here for: " + joined(table.dropped, ", ") + more);
  }

  void add_table() {
    Table table = table_of(report_);
    add_rows(table, Ends::in_verdicts);
    for (const std::string& each : legend(report_, table)) add_wrapped(each);
    blank();
    if (report_.promises.size() < 2) return;
    Table by_class = class_table_of(report_);
    add_rows(by_class, Ends::in_figures);
    blank();
  }

  void add_paragraphs(const std::string& word, const std::vector<std::string>& paragraphs) {
    for (std::size_t i = 0; i < paragraphs.size(); ++i) add_labelled(i == 0 ? word : "", paragraphs[i]);
  }

  /// Names in a column of their own, as far as they are short.
  void add_by_strategy(std::string word, const std::vector<Reason>& all) {
    std::int64_t names = 0;
    for (const Reason& each : all) names = std::max(names, columns(each.strategy));
    names = std::min(names, width_ / 4);
    std::vector<std::string> whole;
    for (const Reason& each : all) whole.push_back(each.strategy);
    const auto shown = shortened_apart(whole, names);
    for (std::size_t i = 0; i < all.size(); ++i) {
      std::string name = left(shown[i], names) + std::string(gap, ' ');
      for (const std::string& sentence : all[i].sentences)
        for (const std::string& line : wrapped(sentence, width_ - label_width - names - gap)) {
          add(label(word) + name + line);
          word.clear();
          name.assign(static_cast<std::size_t>(names + gap), ' ');
        }
    }
  }

  /// A command too long for one line is continued as a shell continues it.
  void add_command(const std::string& word, const Command& command, std::int64_t widest) {
    const std::string whole = joined(command.words, " ");
    const std::int64_t room = width_ - label_width;
    if (widest + gap + columns(command.purpose) <= room)
      return add(label(word) + left(whole, widest) + std::string(gap, ' ') + command.purpose);
    std::string line = label(word);
    std::int64_t used = 0;
    for (std::size_t i = 0; i < command.words.size(); ++i) {
      const std::int64_t tail = i + 1 < command.words.size() ? 2 : 0;
      if (used > 0 && used + 1 + columns(command.words[i]) + tail > room) {
        add(line + " \\");
        line.assign(label_width + gap, ' ');
        used = gap;
      } else if (used > 0) {
        line += ' ';
        ++used;
      }
      line += command.words[i];
      used += columns(command.words[i]);
    }
    add(line);
  }

  void add_next() {
    const auto commands = next_commands(report_);
    std::int64_t widest = 0;
    std::int64_t widest_purpose = 0;
    for (const Command& each : commands) {
      widest = std::max(widest, columns(joined(each.words, " ")));
      widest_purpose = std::max(widest_purpose, columns(each.purpose));
    }
    if (widest + gap + widest_purpose > width_ - label_width) widest = width_;  // no purposes then
    for (std::size_t i = 0; i < commands.size(); ++i) add_command(i == 0 ? "NEXT" : "", commands[i], widest);
  }

  void add_again() {
    const Command again = same_again(report_);
    if (!again.words.empty()) add_command("AGAIN", again, width_);
  }

  void add_signature() {
    std::string line;
    for (const std::string& part : signature(report_)) {
      const std::string more = line.empty() ? part : " \xC2\xB7 " + part;
      if (columns(line) + columns(more) > width_) {
        add_wrapped(line);
        line = part;
      } else {
        line += more;
      }
    }
    add_wrapped(line);
  }

  const Report& report_;
  std::int64_t width_;
  bool colour_;
  std::string text_;
};

}  // namespace

std::string screen(const Report& report, ScreenOptions options) { return Screen(report, options).draw(); }

}  // namespace stalemate::analysis::page
