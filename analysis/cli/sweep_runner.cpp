#include "analysis/cli/sweep_runner.hpp"
#include <algorithm>
#include <exception>
#include <new>
#include <utility>
#include "analysis/cli/running.hpp"
#include "analysis/measure/expectations.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::cli {
namespace {

using Json = nlohmann::ordered_json;

/// Broken if one is, else undecided if one is.
std::optional<bool> held_in(const Json& run) {
  bool is_open = false;
  for (const Json& each : run.at("expectations")) {
    if (each.at("held") == false) return false;
    is_open |= each.at("held").is_null();
  }
  return is_open ? std::nullopt : std::optional(true);
}

std::string as_text(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace

SweepRunner::SweepRunner(const RunRequest& request, const SweepInput& input, std::vector<std::int64_t> due)
    : request_(request),
      input_(input),
      due_(std::move(due)),
      workers_(static_cast<std::int64_t>(due_.size()), threads_of(request),
               [this](std::int64_t task) { work(task); }) {}

std::vector<SweepRunner::Ended> SweepRunner::take(std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, patience, [this] { return !ended_.empty(); });
  taken_ += static_cast<std::int64_t>(ended_.size());
  return std::exchange(ended_, {});
}

bool SweepRunner::is_over() const {
  const std::lock_guard lock(mutex_);
  return taken_ == static_cast<std::int64_t>(due_.size());
}

void SweepRunner::work(std::int64_t task) {
  Ended ended = run(due_[static_cast<std::size_t>(task)]);
  const std::lock_guard lock(mutex_);
  ended_.push_back(std::move(ended));
  changed_.notify_all();
}

SweepRunner::Ended SweepRunner::run(std::int64_t number) try {
  const std::int64_t at = input_.facts.numbers().place_of(number).point;
  const std::shared_ptr<Ready> ready = point(at);
  std::call_once(ready->once, [&] { read(*ready, at); });
  if (!ready->loaded) return {std::nullopt, ready->complaint, ready->exit};
  return run_one(*ready, number);
} catch (const std::bad_alloc&) {
  return {std::nullopt, "stalemate: out of memory\n", Exit::machine};
} catch (const std::exception& error) {
  return {std::nullopt, std::string("stalemate: internal error: ") + error.what() + "\n", Exit::internal};
}

SweepRunner::Ended SweepRunner::run_one(const Ready& ready, std::int64_t number) const {
  const sweep::RunPlace place = input_.facts.numbers().place_of(number);
  const load::Scenario& scenario = ready.loaded->scenario;
  const std::string& name = input_.facts.strategies[static_cast<std::size_t>(place.strategy)].name;
  const auto plan = std::find_if(scenario.strategies.begin(), scenario.strategies.end(),
                                 [&](const load::StrategyPlan& each) { return each.name == name; });
  if (plan == scenario.strategies.end())
    return {std::nullopt,
            "stalemate: there is no strategy " + load::in_quotes(name) + " at " +
                page::joined(ready.request.sets, ", ") + "\n",
            Exit::wrong_input};
  const auto seed = input_.facts.first_seed + static_cast<std::uint64_t>(place.seed);
  const sweep::Finished finished = sweep::run({&*plan, seed});
  if (finished.failure)
    return {std::nullopt, failure_text(ready.request, finished), exit_of(*finished.failure)};
  Json run = run_json(ready.request, scenario, finished);
  run.erase("series");
  return {store::StoredRun{number, run.at("digest").get<std::string>(), held_in(run), as_text(run)}, "", Exit::done};
}

std::shared_ptr<SweepRunner::Ready> SweepRunner::point(std::int64_t number) {
  const std::lock_guard lock(mutex_);
  std::shared_ptr<Ready>& ready = points_[number];
  if (!ready) {
    ready = std::make_shared<Ready>();
    std::erase_if(points_, [&](const auto& each) { return each.first != number && each.second.use_count() == 1; });
  }
  return points_[number];
}

void SweepRunner::read(Ready& ready, std::int64_t point) const {
  ready.request = at_point(request_, input_.design, input_.facts.points[static_cast<std::size_t>(point)]);
  auto loaded = load_scenario(ready.request, input_.source);
  if (auto* const why = std::get_if<Trouble>(&loaded)) {
    ready.complaint = why->message + "stalemate: that is so with " +
                      load::visible(page::joined(input_.design.sets(
                                        input_.facts.points[static_cast<std::size_t>(point)]), ", ")) + "\n";
    ready.exit = why->exit;
  } else {
    ready.loaded.emplace(std::move(std::get<Loaded>(loaded)));
  }
}

}  // namespace stalemate::analysis::cli
