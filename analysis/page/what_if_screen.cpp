// The screen of the standard faults: a table where there is room, a list where there is not.
#include <algorithm>
#include <utility>
#include "analysis/page/commands.hpp"
#include "analysis/page/lines.hpp"
#include "analysis/page/prose.hpp"
#include "analysis/page/what_if.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::page {
namespace {

constexpr std::int64_t least_name = 16;

class WhatIfScreen {
 public:
  WhatIfScreen(const WhatIfReport& report, ScreenOptions options)
      : report_(report), lines_(options.width), colour_(options.colour) {}

  std::string draw() {
    const Report& described = report_.described;
    lines_.add_wrapped(visible(described.title));
    lines_.add_labelled("Promise", promise_line(described));
    lines_.add_labelled("Faults", strikes_line(report_));
    lines_.add("");
    add_cells();
    for (const std::string& line : what_if_legend(report_)) lines_.add_wrapped(line);
    lines_.add("");
    lines_.add_labelled("ANSWER", what_if_answer(report_));
    if (const WhatIfCell* worst = worst_cell(report_)) add_worst(*worst);
    lines_.add_command("AGAIN", joined(same_again(described).words, " "));
    lines_.add("");
    lines_.add_wrapped(joined(what_if_signature(report_), " \xC2\xB7 "));
    return lines_.take();
  }

 private:
  void add_worst(const WhatIfCell& worst) {
    lines_.add_labelled("WORST", visible(worst.worst.text) + ": " + share_text(worst.worst.actual.value_or(0)) +
                              " beyond it" + (worst.oldest_s ? ", the oldest " + time_text(*worst.oldest_s) : "") +
                              ", by " + in_quotes(worst.strategy));
    lines_.add_command("", visible(worst.reproduce));
  }

  std::string painted(const std::string& text, const WhatIfCell& cell) const {
    if (!colour_ || !cell.has_run()) return text;
    const char* const code = cell.verdict() == measure::Verdict::held     ? "\x1b[32m"
                             : cell.verdict() == measure::Verdict::broken ? "\x1b[1;31m"
                                                                          : "\x1b[33m";
    return code + text + "\x1b[0m";
  }

  void add_cells() {
    Table table = what_if_table(report_);
    const auto widths = widths_of(table);
    std::int64_t others = 0;
    for (std::size_t c = 1; c < widths.size(); ++c) others += gap + widths[c];
    if (others + std::min(widths.front(), least_name) > lines_.width()) return add_list(table);
    const std::int64_t names = std::min(widths.front(), lines_.width() - others);
    std::vector<std::string> whole;
    for (const auto& row : table.cells) whole.push_back(row.front());
    const auto shown = shortened_apart(whole, names);
    std::string above = left("", names), below = left("strategy", names);
    for (std::size_t c = 1; c < widths.size(); ++c) {
      above += std::string(gap, ' ') + left(table.columns[c].above, widths[c]);
      below += std::string(gap, ' ') + left(table.columns[c].below, widths[c]);
    }
    lines_.add(above);
    lines_.add(below);
    for (std::size_t row = 0; row < table.cells.size(); ++row) add_row(left(shown[row], names), table, widths, row);
  }

  void add_row(std::string line, const Table& table, const std::vector<std::int64_t>& widths, std::size_t row) {
    for (std::size_t c = 1; c < widths.size(); ++c)
      line += std::string(gap, ' ') + painted(left(table.cells[row][c], widths[c]), report_.columns[c - 1].cells[row]);
    lines_.add(line);
  }

  void add_list(const Table& table) {
    std::int64_t names = 0;
    for (const Column& column : table.columns) names = std::max(names, columns(column.title));
    for (std::size_t row = 0; row < table.cells.size(); ++row) {
      lines_.add(shortened(table.cells[row].front(), lines_.width()));
      for (std::size_t c = 1; c < table.columns.size(); ++c)
        lines_.add(std::string(gap, ' ') + left(table.columns[c].title, names) + std::string(gap, ' ') +
            painted(table.cells[row][c], report_.columns[c - 1].cells[row]));
    }
  }

  const WhatIfReport& report_;
  Lines lines_;
  bool colour_;
};

}  // namespace

std::string what_if_screen(const WhatIfReport& report, ScreenOptions options) {
  return WhatIfScreen(report, options).draw();
}

}  // namespace stalemate::analysis::page
