// Scenarios that are sound: what is assumed, and what the command line changes.
// Promise: every registered option of every axis is read here.
// Source: the scenario format of this project.
#include "analysis/load/describe.hpp"
#include "analysis/load/reading.hpp"
#include "models/options/registry.hpp"
#include "tests/unit/scenario_sound.hpp"

using namespace samples;
using namespace stalemate::sim::literals;
using sim::Instant;

TEST_CASE("the smallest scenario reads, and says all that it assumes", "[scenario]") {
  const Scenario scenario = sound(samples::smallest);
  CHECK(names_of(scenario) == std::vector<std::string>{"no cache", "delete", "ttl only"});
  CHECK(scenario.assumed == std::vector<std::string>{
                                "duration = 10m", "warm_up = 1m", "data.price.size = 1KiB",
                                "data.price.popularity = uniform", "nodes.redis.capacity = unbounded",
                                "nodes.db.read = 1ms", "nodes.db.write = 1ms", "network.latency = 250us"});
  CHECK(scenario.guesses.empty());
  CHECK_FALSE(scenario.warnings.warnings() > 0);
  const models::Policy& ttl = plan_of(scenario, "ttl only").blueprint.strategy.policies.at(0);
  CHECK(ttl.read.name == "cache-aside");
  CHECK(ttl.write.name == "write-around");
  CHECK(ttl.cache == "redis");
  CHECK(ttl.expiry.values.integer("ttl") == (60_s).ns);
  CHECK(ttl.expiry.values.ratio("jitter") == 0);
  CHECK(plan_of(scenario, "delete").options ==
        std::vector<std::string>{"read/cache-aside", "write/invalidate", "carry/inline", "names/key", "expiry/none",
                                 "guard/none", "warm_up/cold"});
  CHECK(plan_of(scenario, "no cache").options == std::vector<std::string>{"read/none", "write/write-around"});
}

TEST_CASE("a load that writes and does not say which keys assumes that they are those of the reads", "[scenario]") {
  const Scenario scenario = sound(samples::without(samples::smallest, R"(, "keys_like": "reads")"));
  CHECK(assumes(scenario, "load.1.keys_like = reads"));
  CHECK_FALSE(assumes(scenario, "load.0.keys_like = reads"));
  const std::string text = describe(scenario);
  CHECK(text.find("ASSUMED") < text.find("DATA"));
  CHECK(text.find("! Assumed: writes hit keys as reads do (load.1.keys_like = reads).") != std::string::npos);
}

