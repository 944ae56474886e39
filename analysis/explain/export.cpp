// An explanation as Markdown and as data.
#include <nlohmann/json.hpp>
#include "analysis/explain/diagram_text.hpp"
#include "analysis/explain/explanation.hpp"
#include "analysis/explain/marks.hpp"
#include "analysis/explain/mermaid.hpp"
#include "analysis/explain/names.hpp"
#include "analysis/explain/wording.hpp"
#include "analysis/measure/number.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::explain {
namespace {

using Json = nlohmann::ordered_json;

double seconds_of(sim::Instant at) { return measure::rounded(sim::seconds(at - sim::Instant{}), 15); }

Json read_json(const measure::StaleRead& read) {
  return {{"invoked_s", seconds_of(read.invoked)},
          {"answered_s", seconds_of(read.answered)},
          {"version", read.version},
          {"superseded_by", read.next},
          {"current", read.current},
          {"superseded_s", seconds_of(read.superseded)},
          {"age_s", measure::rounded(sim::seconds(read.age()), 15)},
          {"cause", measure::name_of(read.cause)}};
}

Json steps_json(const Story& story) {
  Json steps = Json::array();
  for (const Step& step : story.steps) {
    Json each = {{"at_s", seconds_of(step.at)}, {"from", story.lanes[step.from].name}};
    if (step.is_message()) each["to"] = story.lanes[step.to].name;
    if (step.is_message()) each["until_s"] = seconds_of(step.arrived());
    if (step.lost) each["lost"] = true;
    each["label"] = step.label;
    if (step.number > 0) each["number"] = step.number, each["sentence"] = step.sentence;
    if (const std::string mark = mark_of(story, step); !mark.empty()) each["mark"] = mark;
    steps.push_back(std::move(each));
  }
  return steps;
}

Json life_json(const KeyLife& life) {
  Json held = Json::array();
  for (const KeyLife::Held& each : life.held) {
    Json row = {{"copy", life.copies[each.copy]}, {"version", each.version}, {"from_s", seconds_of(each.from)}};
    row["until_s"] = each.until_end ? Json(nullptr) : Json(seconds_of(each.until));
    if (each.is_wrong()) row["wrong_from_s"] = seconds_of(each.wrong_from);
    held.push_back(std::move(row));
  }
  return {{"key", life.key}, {"copies", life.copies}, {"held", held}};
}

std::string chain(const Explanation& of) {
  const int decimals = decimals_of(*of.story);
  std::string text;
  for (const Step& step : of.story->steps) {
    if (step.number == 0) continue;
    const std::string mark = mark_beside(*of.story, step);
    text += std::to_string(step.number) + ". " + moment_text(step.until, decimals) +
            (mark.empty() ? "" : " (" + mark + ")") + " " + page::markdown_text(step.sentence) + "\n";
  }
  return text;
}

std::string paragraphs(const std::vector<std::string>& of) {
  std::string text;
  for (const std::string& each : of) text += page::markdown_text(each) + "\n\n";
  return text;
}

}  // namespace

std::string data(const Explanation& of) {
  Json json = {{"format", "stalemate.explanation/1"},
               {"scenario", of.title},
               {"file", of.file},
               {"strategy", of.strategy},
               {"seed", of.seed},
               {"digest", of.digest},
               {"answered", of.of_key.empty() ? Json(of.answered) : Json(nullptr)},
               {"stale", of.stale},
               {"matching", of.matching},
               {"phantom", of.phantom}};
  for (std::size_t i = 0; i < of.causes.size(); ++i)
    if (of.causes[i] > 0) json["causes"][std::string(measure::name_of(static_cast<measure::Cause>(i)))] = of.causes[i];
  if (of.story) {
    json["read"] = read_json(of.story->read);
    json["read"]["key"] = of.story->key;
    json["steps"] = steps_json(*of.story);
    json["because"] = of.story->because;
  }
  if (of.life) json["life"] = life_json(*of.life);
  json["reproduce"] = of.again;
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string markdown(const Explanation& of) {
  std::string text = "# " + page::markdown_text(of.title) + "\n\n" + paragraphs(how_many(of));
  if (of.stale > 0) text += "| reads | cause | which means |\n| --- | --- | --- |\n";
  for (const std::size_t i : causes_by_count(of)) {
    const auto cause = static_cast<measure::Cause>(i);
    text += "| " + std::to_string(of.causes[i]) + " | " + std::string(measure::name_of(cause)) + " | " +
            std::string(measure::meaning_of(cause)) + " |\n";
  }
  if (of.story) {
    text += "\n" + paragraphs({which(of) + " " + among(of) + ". " + the_read(of)}) + chain(of) + "\n";
    text += paragraphs({of.story->because}) + paragraphs(legend_of(*of.story));
    text += "```mermaid\n" + mermaid(*of.story) + "```\n";
  }
  for (const std::string& line : the_others(of)) text += "\n" + page::markdown_text(line) + "\n";
  return text + "\n    " + page::visible(of.again) + "\n\ndigest " + of.digest + ", seed " + std::to_string(of.seed) +
         "\n";
}

}  // namespace stalemate::analysis::explain
