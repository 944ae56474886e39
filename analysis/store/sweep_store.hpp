// The store of a sweep: one SQLite file that holds what is run, and each run's figures as it ends.
// Promise: what was committed survives a kill at any moment; one process alone writes; the same sweep gives the same
// rows in the same order, whenever and wherever they were made: compared after VACUUM INTO, the same bytes.
// Source: SQLite 3 (write-ahead log, exclusive locking: no shared memory, so that shared file systems will do).
// Departs: a store that was closed is in no write-ahead mode, so that it can be read where nothing may be written.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>
#include "analysis/sweep/design.hpp"

namespace stalemate::analysis::store {

inline constexpr const char* sweep_format = "stalemate.sweep/1";

/// What a sweep is of. Two stores with the same hold parts of one sweep.
struct SweepFacts {
  struct Axis {
    std::string path;
    std::string scale;  ///< "linear", "log" or "list"
    bool operator==(const Axis&) const = default;
  };
  struct Strategy {
    std::string name;
    bool is_baseline = false;
    bool operator==(const Strategy&) const = default;
  };
  std::string tool;
  std::string title;
  std::string question;
  std::string file;     ///< As typed.
  std::string hash;     ///< Of the scenario with --set.
  std::string command;  ///< That makes it, without where it goes and who makes which part.
  std::string design;   ///< "grid" or "random"
  std::uint64_t first_seed = 1;
  std::int64_t seeds = 1;
  std::vector<Axis> axes;
  std::vector<Strategy> strategies;
  std::vector<sweep::Point> points;
  std::vector<std::pair<std::string, std::string>> sources;  ///< Name and text: the scenario, then what it extends.
  std::vector<std::string> columns;  ///< Paths of the figures that the view `runs` shows.

  sweep::RunNumbers numbers() const {
    return {static_cast<std::int64_t>(points.size()), static_cast<std::int64_t>(strategies.size()), seeds};
  }
};

/// Whether they can be those of a sweep: something to run, as many values a point as axes, numbers that fit.
bool are_sound(const SweepFacts& facts);

/// Why they are not of one sweep, a sentence each; empty: they are.
std::vector<std::string> differences(const SweepFacts& here, const SweepFacts& stored);
/// Whether `here` is the stored sweep with more points at random: those that are there keep their numbers and runs.
bool goes_further(const SweepFacts& here, const SweepFacts& stored);

/// A run that has ended well.
struct StoredRun {
  std::int64_t number = 0;
  std::string digest;
  std::optional<bool> held;  ///< Every promise and expectation; none: undecided.
  std::string figures;       ///< As JSON: results without their series.
};

struct StoreError {
  enum class Kind : std::uint8_t { in_use, foreign, damaged, machine };
  Kind kind = Kind::machine;
  std::string message;  ///< Without the path.
};

/// Of a store whose tables are sound, but not what stands in them.
inline StoreError unreadable_run() { return {StoreError::Kind::damaged, "is damaged: the figures of a run are none"}; }

class SweepStore {
 public:
  /// A new one. The path leads nowhere yet, or to a file without a byte; ":memory:": in no file.
  static std::variant<SweepStore, StoreError> create(const std::string& path, SweepFacts facts, sweep::Shard shard);
  /// One that is there; none: it was killed before it held anything.
  static std::variant<std::optional<SweepStore>, StoreError> open(const std::string& path, bool to_write);

  SweepStore(SweepStore&&) noexcept;
  SweepStore& operator=(SweepStore&&) = delete;
  ~SweepStore();

  const SweepFacts& facts() const { return facts_; }
  sweep::Shard shard() const { return shard_; }
  const std::string& path() const { return path_; }
  /// By number, whether it is there.
  std::variant<std::vector<bool>, StoreError> present() const;
  /// From now on it is of this sweep, which goes further than the stored one.
  std::optional<StoreError> extend(SweepFacts facts);
  /// All of these or none, before it returns.
  std::optional<StoreError> add(const std::vector<StoredRun>& runs);
  /// In the order of their numbers.
  std::optional<StoreError> each_run(const std::function<void(const StoredRun&)>& hear) const;
  /// The file stands alone then. Nothing else may be asked of it but what it is of.
  std::optional<StoreError> close();

 private:
  struct Connection;
  SweepStore(std::string path, std::unique_ptr<Connection> connection, SweepFacts facts, sweep::Shard shard);

  std::string path_;
  std::unique_ptr<Connection> connection_;
  SweepFacts facts_;
  sweep::Shard shard_;
};

}  // namespace stalemate::analysis::store
