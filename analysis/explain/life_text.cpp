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
/// the slice, '~' one that was lost.
std::string strip_of(const KeyLife& life, std::size_t copy, const Window& window, std::int64_t width) {
  std::string strip(static_cast<std::size_t>(width), '.');
  const std::int64_t span = std::max<std::int64_t>(1, (window.to - window.from).ns);
  const auto column = [&](sim::Instant at) {
    const double share = static_cast<double>((at - window.from).ns) / static_cast<double>(span);
    return std::clamp(static_cast<std::int64_t>(share * static_cast<double>(width)), std::int64_t{0}, width - 1);
  };
  const auto is_short = [&](const KeyLife::Held& held) { return (held.until - held.wrong_from).ns < span / width; };
  for (const KeyLife::Held& held : life.held) {
    if (held.copy != copy || held.until < window.from || held.from >= window.to) continue;
    const bool is_wrong = held.is_wrong() && held.wrong_from < window.to;
    for (std::int64_t c = column(held.from); c <= column(held.until); ++c) {
      char& cell = strip[static_cast<std::size_t>(c)];
      if (is_wrong && c >= column(held.wrong_from) && cell != '#') cell = is_short(held) ? '+' : '#';
      if (held.is_void() && c >= column(held.void_from) && cell != '#') cell = '~';
      if (cell == '.') cell = '=';
    }
  }
  return strip;
}

/// Of a store of truth nothing: a newer version has its own row.
std::string end_of(KeyLife::End end) {
  switch (end) {
    case KeyLife::End::run_over:
    case KeyLife::End::newer: return "";
    case KeyLife::End::stored_again: return "; then another was stored";
    case KeyLife::End::deleted: return "; deleted";
    case KeyLife::End::expired: return "; expired";
    case KeyLife::End::evicted: return "; evicted";
    case KeyLife::End::flushed: return "; flushed";
    case KeyLife::End::crashed: return "; lost in a crash";
    case KeyLife::End::not_replicated: return "; not received by the replica that took over";
    case KeyLife::End::voided: return "; lost in a failover";
    case KeyLife::End::outdated: return "; left under an older generation";
    case KeyLife::End::replaced: return "; ended by one whose time was over when it came";
    case KeyLife::End::purged: return "; deleted with another key";
    case KeyLife::End::current_again: return "; then current again";
  }
  return "";
}

std::string row_of(const KeyLife::Held& held, int decimals) {
  std::string text = "v" + std::to_string(held.version);
  if (held.is_wrong())
    text += "  wrong from " + moment_text(held.wrong_from, decimals) + ", for " +
            span_text(held.until - held.wrong_from) + (held.until_end ? " and on" : "");
  if (held.is_void())
    text += "  lost from " + moment_text(held.void_from, decimals) + ", for " + span_text(held.until - held.void_from) +
            (held.until_end ? " and on" : "");
  if (held.deleted_at != sim::Instant::never())
    text += "  deleted at " + moment_text(held.deleted_at, decimals) + ", kept as stale";
  return text + end_of(held.end);
}

std::string filled(const std::string& text, std::int64_t width) {
  std::string all;
  for (const std::string& line : page::wrapped(text, width)) all += line + "\n";
  return all;
}

/// Where the moment stands in the strips.
std::string moment_line(const Window& window, const LifeView& view, std::int64_t before, std::int64_t room) {
  const bool is_within = view.around && *view.around >= window.from && *view.around <= window.to;
  if (!is_within || view.around_is.empty()) return "";
  const double share = static_cast<double>((*view.around - window.from).ns) /
                       static_cast<double>(std::max<std::int64_t>(1, (window.to - window.from).ns));
  const std::int64_t at = std::min(room - 1, static_cast<std::int64_t>(share * static_cast<double>(room)));
  const std::int64_t words = columns(view.around_is) + 1;
  if (at + 1 + words <= room) return page::left("", before + at) + "^ " + view.around_is + "\n";
  return page::left("", std::max<std::int64_t>(0, before + at - words)) + view.around_is + " ^\n";
}

int decimals_of(const KeyLife& life, const Window& window) {
  std::vector<sim::Instant> moments;
  for (std::size_t i = window.first; i < window.last; ++i) moments.push_back(life.held[i].from);
  return std::min(6, decimals_for(moments));
}

std::string strips(const KeyLife& life, const Window& window, std::int64_t names, const LifeView& view) {
  const std::int64_t room = std::max<std::int64_t>(10, view.width - names - 2);
  const std::string from = moment_text(window.from, 3), to = moment_text(window.to, 3);
  std::string text = page::left("", names + 2) + from + page::right(to, room - columns(from)) + "\n";
  for (std::size_t copy = 0; copy < life.copies.size(); ++copy)
    text +=
        page::left(page::shortened(life.copies[copy], names), names) + "  " + strip_of(life, copy, window, room) + "\n";
  const bool has_void =
      std::any_of(life.held.begin(), life.held.end(), [](const auto& held) { return held.is_void(); });
  return text + moment_line(window, view, names + 2, room) +
         filled(std::string("= current, # superseded (+ briefly), ") + (has_void ? "~ a lost write, " : "") +
                    ". nothing held",
                view.width);
}

std::string left_out(const KeyLife& life, const Window& window, std::int64_t width) {
  const auto before = static_cast<std::int64_t>(window.first);
  const auto after = static_cast<std::int64_t>(life.held.size() - window.last);
  if (before == 0 && after == 0) return "";
  std::string rows = before > 0 ? page::plural(before, "row") + " before" : "";
  if (after > 0)
    rows +=
        (before > 0 ? " and " + page::count_text(static_cast<double>(after)) : page::plural(after, "row")) + " after";
  return filled(rows + " left out: --at chooses the moment.", width);
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
  std::string text = strips(life, window, names, view) + "\n";
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
  return text + left_out(life, window, view.width);
}

}  // namespace stalemate::analysis::explain
