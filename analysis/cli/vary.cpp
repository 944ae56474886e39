// run --vary, and any run whose results go into a store: a sweep over points, strategies and seeds.
#include <algorithm>
#include <chrono>
#include <filesystem>
#include "analysis/cli/commands.hpp"
#include "analysis/cli/interrupt.hpp"
#include "analysis/cli/sweep_output.hpp"
#include "analysis/cli/sweep_runner.hpp"
#include "analysis/cli/terminal.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::cli {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using store::StoreError;
using store::SweepStore;

constexpr const char* in_memory = ":memory:";
constexpr std::chrono::milliseconds until_next_look{100};

Trouble is_there(const std::string& path) {
  return trouble(Exit::wrong_input,
                 load::visible(path) + " is there already; --resume goes on with it, else name another");
}

Trouble of_another_sweep(const std::string& path, const std::vector<std::string>& differences) {
  std::string text = "stalemate: " + load::visible(path) + " holds another sweep, with which this one cannot go on:\n";
  for (const std::string& each : differences) text += "  " + each + "\n";
  return {Exit::wrong_input, text};
}

std::variant<SweepStore, Trouble> created(const std::string& path, const SweepInput& input) {
  auto made = SweepStore::create(path, input.facts, input.shard);
  if (const auto* const why = std::get_if<StoreError>(&made)) return store_trouble(path, *why);
  return std::move(std::get<SweepStore>(made));
}

/// The same sweep, or the same with more points, and the same part of it: looked at first, for what is refused is left
/// as it was.
std::variant<SweepStore, Trouble> resumed(const std::string& path, const SweepInput& input) {
  auto looked_at = SweepStore::open(path, false);
  if (const auto* const why = std::get_if<StoreError>(&looked_at)) return store_trouble(path, *why);
  auto& found = std::get<std::optional<SweepStore>>(looked_at);
  if (!found) return created(path, input);
  const bool has_more = store::goes_further(input.facts, found->facts());
  auto differences = has_more ? std::vector<std::string>() : store::differences(input.facts, found->facts());
  if (found->shard() != input.shard)
    differences.push_back("another shard: " + found->shard().text() + " there, " + input.shard.text() + " here");
  if (!differences.empty()) return of_another_sweep(path, differences);
  found.reset();
  auto opened = SweepStore::open(path, true);
  if (const auto* const why = std::get_if<StoreError>(&opened)) return store_trouble(path, *why);
  SweepStore store = std::move(*std::get<std::optional<SweepStore>>(opened));
  if (has_more)
    if (const auto why = store.extend(input.facts)) return store_trouble(path, *why);
  return store;
}

std::variant<SweepStore, Trouble> store_for(const std::string& path, const SweepInput& input, bool resume) {
  if (path.empty()) return created(in_memory, input);
  std::error_code none;
  if (!fs::exists(path, none)) return created(path, input);
  if (!resume) return is_there(path);
  return resumed(path, input);
}

std::variant<std::vector<std::int64_t>, StoreError> due_of(const SweepStore& store) {
  auto found = store.present();
  if (auto* const why = std::get_if<StoreError>(&found)) return std::move(*why);
  const auto& present = std::get<std::vector<bool>>(found);
  std::vector<std::int64_t> due;
  for (std::size_t i = 0; i < present.size(); ++i) {
    const auto number = static_cast<std::int64_t>(i);
    if (!present[i] && store.shard().has(number)) due.push_back(number);
  }
  return due;
}

/// " runs, about 3 min left"
std::string noun_for(std::int64_t done, std::int64_t all, Clock::time_point begun) {
  const double elapsed = std::chrono::duration<double>(Clock::now() - begun).count();
  if (done == 0 || elapsed < 1) return "runs";
  return "runs, about " + page::time_text(elapsed * static_cast<double>(all - done) / static_cast<double>(done)) +
         " left";
}

class Sweeper {
 public:
  Sweeper(const RunRequest& request, const SweepInput& input, std::string path, SweepStore store, SweepOutput output)
      : request_(request),
        input_(input),
        path_(std::move(path)),
        store_(std::move(store)),
        output_(std::move(output)) {}

  Exit run() {
    const auto found = due_of(store_);
    if (const auto* const why = std::get_if<StoreError>(&found)) return fail(store_trouble(path_, *why));
    const auto& due = std::get<std::vector<std::int64_t>>(found);
    const auto all = static_cast<std::int64_t>(due.size());
    SweepRunner runner(request_, input_, due);
    if (const auto why = store_all(runner, all)) stop_at(*why);
    if (!runner.is_over()) leave_interrupted(all);
    return tell();
  }

 private:
  std::optional<Trouble> store_all(SweepRunner& runner, std::int64_t all) {
    ProgressLine progress(!request_.quiet);
    const auto begun = Clock::now();
    while (!runner.is_over() && !is_interrupted()) {
      if (auto why = take(runner.take(until_next_look), progress)) return why;
      progress.show(done_, all, noun_for(done_, all, begun));
    }
    runner.stop();
    return is_interrupted() ? take(runner.take(std::chrono::milliseconds(0)), progress) : std::nullopt;
  }

