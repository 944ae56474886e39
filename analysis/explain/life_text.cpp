// The life of a key as text: a strip of what each copy held, then a line for each version that a copy held.
#include <algorithm>
#include "analysis/explain/key_life.hpp"
#include "analysis/explain/names.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::explain {
namespace {

using page::columns;

/// What is shown of a life: the rows nearest to the moment, and the time that they span.
struct Window {
  std::size_t first = 0;
  std::size_t last = 0;  ///< Past it.
  sim::Instant from;
  sim::Instant to;
};

Window window_of(const KeyLife& life, const LifeView& view) {
  Window window{0, life.held.size(), {}, life.end};
  const auto rows = static_cast<std::size_t>(std::max<std::int64_t>(1, view.rows));
  if (life.held.size() > rows) {
    const sim::Instant around = view.around.value_or(sim::Instant{});
    const auto after =
        std::find_if(life.held.begin(), life.held.end(), [&](const auto& held) { return held.from > around; });
    const auto centre = static_cast<std::size_t>(after - life.held.begin());
    window.first = std::min(centre > rows / 2 ? centre - rows / 2 : 0, life.held.size() - rows);
    window.last = window.first + rows;
    window.from = life.held[window.first].from;
    window.to = window.last == life.held.size() ? life.end : life.held[window.last].from;
  }
  return window;
}

std::int64_t name_width(const KeyLife& life, std::int64_t most) {
  std::int64_t width = 4;
  for (const std::string& copy : life.copies) width = std::max(width, columns(copy));
  return std::min(width, most);
}

/// One character a slice of time: '.' nothing held, '=' the current version, '#' a superseded one, '+' for a part of
/// the slice.
std::string strip_of(const KeyLife& life, std::size_t copy, const Window& window, std::int64_t width) {
  std::string strip(static_cast<std::size_t>(width), '.');
  const std::int64_t span = std::max<std::int64_t>(1, (window.to - window.from).ns);
  const auto column = [&](sim::Instant at) {
    const double share = static_cast<double>((at - window.from).ns) / static_cast<double>(span);
    return std::clamp(static_cast<std::int64_t>(share * static_cast<double>(width)), std::int64_t{0}, width - 1);
  };
  const auto is_short = [&](const KeyLife::Held& held) { return (held.until - held.wrong_from).ns < span / width; };
  for (const KeyLife::Held& held : life.held) {
    if (held.copy != copy || held.until < window.from || held.from > window.to) continue;
    for (std::int64_t c = column(held.from); c <= column(held.until); ++c) {
      char& cell = strip[static_cast<std::size_t>(c)];
      if (held.is_wrong() && c >= column(held.wrong_from) && cell != '#') cell = is_short(held) ? '+' : '#';
      if (cell == '.') cell = '=';
    }
  }
  return strip;
}

std::string row_of(const KeyLife::Held& held, int decimals) {
  std::string text = "v" + std::to_string(held.version);
  if (!held.is_wrong()) return text;
  return text + "  wrong from " + moment_text(held.wrong_from, decimals) + ", for " +
         span_text(held.until - held.wrong_from) + (held.until_end ? " and on" : "");
}

int decimals_of(const KeyLife& life, const Window& window) {
  std::vector<sim::Instant> moments;
  for (std::size_t i = window.first; i < window.last; ++i) moments.push_back(life.held[i].from);
  return std::min(6, decimals_for(moments));
}

std::string strips(const KeyLife& life, const Window& window, std::int64_t names, std::int64_t width) {
  const std::int64_t room = std::max<std::int64_t>(10, width - names - 2);
  const std::string from = moment_text(window.from, 3), to = moment_text(window.to, 3);
  std::string text = page::left("", names + 2) + from + page::right(to, room - columns(from)) + "\n";
  for (std::size_t copy = 0; copy < life.copies.size(); ++copy)
    text +=
        page::left(page::shortened(life.copies[copy], names), names) + "  " + strip_of(life, copy, window, room) + "\n";
  return text + "= current, # superseded (+ briefly), . nothing held\n";
}

std::string commit_line(const KeyLife& life, std::uint32_t version, const std::string& copy) {
  for (const KeyLife::Committed& commit : life.commits)
    if (commit.version == version && copy == life.copies.front()) return ", written by " + commit.writer;
  return "";
}

}  // namespace

std::string life_text(const KeyLife& life, const LifeView& view) {
  if (life.held.empty()) return "No copy held " + life.key + ".\n";
  const Window window = window_of(life, view);
  const std::int64_t names = name_width(life, view.width / 4);
  const int decimals = decimals_of(life, window);
  std::string text = strips(life, window, names, view.width) + "\n";
  const std::int64_t moment = columns(moment_text(window.to, decimals));
  text += page::left("from", moment + 2) + page::left("until", moment + 2) + page::left("copy", names + 2) + "held\n";
  for (std::size_t i = window.first; i < window.last; ++i) {
    const KeyLife::Held& held = life.held[i];
    const std::string& copy = life.copies[held.copy];
    const std::string until = held.until_end ? "the end" : moment_text(held.until, decimals);
    std::string line = page::left(moment_text(held.from, decimals), moment + 2) + page::left(until, moment + 2) +
                       page::left(page::shortened(copy, names), names + 2) + row_of(held, decimals) +
                       commit_line(life, held.version, copy);
    text += page::shortened(line, view.width) + "\n";
  }
  const std::size_t others = life.held.size() - (window.last - window.first);
  if (others > 0)
    text += page::plural(static_cast<std::int64_t>(others), "row") +
            " before and after are left out: --at chooses the moment.\n";
  return text;
}

}  // namespace stalemate::analysis::explain
