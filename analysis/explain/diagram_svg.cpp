#include "analysis/explain/diagram_svg.hpp"
#include <algorithm>
#include "analysis/explain/diagram_text.hpp"
#include "analysis/explain/marks.hpp"
#include "analysis/explain/names.hpp"
#include "analysis/explain/wording.hpp"
#include "analysis/page/markup.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::explain {
namespace {

using page::xml_text;

constexpr std::int64_t left = 130, lane_room = 170, row = 40, line_height = 20, character = 8;

// No custom properties: converters of SVG do not know them.
constexpr const char* style = R"(<style>
svg { font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 13px; }
.paper { fill: #ffffff; } text { fill: #1b1f24; } .faint { fill: #646c76; } .title { font-weight: bold; }
.life { stroke: #8a929c; stroke-dasharray: 2 4; } .shaft { stroke: #1b1f24; stroke-width: 1.5; }
.answer { stroke-dasharray: 6 4; } .tip { fill: #1b1f24; } .lost { stroke: #b3261e; stroke-width: 2; }
.gone { fill: #b3261e; } .cause { fill: #8a4b00; font-weight: bold; }
@media (prefers-color-scheme: dark) {
  .paper { fill: #14171a; } text { fill: #e6e9ed; } .faint { fill: #98a1ac; } .shaft { stroke: #e6e9ed; }
  .tip { fill: #e6e9ed; } .lost { stroke: #ff8a80; } .gone { fill: #ff8a80; } .cause { fill: #ffb74d; } }
</style>
)";

std::string number(std::int64_t value) { return std::to_string(value); }

std::string text_at(std::int64_t x, std::int64_t y, const std::string& text, const std::string& classes = "",
                    const char* anchor = "start") {
  const std::string of_class = classes.empty() ? "" : " class=\"" + classes + "\"";
  return "<text x=\"" + number(x) + "\" y=\"" + number(y) + "\" text-anchor=\"" + anchor + "\"" + of_class + ">" +
         xml_text(text) + "</text>\n";
}

std::string line_of(std::int64_t x1, std::int64_t y1, std::int64_t x2, std::int64_t y2, const char* classes) {
  return "<line x1=\"" + number(x1) + "\" y1=\"" + number(y1) + "\" x2=\"" + number(x2) + "\" y2=\"" + number(y2) +
         "\" class=\"" + classes + "\"/>\n";
}

/// Which numbers stand beside steps: those of the sentences below, or of all steps.
enum class Numbers : std::uint8_t { of_sentences, of_steps };

/// What stands around the picture, a paragraph each.
struct Frame {
  std::vector<std::string> above;
  std::vector<std::string> below;
};

class Drawing {
 public:
  Drawing(const Story& story, const Frame& frame) : story_(story), frame_(frame), decimals_(decimals_of(story)) {
    const auto lanes = static_cast<std::int64_t>(std::max<std::size_t>(1, story.lanes.size()));
    width_ = std::max<std::int64_t>(760, left + lanes * lane_room);
  }

  std::string draw() {
    const std::string over = above();
    const std::string rows = steps(Numbers::of_sentences);
    const std::int64_t lanes_end = y_;
    const std::string chain = sentences();
    return head() + over + lifelines(lanes_end) + rows + chain + "</svg>\n";
  }

  /// Lanes and steps alone.
  std::string draw_inline() {
    top_ = 26;
    const std::string rows = steps(Numbers::of_steps);
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"sequence\" viewBox=\"0 0 " + number(width_) + " " +
           number(y_) + "\" width=\"" + number(width_) + "\" height=\"" + number(y_) +
           "\" role=\"img\" aria-label=\"" + xml_text(title() + ". " + story_.because) + "\">\n" + lifelines(y_) +
           rows + "</svg>\n";
  }

 private:
  std::int64_t at(std::size_t lane) const { return left + lane_room / 2 + static_cast<std::int64_t>(lane) * lane_room; }

  std::string title() const { return "How a read of " + story_.key + " came to be stale"; }
  std::string above() {
    std::string all;
    y_ = 26;
    for (const std::string& line : page::wrapped(title(), text_room())) all += text_line(16, line, "title");
    for (const std::string& paragraph : frame_.above)
      for (const std::string& line : page::wrapped(paragraph, text_room())) all += text_line(16, line, "faint");
    top_ = y_ + 18;
    return all;
  }
  std::int64_t text_room() const { return (width_ - 32) / character; }

  std::string head() const {
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + number(width_) + " " + number(y_) +
           "\" width=\"" + number(width_) + "\" height=\"" + number(y_) + "\" role=\"img\">\n<title>" +
           xml_text(title()) + "</title>\n<desc>" + xml_text(story_.because) + "</desc>\n" + style +
           "<rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n";
  }
  std::string lifelines(std::int64_t end) const {
    std::string all;
    for (std::size_t i = 0; i < story_.lanes.size(); ++i) {
      all += line_of(at(i), top_ + 8, at(i), end - row / 2, "life");
      all += text_at(at(i), top_, page::shortened(story_.lanes[i].name, lane_room / character - 1), "", "middle");
    }
    return all;
  }
  std::string steps(Numbers numbers) {
    std::string rows;
    y_ = top_ + row;
    for (std::size_t i = 0; i < story_.steps.size(); ++i) {
      const Step& step = story_.steps[i];
      const Duration since = i > 0 ? step.until - story_.steps[i - 1].until : Duration{};
      const std::string later = since >= gap_shown ? gap(since) : "";
      const auto place = static_cast<std::int64_t>(i + 1);
      rows += "<g class=\"step\" data-step=\"" + number(place) + "\">" + tooltip(step) + later +
              moment(step, numbers == Numbers::of_steps ? place : step.number) +
              (step.is_message() ? message(step) : note(step)) + "</g>\n";
      y_ += row;
    }
    return rows;
  }
  std::string gap(Duration span) {
    const std::string text = text_at(16, y_ + 4, span_text(span) + " later", "faint");
    y_ += row;
    return text;
  }
  std::string tooltip(const Step& step) const {
    return step.sentence.empty() ? "" : "<title>" + xml_text(step.sentence) + "</title>";
  }
  std::string moment(const Step& step, std::int64_t of) const {
    std::string text = text_at(46, y_ + 4, moment_text(step.until, decimals_), "faint");
    if (of > 0) text += text_at(36, y_ + 4, number(of), "", "end");
    return text;
  }
  std::string message(const Step& step) const {
    const std::int64_t from = at(step.from), to = at(step.to), way = to > from ? 1 : -1;
    const std::int64_t end = step.lost ? to - way * lane_room / 2 : to - way * 9;
    std::string text = line_of(from, y_, end, y_, step.is_answer ? "shaft answer" : "shaft");
    text += step.lost ? cross(end) : tip(to, way);
    if (!step.lost) return text + over_the_middle((from + to) / 2, y_ - 7, step.label, "");
    return text + over_the_middle((from + end) / 2, y_ - 12, step.label + " (lost)", "gone");  // clear of the cross
  }
  /// As much of it as the paper has room for.
  std::string over_the_middle(std::int64_t x, std::int64_t y, const std::string& label, const char* classes) const {
    return text_at(x, y, page::shortened(label, 2 * std::min(x, width_ - x) / character), classes, "middle");
  }
  std::string tip(std::int64_t x, std::int64_t way) const {
    const std::int64_t back = x - way * 10;
    return "<polygon class=\"tip\" points=\"" + number(x) + "," + number(y_) + " " + number(back) + "," +
           number(y_ - 5) + " " + number(back) + "," + number(y_ + 5) + "\"/>\n";
  }
  std::string cross(std::int64_t x) const {
    return line_of(x - 6, y_ - 6, x + 6, y_ + 6, "lost") + line_of(x - 6, y_ + 6, x + 6, y_ - 6, "lost");
  }
  std::string note(const Step& step) const {
    const std::int64_t x = at(step.from);
    const std::int64_t beside = 12, to_left = (x - beside) / character, to_right = (width_ - x - beside) / character;
    const std::string label = page::shortened(step.label, std::max(to_left, to_right));
    const bool right = page::columns(label) < to_right || to_right >= to_left;
    return "<circle class=\"tip\" cx=\"" + number(x) + "\" cy=\"" + number(y_) + "\" r=\"5\"/>\n" +
           text_at(right ? x + beside : x - beside, y_ + 4, label, "", right ? "start" : "end");
  }
  std::string sentences() {
    std::string all;
    y_ += line_height;
    const std::int64_t room = (width_ - 150) / character;
    for (const Step& step : story_.steps) {
      if (step.number == 0) continue;
      const std::string mark = mark_beside(story_, step);
      all +=
          text_at(36, y_, number(step.number), "", "end") + text_at(46, y_, mark, mark == "cause" ? "cause" : "faint");
      for (const std::string& line : page::wrapped(step.sentence, room)) all += sentence_line(line);
    }
    for (const std::string& line : page::wrapped(story_.because, room)) all += sentence_line(line);
    y_ += frame_.below.empty() ? 0 : line_height / 2;
    for (const std::string& paragraph : frame_.below)
      for (const std::string& line : page::wrapped(paragraph, text_room())) all += text_line(16, line, "faint");
    return all;
  }
  std::string sentence_line(const std::string& line) { return text_line(120, line, ""); }
  std::string text_line(std::int64_t x, const std::string& line, const std::string& classes) {
    const std::string text = text_at(x, y_, line, classes);
    y_ += line_height;
    return text;
  }

  const Story& story_;
  const Frame& frame_;
  int decimals_;
  std::int64_t top_ = 0;
  std::int64_t width_;
  std::int64_t y_ = 0;
};

}  // namespace

std::string diagram_svg(const Explanation& explanation) {
  Frame frame;
  frame.above = {page::visible(explanation.title) + ", under \"" + page::visible(explanation.strategy) + "\", seed " +
                     std::to_string(explanation.seed) + ", digest " + explanation.digest,
                 the_read(explanation)};
  frame.below = legend_of(*explanation.story);
  frame.below.push_back(page::visible(explanation.again));
  return Drawing(*explanation.story, frame).draw();
}

std::string diagram_inline(const Story& story) {
  const Frame frame;
  return Drawing(story, frame).draw_inline();
}

}  // namespace stalemate::analysis::explain