  std::optional<Trouble> take(const std::vector<SweepRunner::Ended>& ended, ProgressLine& progress) {
    std::vector<store::StoredRun> runs;
    for (const SweepRunner::Ended& each : ended) {
      if (each.run) runs.push_back(*each.run);
      if (each.run) continue;
      progress.clear();
      if (each.complaint != last_complaint_) complain(each.complaint);
      last_complaint_ = each.complaint;
      failed_ = std::max(failed_, each.exit);
    }
    done_ += static_cast<std::int64_t>(ended.size());
    stored_ += static_cast<std::int64_t>(runs.size());
    if (runs.empty()) return std::nullopt;
    const auto why = store_.add(runs);
    return why ? std::optional(store_trouble(path_, *why)) : std::nullopt;
  }

  /// What stands in the store stands.
  [[noreturn]] void stop_at(const Trouble& why) {
    complain(why.message + "stalemate: what was stored before stands: --resume goes on from there\n");
    store_.close();
    output_.discard();
    leave_now(why.exit);
  }

  [[noreturn]] void leave_interrupted(std::int64_t all) {
    const std::string where = path_.empty() ? "" : "; they are in " + load::visible(path_) + ", and --resume goes on";
    complain("stalemate: interrupted: " + std::to_string(stored_) + " of " + std::to_string(all) +
             " runs had finished" + where + "\n");
    const Exit exit = failed_ != Exit::done ? failed_ : exit_of_interrupt();
    const auto read = map::read_map(store_);
    if (const auto* const map = std::get_if<map::Map>(&read))
      if (const auto why = output_.show_part(*map, {static_cast<int>(exit), "interrupted"})) fail(*why);
    store_.close();
    output_.discard();
    leave_now(exit);
  }

  std::optional<map::Ending> wrong() const {
    if (failed_ == Exit::done) return std::nullopt;
    const char* const why = failed_ == Exit::internal ? "a check of the program itself failed"
                                                      : "some runs could not be made";
    return map::Ending{static_cast<int>(failed_), why};
  }

  Exit tell() {
    const auto written = output_.write(store_, wrong(), request_.strict);
    if (const auto error = path_.empty() ? std::nullopt : store_.close()) return fail(store_trouble(path_, *error));
    const auto* const why = std::get_if<Trouble>(&written);
    return why != nullptr ? fail(*why) : std::get<Exit>(written);
  }

  const RunRequest& request_;
  const SweepInput& input_;
  std::string path_;  ///< Empty: in memory.
  SweepStore store_;
  SweepOutput output_;
  std::string last_complaint_;
  std::int64_t done_ = 0, stored_ = 0;
  Exit failed_ = Exit::done;
};

/// What goes with no sweep.
std::optional<Trouble> cannot_go_along(const RunRequest& request) {
  const char* const other = !request.solve.empty()              ? "--solve"
                            : request.find_capacity             ? "--find-capacity"
                            : request.leave_one_out             ? "--leave-one-out"
                            : request.what_if == every_what_if  ? "--what-if standard"
                            : request.open                      ? "--open"
                                                                : nullptr;
  if (other == nullptr) return std::nullopt;
  return trouble(Exit::wrong_input, std::string(other) + " goes neither with --vary nor with a store (-o x.db)");
}

}  // namespace

bool is_sweep(const RunRequest& request) {
  return !request.vary.empty() || request.resume || !request.shard.empty() ||
         std::any_of(request.outputs.begin(), request.outputs.end(), is_store);
}

Exit run_vary(const RunRequest& request) {
  if (const auto why = cannot_go_along(request)) return fail(*why);
  const auto paths = sweep_paths(request.outputs);
  if (const auto* const why = std::get_if<Trouble>(&paths)) return fail(*why);
  const auto& [store_path, others] = std::get<SweepPaths>(paths);
  if (store_path.empty() && (request.resume || !request.shard.empty()))
    return fail(trouble(Exit::wrong_input, "--resume and --shard need a store: name one, as -o x.db"));
  const auto input = read_sweep(request);
  if (const auto* const why = std::get_if<Trouble>(&input)) return fail(*why);
  const auto& ready = std::get<SweepInput>(input);
  if (!request.quiet) complain(ready.warnings);
  watch_interrupts();
  auto output = SweepOutput::open(others, request.format);
  if (const auto* const why = std::get_if<Trouble>(&output)) return fail(*why);
  auto store = store_for(store_path, ready, request.resume);
  if (const auto* const why = std::get_if<Trouble>(&store)) return fail(*why);
  return Sweeper(request, ready, store_path, std::move(std::get<SweepStore>(store)),
                 std::move(std::get<SweepOutput>(output)))
      .run();
}

}  // namespace stalemate::analysis::cli