TEST_CASE("a run may end after a number of requests", "[scenario]") {
  const Scenario scenario = sound(samples::smallest, [] {
    ReadContext context;
    context.sets = {R"(stop={"requests": "10k"})"};
    return context;
  }());
  CHECK(scenario.system.stop_requests == 10'000);
  CHECK(scenario.system.warm_up == sim::Duration{});
  CHECK(assumes(scenario, "warm_up = 0s"));
}

TEST_CASE("every option of every axis can be written, and arrives with its defaults", "[scenario]") {
  std::int64_t seen = 0;
  for (const models::options::Option* option : models::options::all_options()) {
    std::string use = R"({"use": ")" + option->name + '"';
    int span_s = 7;  // each longer than the one before
    for (const auto& parameter : option->parameters) {
      const bool is_span = parameter.kind == models::options::ParameterKind::duration;
      const std::string span = '"' + std::to_string(span_s) + "s\"";
      if (parameter.fallback.empty()) use += R"(, ")" + parameter.key + R"(": )" + (is_span ? span : "7");
      span_s += is_span;
    }
    use += "}";
    ReadContext context;
    const bool is_eviction = option->axis == "eviction";
    context.sets = {is_eviction ? R"(nodes.redis={"kind":"cache","capacity":{"entries":100},"eviction":)" + use + "}"
                                : R"(strategies.delete.price.)" + option->axis + "=" + use};
    const bool reads_nothing = option->axis == "read" && option->name == "none";
    if (reads_nothing) context.sets.push_back("strategies.delete.price.write=write-around");
    if (option->tells_derived) context.sets.push_back(R"(data.page={"keys":10,"derived_from":["price"]})");
    if (option->named == models::options::Named::tags) context.sets.push_back(R"(data.price.tags={"category":200})");
    if (option->needs_sessions)
      context.sets.insert(context.sets.end(), {"load.0.sessions=10", "load.1.sessions=10"});
    if (option->is_sole)
      context.sets.insert(context.sets.begin(), {R"(data.price={"keys":9,"origin":"none"})",
                                                 R"(strategies={"delete":{"price":{"read":"cache-only"}}})"});
    if (option->needs_priorities) context.sets.push_back("load.0.priority=sheddable");
    if (option->needs_followers)
      context.sets.push_back(R"(nodes.db={"kind":"origin","followers":1,"read_from":"follower"})");
    if (option->needs_expiry || option->needs_ttl) context.sets.push_back("strategies.delete.price.expiry=60s");
    if (option->bus == models::options::NeedsBus::broadcast) context.sets.push_back("nodes.backplane=bus");
    if (option->bus == models::options::NeedsBus::log)
      context.sets.push_back(R"(nodes.changes={"kind":"bus","log":{}})");
    if (option->needs_instances)
      context.sets.insert(context.sets.end(), {R"(nodes.redis={"kind":"cache","in_process":true})",
                                               R"(nodes.shop={"kind":"service","instances":2})",
                                               R"(faults=[{"kind":"deploy","on":"shop","at":"2m","down":"5s"}])"});
    INFO(context.sets[0]);
    const Scenario scenario = sound(samples::smallest, context);
    const StrategyPlan& plan = plan_of(scenario, "delete");
    const auto& policy = plan.blueprint.strategy.policies.at(0);
    const models::CacheNode& redis = find_node(plan.blueprint, "redis")->cache;
    const models::Choice found = option->axis == "read"       ? policy.read
                                 : option->axis == "write"    ? policy.write
                                 : option->axis == "carry"    ? policy.carry
                                 : option->axis == "names"    ? policy.names
                                 : option->axis == "expiry"   ? policy.expiry
                                 : option->axis == "guard"    ? policy.guard
                                 : option->axis == "warm_up"  ? policy.warm_up
                                 : option->axis == "fallback" ? policy.fallback.at(0)
                                 : is_eviction                ? models::Choice{redis.eviction, redis.eviction_values}
                                                              : policy.stampede.at(0);
    CHECK(found.name == option->name);
    CHECK(found.values.all().size() == option->parameters.size());
    ++seen;
  }
  CHECK(seen >= 17);
}

TEST_CASE("a scenario lies over what it extends, and --set over both", "[scenario]") {
  ReadContext context;
  context.find_text = [](std::string_view name) {
    return name == "base.json" ? std::optional<std::string>(samples::smallest) : std::nullopt;
  };
  const std::string text = R"({"extends": "base.json", "title": "Other", "data": {"price": {"keys": 9}}})";
  const Scenario plain = sound(text, context);
  CHECK(plain.title == "Other");
  CHECK(plain.system.classes[0].keys == 9);
  CHECK(plain.system.classes[0].promise.max_age == 5_s);
  context.sets = {"data.price.keys=4", "load.0.rate=7/s"};
  const Scenario set = sound(text, context);
  CHECK(set.system.classes[0].keys == 4);
  CHECK(set.system.loads[0].rate_per_s == 7);
  CHECK(set.hash != plain.hash);
}

TEST_CASE("blanks and comments do not change the hash, a value does", "[scenario]") {
  const std::string plain = sound(samples::smallest).hash;
  CHECK(plain.size() == 16);
  CHECK(sound("// a comment\n" + samples::smallest + "\n\n").hash == plain);
  CHECK(sound(samples::changed(samples::smallest, "50000", "50001")).hash != plain);
}

