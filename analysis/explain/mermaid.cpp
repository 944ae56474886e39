#include "analysis/explain/mermaid.hpp"
#include "analysis/explain/diagram_text.hpp"
#include "analysis/explain/names.hpp"

namespace stalemate::analysis::explain {
namespace {

bool is_of_word(char c) { return (c & 0x80) != 0 || std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// `also`: signs that mean nothing where the text stands. Letters, digits and a few harmless signs stand for
/// themselves; all other ASCII signs become entity codes. The word "end" closes a block, but not within another word.
std::string escaped(const std::string& text, std::string_view also = "") {
  std::string safe;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_plain = byte >= 0x80 || std::isalnum(byte) != 0 ||
                          std::string_view(" .,-_()/@").find(c) != std::string_view::npos ||
                          also.find(c) != std::string_view::npos;
    if (is_plain) {
      safe += c;
    } else {
      safe += "#" + std::to_string(byte) + ";";
    }
  }
  const auto in_word = [&](std::size_t at) { return at < safe.size() && is_of_word(safe[at]); };
  for (std::size_t at = safe.find("end"); at != std::string::npos; at = safe.find("end", at + 1))
    if (!in_word(at - 1) && !in_word(at + 3)) safe.replace(at, 1, "#101;");
  return safe;
}

std::string place(std::size_t lane) { return "p" + std::to_string(lane); }

std::string arrow_of(const Step& step) {
  if (step.lost) return step.is_answer ? "--x" : "-x";
  return step.is_answer ? "-->>" : "->>";
}

}  // namespace

std::string mermaid(const Story& story) {
  const int decimals = decimals_of(story);
  std::string text = "sequenceDiagram\n";
  for (std::size_t i = 0; i < story.lanes.size(); ++i)
    text += "  participant " + place(i) + " as " + escaped(story.lanes[i].name) + "\n";
  for (const Step& step : story.steps) {
    const std::string number = step.number > 0 ? std::to_string(step.number) + ". " : "";
    const std::string label =
        escaped(number + step.label + (step.lost ? " (lost)" : "") + ", " + moment_text(step.until, decimals), ":");
    text += step.is_message() ? "  " + place(step.from) + arrow_of(step) + place(step.to) + ": " + label + "\n"
                              : "  Note over " + place(step.from) + ": " + label + "\n";
  }
  return text;
}

}  // namespace stalemate::analysis::explain
