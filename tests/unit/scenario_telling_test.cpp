// "carry": retries, their pauses and their budget: the exact lines that refuse what has no effect.
// Promise: each refusal is compared whole. Source: the scenario format of this project.
#include "tests/unit/scenario_broken.hpp"
#include "tests/unit/scenario_sound.hpp"
#include "tests/unit/texts.hpp"

namespace {

std::string telling(const std::string& keys) {
  return samples::changed(samples::smallest, R"("write": "invalidate" })",
                          R"("write": "invalidate", "carry": { "use": "inline", )" + keys + " } }");
}

}  // namespace

TEST_CASE("retries of a carrier are refused what has no effect on them", "[scenario]") {
  const auto refuses = [](const std::string& keys, const std::string& refusal) {
    INFO(keys);
    CHECK(texts::holds(samples::refusal_of(telling(keys)), "strategies.delete.price.carry." + refusal + "\n"));
  };
  refuses(R"("budget": "10%")", "budget: has no effect: no try follows the first");
  refuses(R"("retries": 2, "budget": "0%")", "budget: is no share above 0; leave it out for any number");
  refuses(R"("backoff": "exponential")", "backoff: has no effect: no try follows the first");
  refuses(R"("retries": 2, "cap": "5s")", "cap: has no effect on a fixed pause");
  refuses(R"("retries": 2, "backoff": "exponential", "pause": "5s", "cap": "1s")", "cap: lies below pause");
  refuses(R"("retries": 2, "reserve": 5)", "reserve: has no effect without \"budget\"");
  CHECK(samples::sound(telling(R"("retries": 2, "backoff": "full-jitter", "budget": "10%", "reserve": 5)"))
            .strategies[1]
            .blueprint.strategy.policies[0]
            .carry.values.ratio("budget") == 0.1);
}
