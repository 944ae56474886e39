// Published incidents, rebuilt by hand as small scenarios: explain names the cause that was published.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include "tests/cli/program.hpp"

namespace stalemate::tests::cli {
namespace {

struct Incident {
  const char* file;
  const char* cause;
  std::vector<const char*> sentences;  ///< Parts of the story that has to be told.
};

nlohmann::json explained(const Folder& folder, const std::string& file) {
  const Outcome outcome = folder.run({"explain", STALEMATE_SOURCE_DIR "/tests/incidents/" + file, "--format", "json"});
  INFO(outcome.err);
  REQUIRE(outcome.status == 0);
  return nlohmann::json::parse(outcome.out);
}

std::string story_of(const nlohmann::json& explanation) {
  std::string text;
  for (const auto& step : explanation.at("steps")) text += step.value("sentence", "") + "\n";
  return text;
}

}  // namespace

TEST_CASE("explain names the published cause of each incident, and tells what happened") {
  const Folder folder;
  const std::vector<Incident> incidents = {
      {"slow-reader.json",
       "fill-race",
       {"web sets version 0 in memcached", "worker's delete for version 1 reaches memcached"}},
      {"two-tiers.json", "fill-race", {"app asks redis for item 1: it holds version 0", "near@app stores version 0"}},
      {"lost-channel.json",
       "invalidation-lost",
       {"The fault \"the channel breaks\" begins", "it was dropped by the partition"}},
      {"reordered-updates.json",
       "write-reorder",
       {"update for version 2 reaches evcache", "update for version 1 reaches evcache"}},
      {"late-fill.json",
       "fill-race",
       {"The fault \"fills held up\" begins", "admin's delete for version 1 reaches tao"}},
      {"lagging-replica.json", "replica-lag", {"Only now db-follower-1 applies version 1", "it is at version 0"}}};
  for (const Incident& incident : incidents) {
    INFO(incident.file);
    const auto explanation = explained(folder, incident.file);
    const auto& causes = explanation.at("causes");
    for (const auto& [cause, reads] : causes.items()) CHECK(reads <= causes.at(incident.cause));
    CHECK(explanation.at("read").at("cause") == incident.cause);
    const std::string story = story_of(explanation);
    INFO(story);
    for (const char* sentence : incident.sentences) CHECK(story.find(sentence) != std::string::npos);
  }
}

}  // namespace stalemate::tests::cli
