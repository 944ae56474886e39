#include "analysis/explain/diagram_text.hpp"
#include <algorithm>
#include "analysis/explain/names.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::explain {
namespace {

using page::columns;

/// One line, addressed by columns; a cell holds a code point.
class Line {
 public:
  explicit Line(std::int64_t width) : cells_(static_cast<std::size_t>(width), " ") {}
  void put(std::int64_t at, const std::string& text) {
    for (std::size_t i = 0; i < text.size();) {
      std::size_t end = i + 1;
      while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) ++end;
      if (at >= 0 && at < width()) cells_[static_cast<std::size_t>(at)] = text.substr(i, end - i);
      ++at;
      i = end;
    }
  }
  std::int64_t width() const { return static_cast<std::int64_t>(cells_.size()); }
  std::string text() const {
    std::string all;
    for (const std::string& cell : cells_) all += cell;
    all.erase(all.find_last_not_of(' ') + 1);
    return all + "\n";
  }

 private:
  std::vector<std::string> cells_;
};

class Diagram {
 public:
  Diagram(const Story& story, std::int64_t width) : story_(story), width_(width), decimals_(decimals_of(story)) {
    std::int64_t longest = 0;
    for (const Step& step : story.steps) longest = std::max(longest, columns(moment_text(step.until, decimals_)));
    left_ = longest + 6;
    const auto lanes = static_cast<std::int64_t>(std::max<std::size_t>(1, story.lanes.size()));
    spacing_ = std::clamp<std::int64_t>((width - left_) / lanes, 3, 30);
  }

  std::int64_t name_room() const { return spacing_ - 1; }

  std::string draw() {
    std::string text = heads();
    for (std::size_t i = 0; i < story_.steps.size(); ++i) {
      const Step& step = story_.steps[i];
      if (i > 0 && step.until - story_.steps[i - 1].until >= gap_shown)
        text += gap(step.until - story_.steps[i - 1].until);
      text += step.is_message() ? message(step) : note(step);
    }
    return text;
  }

 private:
  std::int64_t at(std::size_t lane) const { return left_ + spacing_ / 2 + static_cast<std::int64_t>(lane) * spacing_; }

  std::string heads() const {
    Line line(width_);
    for (std::size_t i = 0; i < story_.lanes.size(); ++i) {
      const std::string name = page::shortened(story_.lanes[i].name, name_room());
      line.put(std::min(at(i) - columns(name) / 2, width_ - columns(name)), name);
    }
    return line.text() + lifelines().text();
  }
  Line lifelines(const char* with = "|") const {
    Line line(width_);
    for (std::size_t i = 0; i < story_.lanes.size(); ++i) line.put(at(i), with);
    return line;
  }
  std::string gap(Duration span) const {
    Line line = lifelines(":");
    line.put(4, page::shortened("+" + span_text(span), left_ - 5));
    return line.text();
  }
  Line begun(const Step& step) const {
    Line line = lifelines();
    if (step.number > 0) line.put(0, page::right(std::to_string(step.number), 2));
    line.put(4, moment_text(step.until, decimals_));
    return line;
  }

  std::string message(const Step& step) const {
    Line line = begun(step);
    const std::int64_t from = at(step.from), to = at(step.to);
    const std::int64_t low = std::min(from, to) + 1, high = std::max(from, to) - 1;
    const std::int64_t room = high - low - 3;
    const bool fits = columns(step.label) + 2 <= room && !step.lost;
    shaft(line, step, low, high);
    if (fits) line.put(low + (high - low + 1 - columns(step.label)) / 2 - 1, " " + step.label + " ");
    return fits ? line.text() : label_above(step, low) + line.text();
  }
  void shaft(Line& line, const Step& step, std::int64_t low, std::int64_t high) const {
    const bool rightwards = step.to > step.from;
    std::int64_t tip = rightwards ? high : low;
    if (step.lost) tip = at(step.to) + (rightwards ? -spacing_ : spacing_) / 2;  // before the receiver, on no lane
    const std::int64_t tail = rightwards ? low : high;
    for (std::int64_t c = std::min(tip, tail); c <= std::max(tip, tail); ++c)
      line.put(c, step.is_answer && (c - low) % 2 == 1 ? " " : "-");
    line.put(tip, step.lost ? "x" : rightwards ? ">" : "<");
  }
  std::string label_above(const Step& step, std::int64_t low) const {
    Line line = lifelines();
    const std::string text = step.lost ? step.label + " (lost)" : step.label;
    const std::string shown = page::shortened(text, width_ - left_);
    line.put(std::min(low + 1, width_ - columns(shown)), shown);
    return line.text();
  }
  std::string note(const Step& step) const {
    Line line = begun(step);
    const std::int64_t here = at(step.from);
    const std::string text = "* " + page::shortened(step.label, std::max<std::int64_t>(8, width_ - left_ - 2));
    const bool right = here + columns(text) <= width_;
    line.put(right ? here : std::max(left_, here - columns(text) + 1), right ? text : text.substr(2) + " *");
    return line.text();
  }

  const Story& story_;
  std::int64_t width_;
  int decimals_;
  std::int64_t left_ = 0;
  std::int64_t spacing_ = 0;
};

}  // namespace

int decimals_of(const Story& story) {
  std::vector<sim::Instant> moments;
  for (const Step& step : story.steps) moments.push_back(step.until);
  return std::min(6, decimals_for(moments));
}

std::string diagram_text(const Story& story, std::int64_t width) {
  return Diagram(story, std::max<std::int64_t>(40, width)).draw();
}

std::string lanes_shortened(const Story& story, std::int64_t width) {
  const std::int64_t room = Diagram(story, std::max<std::int64_t>(40, width)).name_room();
  bool is_any = false;
  std::vector<std::string> names;
  for (const Lane& lane : story.lanes) names.push_back(lane.name), is_any = is_any || columns(lane.name) > room;
  return is_any ? "From left to right: " + page::joined(names, ", ") + "." : "";
}

}  // namespace stalemate::analysis::explain
