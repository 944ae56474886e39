// The full scenario: what each key of the format becomes in the blueprint.
// Promise: every key of the format is read here at least once, but for `extends` and `stop`.
// Source: the scenario format of this project.
#include "analysis/load/reading.hpp"
#include "tests/unit/scenario_sound.hpp"

using namespace samples;
using namespace stalemate::sim::literals;
using models::Load;
using sim::Instant;

TEST_CASE("a full scenario: words, run, and network", "[scenario]") {
  const Scenario scenario = sound(samples::full);
  CHECK(scenario.title == "Full");
  CHECK(scenario.question == "What if?");
  CHECK(scenario.story == "Once.");
  CHECK(scenario.sources == std::vector<std::string>{"a paper", "a product"});
  CHECK(scenario.leaves_out == std::vector<std::string>{"connection pools"});
  CHECK(scenario.file == "s.json");
  CHECK(scenario.current == "all options");
  CHECK(scenario.guesses == std::vector<std::string>{"nodes.db.read", "nodes.db.write.log_normal.p50"});
  CHECK(scenario.assumed == std::vector<std::string>{"load.1.keys_like = reads", "load.3.keys_like = reads",
                                                          "alerts.1.over = 1m"});
  const models::Blueprint& system = scenario.system;
  CHECK(system.duration == 1200_s);
  CHECK(system.warm_up == 30_s);
  CHECK(system.seed == 7);
  CHECK(system.default_latency.describe() == "50us + exponential mean 200us");
  CHECK(system.give_up == 2_s);
  REQUIRE(system.links.size() == 2);
  CHECK(system.links[0].from == "app");
  CHECK(system.links[0].to == "shop");
  CHECK_FALSE(system.links[0].one_way);
  CHECK(system.links[0].latency.describe() == "uniform from 1ms to 3ms");
  CHECK(system.links[0].loss == 0.001);
  CHECK(system.links[1].one_way);
  CHECK(system.links[1].latency.describe() == "normal mean 5ms sd 1ms");
  CHECK(system.links[0].traits.are_plain());
  CHECK(system.links[1].traits.duplicates == 0.002);
  CHECK(system.links[1].traits.reorder.share == 0.03);
  CHECK(system.links[1].traits.reorder.by == 7_ms);
  CHECK(system.links[1].traits.bytes_per_s == 1e8);
  CHECK(find_node(system, "backplane")->bus.reorder.share == 0.05);
  CHECK(find_node(system, "backplane")->bus.reorder.by == 20_ms);
  CHECK(find_node(system, "backplane")->bus.backlog == 400);
  CHECK_FALSE(find_node(system, "backplane")->bus.log.has_value());
  const models::LogPlan log = find_node(system, "changes")->bus.log.value();
  CHECK(log.partitions == 4);
  CHECK(log.batch == 50);
  CHECK(log.retry == 200_ms);
  CHECK(log.keeps == 1000);
}

