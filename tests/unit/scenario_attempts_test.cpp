// What a load's caller does about failure: in a scenario, in the words of `describe`, and in the lines that refuse it.
// Promise: each line of each refusal is compared whole.
// Source: the scenario format of this project.
#include "analysis/load/describe.hpp"
#include "analysis/load/reading.hpp"
#include "tests/unit/scenario_broken.hpp"
#include "tests/unit/scenario_sound.hpp"
#include "tests/unit/texts.hpp"

namespace {

std::string reading(const std::string& keys) {
  return samples::changed(samples::smallest, R"("rate": "2000/s")", R"("rate": "5/s", )" + keys);
}

std::string told_of(const std::string& keys) {
  const std::string text = stalemate::analysis::load::describe(samples::sound(reading(keys)));
  const auto at = text.find("shop reads price");
  return text.substr(at, text.find('\n', at) - at);
}

const std::vector<samples::Broken> broken_attempts = {
    {R"~("rate": "2000/s")~", R"~("rate": "5/s", "retries": {"max": 0, "budget": "10%"})~",
     "s.json:4:98: load.0.retries.budget: has no effect: no attempt is made but the first; write a \"max\" above 0"},
    {R"~("rate": "2000/s")~", R"~("rate": "5/s", "retries": {"max": 2, "budget": "0%"})~",
     "s.json:4:98: load.0.retries.budget: \"0%\" is not a share above 0 and up to 1"},
    {R"~("rate": "2000/s")~", R"~("rate": "5/s", "retries": {"max": 2, "reserve": 5})~",
     "s.json:4:99: load.0.retries.reserve: has no effect without \"budget\""},
    {R"~("rate": "2000/s")~", R"~("rate": "5/s", "retries": {"max": 2, "budget": "10%", "reserve": 0})~",
     "s.json:4:116: load.0.retries.reserve: 0 is not a whole number from 1 to 10000"},
    {R"~("rate": "2000/s")~", R"~("rate": "5/s", "retries": {"budget": "10%"})~",
     "s.json:4:77: load.0.retries.max: is missing; add \"max\": ... here"},
    {R"~("rate": "2000/s")~", R"~("rate": "5/s", "breaker": {"open": "5s"})~",
     "s.json:4:77: load.0.breaker.failures: is missing; add \"failures\": ... here"},
    {R"~("rate": "2000/s")~", R"~("rate": "5/s", "breaker": {"failures": 5})~",
     "s.json:4:77: load.0.breaker.open: is missing; add \"open\": ... here"},
    {R"~("rate": "2000/s")~", R"~("rate": "5/s", "breaker": {"failures": 5, "of": 4, "open": "5s"})~",
     "s.json:4:99: load.0.breaker.of: lies below failures: no 4 attempts have so many"},
    {R"~("rate": "2000/s")~", R"~("rate": "5/s", "hedge": {"after": "1s"}, "timeout": "1s")~",
     "s.json:4:85: load.0.hedge.after: has no effect: an attempt is given up after 1s; write a time below \"timeout\""},
    {R"~("rate": "2000/s")~", R"~("rate": "5/s", "hedge": {})~",
     "s.json:4:75: load.0.hedge.after: is missing; add \"after\": ... here"},
    {R"~("keys_like": "reads")~", R"~("keys_like": "reads", "hedge": {"after": "1s"})~",
     "s.json:5:98: load.1.hedge: has no effect: writes are not hedged"},
};

}  // namespace

TEST_CASE("what a caller does about failure is told in words", "[scenario]") {
  const auto tells = [](const std::string& keys, const std::string& words) {
    const std::string text = told_of(keys);
    INFO(text);
    CHECK(text.find(words) != std::string::npos);
  };
  tells(R"("timeout": "1s", "retries": { "max": 2, "budget": "10%" })",
        "gives up after 1s, up to 2 retries (fixed from 0s), of these at most 10.00 % of the requests and 10 more");
  tells(R"("breaker": { "failures": 5, "open": "2s" })", "asks nothing for 2s after 5 failures in a row");
  tells(R"("breaker": { "failures": 5, "of": 9, "open": "2s" })",
        "asks nothing for 2s after 5 failures among 9 attempts");
  tells(R"("hedge": { "after": "50ms" })", "a second attempt at a read after 50ms");
}

TEST_CASE("a hedge where there is but one instance is warned of", "[scenario]") {
  const auto warned = [](const std::string& text) {
    return samples::sound(text).warnings.render().find(
               "load.0.hedge: asks the same instance again: \"shop\" has one; give it \"instances\" above 1") !=
           std::string::npos;
  };
  const std::string hedged = reading(R"("hedge": { "after": "50ms" })");
  CHECK(warned(hedged));
  const std::string two = R"("shop": { "kind": "service", "instances": 2 })";
  CHECK_FALSE(warned(samples::changed(hedged, R"("shop": "service")", two)));
}

TEST_CASE("a hedge, budget or breaker that cannot be is refused where it stands", "[scenario]") {
  samples::check_all(broken_attempts);
}