TEST_CASE("strategies, faults, the baseline and the seed can be chosen from outside", "[scenario]") {
  ReadContext context = with_traces();
  context.strategies = {"all*"};
  CHECK(names_of(sound(samples::full, context)) == std::vector<std::string>{"no cache", "all options"});
  context.no_baseline = true;
  context.seed = 42;
  context.faults = {"lost", "fault.?"};
  const Scenario scenario = sound(samples::full, context);
  CHECK(names_of(scenario) == std::vector<std::string>{"all options"});
  CHECK(scenario.strategies[0].blueprint.seed == 42);
  CHECK(scenario.strategies[0].blueprint.faults.size() == 10);
  context.faults = {"lost"};
  CHECK(sound(samples::full, context).strategies[0].blueprint.faults.size() == 1);
  context.no_faults = true;
  CHECK(sound(samples::full, context).strategies[0].blueprint.faults.empty());
}

TEST_CASE("a fault that is left out may lie after the end of a shorter run", "[scenario]") {
  ReadContext context = with_traces();
  context.sets = {"duration=1s", "warm_up=0s"};
  const auto complains = [&] {
    Diagnostics diagnostics;
    read_scenario(samples::full, "s.json", context, diagnostics);
    return diagnostics.render().find("faults.0.at: lies after the end") != std::string::npos;
  };
  CHECK(complains());
  context.no_faults = true;
  CHECK_FALSE(complains());
}

TEST_CASE("every run opens its traces afresh", "[scenario]") {
  const Scenario scenario = sound(samples::full);
  const StrategyPlan& plan = plan_of(scenario, "faster query");
  const auto first = plan.for_run(1);
  const auto second = plan.for_run(2);
  REQUIRE((first && second));
  CHECK(second->seed == 2);
  REQUIRE(first->loads[5].recorded != nullptr);
  CHECK(first->loads[5].recorded != second->loads[5].recorded);
  models::Arrivals::Arrival arrival;
  CHECK(first->loads[5].recorded->next(arrival));
  CHECK(arrival.at == Instant{1});
}

TEST_CASE("a glob matches as a shell's would", "[scenario]") {
  CHECK(matches_glob("*", ""));
  CHECK(matches_glob("a*c*e", "abcde"));
  CHECK(matches_glob("a?c", "abc"));
  CHECK(matches_glob("*ab", "aab"));
  CHECK_FALSE(matches_glob("a?", "a"));
  CHECK_FALSE(matches_glob("a*b", "abc"));
  CHECK_FALSE(matches_glob("", "a"));
}

TEST_CASE("what has no effect, but does no harm, is a warning", "[scenario]") {
  ReadContext context;
  context.sets = {R"(nodes.redis={"kind":"cache","eviction":"fifo","servers":2})",
                  R"(nodes.db={"kind":"origin","queue":{"limit":3},"lag":"1s"})",
                  R"(nodes.shop={"kind":"service","queue":3})",
                  R"(strategies.delete.price.owed_by=["shop","other"])", R"(nodes.other=service)"};
  const Scenario scenario = sound(samples::smallest, context);
  CHECK(scenario.warnings.render() ==
        "--set: warning: nodes.shop.queue: has no effect without \"workers\"\n"
        "--set: warning: nodes.redis.eviction: has no effect without \"capacity\"\n"
        "--set: warning: nodes.redis.servers: has no effect without \"service\"\n"
        "--set: warning: nodes.db.queue: has no effect without \"servers\"\n"
        "--set: warning: nodes.db.lag: has no effect without \"followers\"\n"
        "--set: warning: strategies.delete.price.owed_by.1: \"other\" writes no price\n");
}

TEST_CASE("uses of a sampled LFU need not fade", "[scenario]") {
  ReadContext context;
  context.sets = {R"(nodes.redis={"kind":"cache","capacity":{"entries":9},)"
                  R"("eviction":{"use":"sampled-lfu","decay":"0s"}})"};
  const Scenario scenario = sound(samples::smallest, context);
  for (const models::NodeSpec& node : scenario.system.nodes)
    if (node.name == "redis") CHECK(node.cache.eviction_values.integer("decay") == 0);
}
