// Sweeps of a small scenario in a folder, and what of a store can be compared.
// Promise: a canonical store holds nothing of the order in which it was written.
// Source: SQLite's VACUUM INTO.
#pragma once
#include <SQLiteCpp/SQLiteCpp.h>
#include <cstdint>
#include <filesystem>
#include <string>
#include "tests/cli/program.hpp"

namespace stalemate::tests::cli {

inline Arguments with(Arguments all, const Arguments& more) {
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

struct SweepFolder : Folder {
  SweepFolder() { write("s.json", small_scenario()); }

  /// Six points, three rows, two seeds.
  Arguments command(const Arguments& more = {}) const {
    return with({"run", "s.json", "--vary", "strategies.\"ttl only\".price.expiry=500ms..8s:log:3", "--vary",
                 "data.price.keys=20,50", "--seeds", "2", "--quiet"},
                more);
  }
  Outcome sweep(const Arguments& more = {}, const Around& around = {}) const { return run(command(more), around); }

  /// The store without what depends on the order of writing.
  std::string canonical(const std::string& store) const {
    const std::string copy = store + ".vacuumed";
    std::filesystem::remove(path / copy);
    SQLite::Database database((path / store).string(), SQLite::OPEN_READWRITE);
    database.exec("VACUUM INTO '" + (path / copy).string() + "'");
    return read(copy);
  }

  std::int64_t runs_in(const std::string& store) const {
    SQLite::Database database((path / store).string(), SQLite::OPEN_READWRITE);
    return database.execAndGet("SELECT count(*) FROM run").getInt64();
  }

  void change(const std::string& store, const std::string& statement) const {
    SQLite::Database((path / store).string(), SQLite::OPEN_READWRITE).exec(statement);
  }
};

constexpr std::int64_t all_runs = 6 * 3 * 2;

}  // namespace stalemate::tests::cli
