// merge: the stores of the shards of one sweep into one that holds it whole.
#include <algorithm>
#include <filesystem>
#include <set>
#include "analysis/cli/commands.hpp"
#include "analysis/cli/sweep_output.hpp"
#include "analysis/cli/terminal.hpp"
#include "analysis/page/words.hpp"

namespace stalemate::analysis::cli {
namespace {

namespace fs = std::filesystem;
using store::StoredRun;
using store::StoreError;
using store::SweepStore;

struct Part {
  std::string path;
  SweepStore store;
};

std::variant<Part, Trouble> opened(const std::string& path) {
  std::error_code none;
  if (!fs::exists(path, none)) return trouble(Exit::wrong_input, "there is no file " + load::visible(path));
  auto found = SweepStore::open(path, false);
  if (const auto* const why = std::get_if<StoreError>(&found)) return store_trouble(path, *why);
  auto& store = std::get<std::optional<SweepStore>>(found);
  if (!store) return trouble(Exit::wrong_input, load::visible(path) + " holds nothing yet: its sweep has not begun");
  return Part{path, std::move(*store)};
}

/// Of the first part that is of another sweep.
std::optional<Trouble> odd_one(const std::vector<Part>& parts) {
  for (const Part& part : parts) {
    const auto differences = store::differences(parts.front().store.facts(), part.store.facts());
    if (differences.empty()) continue;
    std::string text = "stalemate: " + load::visible(part.path) + " is of another sweep than " +
                       load::visible(parts.front().path) + ":\n";
    for (const std::string& each : differences) text += "  " + each + "\n";
    return Trouble{Exit::wrong_input, text};
  }
  return std::nullopt;
}

class Merger {
 public:
  Merger(std::string path, SweepStore whole) : path_(std::move(path)), whole_(std::move(whole)) {
    digests_.resize(static_cast<std::size_t>(whole_.facts().numbers().size()));
  }

  std::optional<Trouble> take(const Part& part) {
    std::vector<StoredRun> batch;
    std::optional<Trouble> trouble_of_run;
    const auto flush = [&] {
      if (const auto why = whole_.add(batch)) trouble_of_run = store_trouble(path_, *why);
      batch.clear();
    };
    const auto error = part.store.each_run([&](const StoredRun& run) {
      if (trouble_of_run) return;
      trouble_of_run = clash(run, part.path);
      if (trouble_of_run || !is_new(run)) return;
      digests_[static_cast<std::size_t>(run.number)] = run.digest;
      batch.push_back(run);
      if (batch.size() == runs_at_once) flush();
    });
    if (error) return store_trouble(part.path, *error);
    if (!trouble_of_run) flush();
    return trouble_of_run;
  }

  std::int64_t missing() const { return std::count(digests_.begin(), digests_.end(), std::string()); }
  std::optional<StoreError> close() { return whole_.close(); }

 private:
  static constexpr std::size_t runs_at_once = 1000;

  bool is_new(const StoredRun& run) const { return digests_[static_cast<std::size_t>(run.number)].empty(); }

  std::optional<Trouble> clash(const StoredRun& run, const std::string& path) const {
    if (is_new(run) || digests_[static_cast<std::size_t>(run.number)] == run.digest) return std::nullopt;
    return trouble(Exit::internal, "run " + std::to_string(run.number) + " of " + load::visible(path) +
                                       " has another digest than the same run of another store: " + run.digest +
                                       " and " + digests_[static_cast<std::size_t>(run.number)]);
  }

  std::string path_;
  SweepStore whole_;
  std::vector<std::string> digests_;  ///< By number; empty: not there yet.
};

/// ", of shards 2 and 5 of 8 among them": those of which no store was given.
std::string absent_shards(const std::vector<Part>& parts) {
  constexpr std::size_t told_at_most = 20;
  std::set<std::int64_t> there;
  std::int64_t count = 1;
  for (const Part& part : parts) {
    there.insert(part.store.shard().index);
    count = std::max(count, part.store.shard().count);
  }
  std::vector<std::string> absent;
  for (std::int64_t index = 1; index <= count && absent.size() < told_at_most; ++index)
    if (!there.contains(index)) absent.push_back(std::to_string(index));
  return absent.empty() ? "" : "; of " + std::to_string(count) + " shards no store was given of " +
                                   page::joined(absent, ", ");
}

/// What SQLite may have beside a file that it could not finish.
void remove_all(const std::string& path) {
  std::error_code none;
  for (const char* ending : {"", "-wal", "-shm", "-journal"}) fs::remove(path + ending, none);
}

Exit merge_into(const std::string& path, const std::vector<Part>& parts) {
  auto made = SweepStore::create(path, parts.front().store.facts(), {});
  if (const auto* const why = std::get_if<StoreError>(&made)) return fail(store_trouble(path, *why));
  Merger merger(path, std::move(std::get<SweepStore>(made)));
  for (const Part& part : parts)
    if (const auto why = merger.take(part)) return fail(*why);
  if (const auto why = merger.close()) return fail(store_trouble(path, *why));
  const std::int64_t missing = merger.missing();
  if (missing == 0) return Exit::done;
  complain("stalemate: " + page::plural(missing, "run") + (missing == 1 ? " is" : " are") + " missing still" +
           absent_shards(parts) + ": go on with --resume, in the shards or with the whole\n");
  return Exit::broken;
}

}  // namespace

Exit run_command(const MergeRequest& request) {
  std::error_code none;
  if (!is_store(request.output))
    return fail(trouble(Exit::wrong_input, "-o " + load::in_quotes(request.output) + ": the ending must be .db"));
  if (fs::exists(request.output, none))
    return fail(trouble(Exit::wrong_input, load::visible(request.output) + " is there already; name another"));
  std::vector<Part> parts;
  for (const std::string& path : request.parts) {
    auto part = opened(path);
    if (const auto* const why = std::get_if<Trouble>(&part)) return fail(*why);
    parts.push_back(std::move(std::get<Part>(part)));
  }
  if (const auto why = odd_one(parts)) return fail(*why);
  const std::string aside = request.output + ".part";
  remove_all(aside);
  Exit exit = merge_into(aside, parts);
  if (exit <= Exit::broken) {
    fs::rename(aside, request.output, none);
    if (none) exit = fail(trouble(Exit::machine, "cannot write " + request.output + ": " + none.message()));
  }
  if (exit > Exit::broken) remove_all(aside);
  return exit;
}

}  // namespace stalemate::analysis::cli
