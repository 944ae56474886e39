// merge: the stores of the shards of one sweep into one that holds it whole.
#include <algorithm>
#include <filesystem>
#include <optional>
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

std::variant<SweepStore, Trouble> opened(const std::string& path) {
  std::error_code none;
  if (!fs::exists(path, none)) return trouble(Exit::wrong_input, "there is no file " + load::visible(path));
  auto found = SweepStore::open(path, false);
  if (const auto* const why = std::get_if<StoreError>(&found)) return store_trouble(path, *why);
  auto& store = std::get<std::optional<SweepStore>>(found);
  if (!store) return trouble(Exit::wrong_input, load::visible(path) + " holds nothing yet: its sweep has not begun");
  return std::move(*store);
}

/// Takes one part after the other: of many machines not all can be open at once.
class Merger {
 public:
  explicit Merger(std::string path) : path_(std::move(path)) {}

  std::optional<Trouble> take(const std::string& path) {
    const auto found = opened(path);
    if (const auto* const why = std::get_if<Trouble>(&found)) return *why;
    const auto& part = std::get<SweepStore>(found);
    if (auto why = whole_ ? is_odd(part) : begin(part)) return why;
    shards_.insert(part.shard().index);
    count_ = std::max(count_, part.shard().count);
    return add(part);
  }

  std::int64_t missing() const { return std::count(digests_.begin(), digests_.end(), std::string()); }

  /// "; of 8 shards no store was given of 2, 5", or nothing.
  std::string absent_shards() const {
    constexpr std::size_t told_at_most = 20;
    std::vector<std::string> absent;
    for (std::int64_t index = 1; index <= count_ && absent.size() < told_at_most; ++index)
      if (!shards_.contains(index)) absent.push_back(std::to_string(index));
    return absent.empty() ? "" : "; of " + std::to_string(count_) + " shards no store was given of " +
                                     page::joined(absent, ", ");
  }

  std::optional<Trouble> close() {
    const auto why = whole_->close();
    return why ? std::optional(store_trouble(path_, *why)) : std::nullopt;
  }

 private:
  static constexpr std::size_t runs_at_once = 1000;

  std::optional<Trouble> begin(const SweepStore& part) {
    auto made = SweepStore::create(path_, part.facts(), {});
    if (const auto* const why = std::get_if<StoreError>(&made)) return store_trouble(path_, *why);
    whole_.emplace(std::move(std::get<SweepStore>(made)));
    digests_.resize(static_cast<std::size_t>(part.facts().numbers().size()));
    first_ = part.path();
    return std::nullopt;
  }

  /// Of another sweep than the first part.
  std::optional<Trouble> is_odd(const SweepStore& part) const {
    const auto differences = store::differences(whole_->facts(), part.facts());
    if (differences.empty()) return std::nullopt;
    std::string text =
        "stalemate: " + load::visible(part.path()) + " is of another sweep than " + load::visible(first_) + ":\n";
    for (const std::string& each : differences) text += "  " + each + "\n";
    return Trouble{Exit::wrong_input, text};
  }

  std::optional<Trouble> add(const SweepStore& part) {
    std::vector<StoredRun> batch;
    std::optional<Trouble> wrong;
    const auto flush = [&] {
      if (const auto why = whole_->add(batch)) wrong = store_trouble(path_, *why);
      batch.clear();
    };
    const auto error = part.each_run([&](const StoredRun& run) {
      if (wrong) return;
      std::string& digest = digests_[static_cast<std::size_t>(run.number)];
      if (!digest.empty() && digest != run.digest) wrong = clash(run, part.path(), digest);
      if (!digest.empty()) return;
      digest = run.digest;
      batch.push_back(run);
      if (batch.size() == runs_at_once) flush();
    });
    if (error) return store_trouble(part.path(), *error);
    if (!wrong) flush();
    return wrong;
  }

  static Trouble clash(const StoredRun& run, const std::string& path, const std::string& other) {
    return trouble(Exit::internal, "run " + std::to_string(run.number) + " of " + load::visible(path) +
                                       " has another digest than the same run of another store: " + run.digest +
                                       " and " + other);
  }

  std::string path_;
  std::string first_;                  ///< The part that the others are held against.
  std::optional<SweepStore> whole_;    ///< Once there is a part.
  std::vector<std::string> digests_;   ///< By number; empty: not there yet.
  std::set<std::int64_t> shards_;
  std::int64_t count_ = 1;
};

/// What SQLite may have beside a file that it could not finish.
void remove_all(const std::string& path) {
  std::error_code none;
  for (const char* ending : {"", "-wal", "-shm", "-journal"}) fs::remove(path + ending, none);
}

Exit merge_into(const std::string& path, const std::vector<std::string>& parts) {
  Merger merger(path);
  for (const std::string& part : parts)
    if (const auto why = merger.take(part)) return fail(*why);
  if (const auto why = merger.close()) return fail(*why);
  const std::int64_t missing = merger.missing();
  if (missing == 0) return Exit::done;
  complain("stalemate: " + page::plural(missing, "run") + (missing == 1 ? " is" : " are") + " missing still" +
           merger.absent_shards() + ": go on with --resume, in the shards or with the whole\n");
  return Exit::broken;
}

}  // namespace

Exit run_command(const MergeRequest& request) {
  std::error_code none;
  if (!is_store(request.output))
    return fail(trouble(Exit::wrong_input, "-o " + load::in_quotes(request.output) + ": the ending must be .db"));
  if (fs::exists(request.output, none))
    return fail(trouble(Exit::wrong_input, load::visible(request.output) + " is there already; name another"));
  const std::string aside = request.output + ".part";
  remove_all(aside);
  Exit exit = merge_into(aside, request.parts);
  if (exit <= Exit::broken) {
    fs::rename(aside, request.output, none);
    if (none) exit = fail(trouble(Exit::machine, "cannot write " + request.output + ": " + none.message()));
  }
  if (exit > Exit::broken) remove_all(aside);
  return exit;
}

}  // namespace stalemate::analysis::cli