TEST_CASE("a full scenario: data", "[scenario]") {
  const models::Blueprint system = sound(samples::full).system;
  REQUIRE(system.classes.size() == 5);
  const models::DataClass& price = system.classes[0];
  CHECK(price.name == "price");
  CHECK(price.keys == 50'000);
  CHECK(price.value_bytes == 2048);
  CHECK(price.popularity.law == models::Popularity::Law::zipf);
  CHECK(price.popularity.exponent == 0.9);
  CHECK(price.promise.max_age == 5_s);
  CHECK(price.promise.share == 0.99);
  CHECK(price.owner == "catalogue");
  CHECK(price.absent == 0.1);
  CHECK(price.origin == "db");
  REQUIRE(price.tags.size() == 2);
  CHECK(price.tags[0].name == "category");
  CHECK(price.tags[0].count == 200);
  CHECK(price.tags[1].count == 50);
  REQUIRE(price.act);
  CHECK(price.act->kind == models::Act::Kind::grant);
  CHECK(price.act->revokes == 0.25);
  CHECK(price.act->called == "late yes");
  CHECK(price.act->costs == 4.5);
  CHECK(price.act->unit == "EUR");
  CHECK_FALSE(system.classes[1].act);
  REQUIRE(system.classes[2].act);
  CHECK(system.classes[2].act->kind == models::Act::Kind::take);
  CHECK(system.classes[2].act->stock == 3);
  CHECK_FALSE(system.classes[2].act->costs);
  const models::DataClass& stock = system.classes[1];
  CHECK(stock.popularity.law == models::Popularity::Law::hot_set);
  CHECK(stock.popularity.hot_keys == 0.01);
  CHECK(stock.popularity.hot_traffic == 0.9);
  CHECK(stock.origin == "archive");
  CHECK_FALSE(stock.read_from.has_value());
  CHECK(system.classes[2].popularity.law == models::Popularity::Law::uniform);
  CHECK_FALSE(system.classes[2].promise.max_age.has_value());
  CHECK(system.classes[2].read_from == models::ReadFrom::nearest);
  CHECK(system.classes[2].origin_write->describe() == "3ms");
  CHECK_FALSE(system.classes[2].origin_read);
  CHECK(system.classes[3].derived_from == std::vector<std::string>{"price", "page"});
  CHECK(system.classes[3].origin_read->describe() == "80ms");
}

TEST_CASE("a full scenario: nodes", "[scenario]") {
  const models::Blueprint system = sound(samples::full).system;
  const models::NodeSpec& shop = *find_node(system, "shop");
  CHECK(shop.service.instances == 4);
  CHECK(shop.service.balancer == models::ServiceNode::Balancer::sticky);
  CHECK(shop.service.workers == 16);
  CHECK(shop.service.queue_limit == 100);
  CHECK(shop.service.sheds_lowest);
  CHECK(shop.timeout == 1_s);
  const models::CacheNode& redis = find_node(system, "redis")->cache;
  CHECK(redis.shards == 3);
  CHECK(redis.virtual_nodes == 100);
  CHECK(redis.capacity_bytes == 64 << 20);
  CHECK(redis.capacity_entries == 0);
  CHECK(redis.capacity_per_shard);
  CHECK(redis.eviction == "s3-fifo");
  CHECK(redis.eviction_values.ratio("small") == 0.2);
  CHECK(redis.eviction_values.ratio("ghost") == 0.9);
  CHECK(redis.service.describe() == "20us");
  CHECK(redis.servers == 2);
  CHECK(redis.connections == 100);
  CHECK(redis.queue_limit == 50);
  CHECK(redis.queue_timeout == 10_ms);
  CHECK(redis.replicas == 2);
  CHECK(redis.replica_lag.mean() == 5_ms);
  CHECK(redis.failover == 10_s);
  CHECK(find_node(system, "local")->cache.capacity_entries == 1000);
  const models::OriginNode& db = find_node(system, "db")->origin;
  CHECK(db.servers == 32);
  CHECK(db.queue_limit == 500);
  CHECK_FALSE(db.sheds_lowest);
  CHECK(db.queue_timeout == 5_s);
  CHECK(db.read.describe() == "log-normal p50 1ms p99 20ms");
  CHECK(db.write.describe() == "1ms + log-normal p50 2ms p99 30ms");
  CHECK(db.followers == 2);
  CHECK(db.lag.describe() == "pareto minimum 10ms alpha 1.5 cap 1s");
  CHECK(db.read_from == models::ReadFrom::follower);
  CHECK(db.apply.describe() == "500us");
  CHECK(db.replication.mode == models::Replication::Mode::semi_sync);
  CHECK(db.replication.receipt.describe() == "exponential mean 2ms");
  CHECK(db.replication.needs == 1);
  CHECK(db.replication.patience == 3_s);
  CHECK(find_node(system, "archive")->origin.rate_limit.per_s == 100);
  CHECK(find_node(system, "archive")->origin.rate_limit.burst == 20);
  CHECK(find_node(system, "archive")->origin.rate_limit.of_reads_only);
  CHECK(find_node(system, "archive")->origin.read.describe() == "percentiles p0 1ms p50 2ms p100 9ms");
  CHECK(find_node(system, "app")->kind == models::NodeSpec::Kind::client);
}

TEST_CASE("a full scenario: loads", "[scenario]") {
  const std::vector<Load> loads = sound(samples::full).system.loads;
  REQUIRE(loads.size() == 13);
  CHECK(loads[0].name == "app reads price");
  CHECK(loads[0].to == "shop");
  CHECK(loads[0].shape == Load::Shape::poisson);
  CHECK(loads[0].rate_per_s == 2000);
  CHECK(loads[0].sessions == 500);
  CHECK(loads[0].timeout == 2_s);
  CHECK(loads[0].retries.max == 3);
  CHECK(loads[0].retries.kind == models::Retries::Backoff::full_jitter);
  CHECK(loads[0].retries.base == 100_ms);
  CHECK(loads[0].retries.cap == 10_s);
  CHECK(loads[0].retries.budget == 0.1);
  CHECK(loads[0].retries.reserve == 20);
  CHECK(loads[0].hedge_after == 80_ms);
  REQUIRE(loads[0].breaker);
  CHECK(loads[0].breaker->failures == 50);
  CHECK(loads[0].breaker->of == 100);
  CHECK(loads[0].breaker->open == 30_s);
  CHECK(loads[0].popularity.exponent == 0.9);
  CHECK(loads[1].shape == Load::Shape::constant);
  CHECK(loads[1].write_share == 0.05);
  CHECK(loads[1].name == "shop reads and writes stock");
  CHECK(loads[1].begins == Instant{} + 60_s);
  CHECK(loads[1].ends == Instant{} + 300_s);
  CHECK(loads[1].retries.max == 2);
  CHECK(loads[2].at == std::vector<Instant>{Instant{}, Instant{} + 5_ms, Instant{} + 5_ms});
  CHECK(loads[2].fixed_key == 17u);
  CHECK(loads[3].name == "catalogue writes price");
  CHECK(loads[3].deletes == 0.02);
  REQUIRE(loads[1].curve.size() == 2);
  CHECK(loads[1].curve[1].lasts == sim::Duration{20'000'000'000});
  CHECK(loads[1].curve[1].factor == 3);
  CHECK(loads[3].users == 10);
  CHECK(loads[3].think.describe() == "exponential mean 1s");
  CHECK(loads[4].name == "editors");
  CHECK(loads[4].popularity.law == models::Popularity::Law::uniform);
  CHECK(loads[5].shape == Load::Shape::recorded);
  CHECK(loads[5].recorded == nullptr);
  CHECK(loads[6].name == "app reads and writes page");
  CHECK(loads[6].after_read == 0.2);
  REQUIRE(loads[6].read_back.has_value());
  CHECK(loads[6].read_back->share == 0.6);
  CHECK(loads[6].read_back->after.describe() == "exponential mean 300ms");
  CHECK(loads[6].think.describe() == "2s");
  CHECK(loads[6].write_share == 0);
  CHECK_FALSE(loads[7].after_read.has_value());
  CHECK(loads[7].name == "app reads price 2");
  CHECK(loads[7].popularity.law == models::Popularity::Law::empirical);
  REQUIRE(loads[7].popularity.top.size() == 2);
  CHECK(loads[7].popularity.top[1].ranks == 5);
  CHECK(loads[7].popularity.top[1].share == 0.8);
  CHECK(loads[8].name == "app requests page, price and stock");
}

TEST_CASE("a full scenario: what goes through the keys, what drifts and what grows", "[scenario]") {
  const models::Blueprint system = sound(samples::full).system;
  CHECK(system.classes[1].popularity.turnover == sim::Duration{20 * 3600 * 1'000'000'000LL});
  CHECK_FALSE(system.classes[0].popularity.turnover.has_value());
  REQUIRE(system.loads.size() == 13);
  CHECK(system.loads[1].popularity.turnover == system.classes[1].popularity.turnover);
  CHECK(system.loads[9].popularity.law == models::Popularity::Law::scan);
  CHECK(system.loads[9].popularity.scan_from == 0);
  CHECK(system.loads[10].popularity.law == models::Popularity::Law::scan);
  CHECK(system.loads[10].popularity.scan_from == 7);
  REQUIRE(system.loads[1].growth.has_value());
  CHECK(system.loads[1].growth->a_month == 0.1);
  CHECK(system.loads[1].growth->times == Approx(1.21));
  CHECK(system.loads[1].rate_per_s == Approx(12.1));
  CHECK_FALSE(system.loads[0].growth.has_value());
}

TEST_CASE("a full scenario: priorities, and a canary", "[scenario]") {
  const std::vector<Load> loads = sound(samples::full).system.loads;
  CHECK(loads.at(0).priority == models::Priority::normal);
  CHECK(loads.at(9).priority == models::Priority::sheddable);
  CHECK_FALSE(loads.at(9).is_canary);
  CHECK(loads.at(11).is_canary);
}

TEST_CASE("a full scenario: faults", "[scenario]") {
  const std::vector<models::Fault> faults = sound(samples::full).system.faults;
  REQUIRE(faults.size() == 24);
  using Kind = models::Fault::Kind;
  CHECK(faults[0].name == "lost");
  CHECK(faults[0].kind == Kind::drop);
  CHECK(faults[0].at == Instant{} + 240_s);
  CHECK(faults[0].until == Instant{} + 330_s);
  CHECK(faults[0].from == "catalogue");
  CHECK(faults[0].to == "redis");
  CHECK(faults[0].one_way);
  CHECK(faults[0].share == 0.5);
  CHECK(faults[0].invalidations_only);
  CHECK(faults[1].name == "fault.1");
  CHECK(faults[1].kind == Kind::delay);
  CHECK(faults[1].by == 2_s);
  CHECK_FALSE(faults[1].one_way);
  CHECK_FALSE(faults[1].invalidations_only);
  CHECK(faults[2].kind == Kind::partition);
  CHECK(faults[2].until == Instant::never());
  CHECK(faults[3].kind == Kind::crash);
  CHECK(faults[3].node == "redis-2");
  CHECK(faults[3].keeps_content);
  CHECK(faults[4].kind == Kind::restart);
  CHECK_FALSE(faults[4].keeps_content);
  CHECK(faults[5].kind == Kind::lag);
  CHECK(faults[5].node == "db-follower-1");
  CHECK(faults[5].by == 1_s);
  CHECK(faults[5].factor == 3);
  CHECK(faults[6].kind == Kind::flush);
  CHECK(faults[6].node == "redis");
  CHECK(faults[7].kind == Kind::failover);
  CHECK(faults[7].until == Instant{} + 550_s);
  CHECK(faults[8].kind == Kind::slow);
  CHECK(faults[8].node == "db");
  CHECK(faults[8].factor == 10);
  CHECK(faults[9].kind == Kind::spike);
  CHECK(faults[9].load == "editors");
  CHECK(faults[9].factor == 5);
  CHECK(faults[10].kind == Kind::deploy);
  CHECK(faults[10].node == "shop");
  CHECK(faults[10].down == 5_s);
  CHECK(faults[10].pause == 10_s);
  CHECK(faults[10].until == faults[10].at + 50_s);  // four instances
  CHECK(faults[11].kind == Kind::skew);
  CHECK(faults[11].node == "redis-2");
  CHECK(faults[11].by == 120_s);
  CHECK(faults[11].ahead);
  CHECK(faults[17].kind == Kind::duplicate);
  CHECK(faults[17].share == 0.1);
  CHECK(faults[18].kind == Kind::reorder);
  CHECK(faults[18].by == 30_ms);
  CHECK(faults[19].kind == Kind::hot_key);
  CHECK(faults[19].load == "editors");
  CHECK(faults[19].key == 3);
  CHECK(faults[19].share == 0.6);
  CHECK(faults[20].data_class == "price");
  CHECK(faults[21].stalls);
}

TEST_CASE("a full scenario: policies, and what a strategy sets", "[scenario]") {
  const Scenario scenario = sound(samples::full);
  const StrategyPlan& plan = plan_of(scenario, "all options");
  const models::Policy& price = plan.blueprint.strategy.policies.at(0);
  CHECK(price.read.name == "cache-aside");
  CHECK(price.write.name == "invalidate");
  CHECK(price.write.values.flag("versioned"));
  CHECK(price.carry.values.integer("retries") == 2);
  CHECK(price.carry.values.integer("pause") == (50_ms).ns);
  CHECK(price.expiry.name == "ttl");
  CHECK(price.expiry.values.ratio("jitter") == 0.1);
  CHECK(price.expiry.values.word("age") == "inherited");
  CHECK(price.expiry.values.integer("negative") == (5_s).ns);
  REQUIRE(price.stampede.size() == 2);
  CHECK(price.stampede[0].name == "coalesce");
  CHECK(price.stampede[1].values.integer("interval") == (5_s).ns);
  CHECK(price.names.name == "dependents");
  CHECK(price.guard.name == "hold-off");
  CHECK(price.guard.values.integer("time") == (3_s).ns);
  REQUIRE(price.fallback.size() == 2);
  CHECK(price.fallback[0].values.integer("age") == (3600_s).ns);
  CHECK(price.fallback[1].values.integer("limit") == 20);
  CHECK(price.cache == "redis");
  CHECK(price.owed_by == std::vector<std::string>{"catalogue"});
  const models::Policy& page = plan.blueprint.strategy.policies.at(2);
  CHECK(page.names.name == "purge-all");
  REQUIRE(page.fallback.size() == 1);
  CHECK(page.fallback[0].name == "shed");
  CHECK(page.fallback[0].values.word("below") == "critical");
  CHECK(page.fallback[0].values.integer("limit") == 30);
  CHECK(plan.options.back() == "eviction/s3-fifo");
  const models::Blueprint& faster = plan_of(scenario, "faster query").blueprint;
  CHECK(find_node(faster, "db")->origin.read.describe() == "100us");
  CHECK(faster.classes[0].keys == 10);
  const models::Policy& stock = faster.strategy.policies.at(1);
  CHECK(stock.bus == "changes");  // the only log
  CHECK(stock.carry.values.integer("interval") == (1_s).ns);
  CHECK(stock.carry.values.integer("pause") == (2_s).ns);
  CHECK(scenario.system.classes[0].keys == 50'000);
  CHECK(find_node(plan.blueprint, "db")->origin.read.describe() == "log-normal p50 1ms p99 20ms");
}

TEST_CASE("a full scenario: alerts, in shares, rates and seconds", "[scenario]") {
  using Signal = models::Alert::Signal;
  const auto alerts = sound(samples::full).system.alerts;
  REQUIRE(alerts.size() == 7);
  CHECK(alerts[0].name == "hit ratio low");
  CHECK(alerts[0].signal == Signal::hit_ratio);
  CHECK(alerts[0].of == "redis");
  CHECK_FALSE(alerts[0].above);
  CHECK(alerts[0].bound == 0.9);
  CHECK(alerts[0].over == 30_s);
  CHECK(alerts[0].lasts == 10_s);
  CHECK(alerts[1].signal == Signal::origin_reads_per_s);
  CHECK(alerts[1].of == "archive");
  CHECK(alerts[1].above);
  CHECK(alerts[1].bound == 90);
  CHECK(alerts[1].over == 60_s);
  CHECK(alerts[1].lasts == 0_s);
  CHECK(alerts[2].signal == Signal::error_ratio);
  CHECK(alerts[2].of.empty());
  CHECK(alerts[2].bound == 0.01);
  CHECK(alerts[3].signal == Signal::invalidation_lag);
  CHECK(alerts[3].bound == 2);
  CHECK(alerts[4].signal == Signal::failed_changes_per_s);
  CHECK(alerts[4].bound == 0);
  CHECK(alerts[5].signal == Signal::latency_p99);
  CHECK(alerts[5].of == "crawl");
  CHECK(alerts[5].bound == 0.2);
  CHECK(alerts[6].signal == Signal::canary_stale);
  CHECK(alerts[6].of == "probe");
  CHECK(alerts[6].bound == 0.1);
}

TEST_CASE("a full scenario: expectations and observations, in the units of the results", "[scenario]") {
  const Scenario scenario = sound(samples::full);
  REQUIRE(scenario.expectations.size() == 3);
  CHECK(scenario.expectations[0].text == "rarely too old");
  CHECK(scenario.expectations[0].most == 0.01);
  CHECK(scenario.expectations[0].concerns(plan_of(scenario, "all options")));
  CHECK_FALSE(scenario.expectations[0].concerns(plan_of(scenario, "no cache")));
  CHECK(scenario.expectations[1].text == "staleness.age_s.max >= 1ms <= 5s");
  CHECK(scenario.expectations[1].least == 0.001);
  CHECK(scenario.expectations[1].most == 5);
  CHECK_FALSE(scenario.expectations[1].concerns(plan_of(scenario, "all options")));
  CHECK(scenario.expectations[1].concerns(plan_of(scenario, "faster query")));
  CHECK(scenario.expectations[2].equals == 0);
  CHECK(scenario.expectations[2].concerns(plan_of(scenario, "no cache")));
  REQUIRE(scenario.observed.size() == 2);
  CHECK(scenario.observed[0].path == "load.origin.db.reads_per_s.mean");
  CHECK(scenario.observed[0].low == 180);
  CHECK(scenario.observed[0].high == 210);
  CHECK(scenario.observed[1].low == 0.8);
  CHECK(scenario.observed[1].high == 0.8);
}
